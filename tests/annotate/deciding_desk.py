"""A served desk with people, and documents of one text that several of them have coded."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import small_corpus
from desk_corpus import Visitor

from annotate.desk.adjudication.adjudicable import ground
from annotate.desk.adjudication.disagreements import Item, items
from annotate.desk.work.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation, Event
from corpus.replay import replay

TEXT = "Une équipe paie des clics. Le lendemain, quarante comptes répondent à la même heure.\nLa mairie dément."


class Desk:
    """A served corpus with its people, and documents that several of them have coded."""

    def __init__(self, corpus: Corpus, address: str) -> None:
        self.corpus, self.address = corpus, address
        self.ada, self.cleo, self.ana, self.ben = (Visitor(address, name) for name in ("ada", "cleo", "ana", "ben"))
        self.number = 0

    def document(self, *given: str) -> str:
        """A new document of the same text, given to these people."""
        self.number += 1
        id = f"dnew{self.number}"
        small_corpus.put(self.corpus, TEXT, "fr", id=id, title=f"Document {self.number}")
        with self.corpus.events() as log:
            for name in given or ("ana", "ben"):
                Assignments(log).give([id], name, by="cleo")
        return id

    def act(self, document: str, act: str, agent: str, annotation: str = "", **more: Any) -> str:
        """One act straight into the log: what the browser sends is tried elsewhere."""
        self.number += 1
        fields = {"id": f"t{self.number}.0", "made_at": "2026-01-01T00:00:00Z", "document": document, **more}
        with self.corpus.events() as log:
            log.append([Event(act=act, agent=agent, annotation=annotation, **fields)])  # type: ignore[arg-type]
        return annotation

    def tag(self, document: str, agent: str, words: str, code: str = "paid-clicks", **more: Any) -> str:
        start = TEXT.index(words) if words else 0
        end = start + len(words)
        before, after = context(TEXT, start, end)
        place = {"start": start, "end": end, "quotation": words, "prefix": before, "suffix": after}
        fields = {"act": "create", "layer": "tactic", "annotation": f"n{self.number + 1:05}-{agent}", **more}
        act, annotation = fields.pop("act"), fields.pop("annotation")
        return self.act(document, act, agent, annotation, code=code, text_sha256=sha256(TEXT), **place, **fields)

    def submit(self, document: str, *names: str) -> None:
        for name in names or ("ana", "ben"):
            self.act(document, "submit", name)

    def items(self, document: str) -> list[Item]:
        with self.corpus.events() as log:
            return items(self.corpus, list(log.events(document)), ground(log, document).submitted)

    def decide(self, document: str, number: int = 0, *, by: Visitor | None = None, **fields: Any) -> Any:
        item = self.items(document)[number]
        sent = {"item": item.id, "stamp": item.stamp, "do": "decide", **fields}
        return (by or self.ada).post(f"/adjudication/{document}", sent)

    def annotations(self, document: str) -> list[Annotation]:
        with self.corpus.events() as log:
            found = [replay(acts) for _, acts in groupby(log.events(document), key=lambda act: act.annotation)]
        return [one for one in found if one is not None]

    def gold(self, document: str) -> list[tuple[str, str]]:
        return sorted((one.code, one.quotation) for one in self.annotations(document) if one.is_gold)
