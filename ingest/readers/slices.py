"""Exports that hold many articles in one file: cut into the verbatim bytes of each, with their places.

Such a file is held in memory whole, which its limit (`ingest.readers.base.KEEP_LIMIT`) allows.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence

import msgspec

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.readers.base import KEEP_LIMIT, Found
from ingest.readers.stream import Stream
from ingest.readers.whole import too_large, whole_file

Span = tuple[int, int]
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def cut(
    stream: Stream,
    spans: Callable[[bytes], Sequence[Span]],
    nothing: BadRecord,
    context: Callable[[bytes], bytes | None] = lambda data: None,
) -> Iterator[Found]:
    """A record for each span (start, end) that `spans` finds in the file; none at all is one record with `nothing`.

    `context` is what every draft of the file needs beside its own bytes. Spans may not overlap.
    """
    file = next(whole_file(stream))
    if file.place.length is not None and file.place.length > KEEP_LIMIT:
        yield msgspec.structs.replace(file, fault=file.fault or too_large(file.place.length))
        return
    found = spans(file.raw)
    if not found:
        yield msgspec.structs.replace(file, fault=stream.fault or _why_nothing(file.raw, nothing))
        return
    around = context(file.raw)
    for start, end in found:
        yield Found(place=Place(offset=start, length=end - start), raw=file.raw[start:end], context=around)
    if stream.fault is not None:
        yield Found(place=Place(offset=len(file.raw), length=0), raw=b"", fault=stream.fault)


def _why_nothing(data: bytes, nothing: BadRecord) -> BadRecord:
    if data.startswith(WIDE):
        return BadRecord("encoding", "The export was saved as UTF-16.", todo="Save it again as UTF-8.")
    return nothing


def from_starts(starts: Sequence[int], end: int) -> list[Span]:
    """Spans that reach from each start to the next one, the last to `end`."""
    return list(zip(starts, [*starts[1:], end], strict=False))
