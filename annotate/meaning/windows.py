"""A text in windows of a few sentences: what is long enough to show a tactic and short enough to mean one thing."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from annotate.learn.sentences import sentences

WHOLE = 90  # words up to which a text is one window, as the passages are that the regression has learned from
LONG = 60  # words of a window of a longer text
FEWEST = 4  # words; with fewer nothing is shown


class Window(msgspec.Struct, frozen=True):
    """Consecutive sentences of a text; each is where it starts and ends there (code points)."""

    sentences: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.sentences[0][0]

    @property
    def end(self) -> int:
        return self.sentences[-1][1]


def windows(text: str) -> Iterator[Window]:
    """The windows of a text. Those of a long one overlap by a sentence, so that none stands only at an edge."""
    found = [(start, end, len(text[start:end].split())) for start, end in sentences(text)]
    if not found or sum(words for *_, words in found) < FEWEST:
        return
    if sum(words for *_, words in found) <= WHOLE:
        yield Window(tuple((start, end) for start, end, _ in found))
        return
    first = 0
    while first < len(found):
        last, words = first, 0
        while last < len(found) and (last == first or words + found[last][2] <= LONG):
            words += found[last][2]
            last += 1
        if words >= FEWEST:
            yield Window(tuple((start, end) for start, end, _ in found[first:last]))
        if last == len(found):
            return
        first = max(first + 1, last - 1)
