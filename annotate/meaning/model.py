"""The regression that says which tactics a vector is near to, as it is shipped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from annotate.meaning.encoder import MODEL, Vectors

FOLDER = Path(str(files("annotate.meaning")))
WEIGHTS, ABOUT = "tactics.npz", "tactics.json"

Numbers = npt.NDArray[np.float64]


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a regression was made of, and what may be done by it.

    `slope` and `offset` turn its numbers into probabilities (Platt 1999), fitted on passages that it had not seen.
    `add` is how probable a code must be to be proposed.
    """

    id: str  # of the passages it was trained on
    encoder: str
    codes: tuple[str, ...]
    passages: int
    slope: float
    offset: float
    add: float


class Model(msgspec.Struct, frozen=True):
    """The regression: weights by vector's numbers and codes."""

    about: About
    weights: npt.NDArray[np.float32]
    intercepts: npt.NDArray[np.float32]

    def probabilities(self, vectors: Vectors) -> Numbers:
        """How probable each code is in each passage: rows by passages, columns by `about.codes`."""
        raw = (vectors @ self.weights + self.intercepts).astype(np.float64)
        calibrated: Numbers = 1.0 / (1.0 + np.exp(-(self.about.slope * raw + self.about.offset)))
        return calibrated


def write(folder: Path, model: Model) -> None:
    """Store a regression: numbers alone, and what is to be known of them beside."""
    np.savez_compressed(folder / WEIGHTS, weights=model.weights, intercepts=model.intercepts)
    (folder / ABOUT).write_bytes(msgspec.json.format(msgspec.json.encode(model.about), indent=2) + b"\n")


@cache
def shipped() -> Model | None:
    """The regression that Hustings comes with; None where it is made for another encoder than is installed."""
    about = msgspec.json.decode((FOLDER / ABOUT).read_bytes(), type=About)
    if about.encoder != MODEL:
        return None
    with np.load(FOLDER / WEIGHTS, allow_pickle=False) as stored:
        return Model(about, stored["weights"], stored["intercepts"])
