"""A document made again from its records, by today's readers and cleaners: what it would be were it ingested now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from corpus.errors import BadRecord, StoreError
from corpus.folder import Corpus
from corpus.merge import SHOWN, Stated, merged, stated
from corpus.model import Document, Observation, Relation
from corpus.originals import Originals
from corpus.store import Store, StoredRecord
from corpus.tombstones import taken_down
from ingest.keep import CLEANED_BY, evidence
from ingest.make import How, Item, Made, make
from ingest.readers.base import Found
from ingest.readers.registry import readers
from ingest.recurring.taking import RECURRING, lines_of, to_take, without

Seen = tuple[Observation, Made]  # what a record that shows the document became


def how_to(corpus: Corpus) -> How:
    """How a corpus wants its records made."""
    return How(candidates=corpus.settings.detect, seconds=corpus.settings.seconds_per_record)


def item_of(originals: Originals, record: StoredRecord) -> Item:
    """A record with its bytes and who reads it. Raises BadRecord where either is missing."""
    reader = readers().get(record.format)
    if reader is None:
        raise BadRecord("unknown-format", f"No reader of the format {record.format} is installed.")
    try:
        raw = originals.get(record.sha256)
        context = originals.get(record.context) if record.context else None
    except StoreError as error:
        raise BadRecord("no-original", f"Its bytes are not kept: {error}") from error
    return Item(reader, Found(place=record.place, raw=raw, context=context), record.sha256)


def made_again(store: Store, originals: Originals, how: How, id: str) -> Document | None:
    """A document as its records make it today; None where they cannot be read, or no longer hold it."""
    known = store.document(id)
    if known is None:
        return None
    try:
        seen = [
            (observation, make(item_of(originals, record), how)) for observation, _, record in store.observations(id)
        ]
        return put_together(store, known, seen)
    except BadRecord:
        return None


def put_together(store: Store, known: Document, seen: Sequence[Seen]) -> Document:
    """What the records that show a document make of it together, with the id, the counters, the case and what programs
    found out of the one that is stored.

    Raises BadRecord where one of the records cannot be read, or none holds the document any more (`not-found`).
    """
    found = [one for observation, made in seen if (one := _stated(store, known, observation, made)) is not None]
    if not found:
        raise BadRecord("not-found", "Its records are read otherwise now and no longer hold it.")
    whole = found[0]
    for other in found[1:]:
        whole = merged(whole, other)
    document = whole.document
    return msgspec.structs.replace(
        document,
        id=known.id,
        case=document.case or known.case,
        metrics=known.metrics,
        relations=(*_tied(document.relations, known.relations), *(tie for tie in known.relations if tie.made_by)),
    )


def _stated(store: Store, known: Document, observation: Observation, made: Made) -> Stated | None:
    """What one record says of the document; None where it does not hold it any more."""
    if made.document is None:
        raise made.fault or BadRecord("failed", "The record became nothing.")
    if observation.part is None:
        embedded = (Relation(kind="embeds", target=id) for id in embeds(store, observation, made))
        document = msgspec.structs.replace(made.document, relations=(*made.document.relations, *embedded))
        return stated(document, evidence(document))
    parts = [(part, stated(post, SHOWN)) for part, post in made.posts]
    parts += [(part, stated(other, evidence(other))) for part, other in made.along]
    own = [one for _, one in parts if one.document.id == known.id]
    there = [one for part, one in parts if part == observation.part and _may_be(one.document, known)]
    return next(iter((*own, *there)), None)


def _may_be(found: Document, known: Document) -> bool:
    return None in (found.native_id, known.native_id) or found.native_id == known.native_id


def embeds(store: Store, observation: Observation, made: Made) -> Iterator[str]:
    """The ids of the posts inside an article: those under which they are stored, or would be."""
    rows = store.db.execute(
        "SELECT part, document FROM observations WHERE source = ? AND number = ?",
        (observation.source, observation.number),
    )
    known = {row["part"]: str(row["document"]) for row in rows}
    for part, post in made.posts:
        if taken_down(store.db, post) is not None:
            continue
        yield post.id if post.id in known.values() else known.get(part, post.id)


def embedded_anew(store: Store, observation: Observation, made: Made, case: str | None) -> int:
    """Store what a record holds beside its document and was not found in it before; how many documents are new."""
    rows = store.db.execute(
        "SELECT part, document FROM observations WHERE source = ? AND number = ?",
        (observation.source, observation.number),
    ).fetchall()
    parts, ids = {row["part"] for row in rows}, {row["document"] for row in rows}
    new = 0
    found = [*((part, post, SHOWN) for part, post in made.posts), *((p, d, evidence(d)) for p, d in made.along)]
    for part, document, how_good in found:
        if part in parts or document.id in ids or taken_down(store.db, document) is not None:
            continue
        seen = msgspec.structs.replace(observation, document=document.id, part=part)
        document = msgspec.structs.replace(document, case=document.case or case)
        _, outcome = store.put(document, seen, cleaned_by=CLEANED_BY, evidence=how_good)
        new += outcome == "kept"
    return new


def _tied(made: Iterable[Relation], known: Iterable[Relation]) -> Iterator[Relation]:
    """Relations with the targets that were found for them since."""
    targets = {(tie.kind, tie.native_id): tie.target for tie in known if tie.native_id is not None}
    for tie in made:
        target = None if tie.native_id is None else targets.get((tie.kind, tie.native_id))
        yield msgspec.structs.replace(tie, target=tie.target or target)


def with_its_gaps(made: Document, known: Document) -> Document:
    """A document that was made again, without the lines that were taken out of the stored one because they recur."""
    gone = {line.key for line in lines_of(known) if line.block is None}
    if not any(removed.reason == RECURRING for removed in known.removed):
        return made
    return without(made, to_take(lines_of(made), gone).__contains__)
