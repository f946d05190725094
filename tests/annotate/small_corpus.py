"""A corpus of a few documents that a test writes itself, and what is proposed for them."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from corpus.events import EventLog
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Annotation, Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate

ACTORS = """
actors:
  - id: jeanne-rivage
    type: candidate
    names: {en: Jeanne Rivage, fr: Jeanne Rivage}
    aliases: {en: [Mayor of Port-Clair], fr: [la maire de Port-Clair], any: [Rivage]}
    accounts: [{platform: twitter, handle: "@JRivage"}, {platform: twitter, handle: "#RivagePresidente"}]
  - id: rivage-conseil
    type: agency
    names: {en: Rivage Conseil, fr: Rivage Conseil}
  - id: hélène-morvan
    type: candidate
    names: {en: Hélène Morvan, fr: Hélène Morvan}
    aliases: {any: [Morvan]}
  - id: paul-dorsey
    type: candidate
    names: {en: Paul Dorsey, fr: Paul Dorsey}
    aliases: {any: [Dorsey]}
  - id: anna-dorsey
    type: activist
    names: {en: Anna Dorsey, fr: Anna Dorsey}
    aliases: {any: [Dorsey]}
  - id: chirper
    type: platform
    names: {en: Chirper, fr: Chirper}
  - id: harbour-post
    type: media
    names: {en: The Harbour Post, fr: The Harbour Post}
  - id: le-fanal
    type: media
    names: {en: Le Fanal, fr: Le Fanal}
  - id: union-des-ports
    type: party
    names: {en: Ports Union, fr: Union des ports}
    aliases: {fr: [UDP]}
  - id: grandsvents
    type: influencer
    names: {en: grandsvents, fr: grandsvents}
"""

_numbers = count()


def small_corpus(folder: Path, actors: str = ACTORS) -> Corpus:
    """A new corpus with these actors."""
    make_corpus(folder)
    (folder / "actors.yaml").write_text(actors, encoding="utf-8")
    return find_corpus(folder)


def put(corpus: Corpus, text: str, language: str = "fr", **fields: object) -> Document:
    """Store a document of this text, a block a line, as if it had been ingested."""
    number = next(_numbers)
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        at += len(line) + 1
    more = {"id": f"dtest{number}", "kind": "article", "blocks": tuple(blocks), **fields}
    document = Document(text=text, language=language, **more)  # type: ignore[arg-type]
    source = Source(
        id=f"stest{number}",
        name=f"{number}.txt",
        path=f"{number}.txt",
        sha256=sha256(text),
        size=len(text),
        format="dump",
    )
    record = Record(source=source.id, number=0, place=Place(), raw=text.encode(), sha256=sha256(text))
    with corpus.store() as store, store.writing():
        store.add_source(source)
        seen = Observation(document=document.id, source=source.id, number=0)
        store.put(document, seen, cleaned_by="hustings test")
        store.add_record(record, Fate(outcome="kept", document=document.id))
    return document


def annotations(corpus: Corpus, *, deleted: bool = False) -> list[Annotation]:
    """All annotations of the corpus."""
    with corpus.events() as log:
        return list(log.annotations(deleted=deleted))


def events(corpus: Corpus) -> list[Event]:
    """All events of the corpus."""
    with corpus.events() as log:
        return list(log.events())


def judge(corpus: Corpus, annotation: Annotation, act: str, agent: str = "anne", **fields: object) -> None:
    """What a person does with a suggestion on the desk."""
    log: EventLog
    with corpus.events() as log:
        log.append(
            [
                Event(
                    id=f"desk-{annotation.id}-{act}-{next(_numbers)}",
                    annotation=annotation.id,
                    document=annotation.document,
                    act=act,  # type: ignore[arg-type]
                    agent=agent,
                    made_at="2026-01-01T00:00:00Z",
                    **fields,  # type: ignore[arg-type]
                )
            ]
        )
