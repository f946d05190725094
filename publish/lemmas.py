"""Lemmas that stand token for token in the place of the words they are the lemma of.

The full-text index is given a shadow of each text in which every word is replaced by its lemma, so that a search finds
all inflections, while snippets show the original (Hustings' research notes, search, finding 1). That holds only if
SQLite's `unicode61` sees as many tokens in the shadow as in the text. So a shadow changes nothing but words, by which
is meant here a run of characters that `unicode61` surely takes for token characters; each is replaced by one such run,
and whatever stands between them stays.

Lemmas are simplemma's (Barbaresi 2023), which on French find .94 of the inflections of a word at .98 precision, where
stems find .78 at .90.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

# Letters and digits of the alphabets that have inflected words in simplemma: Latin, Greek, Cyrillic, Armenian. Those of
# Unicode 3.2 only, which are token characters in every SQLite.
RANGES = (range(0x30, 0x590), range(0x1E00, 0x1F00))


def _word_class() -> str:
    old = unicodedata.ucd_3_2_0
    return "".join(chr(c) for span in RANGES for c in span if old.category(chr(c))[0] in "LN")


WORD = re.compile(f"[{_word_class()}]+")
MOST_STEPS = 3  # from a form to a lemma to the lemma of that
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# French words that lose their vowel before another: in `l'organisation`, the word is `organisation`.
ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """`cœur` as `coeur`: `unicode61` folds accents but not ligatures. The number of tokens stays."""
    return text.translate(LIGATURES)


def folded(text: str) -> str:
    """As `unicode61 remove_diacritics 2` compares it: lower case, without accents; and without ligatures."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", spelled_out(text).lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


@lru_cache(maxsize=1 << 14)
def lemma(word: str, language: str | None) -> str:
    """The lemma of one word (a match of WORD), itself a match of WORD, spelled out and in lower case.

    A word of an unknown language, or one whose lemma is no single word, is its own.
    """
    found = spelled_out(word.lower())
    # A letter alone is what elision left, as in `s'est`; the dictionary takes it for another word. But `a` is one.
    if language in SUPPORTED_LANGUAGES and (len(found) > 1 or found == "a"):
        for _ in range(MOST_STEPS):  # `payés` gives `payé` and `payé` gives `payer`: all of them are one
            before, found = found, _once(found, language)
            if found == before:
                break
    return found if WORD.fullmatch(found) else spelled_out(word)


def _once(word: str, language: str) -> str:
    """The lemma that the dictionary has: some words are in it with a ligature, some without, some as either."""
    found = simplemma.lemmatize(word, lang=language)
    if found == word and "oe" in word:
        found = simplemma.lemmatize(word.replace("oe", "œ"), lang=language)
    return spelled_out(found.lower())


def lemma_key(words: str, language: str | None) -> str:
    """Words as a key under which a label, a cue or a name is found again in whatever inflection: folded lemmas."""
    found = WORD.findall(unicodedata.normalize("NFC", ELIDED.sub("", words)))
    return " ".join(folded(lemma(word, language)) for word in found)
