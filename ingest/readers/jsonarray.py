"""Large JSON files item by item: the elements of the arrays at known paths, each with its bytes, in constant memory.

Exports hold their posts in one array (`{"orderedItems": [...]}`, `[...]`, `window.YTD.tweets.part0 = [...]`), which may
be larger than the memory. A path is a tuple of keys; `*` is any key or index: `("chats", "list", "*", "messages")`;
`()` is the value itself, where that is an array. Files in JSON Lines are read line by line, so that a broken line
costs nothing but itself.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec
import orjson

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.readers.base import RECORD_LIMIT, Found
from ingest.readers.jsonscan import BadJson, Scanner
from ingest.readers.lines import lines
from ingest.readers.stream import Stream
from ingest.readers.whole import too_large
from ingest.times import parse_time

Path = tuple[str, ...]
TOP: Path = ()
MOST_SCALARS = 200  # of an object around an array
DEEPEST = 1000  # brackets inside brackets
SMALL = 10_000  # bytes of a scalar that is kept as one of these
ASSIGNMENT = re.compile(rb"\s*(?:(?:var|let|const)\s+\w|window\.)[^=\[{\"]*=\s*")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An element with its place and its bytes as they stand (without them beyond KEEP_LIMIT; then with `sha256`).

    `around` holds the scalars of the object that has the array, as far as they stand before it.
    """

    place: Place
    raw: bytes
    around: dict[str, Any] = {}
    sha256: str | None = None
    fault: BadRecord | None = None

    def found(self, context: bytes | None = None) -> Found:
        """The record, with what its draft needs beside it."""
        return Found(place=self.place, raw=self.raw, sha256=self.sha256, fault=self.fault, context=context)


class Stamp(msgspec.Struct, frozen=True):
    """How records of a format say when they were retrieved.

    `pattern` finds the time in a record's bytes, since parsing them is left to the draft; inside a text its quotation
    marks would be escaped. `when` makes ISO 8601 of it.
    """

    by: str
    pattern: re.Pattern[bytes]
    when: Callable[[str], str | None]

    def on(self, found: Found) -> Found:
        """The record with the time, where it states one."""
        match = self.pattern.search(found.raw)
        at = self.when(match.group(1).decode("ascii", "replace")) if match else None
        return msgspec.structs.replace(found, retrieved_at=at, retrieved_by=self.by) if at else found


def stated_time(text: str) -> str | None:
    """ISO 8601 of a time that is written as such."""
    moment = parse_time(text, "record")
    return moment.value if moment else None


def items(stream: Stream, *paths: Path) -> Iterator[Item]:
    """The elements of all arrays at `paths`, in the order of the file; a value that has none is an item itself.

    A pointer counts from the value that begins in the item's line. What is no JSON, or cut, is an item with a fault.
    """
    begun = _first_line(stream)
    again = _Again(begun, stream)
    if _is_json(begun):
        yield from _from_lines(again, paths)
    else:
        yield from _Walk(Scanner(again), paths).values()


def found_items(stream: Stream, *paths: Path, stamp: Stamp | None = None) -> Iterator[Found]:
    """The records of a reader whose items need nothing but their own bytes."""
    found = (item.found() for item in items(stream, *paths))
    return found if stamp is None else map(stamp.on, found)


@lru_cache(maxsize=2)
def opening(head: bytes) -> Any:
    """The first JSON value of a file that begins like this, as far as `head` goes; None where it is no JSON.

    For recognising a format: the last member of what is cut may be missing.
    """
    assignment = ASSIGNMENT.match(head)
    start = assignment.end() if assignment else len(head) - len(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if head[start : start + 1] not in (b"{", b"["):
        return None
    end, closers = _last_whole(head, start)
    try:
        return orjson.loads(head[start:end] + closers)
    except orjson.JSONDecodeError:
        return None


_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:"]|[^"{}\[\],:\s]++', re.DOTALL)
_CLOSER = {b"{": b"}", b"[": b"]"}


def _last_whole(head: bytes, start: int) -> tuple[int, bytes]:
    """Where the last whole member of the value at `start` ends, and what closes the brackets open there."""
    open_brackets: list[bytes] = []
    end, closers = start, b""
    for token in _TOKEN.finditer(head, start):
        text = token.group()
        if text in _CLOSER:
            if len(open_brackets) == DEEPEST:  # deeper than the parser goes
                break
            open_brackets.append(_CLOSER[text])
            end = token.end()
        elif text in (b"}", b"]"):
            if open_brackets:
                open_brackets.pop()
            end = token.end()
        elif text == b",":
            end = token.start()
        elif text == b'"':  # the head ends inside this string
            break
        else:
            continue
        closers = b"".join(reversed(open_brackets))
        if not open_brackets:
            break
    return end, closers


