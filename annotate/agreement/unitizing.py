"""Krippendorff's alpha for unitizing: do coders cut the same passages out of a text?

Klaus Krippendorff, "On the Reliability of Unitizing Continuous Data", Sociological Methodology 25 (1995), and
"Measuring the Reliability of Qualitative Text Analysis Data", Quality & Quantity 38 (2004), whose worked example the
tests compute. Two passages that overlap disagree by the squares of the distances between their starts and between
their ends, a passage inside another coder's gap by the square of its length.

The texts of several documents are one continuum that no passage and no gap crosses. The papers have every coder read
all of it; here a document counts with those who coded it, which comes to the same where that is everybody.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Passage = tuple[int, int]  # start and end, code points


class Continuum(msgspec.Struct, frozen=True):
    """One code in one document: its length in code points, and each coder's passages."""

    length: int
    coders: tuple[tuple[Passage, ...], ...]


class Unitizing:
    """The sums that alpha is made of, by document, so that it can be taken over any sample of the documents."""

    def __init__(self, continua: Sequence[Continuum]) -> None:
        self.lengths = np.array([c.length for c in continua], dtype=float)
        self.coders = np.array([len(c.coders) for c in continua], dtype=float)
        self.observed = np.array([_observed(c) for c in continua], dtype=float)
        units, gaps = [], []
        for number, continuum in enumerate(continua):
            for passages in continuum.coders:
                joined = merged(passages)
                units += [(end - start, number) for start, end in joined]
                gaps += [(end - start, number) for start, end in gaps_of(joined, continuum.length)]
        self.unit_lengths, self.unit_documents = _columns(units)
        lengths, documents = _columns(gaps)
        longest_first = np.argsort(-lengths, kind="stable")
        self.gap_lengths, self.gap_documents = lengths[longest_first], documents[longest_first]
        # How many gaps are as long as a unit or longer: they come first.
        self.fitting = np.searchsorted(-self.gap_lengths, -self.unit_lengths, side="right")

    def alpha(self, times: NDArray[np.float64] | None = None) -> float | None:
        """Alpha, each document counted so many times; None where nothing could be expected to disagree.

        `times` is one number a document, and once for each by default.
        """
        weight = np.ones(len(self.lengths)) if times is None else times
        length = float(weight @ self.lengths)
        read = float(weight @ (self.lengths * self.coders))
        own = weight[self.unit_documents]
        units = self.unit_lengths
        weighted_gaps = weight[self.gap_documents]
        count = np.concatenate([[0.0], np.cumsum(weighted_gaps)])[self.fitting]
        total = np.concatenate([[0.0], np.cumsum(weighted_gaps * (self.gap_lengths + 1))])[self.fitting]
        between_units = (own.sum() - 1) / 3 * (2 * units**3 - 3 * units**2 + units)
        with_gaps = units**2 * (total - units * count)
        pairs = read * (read - 1) - float(own @ (units * (units - 1)))
        if length == 0 or pairs <= 0:
            return None
        expected = 2 / length * float(own @ (between_units + with_gaps)) / pairs
        if expected <= 0:
            return None
        return 1 - float(weight @ self.observed) / length**2 / expected


def _columns(rows: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    return np.array([length for length, _ in rows], dtype=float), np.array([n for _, n in rows], dtype=np.intp)


def merged(passages: Sequence[Passage]) -> list[Passage]:
    """One coder's passages of one code, in order; those that overlap are one."""
    joined: list[Passage] = []
    for start, end in sorted(passages):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif end > start:
            joined.append((start, end))
    return joined


def gaps_of(passages: Sequence[Passage], length: int) -> list[Passage]:
    """What lies between passages that are in order, from 0 to `length`."""
    edges = [0, *(edge for passage in passages for edge in passage), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def _observed(continuum: Continuum) -> float:
    """The disagreements of all pairs of coders, divided by the number of those pairs."""
    read = [(joined, gaps_of(joined, continuum.length)) for joined in map(merged, continuum.coders)]
    pairs = len(read) * (len(read) - 1)
    return sum(_disagreement(*a, *b) for i, a in enumerate(read) for b in read[i + 1 :]) * 2 / pairs


def _disagreement(
    ours: Sequence[Passage], our_gaps: Sequence[Passage], theirs: Sequence[Passage], their_gaps: Sequence[Passage]
) -> int:
    apart = sum(
        (start - other_start) ** 2 + (end - other_end) ** 2
        for start, end in ours
        for other_start, other_end in theirs
        if start < other_end and other_start < end
    )
    return apart + _alone(ours, their_gaps) + _alone(theirs, our_gaps)


def _alone(passages: Sequence[Passage], gaps: Sequence[Passage]) -> int:
    return sum((end - start) ** 2 for start, end in passages for left, right in gaps if left <= start and end <= right)
