"""Two sub-corpora that are compared: what a question finds, and other documents."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec
import numpy as np

from publish.search.filters import having
from publish.search.question import Question
from publish.search.searching import Selection
from publish.tokens.reading import Mask


class Contrast(msgspec.Struct, frozen=True):
    """Masks over all documents, which have none in common, and how many words each has."""

    here: Mask
    there: Mask
    query: str  # that the others were found by; empty where they are all others
    words: tuple[int, int]

    def told(self) -> dict[str, Any]:
        """What the others are."""
        what = {"query": self.query} if self.query else {"what": "all others"}
        return {**what, "documents": int(self.there.sum()), "words": self.words[1]}


def contrast(db: sqlite3.Connection, selection: Selection, question: Question, against: str) -> Contrast:
    """The documents found, and those that another query finds but for these.

    Without such a query they are all others; where the question is of one language, all others in it: else the words of
    the other language would be what is typical. Raises QueryError where the other query cannot be understood.
    """
    tokens = selection.finder.tokens
    here = np.zeros(tokens.documents, np.bool_)
    here[selection.documents] = True
    if against.strip():
        there = np.zeros(tokens.documents, np.bool_)
        there[Question(query=against, across=question.across).select(db, tokens).documents] = True
    else:
        language = question.filters.get("language")
        there = having(tokens, "language", language) if language else np.ones(tokens.documents, np.bool_)
    there &= ~here
    lengths = tokens.text.lengths
    return Contrast(here, there, against.strip(), (int(lengths[here].sum()), int(lengths[there].sum())))
