"""A new file beside the old one, swapped in whole: a build that fails or is killed leaves the old site as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError, UsageError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Where to write the new file; when the block ends well it takes the target's place, else it is removed.

    Raises StoreError where the folder cannot be written. Nobody else may be replacing it meanwhile (`alone`).
    """
    new = target.with_name(target.name + ".new")
    new.unlink(missing_ok=True)  # of a run that was killed
    try:
        yield new
        _to_disk(new)
        new.replace(target)
        _to_disk(target.parent)
    except OSError as error:
        raise StoreError(
            f"{error.strerror}.", where=str(target), todo="The old site stays. Free some space and build again."
        ) from error
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Hold a lock on what is replaced that ends with the process, however it ends: SQLite's own, on an empty database.

    Raises UsageError where another process holds it, StoreError where the folder cannot be made.
    """
    path = target.with_name(target.name + ".lock")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{error.strerror}.", where=str(target.parent), todo="Check that you may write there."
        ) from error
    lock = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise UsageError(
            f"The site cannot be built now: {error}.", where=str(path.parent), todo="Wait for the other build to end."
        ) from error
    try:
        yield
    finally:
        lock.close()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
