"""Captured bytes, each stream once, by sha256, compressed with zstd."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import zstandard

from corpus.database import explained, open_database, transaction
from corpus.errors import StoreError
from corpus.ids import sha256

KEEP_LIMIT = 64 * 2**20  # bytes; of a longer record only the place and the hash are kept, not the bytes
WITHHELD = "private"  # the reason of a record of which no bytes are kept, since nobody is to read them
LEVEL = 3  # within 10 % of WARC.gz in size and eight times faster (docs: storage measurements)


class Originals:
    """The file `originals.db` of a corpus."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: sqlite3.Connection = open_database(path, "originals")

    def close(self) -> None:
        self.db.close()

    def add(self, streams: Iterable[tuple[str, bytes]]) -> None:
        """Store (sha256, bytes) pairs in one transaction; those already there cost a look-up."""
        compressor = zstandard.ZstdCompressor(level=LEVEL)
        with explained(self.path), transaction(self.db):
            for sha, data in streams:
                if self.db.execute("SELECT 1 FROM originals WHERE sha256 = ?", (sha,)).fetchone():
                    continue
                packed = compressor.compress(data)
                self.db.execute("INSERT INTO originals VALUES (?, ?, ?)", (sha, len(data), packed))

    def get(self, sha: str) -> bytes:
        """The bytes; StoreError where they are missing or damaged."""
        with explained(self.path):
            row = self.db.execute("SELECT size, data FROM originals WHERE sha256 = ?", (sha,)).fetchone()
        if row is None:
            raise StoreError(f"No original with sha256 {sha}.", where=str(self.path))
        return self._unpack(sha, row["size"], row["data"])

    def _unpack(self, sha: str, size: int, data: bytes) -> bytes:
        try:
            return zstandard.ZstdDecompressor().decompress(data, max_output_size=max(size, 1))
        except zstandard.ZstdError as error:
            raise StoreError(f"The original {sha} is damaged: {error}.", where=str(self.path)) from error

    def hashes(self) -> set[str]:
        """The sha256 of every stream held."""
        with explained(self.path):
            return {row[0] for row in self.db.execute("SELECT sha256 FROM originals")}

    def damaged(self) -> Iterator[str]:
        """Re-hash everything; the sha256 of each stream whose bytes are no longer what they were."""
        with explained(self.path):
            for sha, size, data in self.db.execute("SELECT sha256, size, data FROM originals"):
                try:
                    sound = sha256(self._unpack(sha, size, data)) == sha
                except StoreError:
                    sound = False
                if not sound:
                    yield sha
