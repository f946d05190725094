"""Sketches of texts: small enough to be held for every document at once, good enough to say which pairs to look at.

Two kinds. MinHash signatures cut into bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
chapter 3) find texts that are alike as wholes. Anchors, a sample of the runs of six words chosen by their number alone
(Manber 1994), find a text inside another, whatever their lengths.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from ingest.duplicates.shingles import Numbers, extent, joined, numbers, runs, same_words_key, shingles, words

SEED = 1997
BANDS = 64
ROWS = 4  # a pair of likeness s shares a band with probability 1 - (1 - s**4)**64: .98 at s = .5, .0004 at s = .05
ANCHOR_WORDS = 6
ANCHOR_SAMPLE = np.uint64(8)  # one run in so many
LEAST_ALIKE = 8  # words of a text, for it to be looked at for likeness: fewer must be the same words
LEAST_LONG = 50  # words of a text, for it to be looked for inside others


class Sketches(msgspec.Struct, frozen=True):
    """Of a number of texts, in their order."""

    keys: list[bytes]  # equal where the words are equal
    extents: npt.NDArray[np.int64]  # words
    sizes: npt.NDArray[np.int64]  # different shingles
    bands: npt.NDArray[np.uint64]  # one row a text, BANDS columns; zeros where a text is too short
    anchors: list[Numbers]  # sorted, each once; none where a text is too short


def together(parts: Sequence[Sketches]) -> Sketches:
    """The sketches of several lists of texts as those of one."""
    return Sketches(
        keys=[key for part in parts for key in part.keys],
        extents=np.concatenate([part.extents for part in parts]),
        sizes=np.concatenate([part.sizes for part in parts]),
        bands=np.concatenate([part.bands for part in parts]),
        anchors=[one for part in parts for one in part.anchors],
    )


def sketch(texts: Sequence[str]) -> Sketches:
    """Read texts once and keep what finds their like."""
    keys, extents, sets, anchors = [], [], [], []
    for text in texts:
        found = words(text)
        of_words = numbers(found)
        keys.append(same_words_key(found))
        extents.append(extent(found))
        sets.append(shingles(of_words))
        anchors.append(_anchors(of_words) if extents[-1] >= LEAST_LONG else joined([]))
    return Sketches(
        keys=keys,
        extents=np.array(extents, dtype=np.int64),
        sizes=np.array([len(one) for one in sets], dtype=np.int64),
        bands=_bands(sets, np.array(extents) >= LEAST_ALIKE),
        anchors=anchors,
    )


def _anchors(of_words: Numbers) -> Numbers:
    found = runs(of_words, ANCHOR_WORDS)
    return np.unique(found[found % ANCHOR_SAMPLE == 0])


def _bands(sets: Sequence[Numbers], long_enough: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """The signatures of sets of shingles, each band as one number."""
    offsets = np.cumsum([0, *(len(one) for one in sets)]).astype(np.uint64)
    digests = RMinHash.digest_matrix_from_flat_token_hashes(joined(list(sets)), offsets, BANDS * ROWS, SEED)
    rows = np.array(digests.to_rows(), dtype=np.uint64).reshape(len(sets), BANDS, ROWS)
    keys = np.zeros((len(sets), BANDS), dtype=np.uint64)
    for place in range(ROWS):
        keys = (keys ^ rows[:, :, place]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    keys[~long_enough] = 0
    return keys
