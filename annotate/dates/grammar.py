"""What a language's grammar of time expressions is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from annotate.dates.meaning import Of
from annotate.dates.vocabulary import Vocabulary
from annotate.once import words_at

_PLACE = re.compile(r"<(\+?)([A-Z_]+)(\d?)>")
_WORD = re.compile(r"\w+")
REACH = 64  # code points around a telling word in which its expression stands
YEAR_WORD = re.compile(r"(?:1[5-9]|20)\d\ds?\Z")

Turn = tuple[int, Of]


class Rule(msgspec.Struct, frozen=True):
    """A shape of expression: `near` is the kind of word without which it cannot be, `reading` how it is understood."""

    near: str
    reading: str
    pattern: re.Pattern[str]


class Grammar(msgspec.Struct, frozen=True):
    """One language's rules, with the words that they read and the patterns of what stands beside an expression."""

    language: str
    words: Vocabulary
    rules: Sequence[Rule]
    telling: Mapping[str, str]  # lower-case words, with the kind of expression they tell of
    turns: Mapping[str, Turn]
    parts: Mapping[str, str]
    adverbs: Mapping[str, int]  # days from publication
    beside: Mapping[str, re.Pattern[str]]

    def near(self, word: str) -> str | None:
        """The kind of expression that a word tells of."""
        kind = self.telling.get(word.lower())
        return "year" if kind is None and YEAR_WORD.match(word) else kind

    def windows(self, text: str) -> list[tuple[int, int, set[str]]]:
        """The stretches of a folded text in which there may be expressions, and of which kinds."""
        found: list[tuple[int, int, set[str]]] = []
        for small, at in words_at(text):
            if small not in self.telling and not small[0].isdigit():
                continue
            word = _WORD.match(text, at)
            kind = None if word is None else self.near(word[0])
            if word is None or kind is None:
                continue
            start, end = max(0, word.start() - REACH), _after_word(text, word.end() + REACH)
            if found and start <= found[-1][1]:
                kinds = found[-1][2] | {kind}
                found[-1] = (found[-1][0], end, kinds)
            else:
                found.append((start, end, {kind}))
        return found


def _after_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isalnum():
        at += 1
    return at


def rules(words: Vocabulary, shapes: Sequence[tuple[str, str, str]]) -> list[Rule]:
    """Rules from (kind of telling word, reading, shape).

    A shape is a regular expression in which <MONTH> stands for the vocabulary's months, and <+MONTH2> for a group
    `month2` of them.
    """
    return [Rule(near, reading, pattern(words, shape)) for near, reading, shape in shapes]


def pattern(words: Vocabulary, shape: str, *, whole: bool = True) -> re.Pattern[str]:
    """A regular expression over folded text; `whole` keeps it from beginning or ending inside a word."""
    fragments = words.fragments()

    def fill(place: re.Match[str]) -> str:
        named, words_of, number = place.groups()
        return f"(?P<{words_of.lower()}{number}>{fragments[words_of]})" if named else fragments[words_of]

    filled = _PLACE.sub(fill, shape)
    return re.compile(rf"(?<![\w@#/])(?<!\w[-_.])(?:{filled})(?!\w)" if whole else filled, re.IGNORECASE)


def telling_words(words: Vocabulary, more: Mapping[str, str]) -> dict[str, str]:
    """The words that tell of an expression: months, weekdays, seasons, units, and more of the language's own."""
    found = dict.fromkeys(words.months, "month") | dict.fromkeys(words.weekdays, "weekday")
    found |= dict.fromkeys(words.seasons, "season")
    return found | {word: kind for kind, listed in more.items() for word in listed.split()}
