"""One piece of evidence that a text is a translation."""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["statement", "markup", "address", "idiom", "politics", "attribution", "typography", "grammar"]


class Evidence(NamedTuple):
    """`weight` is a log-odds, halved because pieces of evidence are not independent; `said` is for a person to read."""

    kind: Kind
    weight: float
    said: str


def quotation(text: str, start: int, end: int, around: int = 12) -> str:
    """What stands at an offset with a few characters before and after, cut at spaces, on one line."""
    left, right = max(0, start - around), min(len(text), end + around)
    while left and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    return " ".join(text[left:right].split())
