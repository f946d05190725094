"""Concordances: every hit with the words around it, sorted by what stands beside it (key word in context, KWIC)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from publish.counts.subcorpus import Subcorpus
from publish.tokens.reading import Numbers, Places

SIDE = 10  # words on either side
MOST_KEYS = 3

Sort = Literal["left1", "left2", "left3", "hit", "right1", "right2", "right3", "date", "outlet", "document"]
SORTS: tuple[Sort, ...] = ("document", "hit", "left1", "left2", "left3", "right1", "right2", "right3", "date", "outlet")
SPACE = re.compile(r"\s+")


class Line(msgspec.Struct, frozen=True):
    """A hit between the words before and behind it. `document` is the number in site.db; offsets are code points."""

    document: int
    start: int
    end: int
    left: str
    hit: str
    right: str


class Concordance:
    """The lines of a sub-corpus in their order; texts are cut when lines are asked for."""

    def __init__(self, subcorpus: Subcorpus, sort: Sequence[Sort] = ("document",)) -> None:
        self.tokens = subcorpus.tokens
        self.places, self.lengths = subcorpus.hits
        self.own = self.tokens.text.documents_of(self.places)
        keys = [self._key(one) for one in sort[:MOST_KEYS] if one != "document"]
        if keys:
            order = np.lexsort(keys[::-1])
            self.places, self.lengths, self.own = self.places[order], self.lengths[order], self.own[order]

    def __len__(self) -> int:
        return len(self.places)

    def _key(self, sort: Sort) -> Numbers:
        if sort == "date":
            dates = self.tokens.column["date"][self.own]
            return np.where(dates == 0, 99_999_999, dates)
        if sort == "outlet":
            return self.tokens.column["outlet"][self.own]
        if sort == "hit":
            return self._ranks(self.places)
        step = int(sort[-1])
        return self._ranks(self.places - step if sort.startswith("left") else self.places + self.lengths - 1 + step)

    def _ranks(self, places: Places) -> Numbers:
        """The place of each token's form in the alphabet; -1 beyond the document's ends, which comes first."""
        starts = self.tokens.text.starts
        inside = (places >= starts[self.own]) & (places < starts[self.own + 1])
        ranks = self.tokens.type_ranks[self.tokens.types_at(np.where(inside, places, 0))].astype(np.int64)
        return np.where(inside, ranks, -1)

    def lines(self, first: int, last: int, side: int = SIDE) -> list[Line]:
        """The lines from one to before another, counted from 0."""
        places, lengths, own = self.places[first:last], self.lengths[first:last], self.own[first:last]
        if not len(places):
            return []
        around = np.arange(-side, int(lengths.max()) + side)
        at = places[:, None] + around
        starts = self.tokens.text.starts
        inside = (at >= starts[own, None]) & (at < starts[own + 1, None]) & (around < lengths[:, None] + side)
        numbers = np.where(inside, self.tokens.text.pieces[np.where(inside, at, 0)].astype(np.int64), -1)
        kinds, inverse = np.unique(numbers, return_inverse=True)
        words = np.array(["" if one < 0 else self.tokens.piece(int(one)) for one in kinds], object)
        rows = words[inverse].reshape(numbers.shape).tolist()
        spans = self._offsets(places, lengths, own)
        heads = self.tokens.piece_gaps[self.tokens.text.pieces[places]].tolist()
        return [
            _line(int(document) + 1, span, row, side, int(length), head)
            for document, span, row, length, head in zip(own, spans, rows, lengths, heads, strict=True)
        ]

    def _offsets(self, places: Places, lengths: Places, own: Places) -> list[tuple[int, int]]:
        """Start and end of each hit in its text."""
        found = []
        known: dict[int, tuple[Numbers, Numbers]] = {}
        for place, length, document in zip(places.tolist(), lengths.tolist(), own.tolist(), strict=True):
            if document not in known:
                known[document] = self.tokens.offsets(document)
            starts, ends = known[document]
            at = place - int(self.tokens.text.starts[document])
            found.append((int(starts[at]), int(ends[at + length - 1])))
        return found


def _line(document: int, span: tuple[int, int], row: list[str], side: int, length: int, head: int) -> Line:
    hit = "".join(row[side : side + length])
    return Line(
        document,
        *span,
        left=SPACE.sub(" ", "".join(row[:side]) + hit[:head]).lstrip(),
        hit=SPACE.sub(" ", hit[head:]),
        right=SPACE.sub(" ", "".join(row[side + length :])).rstrip(),
    )
