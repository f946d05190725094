"""The files of a format: one, or those of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotate.exchange.shapes import Incoming
from corpus.errors import Unreadable

LOSSES = "losses.jsonl"  # what an export could not write: no file to read back


def files(path: Path, endings: Sequence[str]) -> list[Path]:
    """The file itself, or those files in a folder and below it whose names end so, by name."""
    if not path.is_dir():
        return [path]
    found = (file for ending in endings for file in path.rglob(f"*{ending}"))
    return sorted({file for file in found if file.is_file() and file.name != LOSSES})


def read_all(path: Path, endings: Sequence[str], read: Callable[[Path], Iterator[Incoming]]) -> Iterator[Incoming]:
    """What all files say. One of several that cannot be read is a problem; one alone raises Unreadable."""
    found = files(path, endings)
    if not found:
        raise Unreadable(f"No file in it ends in {' or '.join(endings)}.", where=str(path))
    for file in found:
        try:
            yield from read(file)
        except Unreadable as error:
            if len(found) == 1:
                raise
            yield Incoming(document=None, text=None, found=(), problems=((error.what, {"file": file.name}),))


def recognised(path: Path, endings: Sequence[str], recognises: Callable[[Path], bool]) -> bool:
    """Whether a file, or the first file of a folder that is named so, is of a format."""
    return any(recognises(file) for file in files(path, endings)[:1] if file.is_file())
