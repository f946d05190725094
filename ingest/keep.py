"""Keeping what a record became: its documents into the store, and what there is to say of the record itself."""

from __future__ import annotations

from importlib.metadata import version

import msgspec

from corpus.errors import BadRecord
from corpus.merge import LISTED, SHOWN, STATED
from corpus.model import Document, Observation, Outcome, Relation
from corpus.store import Fate, Store
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


def evidence(document: Document) -> int:
    """How good a record is for its document: a row of a table is somebody's excerpt, and notes its mapping."""
    return LISTED if "mapping" in document.extra else STATED
