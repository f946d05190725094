"""The word lists of the rules (rules/*.yaml) as what a model sees: `$pay` is the same feature in every language.

Here a term is its words alone: what a rule asks for besides (a part of speech, a figure, words in between) is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_REFERENCE = re.compile(r"\$([a-z][a-z0-9_]*)\Z")
_KIND = re.compile(r"<[^<>]*>|\s\.\.\s")
_POS = re.compile(r"/[a-z]+(?=\s|\Z)")
_LONGEST = 4  # words of a term

Split = Callable[[str], list[str]]


class WordLists:
    """The lists of one language, by the words that a term has."""

    def __init__(self, lists: Mapping[str, Iterable[str]], split: Split) -> None:
        self._of: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._prefixes: dict[str, set[str]] = defaultdict(set)
        for name in lists:
            for term in _terms(lists, name, set()):
                words = tuple(split(term.removesuffix("*")))
                if term.endswith("*") and len(words) == 1:
                    self._prefixes[words[0]].add(name)
                elif 0 < len(words) <= _LONGEST:
                    self._of[words].add(name)
        self._lengths: dict[str, set[int]] = defaultdict(set)  # of the terms that begin with a word
        for words in self._of:
            self._lengths[words[0]].add(len(words))
        self._remembered: dict[str, frozenset[str]] = {}

    def __call__(self, words: Sequence[str]) -> set[str]:
        """The lists of which a term stands in a sentence of these words."""
        found: set[str] = set()
        for at, word in enumerate(words):
            found |= self._begun(word)
            for length in self._lengths.get(word, ()):
                found |= self._of.get(tuple(words[at : at + length]), frozenset())
        return found

    def _begun(self, word: str) -> frozenset[str]:
        if word not in self._remembered:
            names = [of for prefix, of in self._prefixes.items() if word.startswith(prefix)]
            self._remembered[word] = frozenset().union(*names)
        return self._remembered[word]


def _terms(lists: Mapping[str, Iterable[str]], name: str, above: set[str]) -> Iterator[str]:
    """The terms of a list and of those that it refers to."""
    for term in lists.get(name, ()) if name not in above else ():
        reference = _REFERENCE.match(term)
        if reference is not None:
            yield from _terms(lists, reference[1], above | {name})
        elif not _KIND.search(term):
            yield _POS.sub("", term)
