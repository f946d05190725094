"""Which documents a query finds and how well they fit.

A score is the sum of BM25 (Robertson and Zaragoza 2009) of the terms that were asked for, with k1 1.2 and b 0.75, where
a word in the title counts as TITLE words of the text.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from publish.search.filters import matching
from publish.search.patterns import Pattern, patterns, places
from publish.search.query import And, Coded, Field, Near, Node, Not, Or, Term
from publish.tokens.reading import Numbers, Places, Stream, Tokens, Words

TITLE = 4.0  # words of the text that one of the title counts as
CODED = 3.0  # times its rarity: an annotation is certain where words are likely

MANY = 64  # from one in so many documents on, a table of all of them is quicker than a search in lists

Mask = NDArray[np.bool_]
Scores = NDArray[np.float32]


class Found(NamedTuple):
    """Documents in the order of their numbers, counted from 0, and the score of each."""

    documents: Numbers
    scores: Scores

    def of(self, which: Numbers) -> Found:
        """Some of them."""
        return Found(self.documents[which], self.scores[which])


class Finder:
    """Finds in one site."""

    def __init__(self, db: sqlite3.Connection, tokens: Tokens) -> None:
        self.db = db
        self.tokens = tokens
        self.words = Words(db)
        self.languages: list[str] = orjson.loads(db.execute("SELECT languages FROM build").fetchone()[0])
        self._patterns: dict[Term, list[Pattern]] = {}

    def find(self, node: Node) -> Found:
        """The documents that fit, with their scores."""
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return self._summed([self.find(part) for part in node.nodes])
        if isinstance(node, Not | Field):
            return _unscored(np.flatnonzero(self.mask(node)))
        if isinstance(node, Coded):
            documents = self.tokens.documents_coded(node.layer, node.code)
            return Found(documents, np.full(len(documents), CODED * self._rarity(len(documents)), np.float32))
        if isinstance(node, Near):
            return self._ranked([(self.tokens.text, near_places(self, node))])
        return self._term(node)

    def mask(self, node: Node) -> Mask:
        """The documents that fit, as a mask over all."""
        if isinstance(node, Field):
            return matching(self.db, self.tokens, node)
        if isinstance(node, Not):
            return ~self.mask(node.node)
        found = np.zeros(self.tokens.documents, np.bool_)
        found[self.find(node).documents] = True
        return found

    def patterns(self, term: Term) -> list[Pattern]:
        """What a term looks like in the index."""
        if term not in self._patterns:
            self._patterns[term] = patterns(self.words, term, self.languages)
        return self._patterns[term]

    def places(self, term: Term) -> list[tuple[Places, int]]:
        """Where in the texts a term begins, with how many words long it is."""
        found = [(places(self.tokens, self.tokens.text, one), len(one)) for one in self.patterns(term)]
        return [(self.tokens.quoted(at) if term.field == "said" else at, length) for at, length in found]

    def _all(self, nodes: Sequence[Node]) -> Found:
        """The documents of the rarest part that all others have as well."""
        parts = sorted(
            (self.find(one) for one in nodes if not isinstance(one, Not | Field)), key=lambda one: len(one[0])
        )
        found = parts[0] if parts else _unscored(np.arange(self.tokens.documents))
        for other in parts[1:]:
            found = self._both(found, other)
        for limit in nodes:
            if isinstance(limit, Not | Field):
                found = found.of(self.mask(limit)[found.documents])
        return found

    def _both(self, few: Found, many: Found) -> Found:
        """What two have in common. Few documents are looked up one by one, more of them in a table of all."""
        if not len(few.documents) or not len(many.documents):
            return few.of(np.empty(0, np.int64))
        if len(few.documents) * MANY < self.tokens.documents:
            at = np.minimum(np.searchsorted(many.documents, few.documents), len(many.documents) - 1)
            kept = np.flatnonzero(many.documents[at] == few.documents)
            return Found(few.documents[kept], few.scores[kept] + many.scores[at[kept]])
        scores = np.full(self.tokens.documents, -1, np.float32)
        scores[many.documents] = many.scores
        others = scores[few.documents]
        kept = np.flatnonzero(others >= 0)
        return Found(few.documents[kept], few.scores[kept] + others[kept])

    def _summed(self, parts: Sequence[tuple[Numbers, Scores]]) -> Found:
        """All documents of several lists, each with the sum of what it has in them."""
        parts = [part for part in parts if len(part[0])]
        if len(parts) < 2:
            return Found(*parts[0]) if parts else _unscored(np.empty(0, np.int64))
        if sum(len(documents) for documents, _ in parts) * MANY < self.tokens.documents:
            values = np.concatenate([weights for _, weights in parts])
            kinds, places = np.unique(np.concatenate([own for own, _ in parts]), return_inverse=True)
            return Found(kinds, np.bincount(places, weights=values).astype(np.float32))
        sums = np.zeros(self.tokens.documents, np.float32)
        there = np.zeros(self.tokens.documents, np.bool_)
        for own, weights in parts:
            sums[own] += weights
            there[own] = True
        kinds = np.flatnonzero(there)
        return Found(kinds, sums[kinds])

    def _term(self, term: Term) -> Found:
        """Documents with a term: of one word by its postings alone, of several by their places."""
        found = self.patterns(term)
        streams = [(self.tokens.text, 1.0), (self.tokens.title, TITLE)]
        if term.field is not None:
            del streams[0 if term.field == "title" else 1]
        if not found:
            return _unscored(np.empty(0, np.int64))
        if len(found[0]) == 1 and term.field != "said":
            ((types,),) = found
            return self._scored(
                [
                    (documents, counts.astype(np.float32) * np.float32(weight))
                    for stream, weight in streams
                    for documents, counts in stream.documents_with(types)
                ]
            )
        standing: list[tuple[Stream, Places]] = []
        for stream, _ in streams:
            if stream is self.tokens.text:
                standing += [(stream, at) for at, _ in self.places(term)]
            else:
                standing += [(stream, places(self.tokens, stream, one)) for one in found]
        return self._ranked(standing)

    def _ranked(self, standing: Sequence[tuple[Stream, Places]]) -> Found:
        """Documents by where something stands in them."""
        parts = []
        for stream, found in standing:
            documents, counts = np.unique(stream.documents_of(found), return_counts=True)
            parts.append((documents, counts.astype(np.float32) * (TITLE if stream is self.tokens.title else 1)))
        return self._scored(parts)

    def _scored(self, parts: Sequence[tuple[Numbers, Scores]]) -> Found:
        """Documents with their BM25, from how often they have something."""
        documents, counts = self._summed(parts)
        weights = counts / (counts + self.tokens.shortness[documents])
        return Found(documents, (self._rarity(len(documents)) * np.float32(2.2) * weights).astype(np.float32))

    def _rarity(self, documents: int) -> np.float32:
        """The inverse document frequency, kept above 0 as SQLite does for words that most documents have."""
        return np.float32(max(math.log((self.tokens.documents - documents + 0.5) / (documents + 0.5)), 1e-6))


def _unscored(documents: Numbers) -> Found:
    return Found(documents, np.zeros(len(documents), np.float32))


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
