"""How often the words of a search stand in each year, and how often among a million of its words."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from publish.counts.subcorpus import Subcorpus

Group = Literal["language", "outlet", "kind", "case", "platform"]
MOST_YEARS = 200  # with every year between; a date that is wrong by centuries would make thousands of nothing
MOST_GROUPS = 8  # those with most hits


class Point(msgspec.Struct, frozen=True):
    """A year of a group (None: all together, or where it is unknown). Counts are exact, never sampled."""

    group: str | None
    year: str
    hits: int
    documents: int  # with hits
    tokens: int  # of the sub-corpus in that year

    @property
    def per_million(self) -> float | None:
        """Hits in a million words of that year; None where it has none."""
        return self.hits * 1e6 / self.tokens if self.tokens else None


def over_time(subcorpus: Subcorpus, group: Group | None = None) -> list[Point]:
    """Points by group and year, from the first year of the sub-corpus to its last. Undated documents are left out."""
    tokens = subcorpus.tokens
    years = tokens.column["date"] // 10_000
    dated = subcorpus.mask & (years > 0)
    if not dated.any():
        return []
    first, last = int(years[dated].min()), int(years[dated].max())
    span = last - first + 1
    groups = tokens.column[group] if group else np.zeros(tokens.documents, np.int32)
    width = int(groups.max(initial=0)) + 1
    cells = np.where(dated, groups.astype(np.int64) * span + (years - first), 0)
    hits_in = np.bincount(subcorpus.hits.documents, minlength=tokens.documents)
    shape = (width, span)

    def summed(weights: object) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        counted = np.bincount(cells[dated], weights=np.asarray(weights)[dated], minlength=width * span)
        return counted.reshape(shape).astype(np.int64)

    hits, documents, sizes = summed(hits_in), summed(hits_in > 0), summed(tokens.text.lengths)
    most = np.argsort(-hits.sum(axis=1), kind="stable")[:MOST_GROUPS]
    return [
        Point(
            tokens.value(group, int(one)) if group else None,
            f"{first + year:04}",
            *(int(counts[one, year]) for counts in (hits, documents, sizes)),
        )
        for one in most
        if sizes[one].any()
        for year in range(span)
        if span <= MOST_YEARS or sizes[:, year].any()
    ]
