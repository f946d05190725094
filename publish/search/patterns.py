"""A term as sequences of types: what it looks like in the token index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from publish.lemmas import WORD, folded, lemma, spelled_out
from publish.search.query import Term
from publish.tokens.reading import Numbers, Places, Standing, Stream, Tokens, Words

Types = list[int]  # in order
Pattern = list[Types]  # the types that may stand at each of the places that follow each other

MOST_LANGUAGES = 4  # whose lemmas a word is looked up under, of those of the documents


def patterns(words: Words, term: Term, languages: Sequence[str]) -> list[Pattern]:
    """The sequences that a term may be; none where the corpus lacks one of its words."""
    if term.kind == "phrase":
        found = [[words.of_form(folded(word)) for word in term.words]]
    elif term.kind == "prefix":
        *before, last = (folded(word) for word in term.words)
        found = [[*(words.of_form(word) for word in before), words.of_prefix(last)]]
    elif term.kind == "name":
        found = [[list(words.of_lemma(one)) for one in _lemmas(term.words, term.language)]]
    else:
        found = [[list(words.of_lemma(one)) for one in lemmas] for lemmas in inflections(words, term.words, languages)]
    whole = [pattern for pattern in found if pattern and all(pattern)]
    if whole and len(whole[0]) == 1:  # alternatives of one word are one place with more types
        return [[sorted({one for (types,) in whole for one in types})]]
    return whole


def inflections(words: Words, typed: Sequence[str], languages: Sequence[str]) -> list[list[str]]:
    """Under which lemmas words may stand in the index: as each language has them.

    Words that no dictionary knows may lack their accents: then also as they are, and as the corpus has words that look
    so: `elections` finds `élections`. Whoever types an accent means it: `dû` is no `du`.
    """
    plain = [folded(word) for word in typed]
    found = [_lemmas(typed, language) for language in languages[:MOST_LANGUAGES]]
    has_accents = any(one != spelled_out(word.lower()) for one, word in zip(plain, typed, strict=True))
    if not has_accents and all(lemmas == plain for lemmas in found):
        found = [plain, *([one] for one in words.lemmas_of(plain[0]) if len(plain) == 1)]
    return list(map(list, dict.fromkeys(map(tuple, found))))


def _lemmas(words: Iterable[str], language: str | None) -> list[str]:
    return [folded(lemma(word, language) if WORD.fullmatch(word) else word) for word in words]


def standing(tokens: Tokens, stream: Stream, pattern: Pattern) -> Standing:
    """Where in a stream a pattern begins, in order. It never reaches from one document into the next."""
    sizes = [sum(int(stream.firsts[one + 1] - stream.firsts[one]) for one in types) for types in pattern]
    rarest = int(np.argmin(sizes))
    found = stream.standing(pattern[rarest])
    if len(pattern) == 1:
        return found
    found = Standing(found.places - rarest, found.documents)
    ends = stream.starts[found.documents + 1]
    found = found.of((found.places >= stream.starts[found.documents]) & (found.places + len(pattern) <= ends))
    for offset in sorted(range(len(pattern)), key=sizes.__getitem__):
        if offset != rarest:
            found = found.of(_is_one_of(tokens.types_at(found.places + offset, stream), pattern[offset]))
    return found


def _is_one_of(types: Numbers, wanted: Types) -> NDArray[np.bool_]:
    if len(wanted) <= 4:
        found = types == wanted[0]
        for one in wanted[1:]:
            found |= types == one
        return np.asarray(found)
    return np.isin(types, wanted)


def within(types: Numbers, pattern: Pattern) -> Places:
    """Where in a row of types a pattern begins: for one document's words."""
    last = len(types) - len(pattern) + 1
    if last <= 0:
        return np.empty(0, np.int64)
    found = _is_one_of(types[:last], pattern[0])
    for offset, wanted in enumerate(pattern[1:], start=1):
        found &= _is_one_of(types[offset : last + offset], wanted)
    return np.flatnonzero(found)
