"""Ingest: from files to the store, in batches, each of them whole.

Stopped at any moment and run again, it goes on where it was: a source that is complete is passed over, one that is not
is read again from its start and the records already stored are passed over by their number. Originals are written
before the records that need them, so that no record ever lacks its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from corpus.console import Step
from corpus.errors import BadRecord, Unreadable
from corpus.folder import Corpus
from corpus.ids import sha256, source_id
from corpus.model import Document, Observation, Outcome, Record, Relation, Source
from corpus.originals import Originals
from corpus.store import Store
from ingest.account import Account, take_account
from ingest.files import File, files, fingerprint
from ingest.make import Made, make
from ingest.readers.base import Reader
from ingest.readers.registry import reader_named
from ingest.walk import UNKNOWN, Met, kind_of, walk

BATCH_RECORDS = 200
BATCH_BYTES = 8 * 2**20
CLEANED_BY = f"hustings {version('hustings')}"


class _Item(msgspec.Struct, frozen=True):
    record: Record
    made: Made


def ingest_paths(
    corpus: Corpus,
    paths: Iterable[Path],
    *,
    format: str | None = None,
    case: str | None = None,
    step: Step | None = None,
) -> Account:
    """Read, clean and store all files, and say what became of every record of them.

    Raises UsageError before anything is read where a path or the format does not exist, StoreError where the corpus
    cannot be written; what was stored before stays.
    """
    reader = reader_named(format) if format else None
    found = list(files(paths, leave_out=corpus.root))
    sources: list[str] = []
    unreadable: list[Unreadable] = []
    known = 0
    with corpus.store() as store, corpus.originals() as originals:
        for file in found:
            try:
                source, was_complete = _ingest_file(file, corpus, store, originals, reader, case)
                sources.append(source)
                known += was_complete
            except Unreadable as error:
                unreadable.append(error)
            if step is not None:
                step.advance(note=file.name)
        with store.writing():
            store.tie_relations()
        return take_account(store, sources, unreadable, known)


def _ingest_file(
    file: File, corpus: Corpus, store: Store, originals: Originals, chosen: Reader | None, case: str | None
) -> tuple[str, bool]:
    """Ingest one file. Returns its source id, and whether it was complete before."""
    sha, size, changed = fingerprint(file.path)
    id = source_id(sha, str(file.path))
    if store.is_complete(id):
        return id, True
    format, media_type = kind_of(file.path, chosen)
    source = Source(
        id=id,
        name=file.name,
        path=str(file.path),
        sha256=sha,
        size=size,
        format=format,
        media_type=media_type,
        retrieved_at=changed,
        retrieved_by="file time",
    )
    candidates = corpus.settings.detect
    for batch in _batches(_items(file.path, source, chosen, store.next_number(id), candidates, case)):
        originals.add((item.record.sha256, item.record.raw) for item in batch)
        with store.writing():
            store.add_source(source)
            for item in batch:
                _store(store, item)
    with store.writing():
        store.add_source(source)  # a source without a single record is a source too
        store.complete(id)
    return id, False


def _items(
    path: Path, source: Source, chosen: Reader | None, first: int, candidates: Sequence[str], case: str | None
) -> Iterator[_Item]:
    """The records of a source from number `first` on, each made into its documents."""
    for number, met in enumerate(walk(path, chosen)):
        if number < first:
            continue
        record = _record(source, number, met)
        if met.reader is None or met.found.fault is not None:
            yield _Item(record, Made(fault=met.found.fault))
        else:
            yield _Item(record, make(met.reader, record.raw, record.sha256, candidates=candidates, case=case))


def _record(source: Source, number: int, met: Met) -> Record:
    found = met.found
    return Record(
        source=source.id,
        number=number,
        place=found.place,
        raw=found.raw,
        sha256=found.sha256 or sha256(found.raw),
        format=met.reader.name if met.reader else UNKNOWN,
    )


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    batch: list[_Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.record.raw)
        if len(batch) >= BATCH_RECORDS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _store(store: Store, item: _Item) -> None:
    """Store one record and what it became."""
    record, made = item.record, item.made
    if made.document is None:
        fault = made.fault or BadRecord("failed", "The record became nothing.")
        store.add_record(record, "quarantined", reason=fault.code, message=str(fault))
        return
    embeds = [_put(store, record, post, part)[0] for part, post in made.posts]
    for part, other in made.along:
        _put(store, record, other, part)
    relations = (*made.document.relations, *(Relation(kind="embeds", target=id) for id in embeds))
    document = msgspec.structs.replace(made.document, relations=relations)
    id, outcome = _put(store, record, document, None)
    store.add_record(record, outcome, document=id, reason="duplicate" if outcome == "merged" else None)


def _put(store: Store, record: Record, document: Document, part: str | None) -> tuple[str, Outcome]:
    seen = Observation(document=document.id, source=record.source, number=record.number, part=part)
    return store.put(document, seen, cleaned_by=CLEANED_BY)
