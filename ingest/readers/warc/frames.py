"""WARC and ARC files cut into their records, whatever stands between them.

A record is believed to end where its length says, if a new record or the end of the file follows there. If not, its
end is looked for: the next line that begins a record.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import msgspec

from corpus.errors import BadRecord
from ingest.readers.base import KEEP_LIMIT
from ingest.readers.stream import CHUNK
from ingest.readers.warc.gunzip import Plain

WARC_LINE = re.compile(rb"WARC/\d+\.\d+\s*\Z")
# URL, address of the server, time, media type, then five more fields in version 2, and the length
ARC_LINE = re.compile(
    rb"(?P<url>[a-z][a-z0-9+.-]*:\S.*?) (?P<ip>[0-9a-fA-F.:]+|-) (?P<time>\d{8,18}) (?P<type>\S+)"
    rb"(?: \S+ \S+ \S+ \S+ \S+)?? (?P<length>\S+)\s*\Z",
    re.IGNORECASE,
)
NEXT = re.compile(
    rb"\n(?=WARC/\d+\.\d+\r?\n|[a-z][a-z0-9+.-]*:\S[^\n]* [0-9.]{7,15} \d{14} [^\n]* \d+\r?\n)", re.IGNORECASE
)
LINE_LIMIT = 64 * 2**10
HEAD_LIMIT = 2**20
OPENING = 128 * 2**10  # bytes: the head of a record and of the response in it
LENGTH = re.compile(rb"^content-length:\s*(\S*)", re.IGNORECASE | re.MULTILINE)


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """A record of `length` bytes: its head (0 bytes where it has none) up to the empty line, and its block.

    `raw` is empty beyond KEEP_LIMIT; `sha256` is given then. `opening` are its first bytes in any case.
    """

    offset: int
    length: int
    head: bytes
    raw: bytes
    opening: bytes = b""
    sha256: str | None = None
    fault: BadRecord | None = None


def frames(source: Plain) -> Iterator[Frame]:
    """All records in order. What is none, or cut, is a frame with a fault."""
    while True:
        offset = source.at
        line = source.readline(LINE_LIMIT)
        if not line:
            if source.fault is not None:
                yield Frame(offset=offset, length=0, head=b"", raw=b"", fault=source.fault)
            if source.fault is None or not source.go_on():
                return
        elif line.strip():
            yield _frame(source, offset, line)


def _frame(source: Plain, offset: int, line: bytes) -> Frame:
    arc = ARC_LINE.match(line)
    if WARC_LINE.match(line):
        head, length = _warc_head(source, line)
    elif arc:
        head, length = line, _number(arc["length"])
    else:
        return _garbage(source, offset, line, BadRecord("not-a-record", "No record begins here."))
    if length is None:
        fault = BadRecord("bad-header", "The record does not say how long it is.")
        return _garbage(source, offset, head, fault)
    return _block(source, offset, head, length)


def _warc_head(source: Plain, line: bytes) -> tuple[bytes, int | None]:
    """The head with its empty line, and the length that it states."""
    head = bytearray(line)
    while len(head) < HEAD_LIMIT:
        line = source.readline(LINE_LIMIT)
        head += line
        if not line.strip():
            stated = LENGTH.search(head)
            return bytes(head), _number(stated[1]) if stated else None
        if WARC_LINE.match(line):  # the head was cut
            del head[-len(line) :]
            source.give_back(line)
            break
    return bytes(head), None


def _number(text: bytes) -> int | None:
    return int(text) if text.isdigit() and len(text) < 16 else None


def _garbage(source: Plain, offset: int, begun: bytes, fault: BadRecord) -> Frame:
    """Everything up to the next line that begins a record."""
    taken = _Taken(begun)
    while line := source.readline(LINE_LIMIT):
        if WARC_LINE.match(line) or (ARC_LINE.match(line) and _is_arc_start(line)):
            source.give_back(line)
            break
        taken.add(line)
    return taken.frame(offset, b"", fault)


def _is_arc_start(line: bytes) -> bool:
    """Text of a page seldom looks like the head of an ARC record; this line surely is one."""
    match = ARC_LINE.match(line)
    return match is not None and len(match["time"]) >= 12


def _block(source: Plain, offset: int, head: bytes, stated: int) -> Frame:
    taken = _Taken(head)
    while (missing := len(head) + stated - taken.size) > 0:
        part = source.read(min(CHUNK, missing))
        if not part:
            break
        taken.add(part)
    fault = None
    if missing > 0:
        what = f"The record should have {stated:,} bytes and has {stated - missing:,}."
        fault = source.fault or BadRecord("cut", what, todo="Copy the file again from where it came.")
    if missing > 0 or not _at_a_border(source):
        begun = NEXT.search(taken.kept, len(head))
        if begun:
            source.give_back(taken.cut(begun.end()))
            what = (
                f"The record says that it has {stated:,} bytes; the next one begins after {taken.size - len(head):,}."
            )
            fault = BadRecord("wrong-length", what)
    return taken.frame(offset, head, fault)


def _at_a_border(source: Plain) -> bool:
    """Whether the file ends here, or blank lines or a new record follow."""
    line = source.readline(LINE_LIMIT)
    source.give_back(line)
    return not line.strip() or bool(WARC_LINE.match(line) or ARC_LINE.match(line))


class _Taken:
    """Bytes that grow: kept up to KEEP_LIMIT, beyond that only counted and hashed."""

    def __init__(self, begun: bytes) -> None:
        self.kept = bytearray(begun)
        self.size = len(begun)
        self._opening = b""
        self._digest: hashlib._Hash | None = None

    def add(self, part: bytes) -> None:
        self.size += len(part)
        self.kept += part
        if self.size > KEEP_LIMIT:
            if self._digest is None:
                self._digest, self._opening = hashlib.sha256(), bytes(self.kept[:OPENING])
            self._digest.update(self.kept)
            self.kept.clear()

    def cut(self, at: int) -> bytes:
        """Take back what follows `at`. Of what is no longer kept nothing is found, so nothing is cut."""
        rest = bytes(self.kept[at:])
        del self.kept[at:]
        self.size -= len(rest)
        return rest

    def frame(self, offset: int, head: bytes, fault: BadRecord | None) -> Frame:
        return Frame(
            offset=offset,
            length=self.size,
            head=head,
            raw=bytes(self.kept),
            opening=self._opening or bytes(self.kept[:OPENING]),
            sha256=self._digest.hexdigest() if self._digest else None,
            fault=fault,
        )
