"""What a model sees of a sentence: its words, and what rules and other suggesters found in it.

Words are lemmas without their language, so that what French and English share (hashtag, bot, influenc-) is learned
once; what suggesters found has no language at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import msgspec
import simplemma

from annotate.fold import for_pipeline
from annotate.learn.sentences import covers, sentences

_WORD = re.compile(r"[#@]?\w+")
_NUMBER = re.compile(r"[#@]?\d")
_NGRAMS = (3, 4, 5)
KINDS = ("words", "ngrams", "found")
SCALES = {"words": 1.0, "ngrams": 1.0, "found": 1.0}  # the length of what a kind gives
NEAR = "~"  # of the sentence before or after
RULE = "rule:"
WORD = "w:"


class Finding(Protocol):
    """A passage that somebody found: a proposal, or an annotation of the log."""

    @property
    def layer(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def score(self) -> float | None: ...


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a text: where it stands there (code points) and what a model sees of it.

    `words` and `ngrams` are present or not; `found` has a weight, as the score of a rule.
    """

    start: int
    end: int
    words: tuple[str, ...]
    ngrams: tuple[str, ...]
    found: dict[str, float]

    def shifted(self, by: int) -> Sentence:
        """The same sentence in a text that has so many code points more before it."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)


def seen(text: str, language: str, findings: Iterable[Finding], kinds: Mapping[str, str]) -> list[Sentence]:
    """The sentences of a text with what a model sees; `kinds` says which actors are platforms or politicians."""
    places = list(sentences(text))
    found = [dict(found) for found in _found(places, findings, kinds)]
    plain = for_pipeline(text)
    result = []
    for number, (start, end) in enumerate(places):
        words = _words(plain[start:end], language)
        own = dict(found[number])
        for near in found[max(0, number - 1) : number] + found[number + 1 : number + 2]:
            for name, value in near.items():
                if name.startswith(RULE):
                    own[NEAR + name] = max(value, own.get(NEAR + name, 0.0))
        result.append(
            Sentence(start, end, tuple(sorted(set(_of_words(words)))), tuple(sorted(set(_ngrams(words)))), own)
        )
    return result


def _found(
    places: Sequence[tuple[int, int]], findings: Iterable[Finding], kinds: Mapping[str, str]
) -> list[dict[str, float]]:
    found: list[dict[str, float]] = [{} for _ in places]
    for one in findings:
        name, value = _named(one, kinds)
        for number, place in enumerate(places):
            if place[0] < one.end and covers(one.start, one.end, place):
                found[number][name] = max(value, found[number].get(name, 0.0))
    return found


def _named(one: Finding, kinds: Mapping[str, str]) -> tuple[str, float]:
    if one.layer == "tactic":
        return RULE + one.code, one.score or 0.5
    if one.layer == "actor":
        return f"actor:{kinds.get(one.code, '')}", 1.0
    return f"{one.layer}:{one.code}", 1.0


def _words(text: str, language: str) -> list[str]:
    return ["<number>" if _NUMBER.match(word) else _lemma(word.casefold(), language) for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def _lemma(word: str, language: str) -> str:
    try:
        return simplemma.lemmatize(word, lang=language).casefold()
    except ValueError:  # a language without a dictionary
        return word


def _of_words(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield WORD + word
    for one, after in pairwise(words):
        yield f"{WORD}{one} {after}"


def _ngrams(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from _ngrams_of(word)


@lru_cache(maxsize=50_000)
def _ngrams_of(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    return tuple(f"c:{edged[at : at + n]}" for n in _NGRAMS for at in range(len(edged) - n + 1))


def feature_values(sentence: Sentence, kind: str) -> dict[str, float]:
    """The features of a kind that a sentence has, before they are weighed."""
    if kind == "found":
        return dict(sorted(sentence.found.items()))
    names: Iterable[str] = sentence.words if kind == "words" else sentence.ngrams
    return dict.fromkeys(names, 1.0)
