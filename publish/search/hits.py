"""Where terms stand in the texts, and which of them stand near each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from publish.tokens.reading import Mask, Numbers, Places


class Hits(NamedTuple):
    """Hits side by side: the place of the first token, how many tokens, the document counted from 0."""

    places: Places
    lengths: Places
    documents: Places

    def of(self, which: Numbers | Mask) -> Hits:
        """Some of them."""
        return Hits(self.places[which], self.lengths[which], self.documents[which])


NONE = Hits(*(np.empty(0, np.int64),) * 3)


def joined(parts: Sequence[Hits], *, longest_first: bool = False) -> Hits:
    """All of several lists, by place; of those in the same place the shortest first, or the longest."""
    if len(parts) < 2:
        return parts[0] if parts else NONE
    hits = Hits(*map(np.concatenate, zip(*parts, strict=True)))
    longest = int(hits.lengths.max(initial=0))
    within = longest - hits.lengths if longest_first else hits.lengths
    # One number a hit: parts that are in order already are merged in half the time that sorting by two takes.
    return hits.of(np.argsort(hits.places * (longest + 1) + within, kind="stable"))


def near(terms: Sequence[Hits], distance: int, which: int) -> Hits:
    """Where one of several terms stands with all the others near it: with at most `distance` words between one and the
    next. Each term's hits are in order."""
    hits = terms[which]
    if not all(len(one.places) for one in terms):
        return NONE
    starts, stops = hits.places, hits.places + hits.lengths
    reach = distance * (len(terms) - 1)
    keep = np.ones(len(starts), np.bool_)
    for index, others in enumerate(terms):
        if index != which:
            ends = others.places + others.lengths
            after = np.searchsorted(others.places, stops)
            before = np.searchsorted(ends, starts, side="right") - 1
            found = np.zeros(len(starts), np.bool_)
            for at, ok in ((after, after < len(ends)), (before, before >= 0)):
                at = np.clip(at, 0, len(ends) - 1)
                start, stop = others.places[at], ends[at]
                gap = np.where(start >= stops, start - stops, starts - stop)
                found |= ok & (gap <= reach) & (others.documents[at] == hits.documents)
            keep &= found
    return hits.of(keep)
