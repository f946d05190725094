"""The words of a text, each known by several keys at once: its form, the pipeline's lemma and simplemma's.

A participle like `suspendus` has the lemma `suspendre` or `suspendu`, depending on the sentence and on whom one asks;
two words are the same where they share a key. Hyphens separate words, so that `pay-per-click`, `pay per click` and a
tokenizer that keeps `micro-influenceur` whole come to the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec
import simplemma
from spacy.tokens import Doc, Token

from annotate.fold import HYPHENS, folded
from annotate.once import text_of

_TRANSPARENT = re.compile(rf"[{re.escape(HYPHENS)}/«»“”\"()]+\Z")
_PARTS = re.compile(rf"\w(?:[^{re.escape(HYPHENS)}/]*\w)?")
_REMEMBERED = 50_000
_DETERMINER = "<determiner>"


class Unit(msgspec.Struct, frozen=True):
    """A word of a text: where it stands, the keys it is known by, and what part of speech it is."""

    start: int
    end: int
    keys: frozenset[str]
    pos: str
    joined: frozenset[str] = frozenset()  # the keys of this word and the next one as a single one: pre-written
    ends: bool = False  # no cue goes on beyond this: a full stop, a comma, a line end


# The units of a token that begins a text, by language, and by the numbers of its form, lemma and part of speech.
_units: dict[str, dict[tuple[int, int, int], tuple[Unit, ...]]] = defaultdict(dict)


def units(doc: Doc) -> list[Unit]:
    """The words of a text that a pipeline has read."""
    text, language = text_of(doc), doc.lang_
    known = _units[language]
    if len(known) > _REMEMBERED:
        known.clear()
    found: list[Unit] = []
    for number, (form, lemma, pos, at) in enumerate(doc.to_array(["ORTH", "LEMMA", "POS", "IDX"]).tolist()):
        pieces = known.get((form, lemma, pos))
        if pieces is None:
            pieces = known[form, lemma, pos] = tuple(_units_of(doc[number], language))
        found += [Unit(at + one.start, at + one.end, one.keys, one.pos, ends=one.ends) for one in pieces]
    for number, (unit, after) in enumerate(pairwise(found)):
        if after.start - unit.end == 1 and text[unit.end] in HYPHENS and not after.ends:
            word = text[unit.start : unit.end] + text[after.start : after.end]
            found[number] = msgspec.structs.replace(unit, joined=keys_of(word, "", False, language))
    return found


def _units_of(token: Token, language: str) -> Iterator[Unit]:
    """A token's words, with offsets into it."""
    if _TRANSPARENT.match(token.text) or (token.is_space and "\n" not in token.text):
        return
    if token.is_punct or token.is_space:
        yield Unit(0, len(token), frozenset(), token.pos_, ends=True)
        return
    parts = list(_PARTS.finditer(token.text))
    lemmas = _PARTS.findall(token.lemma_)
    for number, part in enumerate(parts):
        lemma = lemmas[number] if len(lemmas) == len(parts) else ""
        keys = keys_of(part.group(), lemma, token.pos_ == "DET", language)
        yield Unit(part.start(), part.end(), keys, token.pos_)


def words_of(token: str) -> list[str]:
    """The words in a token of a pipeline's: `porte-parole` has two."""
    return _PARTS.findall(token)


@lru_cache(maxsize=50_000)
def keys_of(word: str, lemma: str, determiner: bool, language: str) -> frozenset[str]:
    """The keys of a word, with the lemma that the pipeline gives it ("" for none)."""
    form = folded(word).casefold().replace("œ", "oe")
    if not form:
        return frozenset()
    found = {form}
    if lemma:
        found.add(folded(lemma).casefold().replace("œ", "oe"))
    found |= _dictionary_keys(form, language)
    if word.isupper():
        found.add(acronym(word))
    if determiner:
        found.add(_DETERMINER)
    return frozenset(found)


def _dictionary_keys(form: str, language: str) -> set[str]:
    if not is_word(form, language):  # préécrites: no dictionary has it, so its endings are cut
        ending = r"(?:es|e|s)\Z" if language == "fr" else r"s\Z"
        return {re.sub(ending, "", form)} if len(form) > len("tests") else set()
    return {simplemma.lemmatize(form, lang=language).casefold().replace("œ", "oe")}


def is_word(form: str, language: str) -> bool:
    """Whether a dictionary of the language has the word; False for a language without one."""
    try:
        return simplemma.is_known(form, lang=language)
    except ValueError:
        return False


def forms(token: Token) -> frozenset[str]:
    """The keys a token is known by: its form and its lemmas."""
    return keys_of(token.text, token.lemma_, False, token.doc.lang_)


def is_common(word: str, language: str) -> bool:
    """Whether a word, written small, is in the dictionary as a word and not as a name (facebook is there as a name)."""
    form = word.casefold()
    return is_word(form, language) and simplemma.lemmatize(form, lang=language).islower()


def acronym(word: str) -> str:
    """The key of a word that counts only in capitals."""
    return f"={word}"
