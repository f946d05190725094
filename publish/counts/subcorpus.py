"""Where the words of a search stand, and the sub-corpus that they are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from publish.search.finding import wanted
from publish.search.query import And, Field, Node, Not
from publish.search.searching import Selection
from publish.tokens.reading import Numbers, Places, Tokens

Mask = NDArray[np.bool_]


class Hits(NamedTuple):
    """Hits side by side: the place of the first token, how many tokens, the document counted from 0."""

    places: Places
    lengths: Places
    documents: Places

    def of(self, which: Numbers) -> Hits:
        """Some of them."""
        return Hits(self.places[which], self.lengths[which], self.documents[which])


class Subcorpus:
    """The documents that the filters and the fields of a query leave; the words of the query are looked for in these.

    Documents are counted from 0; `size` is in tokens of the texts.
    """

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.tokens: Tokens = selection.finder.tokens
        self.mask = _mask(selection)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self.mask.sum())

    @property
    def size(self) -> int:
        """How many tokens their texts have."""
        return int(self.tokens.text.lengths[self.mask].sum())

    @cached_property
    def hits(self) -> Hits:
        """Where the words of the query stand in the documents that it finds, in order."""
        finder = self.selection.finder
        starts: list[Places] = []
        lengths: list[Places] = []
        for term in dict.fromkeys(wanted(self.selection.node)):
            for at, length in finder.places(term) if term.field != "title" else ():
                starts.append(at)
                lengths.append(np.full(len(at), length, np.int64))
        if not starts or self.selection.asks_nothing:
            return Hits(*(np.empty(0, np.int64),) * 3)
        found, long = np.concatenate(starts), np.concatenate(lengths)
        left = np.zeros(self.tokens.documents, np.bool_)
        left[self.selection.documents] = True
        own = self.tokens.text.documents_of(found)
        kept = left[own]
        hits = Hits(found[kept], long[kept], own[kept])
        return hits if len(starts) == 1 else _once(hits)


def _once(hits: Hits) -> Hits:
    """Alternatives of one term may stand in the same place: the longest counts."""
    order = np.lexsort((-hits.lengths, hits.places))
    ordered = hits.of(order)
    return ordered.of(np.flatnonzero(np.diff(ordered.places, prepend=-1)))


def _mask(selection: Selection) -> Mask:
    mask = np.ones(selection.finder.tokens.documents, np.bool_)
    for node in _fields(selection.node):
        mask &= selection.finder.find(node, score=False)
    for other in selection.filters.values():
        mask &= other
    return mask


def _fields(node: Node) -> Iterator[Node]:
    """The fields that every document must fit, and those that none may."""
    if isinstance(node, And):
        for part in node.nodes:
            yield from _fields(part)
    elif isinstance(node, Field) or (isinstance(node, Not) and isinstance(node.node, Field)):
        yield node


def lemma_counts(tokens: Tokens, mask: Mask) -> Numbers:
    """How often each lemma (by its number) stands in the texts of these documents."""
    lemmas = tokens.lemmas
    if mask.all():
        return np.add.reduceat(np.diff(tokens.text.firsts), tokens.lemma_types) if lemmas else np.empty(0, np.int64)
    documents = np.flatnonzero(mask)
    counts = np.zeros(lemmas, np.int64)
    for part in np.array_split(documents, max(1, len(documents) // 20_000)):
        places = tokens.text.places_in(part)
        counts += np.bincount(tokens.lemmas_at(places), minlength=lemmas)
    return counts
