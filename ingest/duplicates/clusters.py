"""Clusters of like texts: each document is tied to one canonical document that it is itself alike to.

Documents are taken in the order of their standing. One that is alike to a canonical document met before is tied to the
most alike of these; one that is alike to none becomes canonical. So a chain of texts of which each is like the next
falls into several clusters where its ends are not alike, and no cluster grows by what its copies resemble.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import msgspec
import numpy as np

from ingest.duplicates.boilerplate import Boilerplate
from ingest.duplicates.candidates import Ints, Listed, Shared, shared_anchors, shared_bands
from ingest.duplicates.canonical import Text, standing
from ingest.duplicates.likeness import ALIKE, ALIKE_DESPITE_BOILERPLATE, ALIKE_SHORT, EXCERPT, Likeness, likeness
from ingest.duplicates.shingles import Numbers
from ingest.duplicates.signatures import LEAST_LONG, Sketches

LEAST_SAME = 5  # words of a text, for others with the same words to be its copies
LEAST_ANCHORS = 2  # that two texts share, for one to be looked for in the other
ANCHORS_SHARED = 0.1  # least part of the lesser text's anchors
MOST_CHECKED = 16  # canonical documents that one is compared with: those with which it shares most
Sets = Callable[[int], Numbers]


class Tie(msgspec.Struct, frozen=True):
    """A document is alike to a canonical one; both as numbers from 0."""

    document: int
    canonical: int
    likeness: Likeness


def clusters(texts: Sequence[Text], sketches: Sketches, sets: Sets, left_out: Container[int] = ()) -> list[Tie]:
    """All ties among these texts but those in `left_out`; `sets` gives the shingles of the text with a number."""
    groups = _same_words(texts, sketches, left_out)
    grouping = _Grouping(texts, sketches, sets, np.array(sorted(groups), dtype=np.int64))
    found = {tie.document: tie for tie in grouping.ties()}
    ties = list(found.values())
    for first, others in groups.items():
        size = int(sketches.sizes[first])
        to_first = Tie(first, first, Likeness("same words", size, size, 1.0))
        own = found.get(first, to_first)
        ties += [msgspec.structs.replace(own, document=other) for other in others]
    return ties


def _same_words(texts: Sequence[Text], sketches: Sketches, left_out: Container[int]) -> dict[int, list[int]]:
    """Texts with the same words, as the one of best standing and the others; also those that are alone."""
    by_key: dict[tuple[bytes, bool], list[int]] = {}
    for number, text in enumerate(texts):
        if number not in left_out and sketches.extents[number] >= LEAST_SAME:
            by_key.setdefault((sketches.keys[number], text.press), []).append(number)
    groups = {}
    for members in by_key.values():
        first, *others = sorted(members, key=lambda number: standing(texts[number]))
        groups[first] = others
    return groups


class _Grouping:
    """The state of one pass over texts of which no two have the same words."""

    def __init__(self, texts: Sequence[Text], sketches: Sketches, sets: Sets, among: Ints) -> None:
        self.texts = texts
        self.sketches = sketches
        self.sets = sets
        self.among = among
        self.bands = shared_bands(sketches.bands, among)
        self.anchors: Shared = shared_anchors(sketches.anchors, among)
        self.boilerplate = Boilerplate(texts, self.anchors)

    def ties(self) -> list[Tie]:
        """Take the texts in the order of their standing."""
        excerpts = self._excerpts()
        order = sorted(self.among.tolist(), key=lambda n: standing(self.texts[n], excerpt=n in excerpts))
        rank = {number: place for place, number in enumerate(order)}
        by_bands, by_anchors = Listed(self.bands), Listed(self.anchors)
        ties = []
        for number in order:
            tie = self._best(number, self._candidates(number, by_bands, by_anchors, rank), rank)
            if tie is not None:
                ties.append(tie)
            else:
                by_bands.add(number)
                by_anchors.add(number)
        return ties

    def _candidates(self, number: int, by_bands: Listed, by_anchors: Listed, rank: dict[int, int]) -> list[int]:
        found = by_bands.near(number)
        for other, count in by_anchors.near(number).items():
            if self._enough(number, other, count):
                found[other] += count
        return sorted(found, key=lambda other: (-found[other], rank[other]))[:MOST_CHECKED]

    def _enough(self, number: int, other: int, count: int) -> bool:
        least = min(len(self.sketches.anchors[number]), len(self.sketches.anchors[other]))
        return count >= max(LEAST_ANCHORS, ANCHORS_SHARED * least)

    def _best(self, number: int, candidates: Sequence[int], rank: dict[int, int]) -> Tie | None:
        """The most alike of the candidates: likeness as wholes counts before one standing inside the other."""
        alike = [Tie(number, other, found) for other in candidates if (found := self._compare(number, other))]
        return min(
            alike,
            key=lambda tie: (tie.likeness.measure != "Jaccard", -tie.likeness.score, rank[tie.canonical]),
            default=None,
        )

    def _compare(self, number: int, other: int) -> Likeness | None:
        """How a text is alike to one that may be its canonical one."""
        size, size_of = int(self.sketches.sizes[number]), int(self.sketches.sizes[other])
        long = self._long(number) and self._long(other)
        # What holds far more than another is no version of it; the other, if anything, is an excerpt.
        contained = long and self._press(number) and self._press(other) and size * EXCERPT <= size_of
        alike = ALIKE if long else ALIKE_SHORT
        if not contained and not alike <= size / max(size_of, 1) <= 1 / alike:
            return None
        found = likeness(self.sets(number), self.sets(other), alike=alike, contained=contained)
        if found is None or not self.boilerplate.ties(number, other):
            return found
        return likeness(self.sets(number), self.sets(other), alike=ALIKE_DESPITE_BOILERPLATE, contained=False)

    def _long(self, number: int) -> bool:
        return bool(self.sketches.extents[number] >= LEAST_LONG)

    def _press(self, number: int) -> bool:
        return self.texts[number].press

    def _excerpts(self) -> set[int]:
        """Articles that stand whole, or nearly, in one more than twice as long."""
        long = [number for number in self.among.tolist() if self._press(number) and self._long(number)]
        listed = Listed(self.anchors)
        for number in sorted(long, key=lambda n: (-self.sketches.sizes[n], self.texts[n].id)):
            listed.add(number)
        return {number for number in long if self._is_excerpt(number, listed)}

    def _is_excerpt(self, number: int, listed: Listed) -> bool:
        least = max(LEAST_ANCHORS, len(self.sketches.anchors[number]) / 2)
        if len(self.anchors.of(number)) < least:
            return False
        size = int(self.sketches.sizes[number])
        for other, count in sorted(listed.near(number).items(), key=lambda pair: (-pair[1], self.texts[pair[0]].id)):
            if count < least:
                return False
            if size < EXCERPT * int(self.sketches.sizes[other]) and self._compare(number, other):
                return True
        return False
