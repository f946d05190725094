"""A text's words in sentences, with what the other finders found there; and the clause that shows a hit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from spacy.language import Language

from annotate.proposal import Proposal
from annotate.rules.terms import Sentence, Split
from annotate.words import Unit, words_of

_ENDS = re.compile(r"[.!?…]|\n")
_CLAUSE = re.compile(r";|:(?=\s)|\s[–—]\s|—")
_EDGES = " \t\n,;:–—-"
_NUMBER = re.compile(r"\d")
_COUNTS = frozenset({"people", "followers", "accounts", "count"})


def splitter(nlp: Language) -> Split:
    """A language's words in a piece of a rule, cut as the pipeline cuts texts."""

    @cache
    def split(piece: str) -> list[str]:
        return [word for token in nlp.make_doc(piece) for word in words_of(token.text)]

    return split


def sentences(
    text: str, words: Sequence[Unit], known: Iterable[Proposal], kinds_of: Mapping[str, str]
) -> list[Sentence]:
    """The words sentence by sentence; a full stop, question or exclamation mark and a line end ends one.

    The pipeline's own sentences are not used: they break at quotation marks, where conduct is often told.
    """
    pieces: list[list[Unit]] = [[]]
    for unit in words:
        pieces[-1].append(unit)
        if unit.ends and _ENDS.search(text, unit.start, unit.end):
            pieces.append([])
    kinds = _kinds(known, kinds_of)
    return [Sentence(piece, _in_sentence(text, piece, kinds)) for piece in pieces if piece]


def _kinds(known: Iterable[Proposal], kinds_of: Mapping[str, str]) -> list[tuple[int, int, tuple[str, ...]]]:
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for p in known:
        if p.layer == "figure":
            found.append((p.start, p.end, (p.code, "figure", "count") if p.code in _COUNTS else (p.code, "figure")))
        elif p.layer == "actor":
            found.append((p.start, p.end, ("actor", kinds_of[p.code]) if p.code in kinds_of else ("actor",)))
    return sorted(found)


def _in_sentence(
    text: str, units: Sequence[Unit], known: Sequence[tuple[int, int, tuple[str, ...]]]
) -> dict[int, list[tuple[str, int]]]:
    kinds: dict[int, list[tuple[str, int]]] = {}
    first, last = units[0].start, units[-1].end
    for start, end, names in known:
        if start < last and end > first:
            inside = [number for number, unit in enumerate(units) if unit.start < end and unit.end > start]
            if inside:
                kinds.setdefault(inside[0], []).extend((name, inside[-1] + 1) for name in names)
    for number, unit in enumerate(units):
        if unit.pos == "NUM" or _NUMBER.match(text, unit.start, unit.end):
            kinds.setdefault(number, []).append(("number", number + 1))
        elif text[unit.start - 1 : unit.start] in ("#", "@") or text[unit.start] in "#@":
            sign = text[unit.start] if text[unit.start] in "#@" else text[unit.start - 1]
            kinds.setdefault(number, []).append(("hashtag" if sign == "#" else "handle", number + 1))
    return kinds


def clause(text: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The clauses between semicolons, colons and dashes that hold a stretch, without what stands around them."""
    first, last = sentence.units[0].start, sentence.units[-1].end
    cuts = [match.end() for match in _CLAUSE.finditer(text, first, last)]
    first = max([first, *(cut for cut in cuts if cut <= start)])
    last = min([last, *(cut for cut in cuts if cut >= end)])
    while first < start and text[first] in _EDGES:
        first += 1
    while last > end and text[last - 1] in _EDGES + ".":
        last -= 1
    return first, last