def _first_line(stream: Stream) -> bytes:
    """What stands before the first line that is not blank, and that line, or as much as a record may have of it."""
    begun = b""
    while not begun.strip() and len(begun) < RECORD_LIMIT and (line := stream.readline(RECORD_LIMIT)):
        begun += line
    return begun


class _Again(Stream):
    """A stream whose beginning was read already."""

    def __init__(self, begun: bytes, stream: Stream) -> None:
        beginning = io.BytesIO(begun)
        super().__init__(lambda size: beginning.read(size) or stream.read(size), limit=sys.maxsize)
        self._stream = stream

    @property
    def fault(self) -> BadRecord | None:
        """Why the stream ended before its end, if it did."""
        return self._stream.fault


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line.removeprefix(b"\xef\xbb\xbf")), dict | list)
    except orjson.JSONDecodeError:
        return False


def _from_lines(stream: Stream, paths: Sequence[Path]) -> Iterator[Item]:
    for line in lines(stream):
        place = Place(offset=line.offset, length=line.length, line=line.number)
        fault = line.fault
        if fault is None and not _is_json(line.raw):
            cut = line.last and not line.raw.rstrip().endswith((b"}", b"]"))
            fault = _cut() if cut else BadRecord("not-json", "This line is no JSON object and no array.")
        if fault is None:
            walk = _Walk(Scanner(line.raw, offset=line.offset, line=line.number), paths)
            yield from walk.values()
        else:
            yield Item(place=place, raw=line.raw, sha256=line.sha256, fault=fault)


def _cut() -> BadRecord:
    return BadRecord("cut", "The file ends before this value does.", todo="Copy it again from where it came.")


class _Walk:
    """One way through the values of a source, down the paths."""

    def __init__(self, scanner: Scanner, paths: Sequence[Path]) -> None:
        self._scan = scanner
        self._paths = paths
        self._entered = False  # an array at one of the paths, in the value that is being read
        self._pointer: str | None = None

    def values(self) -> Iterator[Item]:
        """The items of all values, one after the other; what follows broken JSON is one item with its fault."""
        self._scan.skip_once(ASSIGNMENT)
        while self._scan.next_byte():
            self._entered, self._pointer = False, None
            self._scan.begin()
            try:
                yield from self._value(TOP, "", {})
            except BadJson as error:
                if not error.ended:
                    self._scan.drain()
                fault = self._scan.fault or (_cut() if error.ended else BadRecord("not-json", f"{error}."))
                yield self._item({}, fault)
                return
            if not self._entered:
                yield self._item({})
            self._scan.skip_between()
        if self._scan.fault is not None:
            self._scan.begin()
            yield self._item({}, self._scan.fault)

    def _item(self, around: dict[str, Any], fault: BadRecord | None = None) -> Item:
        """What was read since the last `begin`."""
        taken = self._scan.end()
        if fault is None and taken.length > RECORD_LIMIT:
            fault = too_large(taken.length)
        place = Place(offset=taken.offset, length=taken.length, line=taken.line, pointer=self._pointer)
        return Item(place=place, raw=taken.raw, around=around, sha256=taken.sha256, fault=fault)

    def _value(self, path: Path, pointer: str, around: dict[str, Any]) -> Iterator[Item]:
        """Read one value: down into it where a path leads there, over it otherwise."""
        opener = self._scan.next_byte()
        if opener == b"[" and any(_matches(path, wanted) for wanted in self._paths):
            yield from self._elements(pointer, around)
        elif opener == b"[" and self._leads_on(path):
            for index in self._scan.elements():
                yield from self._value((*path, "*"), f"{pointer}/{index}", {})
        elif opener == b"{" and self._leads_on(path):
            yield from self._members(path, pointer)
        else:
            self._scan.skip_value()

    def _leads_on(self, path: Path) -> bool:
        return any(len(wanted) > len(path) and _matches(path, wanted[: len(path)]) for wanted in self._paths)

    def _elements(self, pointer: str, around: dict[str, Any]) -> Iterator[Item]:
        self._entered = True
        for index in self._scan.elements():
            self._pointer = f"{pointer}/{index}"
            self._scan.begin()
            self._scan.skip_value()
            yield self._item(dict(around))
            self._pointer = pointer or None
            self._scan.begin()  # if the file ends here, this is what is left of it

    def _members(self, path: Path, pointer: str) -> Iterator[Item]:
        scalars: dict[str, Any] = {}
        for key in self._scan.members():
            if self._scan.next_byte() in (b"{", b"["):
                yield from self._value((*path, key), f"{pointer}/{_escaped(key)}", scalars)
            else:
                raw = self._scan.scalar(SMALL)
                if raw is not None and len(scalars) < MOST_SCALARS:
                    scalars[key] = raw


def _matches(path: Path, wanted: Path) -> bool:
    return len(path) == len(wanted) and all(want in ("*", step) for step, want in zip(path, wanted, strict=True))


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")  # RFC 6901
