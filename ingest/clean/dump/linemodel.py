"""How likely each line of a dump belongs to its article, and the stretch of lines that is the article.

A logistic regression over what a line and its three neighbours on either side look like (see linefeatures.py).
Its weights are the numbers in linemodel.json and nothing else; benchmarks/train_linemodel.py makes them and says how
well they do on pages they were not made from.

The stretch is the contiguous run of lines with the greatest sum of (p - FLOOR) * sqrt(words + 1), Kadane's maximum
subarray. A sum of probabilities over a floor is what an expected F-score asks for, and unlike one of log-odds it is not
ruled by a few lines of which the model is very sure.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from corpus.model import Reason
from ingest.clean.dump.linefeatures import NAMES, PLACES, line_features, place_features, word_counts

OFFSETS = (-3, -2, -1, 0, 1, 2, 3)
FLOOR = 0.3
WEAK = 0.25  # inside the stretch, a line less likely than this is no part of the article

Matrix = npt.NDArray[np.float64]


def design(lines: Sequence[str], gaps: Sequence[int], reasons: Sequence[Reason | None]) -> Matrix:
    """One row a line: for each of OFFSETS the features of that neighbour and 1 (all 0 beyond the ends), then PLACES."""
    rows = line_features(lines, gaps, reasons)
    own = np.hstack([np.array(rows, dtype=float).reshape(len(rows), len(NAMES)), np.ones((len(rows), 1))])
    reach = max(OFFSETS)
    padded = np.pad(own, ((reach, reach), (0, 0)))
    around = [padded[reach + offset : reach + offset + len(rows)] for offset in OFFSETS]
    places = np.array(place_features(rows, gaps), dtype=float).reshape(len(rows), len(PLACES))
    return np.hstack([*around, places])


def columns() -> list[str]:
    """The names of the columns of `design`: `-1 commas`, `+2 is_there`, `0 words`, ..., then PLACES."""
    return [f"{offset:+d} {name}" for offset in OFFSETS for name in (*NAMES, "is_there")] + list(PLACES)


class LineModel(NamedTuple):
    """A weight for each of `columns()`, and the bias."""

    weights: Matrix
    bias: float

    def probabilities(self, lines: Sequence[str], gaps: Sequence[int], reasons: Sequence[Reason | None]) -> list[float]:
        """For each non-blank line, the chance that it belongs to the article. `gaps`: blank lines before each."""
        if not lines:
            return []
        odds = design(lines, gaps, reasons) @ self.weights + self.bias
        return [float(p) for p in 1 / (1 + np.exp(-np.clip(odds, -30, 30)))]


@cache
def shipped_model() -> LineModel:
    """The model in linemodel.json."""
    stored: dict[str, Any] = json.loads((resources.files(__package__) / "linemodel.json").read_bytes())
    return LineModel(np.array([stored["weights"][name] for name in columns()]), float(stored["bias"]))


def best_stretch(chances: Sequence[float], lines: Sequence[str]) -> tuple[int, int]:
    """The run of lines (start included, end excluded) that is the article; (0, 0) where no line reaches FLOOR."""
    best, run = (0.0, 0, 0), (0.0, 0)
    for index, (chance, words) in enumerate(zip(chances, word_counts(lines), strict=True)):
        total, start = run if run[0] > 0 else (0.0, index)
        total += (chance - FLOOR) * math.sqrt(words + 1)
        run = (total, start)
        if total > best[0]:
            best = (total, start, index + 1)
    return best[1], best[2]
