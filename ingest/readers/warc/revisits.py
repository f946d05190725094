"""What a revisit record refers to: the records with pages met before it in the same file, on the disk, found by key."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from os import SEEK_END
from typing import IO

IN_MEMORY = 16 * 2**20  # bytes; more is kept on the disk
SIZE = 8  # bytes in which the file has the length of what follows


class Payloads:
    """A temporary file of records, and where each stands in it: some hundred bytes for a key."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._index: dict[bytes, int] = {}

    def __enter__(self) -> Payloads:
        return self

    def __exit__(self, *reason: object) -> None:
        self._file.close()

    def add(self, id: str | None, url: str, headers: Mapping[str, str], raw: bytes) -> None:
        """Keep a record under its id, its address and time, and the digest of its payload."""
        packed = zlib.compress(raw, 1)
        where = self._file.seek(0, SEEK_END)
        self._file.write(len(packed).to_bytes(SIZE) + packed)
        for key in (id, _moment(url, headers.get("warc-date")), headers.get("warc-payload-digest")):
            if key:
                self._index.setdefault(_short(key), where)

    def referred(self, id: str | None, headers: Mapping[str, str]) -> bytes | None:
        """The record that a revisit with these headers refers to; None where it was not met."""
        where = next((self._index[key] for key in map(_short, _keys(headers)) if key in self._index), None)
        if where is None:
            return None
        if id:
            self._index.setdefault(_short(id), where)  # another revisit may refer to this one
        self._file.seek(where)
        return zlib.decompress(self._file.read(int.from_bytes(self._file.read(SIZE))))


def _short(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _keys(headers: Mapping[str, str]) -> Iterator[str]:
    yield headers.get("warc-refers-to", "")
    url = headers.get("warc-refers-to-target-uri", "").removeprefix("<").removesuffix(">").replace(" ", "%20")
    yield _moment(url, headers.get("warc-refers-to-date"))
    yield headers.get("warc-payload-digest", "")


def _moment(url: str, date: str | None) -> str:
    return f"{date} {url}" if url and date else ""
