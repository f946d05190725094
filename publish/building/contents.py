"""Sources, records, documents and annotations as rows of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import orjson

from corpus.codebook import in_language
from corpus.events import is_in_place
from corpus.ids import sha256
from corpus.model import Annotation, Document, Place
from corpus.tombstones import tombstones
from corpus.web.wording import LANGUAGES
from publish.building.outlets import one_spelling
from publish.building.writer import Row, Writer
from publish.rights.standing import standing

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.events import EventLog
    from corpus.folder import Corpus
    from corpus.store import Store
    from publish.rights.publishing import Published, Rights

LABEL = 80  # characters of a text that stand for a title it lacks
WORDS = re.compile(r"\w+")
PLACE = [field.name for field in msgspec.structs.fields(Place)]
PLAIN = (  # columns that say what the field of the same name says
    *("id", "kind", "platform", "title", "deck", "language"),
    *("published_at", "published_precision", "published_basis", "published_verbatim", "updated_at"),
    *("outlet", "byline", "account", "url", "native_id", "state"),
)


class LeftOut(NamedTuple):
    """How many annotations are not published, and why."""

    moved: int  # not known to be of the words at their places
    unpublished: int  # of words that may not be published


def declared_cases(rights: Rights, store: Store) -> list[str]:
    """The cases that documents which go out declare themselves, and perhaps no case file has."""
    rows = store.db.execute('SELECT id, "case" FROM documents WHERE "case" IS NOT NULL')
    return sorted({row["case"] for row in rows if row["id"] in rights.out})


def write_sources(rights: Rights, store: Store, out: Writer) -> None:
    """Sources and their records. Where a source was found is left out: only its name is published."""
    numbers: dict[str, int] = {}
    for source in filter(None, map(rights.source, store.sources())):
        numbers[source.id] = len(numbers) + 1
        row = {name: getattr(source, name) for name in ("id", "name", "format", "media_type", "size", "sha256")}
        row |= {name: getattr(source, name) for name in ("retrieved_at", "retrieved_by", "rights")}
        out.insert("sources", [{"number": numbers[source.id], **row}])
    records = filter(None, map(rights.record, (record for record in store.records() if record.source in numbers)))
    out.insert(
        "records",
        (
            {
                "source": numbers[record.source],
                "position": record.number,
                "place": str(record.place),
                **{name: getattr(record.place, name) for name in PLACE},
                "format": record.format,
                "sha256": record.sha256,
                "outcome": record.outcome,
                "reason": record.reason,
                "retrieved_at": record.retrieved_at,
                "retrieved_by": record.retrieved_by,
            }
            for record in records
        ),
    )


def write_documents(rights: Rights, store: Store, out: Writer, step: Step) -> None:
    """Documents that go out with all that is theirs, numbered from 1 in the order of their ids."""
    numbers = {id: number for number, id in enumerate(sorted(rights.out), start=1)}
    outlets = one_spelling(_outlets(rights, store))
    for document in store.documents():
        step.advance()
        seen = store.observations(document.id)
        found = rights.document(document, seen)
        if found is None:
            continue
        outlet = found.document.outlet
        public = msgspec.structs.replace(found.document, outlet=outlets.get(outlet or "", outlet))
        found = msgspec.structs.replace(found, document=public)
        number = numbers[document.id]
        case = rights.case_of(document, seen)
        out.insert("documents", [_document(number, found, case)])
        out.insert("texts", [{"document": number, "text": public.text}])
        year = public.published_at and public.published_at[:4]
        facets = {"language": public.language, "case": case, "kind": public.kind, "year": year}
        out.insert("facets", [{"document": number, **facets}])
        _write_children(number, public, numbers, out)
        for place, (observation, _, record) in enumerate(found.seen):
            key = _record_number(out, observation.source, record.number)
            part = observation.part or ""
            out.insert("observations", [{"document": number, "record": key, "part": part, "first": int(place == 0)}])


def _outlets(rights: Rights, store: Store) -> Iterator[str]:
    """The outlets of the documents that go out, as their sources write them."""
    for row in store.db.execute("SELECT id, outlet FROM documents WHERE outlet IS NOT NULL"):
        if row["id"] in rights.out:
            yield row["outlet"]


def write_tombstones(store: Store, out: Writer) -> None:
    """What was taken down: that it was here, since when it is not, and why; who took it down stays in the corpus."""
    stones = tombstones(store.db)
    out.insert("tombstones", ({"id": stone.document, "reason": stone.reason, "at": stone.at} for stone in stones))


def _write_children(number: int, document: Document, numbers: Mapping[str, int], out: Writer) -> None:
    for table in ("blocks", "removed"):
        children = enumerate(getattr(document, table))
        out.insert(table, ({"document": number, "number": n, **_fields(child)} for n, child in children))
    out.insert("tags", ({"document": number, "number": n, "tag": tag} for n, tag in enumerate(document.tags)))
    out.insert(
        "metrics", ({"document": number, **_fields(metric), "at": metric.at or ""} for metric in document.metrics)
    )
    out.insert(
        "relations",
        ({"document": number, **_fields(tie), "target": numbers.get(tie.target or "")} for tie in document.relations),
    )


def _fields(value: msgspec.Struct) -> dict[str, object]:
    return msgspec.structs.asdict(value)


def _document(number: int, found: Published, case: str | None) -> Row:
    document = found.document
    row: dict[str, object] = {name: getattr(document, name) for name in PLAIN}
    differs = document.canonical_url != document.url
    return row | {
        "number": number,
        "label": _label(document),
        "canonical_url": document.canonical_url if differs else None,
        "case": case,
        "notes": orjson.dumps(document.notes).decode() if document.notes else None,
        "evidence": _evidence(document),
        "shown": found.shown,
        **{f"shown_why_{language}": in_language(found.why, language) or None for language in LANGUAGES},
        "words": len(WORDS.findall(document.text)),
    }


def _evidence(document: Document) -> str | None:
    """What spoke for the notes that a machine made, so that a reader can judge them."""
    said = document.extra.get("translated")
    evidence = said.get("evidence") if isinstance(said, dict) else None
    if "translated?" not in document.notes or not isinstance(evidence, list):
        return None
    return orjson.dumps({"translated?": [str(one) for one in evidence]}).decode()


def _label(document: Document) -> str:
    words = " ".join((document.title or document.text).split())
    if not words:  # a post of which only the citation is published
        known = (document.outlet or document.account, document.published_at and document.published_at[:10])
        return ", ".join(filter(None, known)) or document.id
    if document.title or len(words) <= LABEL:
        return words
    return words[:LABEL].rsplit(" ", 1)[0] + "…"


def _record_number(out: Writer, source: str, position: int) -> int:
    row = out.db.execute(
        "SELECT number FROM records WHERE position = ? AND source = (SELECT number FROM sources WHERE id = ?)",
        (position, source),
    ).fetchone()
    return int(row[0])


def write_annotations(rights: Rights, log: EventLog, out: Writer) -> LeftOut:
    """Annotations that stand, of documents that are there; returns how many were left out.

    One that is not known to be of the words at its place is left out: a published claim must lead to its words. So is
    one of words that are not published.
    """
    moved = unpublished = 0
    for id, group in groupby(log.annotations(), key=lambda annotation: annotation.document):
        annotations = sorted(standing(list(group)), key=lambda a: (a.start, a.end, a.layer, a.code, a.id))
        row = out.db.execute(
            "SELECT number, text FROM documents JOIN texts ON texts.document = number WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            unpublished += len(annotations) if id in rights.rules else 0
            moved += len(annotations) if id not in rights.rules else 0
            continue
        number, text = row
        original = rights.original(id) if rights.has_moved(id) else text
        text_sha256 = sha256(original)
        sound = [a for a in annotations if a.quotation and is_in_place(a, original, text_sha256)]
        public = [a for a in rights.annotations(id, sound, text) if a.quotation]
        moved += len(annotations) - len(sound)
        unpublished += len(sound) - len(public)
        out.insert("annotations", _annotations(rights.corpus, number, public, list(_blocks(out, number))))
    return LeftOut(moved, unpublished)


def _blocks(out: Writer, number: int) -> Iterator[tuple[int, int, int]]:
    yield from out.db.execute('SELECT number, start, "end" FROM blocks WHERE document = ? ORDER BY number', (number,))


def _annotations(
    corpus: Corpus, number: int, annotations: Iterable[Annotation], blocks: list[tuple[int, int, int]]
) -> Iterator[Row]:
    for a in annotations:
        code = corpus.of_today(a).code
        known_actor = a.layer == "actor" and code in corpus.authority.actor
        known_tactic = a.layer == "tactic" and code in corpus.codebook.tactic
        yield {
            "id": a.id,
            "document": number,
            "block": next((n for n, start, end in blocks if start <= a.start < end), None),
            "layer": a.layer,
            "code": code,
            "actor": code if known_actor else None,
            "tactic": code if known_tactic else None,
            "start": a.start,
            "end": a.end,
            "quotation": a.quotation,
            "attributes": orjson.dumps(a.attributes, option=orjson.OPT_SORT_KEYS).decode() if a.attributes else None,
            "agent": a.agent,
            "score": a.score,
            "state": a.state,
            "made_at": a.made_at,
        }
