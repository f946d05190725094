"""What every finder asks of the same text, worked out once: spaCy makes a text's string, and each of its tokens, anew
each time they are asked for.

Only what no component of a pipeline can change is kept, and only of the last texts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

from spacy.tokens import Doc

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=2)
def text_of(doc: Doc) -> str:
    """The text that a pipeline has read."""
    return doc.text


@lru_cache(maxsize=4)
def words_at(text: str) -> list[tuple[str, int]]:
    """The words of a text in small letters (as casefold makes them), each with its offset (code points)."""
    return [(word[0].casefold(), word.start()) for word in _WORD.finditer(text)]


def matches(pattern: re.Pattern[str], beginnings: Container[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` gives, where a match can begin only with one of some words: tried nowhere else.

    `beginnings` are whole words as `words_at` has them, the word before a sign (`start` of `start-up`) among them.
    """
    end = 0
    for word, at in words_at(text):
        if at >= end and word in beginnings and (match := pattern.match(text, at)) is not None:
            end = match.end()
            yield match
