"""Terms of the rules' language, as steps that are compared with the words of a text.

A term is one or more words. A word is found in all its inflections where it is written as a dictionary has it, and
only in its own form where it is not. `micro*` is a beginning, `post/verb` a part of speech, `..` a gap, `$pay` a word
list, `<money>` what another finder has found. Between two words of a term adjectives and the like may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from annotate.fold import folded
from annotate.words import Unit, acronym
from corpus.rules import LIST, alternatives

GAP = 6  # words that `..` may stand for
_LIGHT_GAP = 2  # adjectives, adverbs and the like between two words of a term
_LIGHT = frozenset({"ADJ", "ADV", "AUX", "DET", "NUM", "PRON"})
_TAGS = {
    "noun": frozenset({"NOUN", "PROPN"}),
    "verb": frozenset({"VERB", "AUX"}),
    "adj": frozenset({"ADJ"}),
    "name": frozenset({"PROPN"}),
}
_WORD = re.compile(r"(?P<word>.+?)(?P<star>\*)?(?:/(?P<tag>noun|verb|adj|name))?\Z")
_KIND = re.compile(r"<([a-z]+)>\Z")
Split = Callable[[str], list[str]]  # a language's words in a piece of text


class Step(msgspec.Struct, frozen=True):
    """One place of a term: what may stand there, and how many words before it."""

    words: frozenset[str] = frozenset()
    prefix: str = ""
    tags: frozenset[str] = frozenset()
    kind: str = ""
    others: tuple[Term, ...] = ()  # a word list's longer terms
    gap: bool = False


Term = tuple[Step, ...]


class Sentence(msgspec.Struct, frozen=True):
    """The words of a sentence; `kinds` says at which of them something found by others starts, and where it ends."""

    units: Sequence[Unit]
    kinds: Mapping[int, Sequence[tuple[str, int]]]  # number of a unit -> kind, number of the unit after it


class Terms:
    """Reads terms; word lists are read once."""

    def __init__(self, lists: Mapping[str, Sequence[str]], split: Split) -> None:
        self.lists = lists
        self.split = split
        self._read: dict[str, tuple[Term, ...]] = {}
        self._terms: dict[str, Term] = {}  # many lists and rules name the same words

    def of(self, concept: str) -> tuple[Term, ...]:
        """The terms of a concept, those of the word lists that it names included."""
        found: list[Term] = []
        for text in alternatives(concept):
            whole = LIST.fullmatch(text)
            found += self._list(whole[1]) if whole else [self._term(text)]
        return tuple(found)

    def _list(self, name: str) -> tuple[Term, ...]:
        if name not in self._read:
            self._read[name] = tuple(term for text in self.lists[name] for term in self.of(text))
        return self._read[name]

    def _term(self, text: str) -> Term:
        if text not in self._terms:
            self._terms[text] = self._written(text)
        return self._terms[text]

    def _written(self, text: str) -> Term:
        steps: list[Step] = []
        gap = False
        for piece in text.split():
            if piece == "..":
                gap = True
                continue
            for step in self._steps(piece):
                steps.append(msgspec.structs.replace(step, gap=gap))
                gap = False
        return tuple(steps)

    def _steps(self, piece: str) -> list[Step]:
        whole, kind = LIST.fullmatch(piece), _KIND.match(piece)
        if whole:
            return [_any_of(self._list(whole[1]))]
        if kind:
            return [Step(kind=kind[1])]
        match = _WORD.match(piece)
        if match is None:
            return []
        tags = _TAGS.get(match["tag"] or "", frozenset())
        if match["star"]:
            *before, last = self.split(match["word"])
            return [Step(words=_key(word)) for word in before] + [Step(prefix=_plain(last), tags=tags)]
        return [Step(words=_key(word), tags=tags) for word in self.split(match["word"])]


def _any_of(terms: Sequence[Term]) -> Step:
    """A word list inside a term: its plain words together, the rest as terms."""
    plain = [term[0].words for term in terms if len(term) == 1 and is_plain(term[0])]
    rest = tuple(term for term in terms if not (len(term) == 1 and is_plain(term[0])))
    return Step(words=frozenset().union(*plain), others=rest)


def is_plain(step: Step) -> bool:
    """Whether a step is any of some words and asks for nothing else."""
    return not (step.tags or step.kind or step.prefix or step.others)


def _key(word: str) -> frozenset[str]:
    """A word in capitals is an acronym and counts only so: IA, SMS."""
    return frozenset({acronym(word)}) if len(word) > 1 and word.isupper() else frozenset({_plain(word)})


def _plain(word: str) -> str:
    return folded(word).casefold().replace("œ", "oe")


def end_of(term: Term, sentence: Sentence, at: int, number: int = 0) -> int | None:
    """The number of the unit after a term that starts at a unit; None where it does not stand there."""
    if number == len(term):
        return at
    step, units = term[number], sentence.units
    skipped = 0
    while at < len(units):
        after = _after(step, sentence, at)
        if after is not None:
            end = end_of(term, sentence, after, number + 1)
            if end is not None:
                return end
        skipped += 1
        may_stand = skipped <= GAP if step.gap else skipped <= _LIGHT_GAP and units[at].pos in _LIGHT
        if number == 0 or not may_stand or (units[at].ends and not step.gap):
            return None
        at += 1
    return None


def _after(step: Step, sentence: Sentence, at: int) -> int | None:
    unit = sentence.units[at]
    if step.kind:
        return next((end for kind, end in sentence.kinds.get(at, ()) if kind == step.kind), None)
    if not step.tags or unit.pos in step.tags:
        if step.words and not step.words.isdisjoint(unit.keys):
            return at + 1
        if step.words and not step.words.isdisjoint(unit.joined):
            return at + 2
        if step.prefix and any(key.startswith(step.prefix) for key in unit.keys):
            return at + 1
        if step.prefix and any(key.startswith(step.prefix) for key in unit.joined):
            return at + 2
    ends = (end_of(other, sentence, at) for other in step.others)
    return max((end for end in ends if end is not None), default=None)


def first_words(term: Term) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What a term may begin with: words, beginnings of words, kinds."""
    step = term[0]
    words, prefixes, kinds = set(step.words), {step.prefix} - {""}, {step.kind} - {""}
    for other in step.others:
        inner = first_words(other)
        words |= inner[0]
        prefixes |= inner[1]
        kinds |= inner[2]
    return frozenset(words), frozenset(prefixes), frozenset(kinds)
