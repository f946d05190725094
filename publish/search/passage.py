"""Passages of a text with the hits in them marked, as offsets: what shows them decides how a mark looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

Span = tuple[int, int]  # start included, end excluded; code points

WIDTH = 260  # characters of a snippet
LEAD = 60  # of these, at most so many before the first hit


class Passage(msgspec.Struct, frozen=True):
    """A stretch of a text. `start` is its offset in the whole; `marks` are offsets into the whole, too."""

    text: str
    start: int
    marks: tuple[Span, ...]
    whole: int  # length of the text that it is from

    @property
    def cut_before(self) -> bool:
        """Whether there is more before it."""
        return self.start > 0

    @property
    def cut_after(self) -> bool:
        """Whether there is more after it."""
        return self.start + len(self.text) < self.whole

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The passage in pieces: (text, whether it is a hit), with line ends as spaces."""
        text = re.sub(r"\s", " ", self.text)
        at = 0
        for start, end in self.marks:
            yield text[at : start - self.start], False
            yield text[start - self.start : end - self.start], True
            at = end - self.start
        yield text[at:], False


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def best_passage(text: str, marks: list[Span], width: int = WIDTH) -> Passage:
    """The passage with the most different words marked, the earliest of these; the beginning where none is."""
    best, score = marks[0][0] if marks else 0, (0, 0)  # a mark may be longer than any passage
    for index, (first, _) in enumerate(marks):
        inside = [text[start:end].lower() for start, end in marks[index : index + width] if end <= first + width - LEAD]
        if (len(set(inside)), len(inside)) > score:
            best, score = first, (len(set(inside)), len(inside))
    start = _word_start(text, max(0, best - LEAD), best)
    end = _word_end(text, start, min(len(text), start + width))
    shown = tuple((a, min(b, end)) for a, b in marks if start <= a < end)
    return Passage(text[start:end], start, shown, len(text))


def _word_start(text: str, at: int, latest: int) -> int:
    """The beginning of the first whole word from `at` on, at most `latest`."""
    if at == 0:
        return 0
    space = re.search(r"\s\S", text[at - 1 : latest + 1])
    return at + space.start() if space else latest


def _word_end(text: str, start: int, at: int) -> int:
    """The end of the last whole word before `at`."""
    if at == len(text):
        return at
    space = re.search(r"\s\S*\Z", text[start:at])
    return start + space.start() if space and space.start() > 0 else at
