"""How alike two texts are, exactly, and in words."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from ingest.duplicates.canonical import Text
from ingest.duplicates.shingles import SHINGLE, Numbers

Measure = Literal["same words", "Jaccard", "containment"]

ALIKE = 0.4  # least Jaccard index of two texts that are alike
ALIKE_SHORT = 0.6  # the same, where one of them has fewer than LEAST_LONG words
ALIKE_DESPITE_BOILERPLATE = 0.8  # the same, where what they share is mostly what their outlet always prints
CONTAINED = 0.7  # least share of the shorter text that is in the longer
EXCERPT = 0.5  # a contained text that is shorter than this share of the other is an excerpt of it
LEAST_EXCERPT = 0.1  # and one shorter than this is a quotation


class Likeness(msgspec.Struct, frozen=True):
    """What was measured on the sets of shingles: `shared` of `of` of them, and how many there must be."""

    measure: Measure
    shared: int
    of: int
    threshold: float

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return round(self.shared / self.of, 4) if self.of else 1.0


def likeness(one: Numbers, other: Numbers, *, alike: float, contained: bool) -> Likeness | None:
    """Compare two sets of shingles; None where the texts are not alike enough.

    `alike` is the least Jaccard index; `contained` says whether it counts, too, that one stands inside the other.
    """
    less, more = sorted((len(one), len(other)))
    if not less or less < (LEAST_EXCERPT if contained else alike) * more:
        return None
    shared = len(np.intersect1d(one, other, assume_unique=True))
    union = less + more - shared
    if shared >= alike * union:
        return Likeness("Jaccard", shared, union, alike)
    if contained and shared >= CONTAINED * less:
        return Likeness("containment", shared, less, CONTAINED)
    return None


def what_it_is(copy: Text, of: Text, found: Likeness, size: int, size_of: int) -> str:
    """A copy, an excerpt, ...: what the first document (with so many shingles) is to the second."""
    if found.measure == "containment":
        if size > size_of:
            return "longer version"
        return "excerpt" if size < EXCERPT * size_of else "shorter version"
    if copy.press and of.press:
        return "syndicated copy" if copy.outlet and of.outlet and copy.outlet != of.outlet else "copy"
    if copy.press or of.press or not copy.account or not of.account:
        return "copy"
    return "repeated post" if copy.account == of.account else "copied post"


def evidence(what: str, found: Likeness) -> str:
    """How it was measured, for a person."""
    if found.measure == "same words":
        return f"{what}: the same words in the same order"
    whose = "both texts'" if found.measure == "Jaccard" else "the shorter text's"
    share = "all" if found.shared == found.of else f"{found.shared:,}"
    return (
        f"{what}: {share} of {whose} {found.of:,} different {SHINGLE}-word shingles are shared"
        f" ({found.measure} {found.score:.2f}, threshold {found.threshold})"
    )
