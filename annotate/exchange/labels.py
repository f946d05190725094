"""Layer and code as one label, for formats that know only labels: `tactic:sponsored-memes`, `figure:money`."""

from __future__ import annotations

from corpus.model import Layer
from corpus.terms import LAYERS

BETWEEN = ":"


def label(layer: Layer, code: str) -> str:
    """The label of a code of a layer."""
    return f"{layer}{BETWEEN}{code}"


def unlabel(text: str, codes: dict[str, Layer]) -> tuple[Layer, str] | None:
    """Layer and code of a label, also of one that has been shortened to a code of the codebook; None where unknown.

    `codes` gives the layer of the codes that are known by themselves.
    """
    layer, found, code = text.partition(BETWEEN)
    for known in LAYERS:
        if found and layer.casefold() == known and code:
            return known, code
    return (codes[text], text) if text in codes else None
