"""The lowest layer of jsonarray.py: a cursor over the bytes of JSON that holds no more than what is being taken.

Only brackets, strings and commas are looked at; whether what stands between them is JSON is for the parser to say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

from corpus.errors import BadRecord
from ingest.readers.base import KEEP_LIMIT
from ingest.readers.stream import CHUNK, Stream

_SPACE = re.compile(rb"[\s\x1e]*+")  # RFC 7464 parts values by a record separator
_BETWEEN = re.compile(rb"[\s\x1e,;]*+")  # what may stand between values at the top
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_RUN = re.compile(rb'(?:[^"{}\[\]]++|' + _STRING + rb")*+", re.DOTALL)  # whatever opens and closes no bracket
_IN_STRING = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,:\]}\[{\"]*+")
_BOM = b"\xef\xbb\xbf"
_LONGEST_KEY = 100_000  # bytes
_DEPTH = 12  # brackets inside brackets that one match goes over; deeper ones are counted


def _brackets(depth: int) -> re.Pattern[bytes]:
    """A pattern for a whole value in brackets; it never goes back, so that it takes no more than one pass."""
    pattern = rb'[{\[](?:[^"{}\[\]]++|' + _STRING + rb")*+[}\]]"
    for _ in range(depth):
        pattern = rb'[{\[](?:[^"{}\[\]]++|' + _STRING + rb"|" + pattern + rb")*+[}\]]"
    return re.compile(pattern, re.DOTALL)


_BRACKETS = _brackets(_DEPTH)


class BadJson(Exception):
    """Never leaves jsonarray.py. `ended`: the source came to its end first."""

    def __init__(self, what: str, *, ended: bool = False) -> None:
        self.ended = ended
        super().__init__(what)


class Taken(msgspec.Struct, frozen=True):
    """The bytes from `begin` to `end`; beyond KEEP_LIMIT their hash instead. `line` is the one in which they begin."""

    offset: int
    length: int
    line: int
    raw: bytes
    sha256: str | None


class Scanner:
    """A cursor over a stream, or over bytes that stand at `offset` in line `line` of their source."""

    def __init__(self, source: Stream | bytes, *, offset: int = 0, line: int = 1) -> None:
        self._stream = source if isinstance(source, Stream) else None
        self._data = source.read(CHUNK) if isinstance(source, Stream) else source
        self._base = offset  # where _data begins in the source
        self._at = len(_BOM) if self._data.startswith(_BOM) else 0  # the cursor, in _data
        self._counted, self._line = 0, line  # lines are counted up to here, in _data
        self._begun, self._dropped, self._begun_line = self._at, 0, line
        self._digest: Any = None

    @property
    def fault(self) -> BadRecord | None:
        """Why the stream ended before its end, if it did."""
        return self._stream.fault if self._stream else None

    def begin(self) -> None:
        """What is read from here on is taken."""
        self._count_lines(self._at)
        self._begun, self._dropped, self._begun_line, self._digest = self._at, 0, self._line, None

    def end(self) -> Taken:
        """What was read since `begin`."""
        raw = self._data[self._begun : self._at]
        offset, length = self._base + self._begun - self._dropped, self._dropped + len(raw)
        if self._digest is None:
            return Taken(offset, length, self._begun_line, raw, None)
        self._digest.update(raw)
        return Taken(offset, length, self._begun_line, b"", self._digest.hexdigest())

    def _count_lines(self, to: int) -> None:
        if to > self._counted:
            self._line += self._data.count(b"\n", self._counted, to)
            self._counted = to

    def _fill(self) -> bool:
        """Read on, and forget what nobody will ask for. Returns whether there was more."""
        more = self._stream.read(CHUNK) if self._stream else b""
        if not more:
            return False
        if self._dropped or self._at - self._begun > KEEP_LIMIT:
            self._digest = self._digest or hashlib.sha256()
            self._digest.update(self._data[self._begun : self._at])
            self._dropped += self._at - self._begun
            self._begun = self._at
        forget = self._begun
        self._count_lines(forget)
        self._data = self._data[forget:] + more
        self._base += forget
        self._at -= forget
        self._counted -= forget
        self._begun = 0
        return True

    def _over(self, pattern: re.Pattern[bytes]) -> None:
        """Move over all that matches `pattern`, which matches any number of bytes."""
        while True:
            match = pattern.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._data) or not self._fill():
                return

    def skip_once(self, pattern: re.Pattern[bytes]) -> None:
        """Move over one match of `pattern`, if it stands here."""
        match = pattern.match(self._data, self._at)
        self._at = match.end() if match else self._at

    def skip_between(self) -> None:
        """Move over white space and commas."""
        self._over(_BETWEEN)

    def next_byte(self) -> bytes:
        """The next byte that is no white space, not yet read; nothing at the end."""
        self._over(_SPACE)
        return self._data[self._at : self._at + 1]

    def _take(self, wanted: bytes) -> None:
        found = self.next_byte()
        if found != wanted:
            raise _unexpected(found, wanted.decode())
        self._at += 1

    def drain(self) -> None:
        """Read to the end of the source."""
        self._at = len(self._data)
        while self._fill():
            self._at = len(self._data)

    def skip_value(self) -> None:
        """Move over one value of any kind. Raises BadJson where there is none or it has no end."""
        first = self.next_byte()
        if first == b'"':
            self._skip_string()
        elif first in (b"{", b"["):
            self._skip_brackets()
        elif not first or first in b",:]}":
            raise _unexpected(first, "a value")
        else:
            self._over(_SCALAR)

    def _skip_brackets(self) -> None:
        match = _BRACKETS.match(self._data, self._at)
        if match:
            self._at = match.end()
            return
        depth = 0  # it is deep, or its end was not read yet
        while True:
            match = _RUN.match(self._data, self._at)
            self._at = match.end() if match else self._at
            found = self._data[self._at : self._at + 1]
            if found == b'"':  # a string whose end was not read yet
                self._skip_string()
            elif found:
                depth += 1 if found in b"{[" else -1
                self._at += 1
                if depth == 0:
                    return
            elif not self._fill():
                raise BadJson("A bracket is not closed", ended=True)

    def _skip_string(self) -> None:
        self._at += 1
        while True:
            match = _IN_STRING.match(self._data, self._at)
            self._at = match.end() if match else self._at
            if self._data[self._at : self._at + 1] == b'"':
                self._at += 1
                return
            if not self._fill():  # else the data ends, perhaps after a backslash
                self._at = len(self._data)
                raise BadJson("A string is not closed", ended=True)

    def scalar(self, limit: int) -> Any:
        """Read a string, number, true, false or null; None where it is none or has more than `limit` bytes."""
        start = self._base + self._at
        self.skip_value()
        length = self._base + self._at - start
        if length > min(limit, self._at):  # too long, or partly forgotten
            return None
        try:
            return orjson.loads(self._data[self._at - length : self._at])
        except orjson.JSONDecodeError:
            return None

    def elements(self) -> Iterator[int]:
        """Go through an array: the caller reads each value before it asks for the next."""
        self._take(b"[")
        index = 0
        if self.next_byte() == b"]":
            self._at += 1
            return
        while True:
            self.next_byte()
            yield index
            index += 1
            if not self._goes_on(b"]"):
                return

    def members(self) -> Iterator[str]:
        """Go through an object by its keys: the caller reads each value before it asks for the next."""
        self._take(b"{")
        if self.next_byte() == b"}":
            self._at += 1
            return
        while True:
            found = self.next_byte()
            if found != b'"':
                raise _unexpected(found, "a key")
            key = self.scalar(_LONGEST_KEY)
            if key is None:
                raise BadJson("This is no key")
            self._take(b":")
            self.next_byte()
            yield key
            if not self._goes_on(b"}"):
                return

    def _goes_on(self, closer: bytes) -> bool:
        """Read a comma (True) or the closing bracket (False)."""
        found = self.next_byte()
        if found not in (b",", closer) or not found:
            raise _unexpected(found, f"a comma or {closer.decode()}")
        self._at += 1
        return found == b","


def _unexpected(found: bytes, wanted: str) -> BadJson:
    if not found:
        return BadJson(f"The file ends where {wanted} should be", ended=True)
    return BadJson(f"{found.decode('ascii', 'backslashreplace')} stands where {wanted} should be")
