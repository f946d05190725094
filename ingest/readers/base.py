"""What a reader is. A new one is a module that makes a `Reader`, and a line in `ingest.readers.registry`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from corpus.errors import BadRecord
from corpus.model import Place
from corpus.originals import KEEP_LIMIT as KEEP_LIMIT
from ingest.draft import Draft
from ingest.mapping import Mapping
from ingest.readers.stream import Stream

HEAD = 65_536  # bytes of a file that a reader may look at to recognise its format
RECORD_LIMIT = 16 * 2**20  # bytes; a longer record is no article and no post


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One record as a reader meets it. `fault` says why it can be no document; its bytes are kept all the same."""

    place: Place
    raw: bytes
    fault: BadRecord | None = None
    sha256: str | None = None  # where `raw` is not the whole record, because it passed KEEP_LIMIT
    context: bytes | None = None  # what a draft needs beside the record: a table's header, a page's includes
    retrieved_at: str | None = None  # when this record was retrieved, where it says so
    retrieved_by: str | None = None  # what says so: `WARC-Date`, `twarc`, `Zeeschuimer`


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One format: how to recognise it, how to walk through it, and how a record of it becomes a draft.

    `records` reads the stream to its end, lazily, gives the same records in the same order every time, and raises
    nothing but what the stream raises: a broken record is a `Found` with a fault. `draft` gets the record's bytes, and
    as a second argument the context of a `Found` that has one; it raises BadRecord.
    """

    name: str
    media_type: str
    recognises: Callable[[bytes], bool]  # from the first HEAD bytes, decompressed
    records: Callable[[Stream], Iterator[Found]]
    draft: Callable[..., Draft]
    raw: bool = False  # whether it wants a packed file (gzip, zstd) as it is, and not what is in it
    mapped: Callable[[Mapping], Reader] | None = None  # the same reader by a person's own mapping, where it needs one
