"""From what a person names to the files to read, in an order that is the same every time."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from corpus.errors import Unreadable, UsageError
from ingest.readers.stream import CHUNK


class File(msgspec.Struct, frozen=True):
    """A file to read. `name` is its path below the folder that was named: what a reader of the site may see."""

    path: Path
    name: str


# What a corpus is made of: whoever keeps sources beside it in the same folder means those.
OWN = re.compile(
    r"(?:hustings\.toml|(?:codebook|actors|cases|rights)\.yaml|(?:corpus|originals|annotations|sealed)\.db.*"
    r"|duplicates\.json.*|rules|site)\Z"
)


def files(paths: Iterable[Path], *, corpus: Path) -> Iterator[File]:
    """All files, folders opened, each once, hidden ones and those that make up the corpus itself passed over.

    Raises UsageError before the first file where a path does not exist.
    """
    paths = list(paths)
    for path in paths:
        if not path.exists():
            raise UsageError(f"There is no {path}.", todo="Check the name; nothing was read.")
    seen: set[Path] = set()
    for path in paths:
        whole = path.resolve()
        found = [whole] if not whole.is_dir() else sorted(_inside(whole, corpus))
        base = whole.parent if not whole.is_dir() else whole
        for item in found:
            if item not in seen:
                seen.add(item)
                yield File(item, item.relative_to(base).as_posix())


def _inside(folder: Path, corpus: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        root = Path(place)
        own = root == corpus
        folders[:] = [name for name in folders if _is_wanted(name, own)]
        yield from (root / name for name in names if _is_wanted(name, own) and (root / name).is_file())


def _is_wanted(name: str, in_corpus: bool) -> bool:
    return not name.startswith(".") and not (in_corpus and OWN.match(name))


def fingerprint(path: Path) -> tuple[str, int, str]:
    """The sha256 of a file, its size in bytes and the time it was last changed (UTC). Raises Unreadable."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise Unreadable(
            f"The file cannot be read: {error.strerror}.", where=str(path), todo="Check that it is there and yours."
        ) from error
    return digest.hexdigest(), size, changed.strftime("%Y-%m-%dT%H:%M:%SZ")
