"""A pytest plugin that keeps a copy of every small file that a test gives to a reader or a cleaner: seeds."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import ingest.clean.decode
import ingest.clean.dump.lines
from ingest.readers.stream import Stream

SMALL = 64_000  # bytes
FOLDER = Path(os.environ["HUSTINGS_HARVEST"])


def keep(data: bytes, kind: str = "file") -> None:
    """A file of these bytes, once."""
    if 0 < len(data) <= SMALL:
        FOLDER.joinpath(f"{kind}-{hashlib.sha1(data, usedforsecurity=False).hexdigest()[:16]}").write_bytes(data)


def _over(cls: type[Stream], file: IO[bytes], size: int, **options: Any) -> Stream:
    if size <= SMALL and file.seekable():
        with suppress(Exception):  # of a damaged file; the test sees what the reader makes of it
            keep(file.read())
        file.seek(0)
    return _stream(cls, file, size, **options)


def _init(self: Stream, read: Callable[[int], bytes], *arguments: Any, **options: Any) -> None:
    """A stream that a test made itself."""
    taken = bytearray()

    def reading(size: int) -> bytes:
        part = read(size)
        if len(taken) <= SMALL:
            taken.extend(part)
        if not part:
            keep(bytes(taken))
        return part

    _made(self, reading, *arguments, **options)


_stream, _made = Stream.over.__func__, Stream.__init__
Stream.over = classmethod(_over)
Stream.__init__ = _init


def _kept(function: Callable[..., Any], kind: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapped(given: bytes | str, *arguments: Any, **options: Any) -> Any:
        keep(given.encode("utf-8", "replace") if isinstance(given, str) else bytes(given), kind)
        return function(given, *arguments, **options)

    return wrapped


# Before any module takes them by name: a plugin is loaded first.
ingest.clean.decode.page_text = _kept(ingest.clean.decode.page_text, "page")
ingest.clean.dump.lines.lines_of = _kept(ingest.clean.dump.lines.lines_of, "dump")
