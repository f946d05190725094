"""Texts as rows of numbers: a piece is a word with the gap before it, a type is a word's form under its lemma.

`"Des clics, payés"` is the pieces `"Des`, ` clics`, `, payés`: put together again they are the text, so places of words
in the text are sums of the pieces' lengths and no offset is stored. Pieces of the same form and lemma are of one type.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from publish.lemmas import WORD, folded, lemma

ONE = r"(?:[^\W_]+[\u0300-\u036f]*)+"  # letters and digits of any script; a mark on a letter belongs to its word
PIECE = re.compile(rf"[\W_]*{ONE}")
GAP = re.compile(r"[\W_]*")

Stretch = tuple[int, int, str]  # start, end, language; code points


class Vocabulary:
    """The pieces and types of a corpus, numbered as they come.

    `pieces`, `gaps` (code points before the word) and `types` (numbers into `words`) run side by side; `shadows` are
    the pieces with their lemma in the place of the word. `words` are (lemma, form), both folded.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.shadows: list[str] = []
        self.gaps = array("I")
        self.types = array("I")
        self.words: dict[tuple[str, str], int] = {}
        self._known: dict[str | None, _Known] = {}

    def read(self, text: str, language: str | None, stretches: Iterable[Stretch] = ()) -> array[int]:
        """The numbers of a text's pieces. `stretches` are what is in another language, in order, apart."""
        others = list(stretches)
        if not others:
            known = self._of(language)
            return array("I", [known[piece] for piece in PIECE.findall(text)])
        return array("I", self._mixed(text, language, others))

    def _mixed(self, text: str, language: str | None, stretches: Sequence[Stretch]) -> Iterable[int]:
        left = iter([*stretches, (len(text) + 1, len(text) + 1, language)])
        start, end, other = next(left)
        for match in PIECE.finditer(text):
            while match.end() > end:
                start, end, other = next(left)
            yield self._of(other if match.end() > start else language)[match[0]]

    def _of(self, language: str | None) -> _Known:
        if language not in self._known:
            self._known[language] = _Known(self, language)
        return self._known[language]

    def shadow(self, text: str, numbers: Sequence[int]) -> str:
        """The text that these pieces are of with every word replaced by its lemma."""
        rest = text[sum(map(len, map(self.pieces.__getitem__, numbers))) :]  # signs behind the last word
        return "".join(map(self.shadows.__getitem__, numbers)) + rest

    def add(self, piece: str, language: str | None) -> int:
        """Number a new piece."""
        gap = GAP.match(piece).end()  # type: ignore[union-attr] # it matches nothing at all, too
        word = piece[gap:]
        # Only a word of letters that SQLite surely takes for letters has a lemma (publish.lemmas).
        base = lemma(word, language) if WORD.fullmatch(word) else word
        self.pieces.append(piece)
        self.shadows.append(piece[:gap] + base)
        self.gaps.append(gap)
        self.types.append(self.words.setdefault((folded(base), folded(word)), len(self.words)))
        return len(self.pieces) - 1

    def sorted_words(self) -> tuple[list[tuple[str, str]], NDArray[np.uint32]]:
        """The words by lemma and form, and for each piece the place of its word among them."""
        ordered = sorted(self.words)
        place = np.empty(len(ordered), np.uint32)
        for new, word in enumerate(ordered):
            place[self.words[word]] = new
        return ordered, place[np.frombuffer(self.types, np.uint32)] if self.types else place


class _Known(dict[str, int]):
    """Pieces of one language by their text, numbered when they are first seen."""

    def __init__(self, vocabulary: Vocabulary, language: str | None) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.language = language

    def __missing__(self, piece: str) -> int:
        number = self[piece] = self.vocabulary.add(piece, self.language)
        return number
