"""A dump as the lines that hold something, each with its number and the blank lines before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.model import Reason
from ingest.clean.fold import fold
from ingest.clean.phrases import reason_of
from ingest.clean.result import normalise

_COMMENT = re.compile(r"<!--.{0,200}?-->")
_MARK = re.compile(r"^\s*(?:[-–—•*·▪◦‣●]|\d{1,2}[.)])\s+(?=\S)")
_READ = 4000  # characters of a line that are looked at; what is longer is a paragraph anyway
_COMPARED = 400  # characters that are enough to tell one title from another


class Line(NamedTuple):
    """One line that is not blank. `number` counts from 1 in the dump; `gap` is how many blank lines stand before it."""

    number: int
    text: str  # without the white space around it
    gap: int
    reason: Reason | None  # what the line is by itself, where it is no part of any article
    bullet: bool
    words: int
    key: str  # two lines with one key say the same
    says_something: bool  # it holds a letter or a digit


def key(text: str) -> str:
    """Folded, without HTML comments and punctuation at the ends, for comparing titles."""
    return fold(_COMMENT.sub(" ", text[:_COMPARED])).strip(" .…|-–—:«»\"'")


def without_mark(text: str) -> str:
    """A list item without its bullet."""
    return _MARK.sub("", text).strip()


def lines_of(dump: str) -> list[Line]:
    """The lines of a dump that are not blank; a no-break space alone is blank, and so is a byte order mark."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(normalise(dump).split("\n"), 1):
        text = raw.strip().strip("\ufeff\u200b").strip()
        if text:
            lines.append(_line(number, text, gap))
            gap = 0
        else:
            gap += 1
    return lines


def _line(number: int, text: str, gap: int) -> Line:
    speaks = any(c.isalnum() for c in text[:_READ])
    bullet, words = bool(_MARK.match(text)), len(text[:_READ].split())
    return Line(number, text, gap, reason_of(text), bullet, words, key(text), speaks)
