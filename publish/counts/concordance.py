"""Concordances: every hit with the words around it, sorted by what stands beside it (key word in context, KWIC)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

import msgspec
import numpy as np

from corpus.errors import QueryError
from publish.counts.subcorpus import Subcorpus
from publish.search.hits import Hits
from publish.tokens.least import near_least
from publish.tokens.reading import Numbers

SIDE = 10  # words on either side
MOST_KEYS = 3
BEHIND_A_WORD = " \n\t\u00a0\u202f.,;:!?'’)]»”…-–—"  # signs that belong to a word that is not shown

Sort = Literal["left1", "left2", "left3", "hit", "right1", "right2", "right3", "date", "outlet", "document"]
SORTS: tuple[Sort, ...] = ("document", "hit", "left1", "left2", "left3", "right1", "right2", "right3", "date", "outlet")


def sorts_of(written: str) -> list[Sort]:
    """What lines are sorted by, from names with commas between, at most MOST_KEYS. Raises QueryError."""
    names = [name.strip() for name in written.split(",") if name.strip()]
    wrong = [name for name in names if name not in SORTS]
    if wrong:
        raise QueryError(
            f"Lines cannot be sorted by {wrong[0]}.",
            todo=f"Sort by some of these: {', '.join(SORTS)}.",
            key="sort",
            values={"typed": wrong[0]},
        )
    return [cast(Sort, name) for name in dict.fromkeys(names)][:MOST_KEYS]


class Line(msgspec.Struct, frozen=True, gc=False):
    """A hit between the words before and behind it. `document` is the number in site.db; offsets are code points."""

    document: int
    start: int
    end: int
    left: str
    hit: str
    right: str


class Concordance:
    """The lines of a sub-corpus in their order. Only as many hits are sorted, and texts cut, as are asked for."""

    def __init__(self, subcorpus: Subcorpus, sort: Sequence[Sort] = ("document",), hits: Hits | None = None) -> None:
        """All hits of the sub-corpus, or some of them."""
        self.tokens = subcorpus.tokens
        self.hits = subcorpus.hits if hits is None else hits
        self.sort = [one for one in sort[:MOST_KEYS] if one != "document"]

    def __len__(self) -> int:
        return len(self.hits.places)

    def _key(self, sort: Sort, hits: Hits) -> Numbers:
        """What hits are sorted by, from 0."""
        places, lengths, documents = hits
        if sort == "date":
            dates = self.tokens.column["date"][documents]
            return np.where(dates == 0, 99_999_999, dates)
        if sort == "outlet":
            return self.tokens.column["outlet"][documents]
        if sort == "hit":
            return self.tokens.ranks_at(places)
        step, starts = int(sort[-1]), self.tokens.text.starts
        if sort.startswith("left"):
            beside = places - step
            inside = beside >= starts[documents]
        else:
            beside = places + lengths + (step - 1)
            inside = beside < starts[documents + 1]
        # What stands beyond the ends of its document comes before all words.
        return np.where(inside, self.tokens.ranks_at(np.where(inside, beside, 0)), 0)

    def ordered(self, first: int, last: int) -> Hits:
        """The hits from one to before another, counted from 0."""
        hits = self.hits
        if not self.sort or not len(self):
            return hits.of(np.arange(first, min(last, len(self))))
        keys: list[Numbers] = []
        together = np.zeros(len(self), np.int64)
        for one in self.sort:  # only those that may still be among the first are looked at by the next key
            keys.append(self._key(one, hits))
            together = _together(keys)
            if last < len(together) // 2:
                near = near_least(together, last)
                hits, together, keys = hits.of(near), together[near], [key[near] for key in keys]
        return hits.of(np.argsort(together, kind="stable")[first:last])

    def lines(self, first: int, last: int, side: int = SIDE) -> list[Line]:
        """The lines from one to before another, counted from 0, with so many words on either side."""
        hits = self.ordered(first, last)
        places, lengths, documents = hits
        if not len(places):
            return []
        starts = self.tokens.text.starts
        before = np.minimum(side, places - starts[documents])
        behind = np.minimum(side, starts[documents + 1] - places - lengths)
        firsts = np.stack([places - before, places, places + lengths], axis=1)
        texts = self.tokens.written(firsts.ravel(), np.stack([before, lengths, behind], axis=1).ravel())
        gaps = self.tokens.piece_gaps[self.tokens.text.pieces[places]]
        begins, ends = self.tokens.spans(places, lengths, documents)
        return [
            # What stands before the first word of a hit is its gap, which is no part of the hit.
            Line(document, begin, end, (left + hit[:gap]).lstrip(BEHIND_A_WORD), hit[gap:], right.rstrip())
            for document, begin, end, left, hit, right, gap in zip(
                (documents + 1).tolist(),
                (begins + gaps).tolist(),
                ends.tolist(),
                texts[0::3],
                texts[1::3],
                texts[2::3],
                gaps.tolist(),
                strict=True,
            )
        ]


def _together(keys: Sequence[Numbers]) -> Numbers:
    """Keys as one number a hit, where they fit into 63 bits, or else its place in their order."""
    bits = [int(key.max()).bit_length() for key in keys]
    if sum(bits) > 63:
        order = np.lexsort(list(keys)[::-1])
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        return places
    whole = np.zeros(len(keys[0]), np.int64)
    for key, width in zip(keys, bits, strict=True):
        whole = (whole << width) | key
    return whole
