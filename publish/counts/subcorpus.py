"""Where the words of a search stand, and the sub-corpus that they are counted in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from publish.search.finding import Finder
from publish.search.hits import Hits, joined
from publish.search.query import And, Field, Near, Node, Not, Or, Term
from publish.search.searching import Selection
from publish.tokens.reading import Mask, Numbers, Places, Tokens

PART = 10_000  # documents that are counted at a time


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
        parts = list(dict.fromkeys(_parts(self.selection.node)))
        left = np.zeros(self.tokens.documents, np.bool_)
        left[self.selection.documents] = True
        found = [_within(left, hits) for part in parts for hits in _hits(finder, part)]
        return _once(found) if len(found) > 1 else joined(found)

    @property
    def has_words(self) -> bool:
        """Whether the query asks for words at all, and not for fields only."""
        return any(True for _ in _parts(self.selection.node))

    @property
    def per_million(self) -> float:
        """Hits in a million tokens of the sub-corpus."""
        size = self.size
        return len(self.hits.places) * 1e6 / size if size else 0.0


def _parts(node: Node) -> Iterator[Term | Near]:
    """What has places in the texts; words that shall be near each other count where they are."""
    if isinstance(node, And | Or):
        for part in node.nodes:
            yield from _parts(part)
    elif isinstance(node, Near) or (isinstance(node, Term) and node.field != "title"):
        yield node


def _hits(finder: Finder, part: Term | Near) -> list[Hits]:
    return [finder.near(part)] if isinstance(part, Near) else finder.hits(part)


def _within(documents: Mask, hits: Hits) -> Hits:
    """The hits that are in some of the documents."""
    kept = documents[hits.documents]
    return hits if kept.all() else hits.of(kept)


def _once(parts: Sequence[Hits]) -> Hits:
    """Alternatives of one term may stand in the same place: the longest counts."""
    hits = joined(parts, longest_first=True)
    first = np.diff(hits.places, prepend=-1) > 0
    return hits if first.all() else hits.of(first)


def once(places: Places) -> Places:
    """Places in order, each once. NumPy's own `unique` hashes, which takes ten times as long."""
    ordered = np.sort(places)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def beside(subcorpus: Subcorpus, types: Sequence[int], left: int, right: int) -> Hits:
    """The hits that have one of these types at most `left` words before them or `right` words behind."""
    tokens, hits = subcorpus.tokens, subcorpus.hits
    wanted = np.asarray(types, np.int64)
    near = np.zeros(len(hits.places), np.bool_)
    if not len(wanted):
        return hits.of(np.flatnonzero(near))
    starts = tokens.text.starts
    for step in (*range(-left, 0), *range(1, right + 1)):
        at = hits.places + step if step < 0 else hits.places + hits.lengths - 1 + step
        inside = (at >= starts[hits.documents]) & (at < starts[hits.documents + 1])
        near[inside] |= np.isin(tokens.types_at(at[inside]), wanted)
    return hits.of(np.flatnonzero(near))


def grouped(tokens: Tokens, hits: Hits, by: str) -> list[tuple[str | None, int, int]]:
    """How many hits there are by the values of a column or by year, and in how many documents, commonest first."""
    column = tokens.column["date"] // 10_000 if by == "year" else tokens.column[by]
    found = column[hits.documents]
    counts = np.bincount(found)
    documents = np.bincount(column[np.flatnonzero(np.bincount(hits.documents))], minlength=len(counts))
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda one: (-int(counts[one]), one))
    return [(_named(tokens, by, one), int(counts[one]), int(documents[one])) for one in order]


def _named(tokens: Tokens, by: str, number: int) -> str | None:
    if by == "year":
        return f"{number:04}" if number else None
    return tokens.value(by, number)


def _mask(selection: Selection) -> Mask:
    mask = np.ones(selection.finder.tokens.documents, np.bool_)
    for node in _fields(selection.node):
        mask &= selection.finder.mask(node)
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
    if not tokens.lemmas:
        return np.empty(0, np.int64)
    if mask.sum() * 2 > len(mask):  # what all documents have is known: the fewer are counted
        whole = np.add.reduceat(np.diff(tokens.text.firsts), tokens.lemma_types)
        return np.asarray(whole if mask.all() else whole - lemma_counts(tokens, ~mask))
    counts = np.zeros(len(tokens.piece_types), np.int64)
    documents = np.flatnonzero(mask)
    starts, ends = tokens.text.starts[documents].tolist(), tokens.text.starts[documents + 1].tolist()
    for first in range(0, len(documents), PART):
        spans = zip(starts[first : first + PART], ends[first : first + PART], strict=True)
        pieces = np.concatenate([tokens.text.pieces[start:end] for start, end in spans])
        counts += np.bincount(pieces, minlength=len(counts))
    of_lemmas = np.bincount(tokens.type_lemmas[tokens.piece_types], weights=counts, minlength=tokens.lemmas)
    return np.asarray(of_lemmas.astype(np.int64))
