"""A text as the words it is compared by, and the words as overlapping pairs with 64-bit numbers.

Case, accents, punctuation, links, mentions and the marks of hashtags say nothing about whether a text was copied, so
they are left out. Scripts that put no spaces between words are cut into characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

SHINGLE = 2  # words; see docs/duplicates.md for how it was chosen
MOST_CHARACTERS = 2_000_000  # of a text; what comes after is not compared

_PASSED_ON = re.compile(r"\A\W*(?:RT|MT)\s*[@＠]\s?(\w[\w.@-]*)\s*:?\s*")
_NOT_WORDS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+|(?<!\w)[@＠]\w[\w.-]*(?:@[\w.-]+)?")
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# Thai, Lao, Burmese, Khmer, Japanese and Chinese: no spaces between words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(r"\w+")
_WORD_OR_CHARACTER = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 divided by the golden ratio, odd: Knuth's multiplicative hashing


def words(text: str) -> list[str]:
    """The words of a text in order, folded; characters, where the script has no spaces.

    The `RT @name:` at the head of a post that somebody passed on by hand is left out.
    """
    text = _NOT_WORDS.sub(" ", _PASSED_ON.sub("", text[:MOST_CHARACTERS]))
    if text.isascii():
        return _WORD.findall(text.lower())
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_LIGATURES))).casefold()
    return (_WORD_OR_CHARACTER if _HAS_UNSPACED.search(text) else _WORD).findall(text)


def passed_on_from(text: str) -> str | None:
    """Whose post a post passes on by hand, where it begins with `RT @name` or `MT @name`: the name, in lower case."""
    found = _PASSED_ON.match(text[:200])
    return found.group(1).rstrip(".-").casefold() if found else None


def extent(found: list[str]) -> int:
    """How many words these are; two characters of a script without spaces count as one word."""
    characters = sum(1 for word in found if len(word) == 1 and _HAS_UNSPACED.match(word))
    return len(found) - characters // 2


def numbers(found: list[str]) -> Numbers:
    """A number for each word, the same on every machine."""
    return np.fromiter(map(_number, found), dtype=np.uint64, count=len(found))


@lru_cache(maxsize=2**18)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def runs(of_words: Numbers, length: int) -> Numbers:
    """A number for each run of `length` words, in order; none where there are fewer words."""
    count = len(of_words) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    found = of_words[:count].copy()
    for place in range(1, length):
        found = found * _MIX + of_words[place : place + count]
    return found ^ (found >> np.uint64(32))


def shingles(of_words: Numbers) -> Numbers:
    """The set of a text's shingles: sorted, each once."""
    return np.unique(runs(of_words, SHINGLE))


def joined(parts: list[Numbers]) -> Numbers:
    """Several arrays, one after another."""
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)


def same_words_key(found: list[str]) -> bytes:
    """16 bytes that stand for these words in this order."""
    return hashlib.blake2b(" ".join(found).encode("utf-8", "surrogatepass"), digest_size=16).digest()
