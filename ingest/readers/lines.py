"""A stream in lines, with where each stands, however long they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from corpus.errors import BadRecord
from ingest.readers.base import KEEP_LIMIT, RECORD_LIMIT
from ingest.readers.stream import CHUNK, Stream
from ingest.readers.whole import too_large


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is not blank, without its end. `offset` and `length` are bytes, `number` counts from 1."""

    raw: bytes
    offset: int
    length: int
    number: int
    last: bool
    sha256: str | None = None
    fault: BadRecord | None = None


def lines(stream: Stream) -> Iterator[Line]:
    """All lines but blank ones. Memory stays bounded: of a line beyond KEEP_LIMIT only place and hash are kept."""
    offset = number = 0
    while first := stream.readline(CHUNK):
        number += 1
        raw, size, digest, ended = _rest(stream, first)
        length = size - (1 if ended else 0)
        if size > RECORD_LIMIT or raw.strip():
            yield Line(
                raw=raw.removesuffix(b"\n") if ended else raw,
                offset=offset,
                length=length,
                number=number,
                last=not ended,
                sha256=digest,
                fault=too_large(length) if length > RECORD_LIMIT else None,
            )
        offset += size
    if stream.fault:
        yield Line(raw=b"", offset=offset, length=0, number=number + 1, last=True, fault=stream.fault)


def _rest(stream: Stream, first: bytes) -> tuple[bytes, int, str | None, bool]:
    """The line that begins with `first`: its bytes, their number, the hash of a long line, whether its end was met."""
    if first.endswith(b"\n") or len(first) < CHUNK:
        return first, len(first), None, first.endswith(b"\n")
    kept, size, digest, part = bytearray(first), len(first), hashlib.sha256(first), first
    while not part.endswith(b"\n"):
        part = stream.readline(CHUNK)
        if not part:
            break
        size += len(part)
        digest.update(part.removesuffix(b"\n"))
        if size <= KEEP_LIMIT:
            kept += part
    return (bytes(kept) if size <= KEEP_LIMIT else b""), size, digest.hexdigest(), part.endswith(b"\n")
