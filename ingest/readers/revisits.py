"""What a revisit record refers to: the records with pages met before it in the same file, on the disk, found by key."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

IN_MEMORY = 16 * 2**20  # bytes; more is kept on the disk


class Payloads:
    """A temporary file of records. Its index takes some hundred bytes for each."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._index: dict[str, tuple[int, int]] = {}

    def __enter__(self) -> Payloads:
        return self

    def __exit__(self, *reason: object) -> None:
        self._file.close()

    def add(self, id: str | None, url: str, headers: Mapping[str, str], raw: bytes) -> None:
        """Keep a record under its id, its address and time, and the digest of its payload."""
        packed = zlib.compress(raw, 1)
        at = self._file.seek(0, 2)
        self._file.write(packed)
        where = (at, len(packed))
        digest = headers.get("warc-payload-digest")
        for key in (id, _moment(url, headers.get("warc-date")), digest):
            if key:
                self._index.setdefault(key, where)

    def referred(self, id: str | None, headers: Mapping[str, str]) -> bytes | None:
        """The record that a revisit with these headers refers to; None where it was not met."""
        where = next((self._index[key] for key in _keys(headers) if key in self._index), None)
        if where is None:
            return None
        if id:
            self._index.setdefault(id, where)  # another revisit may refer to this one
        at, size = where
        self._file.seek(at)
        return zlib.decompress(self._file.read(size))


def _keys(headers: Mapping[str, str]) -> Iterator[str]:
    yield headers.get("warc-refers-to", "")
    url = headers.get("warc-refers-to-target-uri", "").removeprefix("<").removesuffix(">").replace(" ", "%20")
    yield _moment(url, headers.get("warc-refers-to-date"))
    yield headers.get("warc-payload-digest", "")


def _moment(url: str, date: str | None) -> str:
    return f"{date} {url}" if url and date else ""
