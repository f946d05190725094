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
from numpy.typing import NDArray

from publish.search.filters import matching
from publish.search.hits import Hits, joined, near
from publish.search.patterns import Pattern, patterns, standing
from publish.search.query import And, Coded, Field, Near, Node, Not, Or, Term
from publish.tokens.reading import Mask, Numbers, Places, Stream, Tokens, Words

TITLE = 4.0  # words of the text that one of the title counts as
CODED = 3.0  # times its rarity: an annotation is certain where words are likely

MANY = 64  # from one in so many documents on, a table of all of them is quicker than a search in lists

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
        self.languages = tokens.languages
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
            terms = self._terms(node)
            rarest = min(range(len(terms)), key=lambda index: len(terms[index].places))
            return self._ranked([(self.tokens.text, near(terms, node.distance, rarest).documents)])
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

    def hits(self, term: Term) -> list[Hits]:
        """Where in the texts a term stands, each of its patterns in order."""
        found = []
        for pattern in self.patterns(term):
            places, documents = standing(self.tokens, self.tokens.text, pattern)
            hits = Hits(places, np.full(len(places), len(pattern)), documents)
            found.append(hits.of(self.tokens.quoted(places)) if term.field == "said" else hits)
        return found

    def near(self, node: Near) -> Hits:
        """Where each of the terms stands with all the others near it, in order."""
        terms = self._terms(node)
        return joined([near(terms, node.distance, index) for index in range(len(terms))])

    def _terms(self, node: Near) -> list[Hits]:
        return [joined(self.hits(term)) for term in node.terms]

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
        *shorter, longest = sorted(parts, key=lambda part: len(part[0]))
        if sum(len(documents) for documents, _ in shorter) * MANY < self.tokens.documents:
            return _added(Found(*longest), _sorted(shorter))
        sums = np.zeros(self.tokens.documents, np.float32)
        there = np.zeros(self.tokens.documents, np.bool_)
        for place, (own, weights) in enumerate(parts):
            sums[own] = sums[own] + weights if place else weights
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
                    (documents, np.multiply(counts, weight, dtype=np.float32))
                    for stream, weight in streams
                    for documents, counts in stream.documents_with(types)
                ]
            )
        hit: list[tuple[Stream, Places]] = []
        for stream, _ in streams:
            if stream is self.tokens.text:
                hit += [(stream, one.documents) for one in self.hits(term)]
            else:
                hit += [(stream, standing(self.tokens, stream, one).documents) for one in found]
        return self._ranked(hit)

    def _ranked(self, hit: Sequence[tuple[Stream, Places]]) -> Found:
        """Documents by how often something stands in them: `hit` has them in order, each once for every hit."""
        parts = []
        for stream, documents in hit:
            firsts = np.flatnonzero(np.diff(documents, prepend=-1))
            counts = np.diff(firsts, append=len(documents)).astype(np.float32)
            parts.append((documents[firsts], counts * np.float32(TITLE if stream is self.tokens.title else 1)))
        return self._scored(parts)

    def _scored(self, parts: Sequence[tuple[Numbers, Scores]]) -> Found:
        """Documents with their BM25, from how often they have something."""
        documents, counts = self._summed(parts)
        scores = counts / (counts + self.tokens.shortness[documents])
        scores *= self._rarity(len(documents)) * np.float32(2.2)
        return Found(documents, scores)

    def _rarity(self, documents: int) -> np.float32:
        """The inverse document frequency, kept above 0 as SQLite does for words that most documents have."""
        return np.float32(max(math.log((self.tokens.documents - documents + 0.5) / (documents + 0.5)), 1e-6))


def _sorted(parts: Sequence[tuple[Numbers, Scores]]) -> Found:
    """All documents of several lists, as `Finder._summed` says."""
    if len(parts) == 1:
        return Found(*parts[0])
    documents = np.concatenate([own for own, _ in parts])
    order = np.argsort(documents, kind="stable")  # which sees that each part is in order
    documents = documents[order]
    firsts = np.flatnonzero(np.diff(documents, prepend=-1))
    return Found(documents[firsts], np.add.reduceat(np.concatenate([own for _, own in parts])[order], firsts))


def _added(many: Found, few: Found) -> Found:
    """The documents of a long list and of a shorter one, which alone is looked through."""
    at = np.searchsorted(many.documents, few.documents)
    known = many.documents[np.minimum(at, len(many.documents) - 1)] == few.documents
    scores = many.scores.copy()
    scores[at[known]] += few.scores[known]
    new = few.of(np.flatnonzero(~known))
    if not len(new.documents):
        return Found(many.documents, scores)
    places = at[~known] + np.arange(len(new.documents))
    is_old = np.ones(len(many.documents) + len(places), np.bool_)
    is_old[places] = False
    both = Found(np.empty(len(is_old), many.documents.dtype), np.empty(len(is_old), np.float32))
    for whole, old, added in zip(both, (many.documents, scores), new, strict=True):
        whole[is_old], whole[places] = old, added
    return both


def _unscored(documents: Numbers) -> Found:
    return Found(documents, np.zeros(len(documents), np.float32))


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
