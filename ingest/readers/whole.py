"""Formats where the whole file is one record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.readers.base import KEEP_LIMIT, RECORD_LIMIT, Found
from ingest.readers.stream import CHUNK, Stream


def whole_file(stream: Stream) -> Iterator[Found]:
    """The file as its one record; one that is too large keeps its place and hash, and its bytes up to KEEP_LIMIT."""
    digest, kept, size = hashlib.sha256(), bytearray(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if size <= KEEP_LIMIT:
            kept += chunk
    fault = stream.fault or (too_large(size) if size > RECORD_LIMIT else None)
    raw = bytes(kept) if size <= KEEP_LIMIT else b""
    yield Found(place=Place(offset=0, length=size), raw=raw, sha256=digest.hexdigest(), fault=fault)


def too_large(size: int) -> BadRecord:
    """The fault of a record that passes RECORD_LIMIT."""
    return BadRecord(
        "too-large",
        f"The record has {size:,} bytes; the limit is {RECORD_LIMIT:,}.",
        todo="Split the file if it holds several documents.",
    )
