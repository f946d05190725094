"""The bytes of a source, decompressed where it is gzip or zstd, read once from the start to the end.

What goes wrong while reading (a cut gzip, a disk that fails) ends the stream like the end of a file and is told in
`fault`, so that what was read before is not lost.
"""

from __future__ import annotations

import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from corpus.errors import BadRecord, Unreadable
from ingest.readers.unzstd import MAGIC, Damage, Frames, is_zstd

CHUNK = 2**20
GZIP = b"\x1f\x8b"
RATIO = 200  # text seldom compresses more than 20 times; what claims more than this is made to fill the memory
FREE = 64 * 2**20  # bytes that may come out whatever the ratio
Beside = Callable[[str], bytes | None]


class _Bytes(io.RawIOBase):
    """What `read` gives, until it ends or fails."""

    def __init__(self, read: Callable[[int], bytes], limit: int) -> None:
        self.fault: BadRecord | None = None
        self._read = read
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has WriteableBuffer, which has no len
        data = self._next(len(buffer)) if self.fault is None else b""
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            data = self._read(size)
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError, Damage) as error:
            self.fault = BadRecord(
                "truncated",
                f"The file is cut or damaged inside: {error}.",
                todo="Copy it again from where it came.",
            )
            return b""
        except OSError as error:
            self.fault = BadRecord("unreadable", f"Reading failed: {error.strerror or error}.")
            return b""
        except RuntimeError as error:  # zipfile's, of a compression that it does not know
            self.fault = BadRecord(
                "unreadable", f"Reading failed: {error}.", todo="Unpack the archive and ingest that."
            )
            return b""
        self._left -= len(data)
        if self._left < 0:
            self.fault = BadRecord("bomb", f"The file decompresses to more than {RATIO} times its size.")
            return b""
        return data


class Stream:
    """A source that is open. `fault` is set where it ended before its end."""

    def __init__(self, read: Callable[[int], bytes], limit: int, beside: Beside | None = None) -> None:
        self._bytes = _Bytes(read, limit)
        self._buffer = io.BufferedReader(self._bytes, CHUNK)
        self._beside = beside

    @classmethod
    def over(cls, file: IO[bytes], size: int, *, raw: bool = False, beside: Beside | None = None) -> Stream:
        """The bytes of an open file of `size` bytes, unpacked where it is gzip or zstd, unless `raw`."""
        limit = max(FREE, size * RATIO)
        return cls(file.read if raw else _unpacked(file), limit, beside)

    def beside(self, name: str) -> bytes | None:
        """The file of this name in the same folder, or in the same folder of the archive, up to FREE bytes.

        For what a reader gives its records as context: an export that keeps its account in a file of its own.
        """
        return self._beside(name) if self._beside is not None else None

    @property
    def fault(self) -> BadRecord | None:
        """Why the stream ended before its end, if it did."""
        return self._bytes.fault

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end."""
        return self._buffer.read(size)

    def peek(self) -> bytes:
        """Some of the bytes that come next, which stay to be read; none only at the end."""
        return self._buffer.peek()

    def readline(self, size: int) -> bytes:
        """To the end of the line, or `size` bytes of it."""
        return self._buffer.readline(size)


def _unpacked(file: IO[bytes]) -> Callable[[int], bytes]:
    """How to read a file, unpacked where it is gzip or zstd. It is looked at only when it is read, as it may fail."""
    chosen: list[Callable[[int], bytes]] = []

    def read(size: int) -> bytes:
        if not chosen:
            head = file.read(len(MAGIC))
            file.seek(0)
            zipped = head.startswith(GZIP)
            packed = Frames(file.read).read1 if is_zstd(head) else file.read
            chosen.append(gzip.GzipFile(fileobj=file).read1 if zipped else packed)
        return chosen[0](size)

    return read


@contextmanager
def open_stream(path: Path, *, raw: bool = False) -> Iterator[Stream]:
    """Open a file, unpacked where it is gzip or zstd, unless `raw`. Raises Unreadable where that is not possible."""
    try:
        with path.open("rb") as file:
            yield Stream.over(file, path.stat().st_size, raw=raw, beside=lambda name: _sibling(path, name))
    except OSError as error:
        raise Unreadable(
            f"The file cannot be read: {error.strerror}.", where=str(path), todo="Check that it is there and yours."
        ) from error


def _sibling(path: Path, name: str) -> bytes | None:
    """A neighbour of a file; None where there is none, or it is too large."""
    found = path.with_name(name)
    try:
        return found.read_bytes() if found.is_file() and found.stat().st_size <= FREE else None
    except OSError:
        return None
