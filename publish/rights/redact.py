"""Words of a text replaced by others, and where every passage stands afterwards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

import msgspec


class Replacement(NamedTuple):
    """The code points from `start` to `end`, end excluded, become `words`."""

    start: int
    end: int
    words: str
    withheld: bool = False  # the words say nothing of what stood there, so that nothing can be said of it


class Moves(msgspec.Struct, frozen=True, kw_only=True):
    """Where the passages of a text stand after replacements; `end` is where the new text was cut, if it was."""

    replaced: tuple[Replacement, ...] = ()  # in order, apart from each other
    shifts: tuple[int, ...] = (0,)  # by how much what follows the first n replacements has moved
    end: int | None = None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """A passage's place in the new text. One that has a part of what was replaced has all of what stands there now;
        None where not all of it is left. An empty passage is where its start is."""
        first = self._place(start, at_end=False)
        last = self._place(end, at_end=True) if end > start else first
        return None if self.end is not None and last > self.end else (first, last)

    def withholds(self, start: int, end: int) -> bool:
        """Whether a passage has a part of what is withheld."""
        return any(one.withheld and one.start < end and start < one.end for one in self.replaced)

    def _place(self, offset: int, *, at_end: bool) -> int:
        before = bisect_right(self.replaced, offset, key=_start)  # those that start at the offset or before it
        if before:
            last = self.replaced[before - 1]
            moved = last.start + self.shifts[before - 1]
            if at_end and last.start < offset <= last.end:
                return moved + len(last.words)
            if (not at_end and offset < last.end) or offset == last.start:
                return moved
        return offset + self.shifts[before]


def _start(replacement: Replacement) -> int:
    return replacement.start


def redact(text: str, replacements: Iterable[Replacement]) -> tuple[str, Moves]:
    """The text with its replacements, and where its passages are now.

    Those that overlap become one, with the words of the first; of two that start together, of the longer.
    """
    together = _apart(replacements)
    if not together:
        return text, Moves()
    pieces: list[str] = []
    at = 0
    for one in together:
        pieces += (text[at : one.start], one.words)
        at = one.end
    grown = accumulate((len(one.words) - (one.end - one.start) for one in together), initial=0)
    return "".join((*pieces, text[at:])), Moves(replaced=tuple(together), shifts=tuple(grown))


def _apart(replacements: Iterable[Replacement]) -> list[Replacement]:
    found: list[Replacement] = []
    for one in sorted(replacements, key=lambda r: (r.start, -r.end, r.words)):
        if one.end <= one.start:
            continue
        if found and one.start < found[-1].end:
            last = found[-1]
            found[-1] = Replacement(last.start, max(last.end, one.end), last.words, last.withheld or one.withheld)
        else:
            found.append(one)
    return found


def cut(text: str, moves: Moves, length: int) -> tuple[str, Moves]:
    """The beginning of a new text: `length` code points at most, ending with a word and never inside a replacement."""
    if len(text) <= length:
        return text, moves
    end = length
    if text[end - 1 : end + 1].strip() and not text[end].isspace():  # in the middle of a word
        end = next((at for at in range(end, 0, -1) if text[at - 1].isspace()), end)
    for one, shift in zip(moves.replaced, moves.shifts, strict=False):
        if one.start + shift < end < one.start + shift + len(one.words):
            end = one.start + shift
    kept = text[:end].rstrip()
    return kept, msgspec.structs.replace(moves, end=len(kept))
