"""Exports that hold many articles in one file: cut into the verbatim bytes of each, with their places.

Such a file is held in memory whole, which its limit (`ingest.readers.base.KEEP_LIMIT`) allows. One in UTF-16 is cut
where the same text in UTF-8 would be; its records are UTF-16 too, as they stand.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence

import msgspec

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.readers.base import KEEP_LIMIT, Found
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8, wide_of
from ingest.readers.whole import too_large, whole_file

Span = tuple[int, int]


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
    wide = wide_of(file.raw)
    data = as_utf8(file.raw) if wide else file.raw
    found = spans(data)
    if not found:
        yield msgspec.structs.replace(file, fault=stream.fault or nothing)
        return
    around = context(data)
    for start, end in _in_wide(found, data, _mark(file.raw)) if wide else found:
        raw = file.raw[start:end]  # shorter where the file ends inside a character
        yield Found(place=Place(offset=start, length=len(raw)), raw=raw, context=around)
    if stream.fault is not None:
        yield Found(place=Place(offset=len(file.raw), length=0), raw=b"", fault=stream.fault)


def _in_wide(spans: Sequence[Span], data: bytes, first: int) -> Iterator[Span]:
    """Spans of UTF-8 text as spans of the same text in UTF-16, which begins at `first`, behind its mark."""
    at = 0
    for start, end in spans:
        begin = first + _width(data[at:start])
        at, first = end, begin + _width(data[start:end])
        yield begin, first


def _mark(data: bytes) -> int:
    return 2 if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else 0


def _width(text: bytes) -> int:
    return len(text.decode("utf-8", "replace").encode("utf-16-le"))


def from_starts(starts: Sequence[int], end: int) -> list[Span]:
    """Spans that reach from each start to the next one, the last to `end`."""
    return list(zip(starts, [*starts[1:], end], strict=False))
