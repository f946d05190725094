"""Turns of phrase by which a language betrays the one that a text was made from: found by their first word.

A table of several hundred phrases is looked up once for each word of a text; an alternation of regular expressions
over them would take ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import NamedTuple

import msgspec

from ingest.translated.evidence import Kind

TOKEN = re.compile(r"\w+(?:-\w+)*['’]?|[^\w\s]")
ANY, NUMBER = "*", "#"


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of one kind and weight, a line each: words one space apart, alternatives by `|`, `*` any, `#` digits."""

    kind: Kind
    weight: float
    phrases: str


Place = frozenset[str] | None  # the words that may stand there; None for any


class Phrase(NamedTuple):
    """`places` are those after the first."""

    number: int  # its own: the same phrase said twice is one piece of evidence
    kind: Kind
    weight: float
    places: tuple[Place, ...]


class Hit(NamedTuple):
    """A phrase found: which, and its first and last word as indexes into the words of the text."""

    phrase: Phrase
    first: int
    last: int


# By the first word, then by the second; ANY where the phrase takes any second word or has none.
Table = Mapping[str, Mapping[str, Sequence[Phrase]]]


@cache
def table(language: str) -> Table:
    """The phrases for texts in a language (`fr`, `en`)."""
    text = (files("ingest.translated") / f"{language}.yaml").read_bytes()
    found: dict[str, dict[str, list[Phrase]]] = {}
    for number, (group, line) in enumerate(_lines(msgspec.yaml.decode(text, type=list[Group]))):
        first, *places = (None if place == ANY else frozenset(place.split("|")) for place in line.split())
        phrase = Phrase(number, group.kind, group.weight, tuple(places))
        for word in first or ():
            seconds = found.setdefault(word, {})
            for second in (places[0] if places else None) or (ANY,):
                seconds.setdefault(second, []).append(phrase)
    return found


def _lines(groups: Sequence[Group]) -> Iterator[tuple[Group, str]]:
    return chain.from_iterable(((group, line) for line in group.phrases.splitlines()) for group in groups)


def words_of(text: str) -> list[str]:
    """Words and punctuation marks in small letters; a hyphenated word is one, an apostrophe ends one."""
    return TOKEN.findall(text.lower().replace("’", "'"))


def hits(words: Sequence[str], phrases: Table) -> Iterator[Hit]:
    """Every phrase of the table in the words of a text, the first time that it stands there."""
    seen: set[int] = set()
    for at, (word, second) in enumerate(pairwise((*words, ""))):
        seconds = phrases.get(NUMBER if word.isdigit() else word)
        if seconds is None:
            continue
        for key in (second, NUMBER if second.isdigit() else "", ANY):
            for phrase in seconds.get(key, ()):
                if phrase.number not in seen and _stands(words, at + 1, phrase.places):
                    seen.add(phrase.number)
                    yield Hit(phrase, at, at + len(phrase.places))


def _stands(words: Sequence[str], at: int, places: Sequence[Place]) -> bool:
    if at + len(places) > len(words):
        return False
    for word, place in zip(words[at : at + len(places)], places, strict=True):
        if place is not None and word not in place and not (NUMBER in place and word.isdigit()):
            return False
    return True
