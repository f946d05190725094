"""The folder of a static site: made beside the old one and put in its place; nobody's own files are ever removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from shutil import rmtree
from typing import Any

import orjson

from corpus.errors import StoreError, UsageError

MANIFEST = "manifest.json"
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what systems leave in folders that somebody has looked into


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Where to write the files; when the block ends well they take the place of what an earlier run wrote.

    Raises UsageError where the folder holds anything else, StoreError where it cannot be written; then all stays.
    """
    new, old = target.with_name(target.name + ".new"), target.with_name(target.name + ".old")
    try:
        _recover(target, new, old)
        check_ours(target)
        new.mkdir(parents=True)
        _say(new, draft=True)
        try:
            yield new
            write_manifest(new)
            if target.exists():
                target.replace(old)
            new.replace(target)
        finally:
            rmtree(new, ignore_errors=True)
            if not target.exists() and old.exists():
                old.replace(target)
        rmtree(old, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"{error.strerror}.", where=str(error.filename or target), todo="Name a folder that you may write."
        ) from error


def _recover(target: Path, new: Path, old: Path) -> None:
    """Put right what a run left that was killed. A folder of somebody else's under such a name is an error."""
    if old.exists() and not target.exists():
        old.replace(target)
    if new.exists() and not (_read(new / MANIFEST) or {}).get("draft"):
        check_ours(new)
    check_ours(old)
    for left in (new, old):
        if left.exists():
            rmtree(left)


def write_manifest(folder: Path) -> None:
    """Write down every file with its sha256, by which the next run knows what it may replace."""
    files = {path.relative_to(folder).as_posix(): _sha256(path) for path in _files(folder)}
    files.pop(MANIFEST, None)
    _say(folder, files=files)


def _say(folder: Path, **said: object) -> None:
    (folder / MANIFEST).write_bytes(orjson.dumps({"made_by": "hustings", **said}, option=orjson.OPT_INDENT_2))


def check_ours(folder: Path) -> None:
    """Raise UsageError unless a folder is absent, empty or exactly as an earlier run wrote it."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", todo="Name another.")
    found = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    files = (_read(folder / MANIFEST) or {}).get("files")
    if not found:
        return
    if not isinstance(files, dict):
        raise UsageError(
            "The folder holds something else than a static site.", where=str(folder), todo="Name a new or empty folder."
        )
    found.pop(MANIFEST, None)
    for name, path in found.items():
        if files.get(name) != _sha256(path):
            raise UsageError(
                f"{name} is not as Hustings wrote it.", where=str(folder), todo="Move it away, or name another folder."
            )


def _read(manifest: Path) -> dict[str, Any] | None:
    """What a manifest of ours says; None where there is none."""
    try:
        said = orjson.loads(manifest.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return said if isinstance(said, dict) and said.get("made_by") == "hustings" else None


def _files(folder: Path) -> list[Path]:
    """All files in a folder, in order; links are taken for files, so that they are never followed."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted(path for path in found if path.name not in LITTER)


def _sha256(path: Path) -> str:
    if path.is_symlink():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
