"""SQLite files with a version: opened, brought up to date, or refused.

A schema is a row of numbered SQL files under `corpus/schema/`. `PRAGMA user_version` holds the number of the last one
that was applied.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Literal

from corpus.errors import CorpusTooNew, StoreError

Synchronous = Literal["NORMAL", "FULL"]
BUSY_MS = 30_000  # how long a writer waits for another


def steps(schema: str) -> list[str]:
    """The SQL files of a schema, in order."""
    folder = files("corpus") / "schema"
    found = sorted(f.name for f in folder.iterdir() if f.name.startswith(f"{schema}-"))
    return [(folder / name).read_text(encoding="utf-8") for name in found]


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, with the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(f"{error}.", where=str(path), todo=_advice(error)) from error


def _advice(error: sqlite3.Error) -> str:
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return "Free some space on the disk and run the command again: what was stored stays."
    if "locked" in text:
        return "Another hustings is writing to this corpus; wait for it to end and run the command again."
    if "readonly" in text or "unable to open" in text:
        return "Check that you may write to the folder."
    if "malformed" in text or "not a database" in text:
        return "The file is damaged: restore it from a copy, or ingest the sources again into a new corpus."
    return "Run `hustings verify` to see what is stored."


def open_database(path: Path, schema: str, *, synchronous: Synchronous = "NORMAL") -> sqlite3.Connection:
    """Open the file, creating or migrating it.

    Raises CorpusTooNew where a later Hustings wrote it, StoreError where it cannot be opened. In either case the file
    is left as it was.
    """
    with explained(path):
        db = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            db.row_factory = sqlite3.Row
            _migrate(db, path, steps(schema))
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA synchronous = {synchronous}")
            db.execute("PRAGMA foreign_keys = ON")
        except BaseException:  # whatever it was, the file must not stay open
            db.close()
            raise
        return db


def _migrate(db: sqlite3.Connection, path: Path, todo: list[str]) -> None:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(todo):
        raise CorpusTooNew(
            f"This corpus has schema {version}; this Hustings knows schemas up to {len(todo)}.",
            where=str(path),
            todo="Open it with the Hustings that wrote it, or a later one.",
        )
    if version == len(todo):
        return
    with transaction(db):
        # Another process may have been first while we waited for the lock.
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(todo[version:], start=version + 1):
            for statement in statements(script):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")


def statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would commit the transaction that we are in."""
    current = ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            yield current
            current = ""
    if current.strip():
        yield current


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing. Takes the write lock at once, so that two writers queue instead of failing half-way.

    Inside another transaction it is a part of that one, taken back alone where it fails.
    """
    inside = db.in_transaction
    db.execute("SAVEPOINT part" if inside else "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:  # also Ctrl-C: nothing half-written may stay
        if db.in_transaction:
            db.execute("ROLLBACK TO part" if inside else "ROLLBACK")
            if inside:
                db.execute("RELEASE part")
        raise
    db.execute("RELEASE part" if inside else "COMMIT")
