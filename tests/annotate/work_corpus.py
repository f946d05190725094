"""A desk with six more posts of a case, and what tests of the work at it need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import small_corpus
from desk_corpus import PEOPLE, Visitor, desk_corpus

from annotate.desk.work.assigning import Assignments
from corpus.clock import now
from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.model import Event

DAY = (date.today() + timedelta(days=30)).isoformat()
CASES = """
cases:
  - {id: clicks, title: {en: Clicks, fr: Des clics}, documents: ["c*"]}
"""
MORE = 6
_numbers = count()


def work_corpus(root: Path) -> Corpus:
    """Beside d1 and d2, six posts of the case `clicks`, three in each language."""
    corpus = desk_corpus(root)
    (corpus.root / "cases.yaml").write_text(CASES, encoding="utf-8")
    corpus = Corpus(corpus.root)
    for n in range(MORE):
        language, text = ("fr", "Une œuvre électorale.") if n % 2 else ("en", "A case of clicks.")
        small_corpus.put(
            corpus, f"{text} {n}", language, id=f"c{n}", title=f"Post {n}", published_at=f"2017-01-0{n + 1}"
        )
    return corpus


def everybody(address: str) -> Iterator[dict[str, Visitor]]:
    """All of them, logged in."""
    found = {name: Visitor(address, name) for name in PEOPLE}
    yield found
    for visitor in found.values():
        visitor.close()


def nothing_given(log: EventLog) -> None:
    """Take the posts of the case back from everybody."""
    for name in PEOPLE:
        Assignments(log).take_back([f"c{n}" for n in range(MORE)], name)


def given(log: EventLog) -> dict[str, set[str]]:
    """Who has which documents of the case."""
    found: dict[str, set[str]] = {}
    for one in Assignments(log).everything():
        if one.document.startswith("c"):
            found.setdefault(one.annotator, set()).add(one.document)
    return found


def give(visitor: Visitor, query: str = "?case=clicks", **fields: Any) -> httpx.Response:
    return visitor.post(f"/work{query}", {"do": "give", "scope": "all", **fields})


def act(kind: str, document: str, agent: str, **more: Any) -> Event:
    """An act on a document as a whole."""
    id = f"act-{next(_numbers)}.0"
    return Event(id=id, annotation="", document=document, act=kind, agent=agent, made_at=now(), **more)  # type: ignore[arg-type]
