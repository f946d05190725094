"""Corpora with annotators for learning, generated: documents whose codes are known, and people who judge them.

Every document is a few sentences out of frames with slots, in French or in English; some show a code, in
words that the rules partly lack, others look alike and do not. The annotators read what the rules suggest, accept what
is right, reject what is wrong, and mark most of what was missed; now and then they err. All is drawn with a seed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import yaml

from corpus.folder import Corpus
from corpus.ids import annotation_id, sha256
from corpus.model import WHOLE_DOCUMENT, Annotation, Block, Document, Event, Observation, Place, Record, Source
from corpus.store import Fate

SLOT = re.compile(r"\[([^\[\]]*)\]")
FRAMES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("learn_frames.yaml").read_text("utf-8")
)
NONE = "none"
_numbers = count()


@dataclass(frozen=True)
class Made:
    """A generated document, and the passages that show a code: (code, start, end) in code points."""

    document: Document
    codes: tuple[tuple[str, int, int], ...]


def codes_of(language: str) -> list[str]:
    """The codes that generated documents show."""
    return sorted(set(FRAMES[language]) - {NONE})


def generated(number: int, seed: int, *, sentences: int = 6) -> Iterator[Made]:
    """So many documents, half of them in French; a third of their sentences show a code."""
    draw = random.Random(seed)
    for at in range(number):
        language = "fr" if at % 2 else "en"
        text, codes = "", []
        for _ in range(sentences):
            code = draw.choice(codes_of(language)) if draw.random() < 1 / 3 else None
            frame = draw.choice(FRAMES[language][code or NONE])
            one = SLOT.sub(lambda slot: draw.choice(slot[1].split("/")), frame)
            start = len(text) + bool(text)
            text = f"{text} {one}".strip()
            if code:
                codes.append((code, start, start + len(one)))
        blocks = (Block(kind="paragraph", start=0, end=len(text)),)
        id = f"dlearn{seed:04}{at:05}"
        yield Made(Document(id=id, kind="article", text=text, language=language, blocks=blocks), tuple(codes))


def stored(corpus: Corpus, made: Sequence[Made]) -> None:
    """Put documents into a corpus, each as if it came from a file of its own."""
    with corpus.store() as store, store.writing():
        for one in made:
            text, id = one.document.text, one.document.id
            source = Source(
                id=f"s{id}", name=f"{id}.txt", path=f"{id}.txt", sha256=sha256(text), size=len(text), format="dump"
            )
            record = Record(source=source.id, number=0, place=Place(), raw=text.encode(), sha256=sha256(text))
            store.add_source(source)
            store.put(one.document, Observation(document=id, source=source.id, number=0), cleaned_by="generated")
            store.add_record(record, Fate(outcome="kept", document=id))


def annotated(
    corpus: Corpus, made: Sequence[Made], *, person: str = "ana", diligence: float = 0.9, seed: int = 0
) -> None:
    """A person judges what is suggested in the documents, marks this share of what was missed, and submits each."""
    draw = random.Random(seed)
    acts: list[Event] = []
    with corpus.events() as log:
        for one in made:
            waiting = [a for a in log.annotations(one.document.id, states=["suggested"]) if a.layer == "tactic"]
            found = set()
            for annotation in waiting:
                right = _shown(annotation, one)
                found |= {(annotation.code, start, end) for start, end in right}
                says = "accept" if bool(right) != (draw.random() < 0.02) else "reject"
                acts.append(_act(one.document, annotation.id, says, person))
            for code, start, end in one.codes:
                if (code, start, end) not in found and draw.random() < diligence:
                    acts.append(created(one.document, code, start, end, person))
            acts.append(submitted(one.document, person))
        log.append(acts)


def _shown(annotation: Annotation, of: Made) -> list[tuple[int, int]]:
    return [
        (start, end)
        for code, start, end in of.codes
        if code == annotation.code and annotation.start < end and annotation.end > start
    ]


def _act(document: Document, annotation: str, act: str, person: str, **fields: object) -> Event:
    return Event(
        id=f"{person}-{next(_numbers)}-{document.id}-{act}",
        annotation=annotation,
        document=document.id,
        act=act,  # type: ignore[arg-type]
        agent=person,
        made_at="2026-01-01T00:00:00Z",
        **fields,  # type: ignore[arg-type]
    )


def submitted(document: Document, person: str) -> Event:
    """A person has read a document to its end."""
    return _act(document, WHOLE_DOCUMENT, "submit", person)


def created(document: Document, code: str, start: int, end: int, person: str) -> Event:
    """A person says that a passage shows a code."""
    text_sha256 = sha256(document.text)
    id = annotation_id(document.id, "tactic", code, start, end, text_sha256)
    where = {"start": start, "end": end, "quotation": document.text[start:end], "text_sha256": text_sha256}
    return _act(document, f"{id}{person}", "create", person, layer="tactic", code=code, **where)
