"""Where the words of a search stand, and the sub-corpus that they are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from publish.search.finding import wanted
from publish.search.query import And, Field, Node, Not
from publish.search.searching import Selection
from publish.tokens.reading import Numbers, Places, Tokens

Mask = NDArray[np.bool_]


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
    def hits(self) -> tuple[Places, Places]:
        """Where the words of the query stand in the documents that it finds: first token and how many, in order."""
        finder = self.selection.finder
        starts: list[Places] = []
        lengths: list[Places] = []
        for term in dict.fromkeys(wanted(self.selection.node)):
            for at, length in finder.places(term) if term.field != "title" else ():
                starts.append(at)
                lengths.append(np.full(len(at), length, np.int64))
        if not starts or self.selection.asks_nothing:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        found, long = np.concatenate(starts), np.concatenate(lengths)
        left = np.zeros(self.tokens.documents, np.bool_)
        left[self.selection.documents] = True
        kept = left[self.tokens.text.documents_of(found)]
        found, long = found[kept], long[kept]
        if len(starts) > 1:  # alternatives of one term may stand in the same place: the longest counts
            order = np.lexsort((-long, found))
            found, long = found[order], long[order]
            first = np.concatenate([[True], found[1:] != found[:-1]]) if len(found) else np.empty(0, np.bool_)
            found, long = found[first], long[first]
        return found, long


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
