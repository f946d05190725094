"""Measures of how much more often a word stands somewhere than chance would have it.

`a` and `b` are counts, `n` and `m` the sizes that they are of. Log-likelihood: Dunning (1993), signed by direction, in
the form of Rayson and Garside (2000) for two corpora; logDice: Rychlý (2008); MI: Church and Hanks (1990); log ratio:
Hardie (2014), with half a hit where there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]


def log_likelihood(a: Counts, b: Counts, n: float, m: float) -> Counts:
    """G2 of a among n against b among m; below 0 where a is rarer than chance would have it."""
    expected_a = n * (a + b) / (n + m)
    expected_b = m * (a + b) / (n + m)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 2 * (np.where(a > 0, a * np.log(a / expected_a), 0) + np.where(b > 0, b * np.log(b / expected_b), 0))
    return np.asarray(np.where(a * m >= b * n, found, -found))


def log_ratio(a: Counts, b: Counts, n: float, m: float) -> Counts:
    """How many times more often, as a power of 2."""
    return np.asarray(np.log2((np.maximum(a, 0.5) / n) / (np.maximum(b, 0.5) / m)))


def log_dice(together: Counts, node: float, word: Counts) -> Counts:
    """14 at most, where one is never without the other; each step down is half as strong."""
    return np.asarray(14 + np.log2(2 * together / (node + word)))


def mutual_information(together: Counts, expected: Counts) -> Counts:
    """How many times more often than expected, as a power of 2. It favours rare words."""
    return np.asarray(np.log2(together / expected))
