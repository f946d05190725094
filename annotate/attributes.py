"""spaCy's attribute ruler in less time: what its rules for single tokens say is remembered.

English has 179 rules of what a tag means (morphology, part of speech), and all are tried at every token: a sixth of the
pipeline's time. Nearly all look at one token, and say the same of every token that is written and analysed alike.
"""

from __future__ import annotations

from typing import Any

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

ALIKE: list[int | str] = ["ORTH", "NORM", "TAG", "POS", "MORPH", "LEMMA", "DEP"]
BY_THESE = {"ORTH", "TEXT", "LOWER", "NORM", "TAG", "POS", "MORPH", "LEMMA", "DEP", "IS_SPACE", "IS_PUNCT", "IS_ALPHA"}
MOST = 1 << 16  # sorts of tokens that are remembered

Match = tuple[int, int, int, int]  # the rule's number and id, where it starts and ends (tokens)


class Remembered:
    """Finds what a ruler's own `match` finds."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self.alone, self.others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self.number: dict[int, int] = {}
        for number, rule in enumerate(ruler.patterns):
            id = ruler.vocab.strings[str(number)]
            self.number[id] = number
            patterns: Any = rule["patterns"]
            (self.alone if all(map(_is_of_one, patterns)) else self.others).add(id, patterns)
        self.known: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def __call__(self, doc: Doc) -> list[Match]:
        found = [(number, id, i, i + 1) for i, said in enumerate(self._of_tokens(doc)) for number, id in said]
        if len(self.others):
            found += [(self.number[id], id, start, end) for id, start, end in self.others(doc, allow_missing=True)]
        found.sort()  # later rules count for more
        return found

    def _of_tokens(self, doc: Doc) -> list[list[tuple[int, int]]]:
        if len(self.known) > MOST:
            self.known.clear()
        result = []
        for i, key in enumerate(map(tuple, doc.to_array(ALIKE).tolist())):
            said = self.known.get(key)
            if said is None:
                matches = self.alone(doc[i : i + 1], allow_missing=True) if len(self.alone) else []
                said = self.known[key] = [(self.number[id], id) for id, *_ in matches]
            result.append(said)
        return result


def _is_of_one(pattern: list[dict[Any, Any]]) -> bool:
    return len(pattern) == 1 and all(isinstance(name, str) and name.upper() in BY_THESE for name in pattern[0])
