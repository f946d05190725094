"""What a model sees of a sentence: its meaning, its words, the word lists of the rules, what actors and figures it has.

Words are lemmas without their language, so that what French and English share (hashtag, bot) is learned once; lists,
actors, figures and meaning (a vector: annotate.meaning.encoder) have no language at all. Which rules hold is left out:
the model is to know what they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import msgspec
import simplemma

from annotate.fold import for_pipeline
from annotate.learn.lists import WordLists
from annotate.learn.sentences import covers, sentences
from annotate.meaning.windows import Window, windows
from annotate.proposal import Proposal
from corpus.model import Annotation
from corpus.rules import RuleBook

KINDS = ("words", "found")
_WORD = re.compile(r"[#@]?\w+")
_NUMBER = re.compile(r"[#@]?\d")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a text: where it stands there (code points), its words and what was found in it, each once and
    sorted; the codes that rules propose for it; and itself with the sentences around it, of which its meaning is."""

    start: int
    end: int
    words: tuple[str, ...]
    found: tuple[str, ...]
    by_rules: tuple[str, ...] = ()
    around: str = ""

    def shifted(self, by: int) -> Sentence:
        """The same sentence in a text that has so many code points more before it."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)

    def of(self, kind: str) -> tuple[str, ...]:
        """Its features of a kind."""
        return self.words if kind == "words" else self.found


class Eye(msgspec.Struct, frozen=True):
    """What it takes to see texts in a language: its word lists, and which actors are platforms or politicians."""

    language: str
    lists: WordLists
    kinds: Mapping[str, str]


def eye(language: str, book: RuleBook, kinds: Mapping[str, str]) -> Eye:
    """For texts in a language, with the word lists of these rules."""
    return Eye(language, WordLists(book.words.get(language, {}), lambda term: words_of(term, language)), kinds)


def seen(text: str, eye: Eye, findings: Iterable[Proposal | Annotation]) -> list[Sentence]:
    """The sentences of a text with what a model sees. `findings` are what suggesters propose there."""
    places = list(sentences(text))
    found, by_rules = _found(places, findings, eye.kinds)
    around = list(windows(text))
    plain = for_pipeline(text)
    result = []
    for number, (start, end) in enumerate(places):
        words = words_of(plain[start:end], eye.language)
        names = found[number] | {f"list:{name}" for name in eye.lists(words)}
        own = tuple(sorted(by_rules[number]))
        result.append(
            Sentence(
                start, end, tuple(sorted(set(words))), tuple(sorted(names)), own, _around(text, start, end, around)
            )
        )
    return result


def _around(text: str, start: int, end: int, cut: Sequence[Window]) -> str:
    """The window that has a sentence most in its middle; the sentence alone where none has it."""
    having = [window for window in cut if window.start <= start and end <= window.end]
    best = max(having, key=lambda window: min(start - window.start, window.end - end), default=None)
    return text[start:end] if best is None else text[best.start : best.end]


def _found(
    places: Sequence[tuple[int, int]], findings: Iterable[Proposal | Annotation], kinds: Mapping[str, str]
) -> tuple[list[set[str]], list[set[str]]]:
    """Of each sentence what actors and figures stand in it, and the codes that are proposed for it."""
    found: list[set[str]] = [set() for _ in places]
    codes: list[set[str]] = [set() for _ in places]
    for one in findings:
        for number, place in enumerate(places):
            if place[0] < one.end and place[1] > one.start and covers(one.start, one.end, place):
                if one.layer == "tactic":
                    codes[number].add(one.code)
                elif one.layer == "actor":
                    found[number].add(f"actor:{kinds.get(one.code, '')}")
                else:
                    found[number].add(f"{one.layer}:{one.code}")
    return found, codes


def words_of(text: str, language: str) -> list[str]:
    """The lemmas of a text's words, small; every number is the same word."""
    return ["<number>" if _NUMBER.match(word) else _lemma(word.casefold(), language) for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def _lemma(word: str, language: str) -> str:
    try:
        return simplemma.lemmatize(word, lang=language).casefold()
    except ValueError:  # a language without a dictionary
        return word
