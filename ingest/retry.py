"""Trying quarantined records again, from the bytes that were kept: after an upgrade more of them may be read."""

from __future__ import annotations

import io

import msgspec

from corpus.console import Step
from corpus.errors import BadRecord, StoreError
from corpus.folder import Corpus
from corpus.originals import Originals
from corpus.store import Fate, Store, StoredRecord
from ingest.finish import finish
from ingest.keep import is_taken_down, keep, unless_taken_down
from ingest.make import How, Item, Made, make
from ingest.readers.base import HEAD, RECORD_LIMIT, Found, Reader
from ingest.readers.registry import readers, recognise
from ingest.readers.stream import Stream
from ingest.walk import UNKNOWN

# Reasons that lie in what stands around a record and not in its bytes, so that these would mislead: where it stands, or
# that bytes are missing before or after it.
OF_PLACE = frozenset(
    ("link", "wrong-hash", "page-part", "missing-part", "no-record", "not-a-record", "bad-header", "wrong-length")
)
CUT = frozenset(("cut", "truncated", "bomb", "unreadable"))
# Of a file of no known format; for any other reason it was not looked at.
NOT_KNOWN = frozenset(("unknown-format", "several-records"))


class Retried(msgspec.Struct, frozen=True):
    """How many records were tried again, and how many of them became documents or were merged into one."""

    tried: int
    kept: int
    merged: int


def retry(corpus: Corpus, step: Step | None = None) -> Retried:
    """Try every quarantined record again. One that still cannot be read stays, with today's reason."""
    count = {"kept": 0, "merged": 0, "quarantined": 0}
    with corpus.store() as store, corpus.originals() as originals:
        how = How(candidates=corpus.settings.detect, seconds=corpus.settings.seconds_per_record)
        cases = {source.id: source.case for source in store.sources()}
        waiting = list(store.records(outcome="quarantined"))
        for record in waiting:
            fate = _again(store, originals, record, msgspec.structs.replace(how, case=cases[record.source]))
            count[fate.outcome] += 1
            if step is not None:
                step.advance()
        finish(corpus, store)
    return Retried(tried=len(waiting), kept=count["kept"], merged=count["merged"])


def _again(store: Store, originals: Originals, record: StoredRecord, how: How) -> Fate:
    as_before = Fate(outcome="quarantined", reason=record.reason, message=record.message)
    if _would_mislead(record):
        return as_before
    try:
        raw = originals.get(record.sha256)
        context = originals.get(record.context) if record.context else None
    except StoreError:  # it was too large to be kept
        return as_before
    found = Found(place=record.place, raw=raw, context=context)
    try:
        reader = readers().get(record.format) or _recognised(raw)
        made = make(Item(reader, found, record.sha256), how)
    except BadRecord as fault:
        reader, made = None, Made(fault=fault)
    if made.fault is not None and made.fault.code == record.reason:
        return as_before  # who read the whole file may have said more of it
    with store.writing():
        made = unless_taken_down(store, record.sha256, made)
        if is_taken_down(made):
            return as_before
        fate = keep(store, record.source, record.number, made)
        store.settle(record, fate, format=reader.name if reader else record.format)
    return fate


def _would_mislead(record: StoredRecord) -> bool:
    """Whether the bytes of a record do not tell what is wrong with it."""
    if record.format == UNKNOWN and record.reason not in NOT_KNOWN:
        return True
    still_large = record.reason == "too-large" and (record.place.length or 0) > RECORD_LIMIT
    return still_large or record.reason in OF_PLACE | CUT


def _recognised(raw: bytes) -> Reader:
    """The reader of a file that was of no known format. Raises BadRecord where there still is none for it."""
    reader = recognise(raw[:HEAD])
    records = list(reader.records(Stream(io.BytesIO(raw).read, len(raw))))
    if len(records) != 1 or records[0].raw != raw:
        raise BadRecord(
            "several-records",
            f"The file can be read now ({reader.name}), but holds more than one record.",
            todo="Ingest it again under another name.",
        )
    return reader
