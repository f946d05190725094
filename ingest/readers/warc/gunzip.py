"""Gzip and zstd files made of many parts (WARC, ARC): a damaged part ends nothing but itself.

All classes read bytes forward and can be given bytes back. Where the bytes end too early, `fault` says why, and
`go_on` continues behind the damage if there is more.
"""

from __future__ import annotations

import zlib

from corpus.errors import BadRecord
from ingest.readers.stream import CHUNK, FREE, GZIP, RATIO, Stream
from ingest.readers.unzstd import Damage, Frames, is_zstd

MAGIC = b"\x1f\x8b\x08"


class Plain:
    """Bytes as they stand in the source. `at` counts those that were read."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._buffer = b""
        self._from = 0  # in _buffer
        self.at = 0

    @property
    def fault(self) -> BadRecord | None:
        """Why the bytes ended, where that was not their end."""
        return self._stream.fault

    def go_on(self) -> bool:
        """Continue behind a damage. Returns whether there is anything."""
        return False

    def _more(self) -> bytes:
        return self._stream.read(CHUNK)

    def _fill(self) -> bool:
        more = self._more()
        self._buffer, self._from = self._buffer[self._from :] + more, 0
        return bool(more)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the end or a damage. A caller asks for no more than CHUNK at once."""
        while len(self._buffer) - self._from < size and self._fill():
            pass
        return self._take(min(len(self._buffer), self._from + size))

    def readline(self, size: int) -> bytes:
        """To the end of the line, or `size` bytes of it."""
        while True:
            end = self._buffer.find(b"\n", self._from, self._from + size)
            if end >= 0:
                return self._take(end + 1)
            if len(self._buffer) - self._from >= size or not self._fill():
                return self._take(min(len(self._buffer), self._from + size))

    def _take(self, end: int) -> bytes:
        taken = self._buffer[self._from : end]
        self._from = end
        self.at += len(taken)
        return taken

    def give_back(self, data: bytes) -> None:
        """Put what was read last before what comes next."""
        self.at -= len(data)
        if len(data) <= self._from:
            self._from -= len(data)
        else:
            self._buffer, self._from = data + self._buffer[self._from :], 0


class Gunzip(Plain):
    """The bytes inside the members of a gzip file, one member after the other; `at` counts unpacked bytes."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self._packed = b""
        self._unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._in = self._out = 0
        self._member = False  # whether something of the present member was read
        self._damage: BadRecord | None = None

    @property
    def fault(self) -> BadRecord | None:
        """Why the bytes ended, where that was not their end."""
        return self._damage or self._stream.fault

    def _read_packed(self) -> bool:
        more = self._stream.read(CHUNK)
        self._packed += more
        self._in += len(more)
        return bool(more)

    def _more(self) -> bytes:
        while self._damage is None:
            if self._unzip.eof:
                self._packed = self._unzip.unused_data
                self._unzip, self._member = zlib.decompressobj(zlib.MAX_WBITS | 16), False
            if not self._packed and not self._read_packed():
                if self._member:
                    self._damage = _damaged("the last member has no end")
                return b""
            if not self._member and self._packed.strip(b"\x00") == b"":
                self._packed = b""  # padding behind the last member
                continue
            data = self._unpack()
            if data:
                return data
        return b""

    def _unpack(self) -> bytes:
        packed, self._member = self._packed, True
        try:
            data = self._unzip.decompress(packed, CHUNK)
        except zlib.error as error:
            self._damage = _damaged(str(error))
            self._packed = packed[1:]
            return b""
        self._packed = self._unzip.unconsumed_tail
        self._out += len(data)
        self._damage = _too_much(self._out, self._in)
        return b"" if self._damage else data

    def go_on(self) -> bool:
        """Continue with the next member behind a damage. Returns whether there is one."""
        if self._damage is None or self._damage.code == "bomb":
            return False
        while True:
            start = self._packed.find(MAGIC)
            if start >= 0:
                break
            self._packed = self._packed[-len(MAGIC) + 1 :]
            if not self._read_packed():
                return False
        self._packed = self._packed[start:]
        self._unzip, self._member, self._damage = zlib.decompressobj(zlib.MAX_WBITS | 16), False, None
        return True


class Unzstd(Plain):
    """The bytes inside the frames of a zstd file, one frame after the other; `at` counts unpacked bytes."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(stream)
        self._frames = Frames(stream.read)
        self._out = 0
        self._damage: BadRecord | None = None

    @property
    def fault(self) -> BadRecord | None:
        """Why the bytes ended, where that was not their end."""
        return self._damage or self._stream.fault

    def _more(self) -> bytes:
        if self._damage is not None:
            return b""
        try:
            data = self._frames.read1(CHUNK)
        except Damage as error:
            self._damage = _damaged(str(error))
            return b""
        self._out += len(data)
        self._damage = _too_much(self._out, self._frames.taken)
        return b"" if self._damage else data

    def go_on(self) -> bool:
        """Continue with the next frame behind a damage. Returns whether there is one."""
        if self._damage is None or self._damage.code == "bomb" or not self._frames.go_on():
            return False
        self._damage = None
        return True


def unpacked(stream: Stream) -> Plain:
    """The bytes of a web archive, whatever it is packed with."""
    head = stream.peek()
    if head.startswith(GZIP):
        return Gunzip(stream)
    return Unzstd(stream) if is_zstd(head) else Plain(stream)


def _too_much(out: int, taken: int) -> BadRecord | None:
    if out <= max(FREE, taken * RATIO):
        return None
    return BadRecord("bomb", f"The file decompresses to more than {RATIO} times its size.")


def _damaged(why: str) -> BadRecord:
    return BadRecord(
        "truncated", f"The file is cut or damaged inside: {why}.", todo="Copy it again from where it came."
    )
