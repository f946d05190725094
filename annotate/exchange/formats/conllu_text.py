"""A text put together again from the words of CoNLL-U, and what is marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_NAMED = {" ": "\\s", "\t": "\\t", "\r": "\\r", "\n": "\\n", "|": "\\p", "\\": "\\\\"}
_MEANT = {written: meant for meant, written in _NAMED.items()}
_WRITTEN = re.compile(r"\\[strnp\\]")
_RANGE = re.compile(r"(\d+):(\d+)\Z")
MARK = "Hustings"


def spaces_in_a_column(spaces: str) -> str:
    """White space as UDPipe names it; line ends of other kinds become its line end."""
    return "".join(_NAMED.get(one, "\\n" if one.splitlines() == [""] else one) for one in spaces)


def _spaces(written: str) -> str:
    return _WRITTEN.sub(lambda match: _MEANT[match[0]], written)


class Runs:
    """The words of one document so far. `parts` make its text of `length` code points."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._gap = ""
        self._open: dict[str, tuple[int, int]] = {}
        self._closed: list[tuple[str, int, int]] = []

    def sentence(self, tokens: Iterable[Mapping[str, Any]]) -> None:
        """One more sentence. A word of several syntactic words (1-2) stands for them; empty nodes (1.1) are none."""
        covered = 0
        for token in tokens:
            match token["id"]:
                case (int(), "-", int(last)):
                    covered = last
                case int(number) if number > covered:
                    pass
                case _:
                    continue
            self._word(str(token["form"]), token["misc"] or {})
        if self._gap == "" and self.parts:
            self._gap = "\n"  # sentences that say nothing of what is between them

    def _word(self, form: str, misc: Mapping[str, Any]) -> None:
        place = _RANGE.match(str(misc.get("TokenRange", "")))
        before = _spaces(str(misc.get("SpacesBefore") or ""))
        gap = self._gap if self.parts else before
        if place is not None and int(place[1]) >= self.length:
            wanted = int(place[1]) - self.length
            gap = gap[:wanted].ljust(wanted)
        start = self.length + len(gap)
        self.parts += (gap, form)
        self.length = start + len(form)
        marks = [mark for mark in str(misc.get(MARK) or "").split(";") if mark]
        for mark in [mark for mark in self._open if mark not in marks]:
            self._closed.append((mark, *self._open.pop(mark)))
        for mark in marks:
            self._open[mark] = (self._open[mark][0] if mark in self._open else start, self.length)
        spaces = misc.get("SpacesAfter")
        self._gap = "" if misc.get("SpaceAfter") == "No" else " " if spaces is None else _spaces(str(spaces))

    def found(self) -> Iterator[tuple[str, int, int]]:
        """Marks with the stretches of words that have them."""
        yield from self._closed
        yield from ((mark, *place) for mark, place in self._open.items())
