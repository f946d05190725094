"""Where an annotation of a file stands in our text, when the file's text is written otherwise or ours has changed."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from annotate.anchoring.anchor import Anchored, anchor
from annotate.exchange.shapes import Found, Unit
from annotate.exchange.units import passage
from corpus.events import context
from corpus.ids import sha256

UNWRITABLE = "\N{REPLACEMENT CHARACTER}"  # stands in a file for what its format cannot hold


def place(ours: str, found: Found, theirs: str | None, unit: Unit) -> tuple[int, int] | None:
    """Where a passage of a file stands in our text, in code points; None where that is not certain.

    `theirs` is the text as the file has it, None where it has none. Its words decide: where the two texts differ in
    line ends, spaces or the normal form alone, offsets are counted across; else the passage is found by its words.
    """
    text = ours if theirs is None else theirs
    there = passage(text, found, unit)
    if there is None:
        return _found_again(ours, found) if theirs is None else None
    start, end = there
    if _is_written_as(theirs, ours):
        return there
    if start == end:
        return (0, 0) if (start, end) == (0, 0) else None
    if plain(text) == plain(ours):
        return across(text, ours, start, end)
    moved = anchor(ours, start, end, text[start:end], *context(text, start, end))
    return (moved.start, moved.end) if isinstance(moved, Anchored) else None


def _found_again(ours: str, found: Found) -> tuple[int, int] | None:
    """By the quotation to the letter, where the file says what stood around it."""
    if not found.quotation or not (found.prefix or found.suffix):
        return None
    moved = anchor(ours, found.start, found.end, found.quotation, found.prefix, found.suffix)
    return (moved.start, moved.end) if isinstance(moved, Anchored) and moved.how == "exact" else None


def _is_written_as(theirs: str | None, ours: str) -> bool:
    """Whether a file's text is ours, but for single characters that its format cannot hold."""
    if theirs is None or theirs == ours:
        return True
    same_length = len(theirs) == len(ours) and UNWRITABLE in theirs
    return same_length and all(a in (b, UNWRITABLE) for a, b in zip(theirs, ours, strict=True))


@lru_cache(maxsize=8)
def plain(text: str) -> str:
    """A hash of the words: two texts that differ in white space and normal form alone have the same."""
    return sha256(" ".join(unicodedata.normalize("NFC", text).split()))


def across(theirs: str, ours: str, start: int, end: int) -> tuple[int, int] | None:
    """The same passage in the other of two texts with the same words; None where only white space is marked.

    What is counted is the code points that are no white space, in decomposed form: both texts have the same of them.
    White space at the passage's ends is left out.
    """
    first, last = _solid(theirs)[start], _solid(theirs)[end]
    if first == last:
        return None
    counts = _solid(ours)
    begin = _rightmost(counts, first)
    stop = _leftmost(counts, last)
    if begin is None or stop is None:  # in the middle of a letter with its accent, which is one in the other text
        return None
    return begin, stop


@lru_cache(maxsize=8)
def _solid(text: str) -> tuple[int, ...]:
    """How many decomposed code points that are no white space stand before each place."""
    sizes = (0 if character.isspace() else len(unicodedata.normalize("NFD", character)) for character in text)
    return tuple(accumulate(sizes, initial=0))


def _leftmost(counts: tuple[int, ...], wanted: int) -> int | None:
    at = bisect_left(counts, wanted)
    return at if at < len(counts) and counts[at] == wanted else None


def _rightmost(counts: tuple[int, ...], wanted: int) -> int | None:
    at = bisect_right(counts, wanted) - 1
    return at if counts[at] == wanted else None
