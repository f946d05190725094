"""The concepts of all rules of a language, found in a sentence in one pass over its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from annotate.rules.terms import Sentence, Term, Terms, end_of, first_words, is_plain

Place = tuple[int, int]  # numbers of the first unit of a hit and of the one after its last
Found = dict[int, list[Place]]  # a concept's number -> where it stands, in order
# A term, the numbers of the concepts that have it, and words of which its second step needs one (none where it may be
# anything): most terms of several words are so left out before their words are followed.
_Start = tuple[Term, tuple[int, ...], frozenset[str]]
# What may begin with a word: the concepts that it is by itself, whatever follows, and the terms to be followed.
_Begun = tuple[tuple[int, ...], tuple[_Start, ...]]
_REMEMBERED = 50_000


class Concepts:
    """Every distinct concept once, with its number; terms by the words that they begin with."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.numbers: dict[str, int] = {}
        self._of_term: dict[Term, list[int]] = defaultdict(list)
        self._by_word: dict[str, list[_Start]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Start]] = defaultdict(list)
        self._prefixed: dict[str, list[tuple[str, _Start]]] = defaultdict(list)  # by the first letter
        self._by_kind: dict[str, list[_Start]] = defaultdict(list)
        self._remembered: dict[frozenset[str], _Begun] = {}

    def number(self, concept: str) -> int:
        """The number of a concept, which is new or known already."""
        if concept not in self.numbers:
            self.numbers[concept] = len(self.numbers)
            for term in dict.fromkeys(self.terms.of(concept)):
                self._of_term[term].append(self.numbers[concept])
        return self.numbers[concept]

    def weight(self, concept: str) -> int:
        """How many terms a concept has: with fewer, it is rarer."""
        return len(self.terms.of(concept))

    def ready(self) -> None:
        """Sort the terms by their beginnings, once all concepts are known."""
        for term, numbers in self._of_term.items():
            start = (term, tuple(numbers), _second_words(term))
            for place, keys in zip((self._by_word, self._by_prefix, self._by_kind), first_words(term), strict=True):
                for key in keys:
                    place[key].append(start)
        self._prefixed.clear()
        for prefix, starts in self._by_prefix.items():
            self._prefixed[prefix[:1]] += [(prefix, start) for start in starts]
        self._remembered.clear()

    def find(self, sentence: Sentence) -> Found:
        """Where each concept stands in a sentence; of a concept's hits at one word the longest."""
        found: dict[int, dict[int, int]] = {}
        there = frozenset[str]().union(*[unit.keys for unit in sentence.units])
        there = there.union(*[unit.joined for unit in sentence.units if unit.joined])
        for at, unit in enumerate(sentence.units):
            alone, starts = self._begun(unit.keys)
            for number in alone:
                found.setdefault(number, {})[at] = at + 1
            if unit.joined:
                starts = (*starts, *self._starts(unit.joined))
            if at in sentence.kinds:
                starts = (*starts, *self._of_kinds(sentence, at))
            for term, numbers, needed in starts:
                if needed and needed.isdisjoint(there):
                    continue
                end = end_of(term, sentence, at)
                if end is None:
                    continue
                for number in numbers:
                    places = found.setdefault(number, {})
                    places[at] = max(end, places.get(at, 0))
        return {number: sorted(places.items()) for number, places in found.items()}

    def _of_kinds(self, sentence: Sentence, at: int) -> list[_Start]:
        return [start for kind, _ in sentence.kinds[at] for start in self._by_kind.get(kind, ())]

    def _begun(self, keys: frozenset[str]) -> _Begun:
        """What may begin with a word of these keys; words come again, so it is remembered."""
        known = self._remembered.get(keys)
        if known is None:
            starts = self._starts(keys)
            alone = dict.fromkeys(
                number for term, numbers, _ in starts if _is_word_of(term, keys) for number in numbers
            )
            known = tuple(alone), tuple(start for start in starts if not _is_word_of(start[0], keys))
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[keys] = known
        return known

    def _starts(self, keys: frozenset[str]) -> list[_Start]:
        """The terms that may begin with a word of these keys."""
        starts: list[_Start] = [start for key in keys for start in self._by_word.get(key, ())]
        starts += [start for key in keys for prefix, start in self._prefixed[key[:1]] if key.startswith(prefix)]
        return list({id(start): start for start in starts}.values())


def _is_word_of(term: Term, keys: frozenset[str]) -> bool:
    """Whether a word of these keys is the whole term, in any part of speech."""
    return len(term) == 1 and is_plain(term[0]) and not term[0].words.isdisjoint(keys)


def _second_words(term: Term) -> frozenset[str]:
    if len(term) < 2 or term[1].prefix or term[1].kind or term[1].others:
        return frozenset()
    return term[1].words


def together(places: Sequence[Sequence[Place]], *, order: bool, near: int | None) -> list[Place] | None:
    """One place of each concept, no word used twice, as close together as they come; None where there are none.

    Each place of the first concept is tried, and with it the nearest of the others in turn.
    """
    best: tuple[int, list[Place]] | None = None
    for first in places[0]:
        chosen = [first]
        for others in places[1:]:
            free = [p for p in others if not any(p[0] < c[1] and c[0] < p[1] for c in chosen)]
            if order:
                free = [p for p in free if p[0] >= chosen[-1][1]]
            if not free:
                break
            after = chosen[-1] if order else first
            chosen.append(min(free, key=lambda p: _apart(p, after)))
        else:
            extent = max(c[1] for c in chosen) - min(c[0] for c in chosen)
            if (near is None or extent <= near) and (best is None or extent < best[0]):
                best = (extent, chosen)
    return None if best is None else best[1]


def _apart(a: Place, b: Place) -> int:
    return max(a[0] - b[1], b[0] - a[1])
