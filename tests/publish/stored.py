"""Documents put into a corpus as if they had been ingested."""

from __future__ import annotations

from typing import Any

from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import annotation_id, document_id, sha256
from corpus.model import Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate

FOUND_IN = "/home/somebody/secret"


def store(corpus: Corpus, *documents: dict[str, Any], name: str = "posts.jsonl") -> list[str]:
    """Store documents, each a line of one source; returns their ids."""
    source = Source(
        id=f"s{sha256(name)[:16]}", name=name, path=f"{FOUND_IN}/{name}", sha256=sha256(name), size=9, format="jsonl"
    )
    ids = []
    with corpus.store() as db, db.writing():
        db.add_source(source)
        first = db.next_number(source.id)
        for number, fields in enumerate(documents, start=first):
            raw = sha256(repr(fields))
            id = fields.get("id") or document_id(raw, "", None, None)
            text = fields["text"]
            blocks = fields.get("blocks") or (Block(kind="paragraph", start=0, end=len(text)),)
            document = Document(**{"kind": "article", **fields, "id": id, "blocks": blocks})
            record = Record(source=source.id, number=number, place=Place(line=number + 1), raw=b"", sha256=raw)
            seen = Observation(document=id, source=source.id, number=number)
            stored, outcome = db.put(document, seen, cleaned_by="test")
            db.add_record(record, Fate(outcome=outcome, document=stored))
            ids.append(stored)
        db.complete(source.id)
    return ids


def annotate(
    corpus: Corpus, document: str, quotation: str, layer: str, code: str, *acts: str, text: str | None = None
) -> str:
    """Suggest an annotation on the first place of a quotation and then do `acts` to it; returns its id."""
    with corpus.store() as db:
        found = db.document(document)
        assert found is not None
        text = text or found.text
    start = text.index(quotation)
    end = start + len(quotation)
    id = annotation_id(document, layer, code, start, end, sha256(text))
    prefix, suffix = context(text, start, end)
    made: dict[str, Any] = {"annotation": id, "document": document, "agent": "test", "made_at": "2024-01-01T00:00:00Z"}
    passage = {"layer": layer, "code": code, "start": start, "end": end, "quotation": quotation}
    passage |= {"prefix": prefix, "suffix": suffix, "text_sha256": sha256(text)}
    events = [Event(id=f"{id}-suggest", act="suggest", score=0.5, **made, **passage)]
    events += [Event(id=f"{id}-{act}", act=act, **made) for act in acts]
    with corpus.events() as log:
        log.append(events)
    return id


class Silent:
    """A step that shows nothing."""

    def advance(self, by: int = 1, note: str = "") -> None: ...

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *error: object) -> None: ...


def silent(what: str, total: int) -> Silent:
    """The progress of a build, for tests."""
    return Silent()
