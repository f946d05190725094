"""Spelling variants made alike, with the way back to the text's own offsets.

Typographic and straight apostrophes, the kinds of hyphen and of space, and characters that nobody sees (soft hyphens,
zero-width joiners) must not keep a name from being found; nor, at a second try, must missing accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import msgspec

APOSTROPHES = "'’‘ʼ′＇`´"
HYPHENS = "-‐‑‒−﹣－"
_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i"}
_SPACES = re.compile(r"\s+")


class Folded(msgspec.Struct, frozen=True):
    """`text` folded; its character i was made from the original's character `origins[i]`."""

    text: str
    origins: Sequence[int]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text in offsets of the original; accents that follow its last letter belong to it."""
        last = self.origins[end - 1] + 1
        while last < len(self.original) and unicodedata.combining(self.original[last]):
            last += 1
        return self.origins[start], last


_ALIKE = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys("‐‑", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u202f", " ")
)


def for_pipeline(text: str) -> str:
    """The text as pipelines were trained to read it: plain apostrophes, hyphens and spaces; no offset changes."""
    return text.translate(_ALIKE)


@cache
def _plain(char: str, accents: bool) -> str:
    if char in APOSTROPHES:
        return "'"
    if char in HYPHENS:
        return "-"
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if accents:
        return char
    if category == "Mn":
        return ""
    return _LIGATURES.get(char) or unicodedata.normalize("NFD", char)[0]


class _Table(dict[int, str]):
    """What characters are folded to, filled as they come up; `uneven` are those that do not become one character."""

    def __init__(self, accents: bool) -> None:
        super().__init__()
        self.accents = accents
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code), self.accents)
        if len(plain) != 1:
            self.uneven.add(chr(code))
        self[code] = plain
        return plain


_TABLES = {accents: _Table(accents) for accents in (True, False)}


def fold(text: str, *, accents: bool = True) -> Folded:
    """Fold a text; without `accents`, letters lose theirs and œ becomes oe."""
    table = _TABLES[accents]
    alike = text.translate(table)
    if "  " not in alike and table.uneven.isdisjoint(text):  # as most texts are: each character became one
        return Folded(alike, range(len(text)), text)
    folded: list[str] = []
    origins: list[int] = []
    for at, char in enumerate(text):
        for plain in _plain(char, accents):
            if plain == " " and folded and folded[-1] == " ":
                continue  # a run of spaces is one
            folded.append(plain)
            origins.append(at)
    return Folded("".join(folded), origins, text)


def folded(text: str, *, accents: bool = True) -> str:
    """Only the folded text, in its composed form, without spaces around it."""
    return fold(unicodedata.normalize("NFC", text), accents=accents).text.strip()


def slug(name: str) -> str:
    """A name as a code: `Higher Ground Labs` is `higher-ground-labs`."""
    return re.sub(r"[\W_]+", "-", folded(name, accents=False).casefold()).strip("-")


def one_line(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return _SPACES.sub(" ", text).strip()
