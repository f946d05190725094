"""The other measures: over documents that have a code or not, over sets of codes, and over passages one by one.

Krippendorff's alpha is the `krippendorff` package's. Cohen's kappa: Jacob Cohen, "A Coefficient of Agreement for
Nominal Scales", Educational and Psychological Measurement 20 (1960). MASI: Rebecca Passonneau, "Measuring Agreement on
Set-valued Items (MASI)", LREC 2006. All may count each document several times, as a bootstrap does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import krippendorff
import numpy as np
from numpy.typing import NDArray

from annotate.agreement.unitizing import Passage

Weights = NDArray[np.float64]  # how often each document counts
Table = NDArray[np.float64]  # a row a document; how many coders said no, how many yes


def alpha(table: Table, times: Weights) -> float | None:
    """Nominal alpha of yes and no; None where all say the same of everything, for then it is undefined."""
    counts = np.repeat(table, times.astype(int), axis=0)
    if len(counts) == 0 or (counts.sum(axis=0) == 0).any():
        return None
    return float(krippendorff.alpha(value_counts=counts.astype(int), level_of_measurement="nominal"))


def kappa(answers: NDArray[np.bool_], times: Weights) -> float | None:
    """Cohen's kappa of two coders; `answers` has a row a document and a column a coder. None where undefined."""
    total = float(times.sum())
    if total == 0:
        return None
    agreed = float(times @ (answers[:, 0] == answers[:, 1])) / total
    said_yes = times @ answers / total
    by_chance = float(np.prod(said_yes) + np.prod(1 - said_yes))
    return None if by_chance == 1 else float((agreed - by_chance) / (1 - by_chance))


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """The distance of two sets, from 0 to 1. Two empty sets are alike."""
    both, either = len(a & b), len(a | b)
    if not either:
        return 0.0
    monotonicity = 1.0 if a == b else 2 / 3 if a <= b or b <= a else 1 / 3 if both else 0.0
    return 1 - both / either * monotonicity


class SetAlpha:
    """Alpha over the sets of codes that coders gave to documents, by the MASI distance."""

    def __init__(self, documents: Sequence[Sequence[frozenset[str]]]) -> None:
        kinds = sorted({answer for answers in documents for answer in answers}, key=sorted)
        self.counts = np.array([[answers.count(kind) for kind in kinds] for answers in documents], dtype=float)
        self.distance = np.array([[masi(a, b) for b in kinds] for a in kinds])

    def alpha(self, times: Weights) -> float | None:
        """Alpha; None where there is no variation."""
        each = self.counts.sum(axis=1)
        within = np.einsum("di,ij,dj->d", self.counts, self.distance, self.counts)
        all_of = times @ self.counts
        pairable = float(all_of.sum())
        expected = float(all_of @ self.distance @ all_of) / (pairable - 1) if pairable > 1 else 0.0
        return None if expected == 0 else 1 - float(times @ (within / (each - 1))) / expected


def matches(ours: Sequence[Passage], theirs: Sequence[Passage], *, exact: bool) -> int:
    """How many passages of two coders meet, each at most once: the same, or overlapping, the greatest overlap first."""
    if exact:
        return sum(min(ours.count(passage), theirs.count(passage)) for passage in set(ours))
    overlaps = sorted(
        (
            (min(a[1], b[1]) - max(a[0], b[0]), -i, -j)
            for i, a in enumerate(ours)
            for j, b in enumerate(theirs)
            if min(a[1], b[1]) > max(a[0], b[0])
        ),
        reverse=True,
    )
    left, right = set[int](), set[int]()
    for _, i, j in overlaps:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


class PassageF1:
    """F1 of the passages of every two coders of a document; with two coders it is the same whoever is the reference."""

    def __init__(self, documents: Sequence[Sequence[Sequence[Passage]]], *, exact: bool) -> None:
        pairs = [[(matches(a, b, exact=exact), len(a) + len(b)) for a, b in combinations(d, 2)] for d in documents]
        self.met = np.array([2 * sum(met for met, _ in pair) for pair in pairs], dtype=float)
        self.all = np.array([sum(number for _, number in pair) for pair in pairs], dtype=float)

    def f1(self, times: Weights) -> float | None:
        """F1; None where nobody found anything."""
        number = float(times @ self.all)
        return None if number == 0 else float(times @ self.met) / number


def interval(
    value: Callable[[Weights], float | None], documents: int, *, samples: int = 1000, seed: int = 0
) -> tuple[float, float] | None:
    """The middle 95 % of a measure over samples of the documents, drawn with replacement (Efron's percentile method).

    None with fewer than two documents, or where the measure is undefined for more than one sample in twenty.
    """
    if documents < 2:
        return None
    chance = np.random.default_rng(seed)
    each = np.full(documents, 1 / documents)
    drawn = [value(chance.multinomial(documents, each).astype(float)) for _ in range(samples)]
    defined = [number for number in drawn if number is not None]
    if len(defined) < 0.95 * samples:
        return None
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)
