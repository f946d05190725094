"""Where a passage stands in a text that has changed: by its quotation, with a little of what stood before and after it.

As W3C's TextQuoteSelector and TextPositionSelector together (https://www.w3.org/TR/annotation-model/): the exact words
first, told apart by what stands around them; then words that differ by few edits. What may be a look-alike is doubtful:
better that a person looks at it than that an annotation goes silently to another place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal

import msgspec

from annotate.anchoring.edits import best_start, edits_by_end
from annotate.fold import folded

ONE_EDIT_IN = 10  # code points of the quotation; shorter ones must stand there as they are
WHOLE_SIDE = 12  # letters and signs of one side that are the same to the last, or
BOTH_SIDES = 24  # of both sides together: enough to know a place by
CLEARLY = 8  # letters and signs by which a place must agree better than any other
LONG = 24  # letters and signs of a quotation that needs nothing around it where it stands only once
BETWEEN = 16  # letters and signs of either side to find the place where the passage itself has gone
MOST_CANDIDATES = 5

_SPACE = re.compile(r"\s+")
_DIGITS = re.compile(r"\d")

How = Literal["exact", "close"]
Why = Literal["several places", "another context", "changed", "gone"]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A place where the passage may stand. `agreement` counts the letters and signs around it that are the same."""

    start: int
    end: int
    quotation: str
    edits: int = 0
    agreement: int = 0


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """The passage's place: its words are the same, or `close`: within the bound of edits."""

    start: int
    end: int
    how: How = "exact"


class Doubtful(msgspec.Struct, frozen=True, kw_only=True):
    """The passage's place cannot be told: why, and where it may be, the likeliest first."""

    why: Why
    candidates: tuple[Candidate, ...] = ()


class _Place(msgspec.Struct, frozen=True):
    start: int
    end: int
    before: int  # letters and signs that are the same, outwards from the passage
    after: int
    is_known: bool  # enough of them
    edits: int

    @property
    def agreement(self) -> int:
        return self.before + self.after


def anchor(text: str, start: int, end: int, quotation: str, prefix: str = "", suffix: str = "") -> Anchored | Doubtful:
    """The place in a text of a quotation that stood at `start` to `end` in another; offsets are code points.

    An exact quotation is anchored where it stands only once and is long or has its context, or has its context clearly
    better than anywhere else. One with at most an edit in ten code points, the same digits and its context is anchored
    too. All else is doubtful. Where prefix and suffix are empty, a quotation that stands only once is anchored.

    Where it stood orders candidates and nothing more: another passage with the same words may stand there by now. An
    empty quotation is that of a code of the whole document, which stays where it is.
    """
    if not quotation:
        return Anchored(start=start, end=end)
    exact = [_place(text, at, at + len(quotation), 0, prefix, suffix) for at in _all(quotation, text)]
    if exact:
        found = _chosen(exact, self_evident=_size(quotation) >= LONG or not (prefix or suffix))
        return found or _doubtful("several places" if len(exact) > 1 else "another context", text, exact, start)
    close = [_place(text, *place, prefix, suffix) for place in _close(text, quotation)]
    if close:
        found = _chosen(close)
        if found is not None and _digits(text[found.start : found.end]) == _digits(quotation):
            return found
        return _doubtful("changed", text, close, start)
    between = [_place(text, *place, 0, prefix, suffix) for place in _between(text, len(quotation), prefix, suffix)]
    return _doubtful("changed" if between else "gone", text, between, start)


def _chosen(places: Sequence[_Place], *, self_evident: bool = False) -> Anchored | None:
    """The one place that is known by its context and clearly better than all others."""
    best, *others = sorted(places, key=lambda place: (-place.agreement, place.edits))
    clear = best.is_known and all(best.agreement >= other.agreement + CLEARLY for other in others)
    if not clear and not (self_evident and not others):
        return None
    return Anchored(start=best.start, end=best.end, how="close" if best.edits else "exact")


def _doubtful(why: Why, text: str, places: Sequence[_Place], start: int) -> Doubtful:
    ranked = sorted(places, key=lambda place: (-place.agreement, place.edits, abs(place.start - start)))
    candidates = (
        Candidate(
            start=place.start,
            end=place.end,
            quotation=text[place.start : place.end],
            edits=place.edits,
            agreement=place.agreement,
        )
        for place in ranked[:MOST_CANDIDATES]
    )
    return Doubtful(why=why, candidates=tuple(candidates))


def _place(text: str, start: int, end: int, edits: int, prefix: str, suffix: str) -> _Place:
    """How far what stands around a place is what stood around the passage, white space, case and accents apart."""
    reach = 4 * max(len(prefix), len(suffix), 1)
    before, after = _plain(text[max(0, start - reach) : start])[::-1], _plain(text[end : end + reach])
    old_before, old_after = _plain(prefix)[::-1], _plain(suffix)
    left, right = _same(before, old_before), _same(after, old_after)
    whole = (left == len(old_before) >= WHOLE_SIDE) or (right == len(old_after) >= WHOLE_SIDE)
    return _Place(start, end, left, right, whole or left + right >= BOTH_SIDES, edits)


def _same(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _plain(text: str) -> str:
    return _SPACE.sub("", folded(text, accents=False).casefold())


def _size(text: str) -> int:
    return len(_SPACE.sub("", text))


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def _all(wanted: str, text: str) -> Iterator[int]:
    """Every place where the words stand, overlapping ones too."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _close(text: str, quotation: str) -> Iterator[tuple[int, int, int]]:
    """The places (start, end, edits) that differ from the quotation by few enough edits, none overlapping a better."""
    most = len(quotation) // ONE_EDIT_IN
    if not most:
        return
    ends = sorted((edits, end) for end, edits in edits_by_end(quotation, text) if edits <= most)
    taken: list[tuple[int, int]] = []
    for edits, end in ends:
        if any(first - len(quotation) // 2 < end <= last + len(quotation) // 2 for first, last in taken):
            continue
        start = best_start(quotation, text, end)
        end = _at_a_word(text, start, end, quotation)
        taken.append((start, end))
        yield start, end, edits


def _at_a_word(text: str, start: int, end: int, quotation: str) -> int:
    """The end, moved to that of the word that it stands in where the quotation ended with a word."""
    if not quotation[-1].isalnum():
        return end
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return end


def _between(text: str, length: int, prefix: str, suffix: str) -> Iterator[tuple[int, int]]:
    """Where what stood before and what stood after the passage are both still there, with something else between."""
    before, after = prefix[-BETWEEN:], suffix[:BETWEEN]
    if min(_size(before), _size(after)) < BETWEEN // 2:
        return
    for at in _all(before, text):
        start = at + len(before)
        end = text.find(after, start, start + 3 * length + len(after))
        if end > start:
            yield start, end
