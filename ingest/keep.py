"""Keeping what a record became: its documents into the store, and what there is to say of the record itself."""

from __future__ import annotations

from importlib.metadata import version

import msgspec

from corpus.errors import BadRecord, TakenDown
from corpus.merge import LISTED, SHOWN, STATED
from corpus.model import Document, Observation, Outcome, Record, Relation
from corpus.store import Fate, Store
from corpus.takedown import TAKEN_DOWN
from corpus.tombstones import any_taken_down, marked, record_mark, taken_down
from ingest.make import Made

CLEANED_BY = f"hustings {version('hustings')}"


def keep(store: Store, source: str, number: int, made: Made) -> Fate:
    """Store the documents of a record, inside a transaction, and return what became of it."""
    if made.document is None:
        fault = made.fault or BadRecord("failed", "The record became nothing.")
        return Fate(outcome="quarantined", reason=fault.code, message=str(fault))

    def put(document: Document, part: str | None, how_good: int) -> tuple[str, Outcome]:
        seen = Observation(document=document.id, source=source, number=number, part=part)
        return store.put(document, seen, cleaned_by=CLEANED_BY, evidence=how_good)

    embedded = [put(post, part, SHOWN)[0] for part, post in made.posts]
    for part, other in made.along:
        put(other, part, evidence(other))
    relations = (*made.document.relations, *(Relation(kind="embeds", target=id) for id in embedded))
    id, outcome = put(msgspec.structs.replace(made.document, relations=relations), None, evidence(made.document))
    return Fate(outcome=outcome, document=id, reason="duplicate" if outcome == "merged" else None)


def unless_taken_down(store: Store, record_sha256: str, made: Made) -> Made:
    """What a record became, without what was taken down; a fault where that is the record or its own document."""
    if not any_taken_down(store.db):
        return made
    stone = marked(store.db, [record_mark(record_sha256)])
    if stone is None and made.document is not None:
        stone = taken_down(store.db, made.document)
    if stone is not None:
        return Made(fault=TakenDown(TAKEN_DOWN, f"It was taken down on {stone.at[:10]}: {stone.reason}"))
    posts = tuple(item for item in made.posts if taken_down(store.db, item[1]) is None)
    along = tuple(item for item in made.along if taken_down(store.db, item[1]) is None)
    return msgspec.structs.replace(made, posts=posts, along=along)


def is_taken_down(made: Made) -> bool:
    """Whether this is what became of a record that was taken down."""
    return isinstance(made.fault, TakenDown)


def without_place(record: Record) -> Record:
    """A record that was taken down, without what its place tells of it."""
    place = msgspec.structs.replace(record.place, member=None, pointer=None)
    return msgspec.structs.replace(record, place=place, context=None)


def evidence(document: Document) -> int:
    """How good a record is for its document: a row of a table is somebody's excerpt, and notes its mapping."""
    return LISTED if "mapping" in document.extra else STATED
