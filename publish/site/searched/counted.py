"""The views that count: from a question to a page, or to a file with all of its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import QueryError
from publish.counts.subcorpus import Subcorpus
from publish.counts.told import told
from publish.search.question import Question
from publish.site.ask import Answer, Ask, Handler, Page
from publish.site.searched import downloads
from publish.site.searched.asked import question_of
from publish.site.searched.frame import frame
from publish.site.searched.trouble import trouble


@dataclass(frozen=True)
class Counted:
    """Rows under the names of their columns. `more` is what a file says besides; `context` what the template takes."""

    columns: list[str]
    rows: list[dict[str, Any]]
    more: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A question with the sub-corpus that it is counted in. `whole` is for a file: all rows, and not a page of them."""

    db: sqlite3.Connection
    ask: Ask
    question: Question
    subcorpus: Subcorpus
    whole: bool

    @property
    def limit(self) -> int:
        """How many rows at most."""
        return downloads.MOST if self.whole else SHOWN


class OfTheOther(QueryError):
    """The query that documents are compared with cannot be understood."""


SHOWN = 100  # rows of a page
Count = Callable[[Asked], Counted]


def page(view: str, count: Count, options: Callable[[Ask], dict[str, Any]], *, words: bool) -> Handler:
    """The handler of a view's page; `words` says that it counts nothing but words that were asked for."""
    template = f"hustings/{view}.html"

    def handler(db: sqlite3.Connection, ask: Ask) -> Answer:
        question = question_of(ask)
        chosen = options(ask)
        if question.is_empty:
            return Page(template, frame(db, ask, question, view) | chosen | {"counted": None})
        try:
            subcorpus = Subcorpus(question.select(db, ask.site.tokens))
            if words and not subcorpus.has_words:
                shown = frame(db, ask, question, view, subcorpus.selection)
                return Page(template, shown | chosen | {"counted": None})
            counted = count(Asked(db, ask, question, subcorpus, whole=False))
        except QueryError as error:
            other = isinstance(error, OfTheOther)
            asked = (ask.one("against") or "") if other else question.query
            shown = frame(db, ask, question, view) | chosen | {"counted": None, "of_the_other": other}
            return Page(template, shown | {"error": trouble(ask, error, asked)}, status=400)
        shown = frame(db, ask, question, view, subcorpus.selection) | chosen
        about = told(db, question, subcorpus)
        shown |= {"counted": counted, "about": about, "has_words": subcorpus.has_words}
        return Page(template, shown | counted.context)

    return handler


def file(view: str, count: Count) -> Handler:
    """The handler of a view's files."""

    def handler(db: sqlite3.Connection, ask: Ask) -> Answer:
        question = question_of(ask)
        subcorpus = Subcorpus(question.select(db, ask.site.tokens))
        counted = count(Asked(db, ask, question, subcorpus, whole=True))
        about = {**told(db, question, subcorpus), **counted.more, "page": downloads.address(ask)}
        return downloads.file(ask, view, about, counted.columns, counted.rows)

    return downloads.answering(handler)
