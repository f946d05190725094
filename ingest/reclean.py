"""Cleaning what is stored again, by today's readers and cleaners, as after an upgrade; only what changes is written.

Ids, identities, observations, counters and what programs found out between documents stay as they are. A document that
several records show is put together of all of them, as when they were ingested.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import partial
from itertools import groupby
from typing import Any

import msgspec

from corpus.console import Step
from corpus.errors import BadRecord
from corpus.events import EventLog, is_in_place
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Document, Observation
from corpus.originals import Originals
from corpus.store import Store, StoredRecord
from ingest.again import embedded_anew, how_to, item_of, put_together, with_its_gaps
from ingest.finish import finish
from ingest.keep import CLEANED_BY
from ingest.make import Item, Made, make_all
from ingest.run import CHUNK_BYTES, CHUNK_RECORDS, made_alone
from ingest.workers import cores, in_order

SHOWN = 20  # documents that could not be made again, named in the account


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents: those that a record of this format shows, one of a source with this name (* stands for
    anything), those of this case; all where nothing is said."""

    format: str | None = None
    source: str | None = None
    case: str | None = None


class Recleaned(msgspec.Struct, kw_only=True):
    """What became of the documents: documents = changed + unchanged + not_found + unreadable; `new` come on top.

    `not_found` are no longer in their records as these are read now; they stay as they were, as the unreadable do.
    """

    documents: int = 0
    changed: int = 0
    unchanged: int = 0
    not_found: int = 0
    unreadable: int = 0
    new: int = 0
    reasons: dict[str, int] = {}
    left: list[dict[str, str]] = []  # the first of those that stay as they were: document and why
    annotations: int = 0  # of the whole corpus that are not in their place any more


class Shown(msgspec.Struct, frozen=True):
    """A document and the records that show it, as (observation, number of the item) or why there is no item."""

    id: str
    places: list[tuple[Observation, int | BadRecord]]


def reclean(
    corpus: Corpus, choice: Choice | None = None, *, workers: int | None = None, step: Step | None = None
) -> Recleaned:
    """Clean documents again and store those that change; the result is the same however many `workers` there are.

    StoreError where the corpus cannot be written; what was stored before stays.
    """
    done = Recleaned()
    how = how_to(corpus)
    with corpus.store() as store, corpus.originals() as originals:
        chosen = chosen_documents(corpus, store, choice or Choice())
        tasks = _chunks(store, originals, chosen)
        count = (workers or cores()) if len(chosen) > CHUNK_RECORDS else 1
        for shown, made in in_order(partial(make_all, how=how), tasks, count, partial(made_alone, how=how)):
            with store.writing():
                _settle(store, shown, made, done)
            if step is not None:
                step.advance(len(shown))
        finish(corpus, store, workers=workers)
        with corpus.events() as log:
            done.annotations = _out_of_place(store, log)
    return done


def chosen_documents(corpus: Corpus, store: Store, choice: Choice) -> list[str]:
    """The ids of the documents of a choice, in the order of the records that show them first."""
    rows = store.db.execute(
        'SELECT observations.document AS id, documents."case", json_group_array(sources.name) AS names,'
        " max(records.format = ?1 OR ?1 IS NULL) AS of_format"
        " FROM observations JOIN records USING (source, number) JOIN sources ON sources.id = records.source"
        " JOIN documents ON documents.id = observations.document"
        " GROUP BY observations.document ORDER BY min(sources.rowid << 40 | records.number), observations.document",
        (choice.format,),
    )
    return [row["id"] for row in rows if row["of_format"] and _is_chosen(corpus, choice, row)]


def _is_chosen(corpus: Corpus, choice: Choice, row: Any) -> bool:
    names = msgspec.json.decode(row["names"])
    if choice.source is not None and not any(fnmatchcase(name, choice.source) for name in names):
        return False
    return choice.case is None or corpus.cases.case_of(row["id"], row["case"], names) == choice.case


def _chunks(store: Store, originals: Originals, ids: Sequence[str]) -> Iterator[tuple[list[Shown], list[Item]]]:
    """Some documents at a time, with the records to make again, each once."""
    shown: list[Shown] = []
    items: list[Item] = []
    known: dict[tuple[str, int], int | BadRecord] = {}
    for id in ids:
        shown.append(
            Shown(id, [(seen, _item(originals, record, known, items)) for seen, _, record in store.observations(id)])
        )
        if len(items) >= CHUNK_RECORDS or sum(len(item.found.raw) for item in items) >= CHUNK_BYTES:
            yield shown, items
            shown, items, known = [], [], {}
    if shown:
        yield shown, items


def _item(
    originals: Originals, record: StoredRecord, known: dict[tuple[str, int], int | BadRecord], items: list[Item]
) -> int | BadRecord:
    key = (record.source, record.number)
    if key not in known:
        try:
            items.append(item_of(originals, record))
            known[key] = len(items) - 1
        except BadRecord as fault:
            known[key] = fault
    return known[key]


def _settle(store: Store, shown: Sequence[Shown], made: Sequence[Made], done: Recleaned) -> None:
    for one in shown:
        known = store.document(one.id)
        if known is None:
            continue
        done.documents += 1
        seen = [(seen, made[at] if isinstance(at, int) else Made(fault=at)) for seen, at in one.places]
        for observation, result in seen:
            if observation.part is None:
                done.new += embedded_anew(store, observation, result, known.case)
        try:
            document = with_its_gaps(put_together(store, known, seen), known)
        except BadRecord as fault:
            _left(done, known, fault)
            continue
        if _same(document, known):
            done.unchanged += 1
        else:
            done.changed += 1
            store.revise(document, cleaned_by=CLEANED_BY)


def _left(done: Recleaned, known: Document, fault: BadRecord) -> None:
    if fault.code == "not-found":
        done.not_found += 1
    else:
        done.unreadable += 1
    done.reasons[fault.code] = done.reasons.get(fault.code, 0) + 1
    if len(done.left) < SHOWN:
        done.left.append({"document": known.id, "why": str(fault)})


def _same(one: Document, other: Document) -> bool:
    """Whether two documents say the same; the order of ties depends on when they were found."""
    return _ties_sorted(one) == _ties_sorted(other)


def _ties_sorted(document: Document) -> Document:
    return msgspec.structs.replace(document, relations=tuple(sorted(document.relations, key=msgspec.json.encode)))


def _out_of_place(store: Store, log: EventLog) -> int:
    """How many annotations are not in their place in the text as it is now."""
    count = 0
    for id, group in groupby(log.annotations(), key=lambda annotation: annotation.document):
        document = store.document(id)
        if document is not None:
            text_sha256 = sha256(document.text)
            count += sum(not is_in_place(annotation, document.text, text_sha256) for annotation in group)
    return count
