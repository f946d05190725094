"""A text in sentences, by its characters alone: the passages that a learned model judges and proposes.

No pipeline is asked, so that the same sentences come out wherever a text is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+(?:[”’\"')\]]|\s?»)*(?=\s|\Z)|\n")
_ABBREVIATED = re.compile(
    r"(?:\b\w|\b(?:Mmes?|Mlles?|MM|Mrs?|Ms|Drs?|Prof|Sen|Rep|Gov|Gen|St|Ste|No|art|cf|etc|vs))\.\Z"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends (code points), without white space around it; lines end sentences."""
    start = 0
    for match in _END.finditer(text):
        if not _goes_on(text, match):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, len(text))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence goes on after a mark: an abbreviation's full stop, or a small letter follows."""
    if match.group() == "\n":
        return False
    if match.group() == "." and _ABBREVIATED.search(text, max(0, match.start() - 8), match.end()):
        return True
    after = text[match.end() : match.end() + 2].lstrip(" \u00a0\u202f")
    return after[:1].islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(char.isalnum() for char in text[start:end]):
        yield start, end


def covers(start: int, end: int, sentence: tuple[int, int]) -> bool:
    """Whether a passage lies in a sentence or holds it, by half of the shorter of the two at least."""
    both = min(end, sentence[1]) - max(start, sentence[0])
    return both > 0 and 2 * both >= min(end - start, sentence[1] - sentence[0])
