"""Sentences and tokens, for the formats that are built on them: spaCy's rules of a language, without a model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec
import spacy
from spacy.language import Language

Place = tuple[int, int]


class Sentence(msgspec.Struct, frozen=True):
    """A sentence and its tokens, in code points. It begins with its first token and ends with its last."""

    start: int
    end: int
    tokens: tuple[Place, ...]


def sentences(text: str, language: str | None) -> list[Sentence]:
    """The sentences of a text: none goes over a line's end, and all but white space is in one of their tokens."""
    nlp, found, at = _pipeline(language or "und"), [], 0
    for line in text.split("\n"):
        for sentence in nlp(line).sents if line.strip() else ():
            places = [place for token in sentence for place in _solid(line, token.idx, token.idx + len(token))]
            tokens = tuple((at + start, at + end) for start, end in places)
            if tokens:
                found.append(Sentence(tokens[0][0], tokens[-1][1], tokens))
        at += len(line) + 1
    return found


def _solid(line: str, start: int, end: int) -> Iterator[Place]:
    """The parts of a token without the white space in it: no tool takes a token that begins or ends with such."""
    begin = None
    for at in range(start, end):
        if line[at].isspace():
            if begin is not None:
                yield begin, at
            begin = None
        elif begin is None:
            begin = at
    if begin is not None:
        yield begin, end


@lru_cache(maxsize=8)
def _pipeline(language: str) -> Language:
    """The tokenizer of a language, or one for all where spaCy has none, with a sentencizer."""
    try:
        nlp = spacy.blank(language)
    except ImportError:
        nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer")
    return nlp
