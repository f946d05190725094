"""The lines of a table and the rows that they make: each row with its verbatim bytes and its place.

A quoted cell may hold line ends, so that a row is one line or several. A quotation mark that is never closed would
swallow the rows after it: where lines that were swallowed make rows of their own, only the first one is given up.
"""

from __future__ import annotations

import csv
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence

import msgspec

from corpus.errors import BadRecord
from ingest.readers.base import RECORD_LIMIT
from ingest.readers.stream import CHUNK, Stream
from ingest.readers.whole import too_large

csv.field_size_limit(RECORD_LIMIT)  # the default of 131,072 characters is less than a long article

Decode = Callable[[bytes], str]


class Line(msgspec.Struct, frozen=True):
    """A line with its end. Of one beyond RECORD_LIMIT only place and hash are kept."""

    raw: bytes
    offset: int
    number: int  # from 1
    length: int
    sha256: str | None = None


class Row(msgspec.Struct, frozen=True):
    """A row: its lines, its cells, or why it has none."""

    lines: Sequence[Line]
    cells: Sequence[str] = ()
    fault: BadRecord | None = None


class Lines:
    """The physical lines of a stream. `newline` is the line end in the file's encoding, `width` its characters' bytes.

    Lines can be given back, to be taken again.
    """

    def __init__(self, stream: Stream, newline: bytes = b"\n", width: int = 1) -> None:
        self._stream = stream
        self._newline = newline
        self._width = width
        self._buffer = b""
        self._at = 0  # in the buffer
        self._offset = 0  # in the stream
        self._number = 0
        self._back: deque[Line] = deque()

    def give_back(self, lines: Sequence[Line]) -> None:
        """Take these lines again, next."""
        self._back.extendleft(reversed(lines))

    def take(self) -> Line | None:
        """The next line; None at the end."""
        if self._back:
            return self._back.popleft()
        end = self._find()
        while end < 0 and len(self._buffer) - self._at <= RECORD_LIMIT:
            more = self._stream.read(CHUNK)
            if not more:
                end = len(self._buffer)
                break
            searched = max(0, len(self._buffer) - self._at - 2 * self._width)
            self._buffer = self._buffer[self._at :] + more
            self._at = 0
            end = self._find(searched - searched % self._width)
        if end < 0:
            return self._too_long()
        if end == self._at:
            return None
        raw, self._at = self._buffer[self._at : end], end
        return self._line(raw, len(raw))

    def _find(self, start: int = 0) -> int:
        """Where the line ends that begins at `_at`: after its newline, at a whole character."""
        found = self._buffer.find(self._newline, self._at + start)
        while found >= 0 and (found - self._at) % self._width:
            found = self._buffer.find(self._newline, found + 1)
        return found + len(self._newline) if found >= 0 else -1

    def _too_long(self) -> Line:
        digest, length = hashlib.sha256(), 0
        while True:
            end = self._find()
            part = self._buffer[self._at : end if end >= 0 else len(self._buffer)]
            digest.update(part)
            length += len(part)
            self._buffer, self._at = (self._buffer, end) if end >= 0 else (self._stream.read(CHUNK), 0)
            if end >= 0 or not self._buffer:
                return self._line(b"", length, digest.hexdigest())

    def _line(self, raw: bytes, length: int, sha256: str | None = None) -> Line:
        self._number += 1
        line = Line(raw, self._offset, self._number, length, sha256)
        self._offset += length
        return line


class _TooMuch(Exception):
    """A row that does not end."""


class _Feed:
    """What csv.reader reads from: it takes exactly the lines of one row, which are then in `taken`."""

    def __init__(self, lines: Lines, decode: Decode) -> None:
        self.taken: list[Line] = []
        self._lines = lines
        self._decode = decode
        self._size = 0

    def begin(self) -> None:
        """The next row."""
        self.taken, self._size = [], 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._lines.take()
        if line is None:
            raise StopIteration
        self.taken.append(line)
        self._size += line.length
        if self._size > RECORD_LIMIT:
            raise _TooMuch
        return self._decode(line.raw)


def rows(lines: Lines, delimiter: str, width: int, decode: Decode) -> Iterator[Row]:
    """All rows but blank lines; `width` is the number of cells that a row has."""
    feed = _Feed(lines, decode)
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        try:
            feed.begin()
            for cells in reader:
                if cells and (fault := _miscounted(cells, width)) is None:
                    yield Row(feed.taken, cells)
                elif cells:
                    yield _mended(lines, feed.taken, fault, delimiter, width, decode)
                feed.begin()
            return
        except (csv.Error, _TooMuch):
            yield _mended(lines, feed.taken, None, delimiter, width, decode)


def parse_row(text: str, delimiter: str) -> list[str]:
    """The cells of a row, lenient with quotation marks inside a cell."""
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def fits(cells: Sequence[str], width: int) -> bool:
    """Whether a row has as many cells as the header; more of them do no harm where they are empty."""
    return len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:]))


def _miscounted(cells: Sequence[str], width: int) -> BadRecord | None:
    """What is wrong with the number of cells."""
    if fits(cells, width):
        return None
    much = "too-few-cells" if len(cells) < width else "too-many-cells"
    return BadRecord(
        much,
        f"The row has {len(cells)} cells, the header {width}.",
        todo="Correct the row (a cell that holds the delimiter needs quotation marks) and ingest the file again.",
    )


def _mended(
    lines: Lines, taken: Sequence[Line], fault: BadRecord | None, delimiter: str, width: int, decode: Decode
) -> Row:
    """What becomes of lines that make no good row."""
    first = taken[0]
    if first.length > RECORD_LIMIT:
        return Row(taken[:1], fault=too_large(first.length))
    if len(taken) == 1:
        cells = parse_row(decode(first.raw), delimiter)
        lenient = _miscounted(cells, width)
        return Row(taken, cells) if lenient is None else Row(taken, fault=fault or lenient)
    whole = any(_miscounted(parse_row(decode(line.raw), delimiter), width) is None for line in taken[1:])
    if whole or sum(line.length for line in taken) > RECORD_LIMIT:
        lines.give_back(taken[1:])
        return Row(taken[:1], fault=_unclosed())
    return Row(taken, fault=fault or _unclosed())


def _unclosed() -> BadRecord:
    return BadRecord(
        "unclosed-quote",
        "A quotation mark opens a cell and none closes it.",
        todo="Correct the row and ingest the file again.",
    )
