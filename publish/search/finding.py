"""Which documents a query finds and how well they fit: masks and scores over all documents, counted from 0.

A score is the sum of BM25 (Robertson and Zaragoza 2009) of the terms that were asked for, with k1 1.2 and b 0.75, where
a word in the title counts as TITLE words of the text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
import orjson
from numpy.typing import NDArray

from publish.search.filters import matching
from publish.search.patterns import Pattern, patterns, places
from publish.search.query import And, Coded, Field, Near, Node, Not, Or, Term
from publish.tokens.reading import Places, Tokens, Words

TITLE = 4.0  # words of the text that one of the title counts as
CODED = 3.0  # times its rarity: an annotation is certain where words are likely

Mask = NDArray[np.bool_]


class Finder:
    """Finds in one site. `scores` is of all that was looked for with `find`; keep one Finder a search."""

    def __init__(self, db: sqlite3.Connection, tokens: Tokens) -> None:
        self.db = db
        self.tokens = tokens
        self.words = Words(db)
        self.languages: list[str] = orjson.loads(db.execute("SELECT languages FROM build").fetchone()[0])
        self.scores = np.zeros(tokens.documents, np.float32)
        self._patterns: dict[Term, list[Pattern]] = {}

    def find(self, node: Node, *, score: bool = True) -> Mask:
        """The documents that fit, as a mask."""
        if isinstance(node, And):
            return self._all(node.nodes, score)
        if isinstance(node, Or):
            found = self._none()
            for part in node.nodes:
                found |= self.find(part, score=score)
            return found
        if isinstance(node, Not):
            return ~self.find(node.node, score=False)
        if isinstance(node, Field):
            return matching(self.db, self.tokens, node)
        if isinstance(node, Coded):
            return self._coded(node, score)
        if isinstance(node, Near):
            return self._counted(near_places(self, node), None, score)
        return self._term(node, score)

    def patterns(self, term: Term) -> list[Pattern]:
        """What a term looks like in the index."""
        if term not in self._patterns:
            self._patterns[term] = patterns(self.words, term, self.languages)
        return self._patterns[term]

    def places(self, term: Term) -> list[tuple[Places, int]]:
        """Where in the texts a term begins, with how many words long it is."""
        found = [(places(self.tokens, self.tokens.text, one), len(one)) for one in self.patterns(term)]
        return [(self.tokens.quoted(at) if term.field == "said" else at, length) for at, length in found]

    def _none(self) -> Mask:
        return np.zeros(self.tokens.documents, np.bool_)

    def _all(self, nodes: Sequence[Node], score: bool) -> Mask:
        found = np.ones(self.tokens.documents, np.bool_)
        for part in nodes:
            found &= self.find(part, score=score)
        return found

    def _coded(self, node: Coded, score: bool) -> Mask:
        found, documents = self._none(), self.tokens.documents_coded(node.layer, node.code)
        found[documents] = True
        if score and len(documents):
            self.scores[documents] += CODED * self._rarity(len(documents))
        return found

    def _term(self, term: Term, score: bool) -> Mask:
        """Documents with a term: of one word by its postings alone, of several by their places."""
        tokens, found = self.tokens, self.patterns(term)
        if not found:
            return self._none()
        if len(found[0]) == 1 and term.field != "said":
            ((types,),) = found
            counted = np.zeros(tokens.documents, np.float32)
            for stream, weight in ((tokens.text, 1.0), (tokens.title, TITLE)):
                if term.field != "title" or stream is tokens.title:
                    documents, counts = stream.documents_with(types)
                    counted[documents] += weight * counts
            return self._scored(counted, score)
        text = [] if term.field == "title" else [at for at, _ in self.places(term)]
        title = [] if term.field == "said" else [places(tokens, tokens.title, one) for one in found]
        return self._counted(np.concatenate(text) if text else None, np.concatenate(title) if title else None, score)

    def _counted(self, text: Places | None, title: Places | None, score: bool) -> Mask:
        tokens = self.tokens
        counted = np.zeros(tokens.documents, np.float32)
        for stream, found, weight in ((tokens.text, text, 1.0), (tokens.title, title, TITLE)):
            if found is not None and len(found):
                counted += weight * np.bincount(stream.documents_of(found), minlength=tokens.documents)
        return self._scored(counted, score)

    def _scored(self, counted: NDArray[np.float32], score: bool) -> Mask:
        """The documents where a count is not 0; their scores grow by BM25."""
        found = counted > 0
        if score:
            documents = np.flatnonzero(found)
            own = counted[documents]
            self.scores[documents] += (
                self._rarity(len(documents)) * own * 2.2 / (own + self.tokens.shortness[documents])
            )
        return found

    def _rarity(self, documents: int) -> np.float32:
        """The inverse document frequency, kept above 0 as SQLite does for words that most documents have."""
        return np.float32(max(np.log((self.tokens.documents - documents + 0.5) / (documents + 0.5)), 1e-6))


def near_places(finder: Finder, node: Near) -> Places:
    """Where the rarest of the terms stands with all the others near it."""
    ends = [_spans(finder, term) for term in node.terms]
    rarest = min(range(len(ends)), key=lambda index: len(ends[index][0]))
    return _near(finder, node, ends, rarest)[0]


def near_spans(finder: Finder, node: Near) -> tuple[Places, Places]:
    """Where each of the terms stands with all the others near it: first token, and how many; in order."""
    ends = [_spans(finder, term) for term in node.terms]
    found = [_near(finder, node, ends, index) for index in range(len(ends))]
    starts = np.concatenate([starts for starts, _ in found])
    stops = np.concatenate([stops for _, stops in found])
    order = np.lexsort((stops, starts))
    return starts[order], (stops - starts)[order]


def _near(finder: Finder, node: Near, ends: list[tuple[Places, Places]], which: int) -> tuple[Places, Places]:
    """Where one of the terms stands with the others near it: first token, and the one behind the last."""
    if not all(len(starts) for starts, _ in ends):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts, stops = ends[which]
    keep = np.ones(len(starts), np.bool_)
    own = finder.tokens.text.documents_of(starts)
    for index, (others, other_ends) in enumerate(ends):
        if index != which:
            reach = node.distance * (len(ends) - 1)
            after = np.searchsorted(others, stops)
            before = np.searchsorted(other_ends, starts, side="right") - 1
            near = np.zeros(len(starts), np.bool_)
            for at, ok in ((after, after < len(others)), (before, before >= 0)):
                at = np.clip(at, 0, len(others) - 1)
                gap = np.where(others[at] >= stops, others[at] - stops, starts - other_ends[at])
                near |= ok & (gap <= reach) & (finder.tokens.text.documents_of(others[at]) == own)
            keep &= near
    return starts[keep], stops[keep]


def _spans(finder: Finder, term: Term) -> tuple[Places, Places]:
    """Where a term begins and ends, in order."""
    found = finder.places(term)
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts = np.concatenate([at for at, _ in found])
    ends = np.concatenate([at + length for at, length in found])
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order]


def wanted(node: Node) -> Iterator[Term]:
    """The terms that a query wants to be there: what is marked in a text."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Near):
        yield from node.terms
    elif isinstance(node, And | Or):
        for part in node.nodes:
            yield from wanted(part)


def codes(node: Node) -> Iterator[Coded]:
    """The codes that a query wants."""
    if isinstance(node, Coded):
        yield node
    elif isinstance(node, And | Or):
        for part in node.nodes:
            yield from codes(part)
