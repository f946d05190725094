"""Zstandard files made of frames, one after the other, with or without a dictionary in front.

A web archive packed so (`.warc.zst`) has a frame for each record, and may begin with a skippable frame that holds the
dictionary of all others (https://iipc.github.io/warc-specifications/specifications/warc-zstd/).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zstandard

MAGIC = b"\x28\xb5\x2f\xfd"
SKIPPABLE = b"\x2a\x4d\x18"  # behind a byte from 0x50 to 0x5f
DICTIONARY = 0x5D
LARGEST_DICTIONARY = 16 * 2**20  # bytes
LARGEST_WINDOW = 2**27  # bytes, as the zstd command allows by default
CHUNK = 2**20
STEP = 1024  # bytes unpacked at once: a bomb gives some 40 MB out of so many, no more


class Damage(Exception):
    """The bytes are no frames of zstd, or end inside one."""


def is_zstd(head: bytes) -> bool:
    """Whether a file that begins like this is packed with zstd."""
    return head.startswith(MAGIC) or (len(head) > 3 and 0x50 <= head[0] <= 0x5F and head[1:4] == SKIPPABLE)


class Frames:
    """The unpacked bytes of what `read` gives. `taken` counts the packed bytes that were read."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._packed = b""
        self._at = 0  # in _packed
        self._out = b""
        self._unzip: zstandard.ZstdDecompressionObj | None = None
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self._first = True
        self.taken = 0

    def read1(self, size: int) -> bytes:
        """Up to `size` bytes, none only at the end. Raises Damage."""
        import zstandard  # only where a file is packed so

        try:
            while not self._out and self._advance():
                pass
        except zstandard.ZstdError as error:
            self._at += 1
            self._unzip = None
            raise Damage(str(error)) from error
        data, self._out = self._out[:size], self._out[size:]
        return data

    def go_on(self) -> bool:
        """Continue with the next frame behind a damage. Returns whether there is one."""
        self._unzip = None
        while True:
            found = self._packed.find(MAGIC, self._at)
            if found >= 0:
                self._at = found
                return True
            self._at = max(self._at, len(self._packed) - len(MAGIC) + 1)
            if not self._fill():
                return False

    def _fill(self) -> bool:
        more = self._read(CHUNK)
        self._packed, self._at = self._packed[self._at :] + more, 0
        self.taken += len(more)
        return bool(more)

    def _has(self, size: int) -> bool:
        while len(self._packed) - self._at < size:
            if not self._fill():
                return False
        return True

    def _advance(self) -> bool:
        """Unpack the next bytes, or begin the next frame. Returns whether there may be more."""
        if self._unzip is None:
            return self._begin()
        if not self._has(1):
            self._unzip = None
            raise Damage("the last frame has no end")
        piece = self._packed[self._at : self._at + STEP]
        self._out = self._unzip.decompress(piece)
        self._at += len(piece)
        if self._unzip.eof:
            self._at -= len(self._unzip.unused_data)
            self._unzip = None
        return True

    def _begin(self) -> bool:
        import zstandard

        if not self._has(len(MAGIC)):
            if self._has(1):
                self._at = len(self._packed)
                raise Damage("the last frame has no end")
            return False
        head = self._packed[self._at : self._at + len(MAGIC)]
        if head != MAGIC:
            self._skip(head)
        else:
            unzip = zstandard.ZstdDecompressor(dict_data=self._dictionary, max_window_size=LARGEST_WINDOW)
            self._unzip = unzip.decompressobj()
        self._first = False
        return True

    def _skip(self, head: bytes) -> None:
        """Pass over a skippable frame, or take the dictionary out of it."""
        if not is_zstd(head) or not self._has(8):
            self._at += 1
            raise Damage("no frame begins here")
        size = int.from_bytes(self._packed[self._at + 4 : self._at + 8], "little")
        self._at += 8
        if self._first and head[0] == DICTIONARY and size <= LARGEST_DICTIONARY:
            if not self._has(size):
                raise Damage("the dictionary is cut")
            self._dictionary = _dictionary(self._packed[self._at : self._at + size])
            self._at += size
            return
        while size > 0:
            if not self._has(1):
                raise Damage("the last frame has no end")
            passed = min(size, len(self._packed) - self._at)
            self._at += passed
            size -= passed


def _dictionary(data: bytes) -> zstandard.ZstdCompressionDict:
    """A dictionary, which may itself be packed."""
    import zstandard

    if data.startswith(MAGIC):
        unzip = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW)
        with unzip.stream_reader(data) as reader:
            data = reader.read(LARGEST_DICTIONARY)
    return zstandard.ZstdCompressionDict(data)
