"""What must hold of every input, whatever it is. `Broken` tells what does not; any other exception is a finding too."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Block, Document
from ingest.draft import Draft
from ingest.make import How, Item, Made
from ingest.make import _made as make  # without its limit of time, which would take libFuzzer's signal from it
from ingest.readers.base import Found, Reader

TIME = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?Z?)?)?)?\Z")
LONGEST_MESSAGE = 20_000  # characters
HOW = How(candidates=("en", "fr"), seconds=60.0)
SQLITE_INTEGER = 2**63


class Broken(AssertionError):
    """A promise that was not kept: which one, and how."""

    def __init__(self, promise: str, how: object = "") -> None:
        self.promise = promise
        super().__init__(f"{promise}: {str(how)[:500]}")


def hold(promise: str, kept: object, how: object = "") -> None:
    """Raise Broken unless it was kept."""
    if not kept:
        raise Broken(promise, how)


def same_records(first: Sequence[Found], second: Sequence[Found]) -> None:
    """Two readings give the same records."""
    hold("as many records each time", len(first) == len(second), (len(first), len(second)))
    for one, other in zip(first, second, strict=True):
        hold("the same records each time", _plain(one) == _plain(other), one.place)


def _plain(found: Found) -> tuple[object, ...]:
    fault = None if found.fault is None else (found.fault.code, str(found.fault))
    return (found.place, found.raw, found.sha256, found.context, found.retrieved_at, found.retrieved_by, fault)


def placed(found: Found, data: bytes | None) -> None:
    """A place is inside the file, and what stands there is the record. `data`: the file, unpacked; None if unknown."""
    at, length = found.place.offset, found.place.length
    hold("a place can be written", writable(found.place))
    hold("a time of retrieval is ISO", found.retrieved_at is None or TIME.match(found.retrieved_at), found.retrieved_at)
    if found.fault is not None:
        faulty(found.fault)
    if at is None or length is None or found.place.member is not None or data is None:
        return
    hold("a place is inside the file", 0 <= at <= at + length <= len(data), (found.place, len(data)))
    there = data[at : at + length]
    hold("the raw bytes stand at the place", there.startswith(found.raw), found.place)
    whole = len(found.raw) == length or found.fault is not None
    hold("a record without a fault is whole", whole, (found.place, len(found.raw)))
    if found.sha256 is not None:
        hold("the hash is that of the bytes", found.sha256 == hashlib.sha256(there).hexdigest(), found.place)


def faulty(fault: BadRecord) -> None:
    """A fault has a short code and a message that can be stored."""
    hold("a code is a short word", bool(re.fullmatch(r"[a-z0-9-]{2,40}", fault.code)), fault.code)
    hold("a message can be written", _encodes(str(fault)), repr(str(fault)))
    hold("a message is short", len(str(fault)) < LONGEST_MESSAGE, str(fault)[:200])


def drafted(reader: Reader, found: Found) -> Draft | None:
    """The draft of a record, checked; None where it says why there is none."""
    if found.fault is not None:
        return None
    try:
        draft = reader.draft(found.raw) if found.context is None else reader.draft(found.raw, found.context)
    except BadRecord as fault:
        faulty(fault)
        return None
    for document in _documents(draft):
        sound(document)
    return draft


def _documents(draft: Draft) -> Iterable[Document]:
    return (draft.document, *(one for _, one in draft.posts), *(one for _, one in draft.along))


def made(reader: Reader, found: Found) -> None:
    """The record is made twice, with ids and languages, and is the same document."""
    if found.fault is not None:
        return
    sha = found.sha256 or hashlib.sha256(found.raw).hexdigest()
    first, second = (make(Item(reader, found, sha), HOW) for _ in range(2))
    if first.fault is not None:
        hold(f"make does not fail ({str(first.fault)[:120]})", first.fault.code != "failed")
        return
    hold("the same bytes make the same documents", _values(first) == _values(second))
    assert first.document is not None
    for document in (first.document, *(one for _, one in first.posts), *(one for _, one in first.along)):
        sound(document)
        hold("a document has an id", bool(re.fullmatch(r"d[a-z2-7]{16}", document.id)), document.id)


def _values(made: Made) -> tuple[object, ...]:
    return (made.document, made.posts, made.along)


def sound(document: Document) -> None:
    """A document keeps what docs/corpus.md promises of text, blocks, times and counters, and can be stored."""
    well_written(document.text)
    hold("a document can be written", writable(document))
    in_order(document.blocks, document.text)
    for removed in document.removed:
        hold("what was removed stood before a block", 0 <= removed.before <= len(document.blocks), removed.before)
    for name in ("published_at", "updated_at"):
        value = getattr(document, name)
        hold(f"{name} is ISO", value is None or TIME.match(value), repr(value))
    for name in ("title", "deck", "byline", "outlet", "account", "native_id", "url"):
        value = getattr(document, name)
        hold(f"{name} has no NUL", value is None or "\x00" not in value, repr(value))
    for metric in document.metrics:
        hold("a counter fits", metric.value is None or abs(metric.value) < SQLITE_INTEGER, metric)


def well_written(text: str) -> None:
    """NFC, line ends as \\n, no NUL, no half of an emoji."""
    hold("a text is NFC", unicodedata.is_normalized("NFC", text))
    hold("lines end with \\n", "\r" not in text)
    hold("a text has no NUL", "\x00" not in text)
    hold("a text has no lone surrogate", _encodes(text))


def in_order(blocks: Sequence[Block], text: str) -> None:
    """Blocks are inside the text, in order, and do not overlap."""
    at = 0
    for block in blocks:
        hold("blocks are in order and inside", at <= block.start < block.end <= len(text), (block, at, len(text)))
        at = block.end


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def writable(value: Any) -> bool:
    """Whether it can be written as JSON and read again."""
    try:
        return bool(msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value)
    except (UnicodeEncodeError, msgspec.MsgspecError, OverflowError, ValueError, RecursionError):
        return False
