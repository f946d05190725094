"""Documents in words, as spaCy's tokenizer of their language divides them, for formats that know words alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from corpus.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

OFF = "It begins or ends inside of what spaCy's tokenizer takes for one word, or with white space."
MANY = "xx"  # spaCy's name for a tokenizer of no language in particular
_SEPARATORS = re.compile(r"[\s%|;=]")


def language(document: Document) -> str:
    """The language whose tokenizer divides it: the document's own where spaCy has one."""
    return str(_tokenizer(document.language or MANY).lang)


def divided(document: Document) -> Doc:
    """Its words, with the starts of sentences by their punctuation. White space is a word too, but for one space."""
    return _tokenizer(document.language or MANY)(document.text)


@cache
def _tokenizer(language: str) -> Language:
    import spacy  # takes a second, and most exports and imports are not of words

    try:
        nlp = spacy.blank(language)
    except ImportError:  # no such language, or one whose tokenizer is a package of its own
        nlp = spacy.blank(MANY)
    nlp.add_pipe("sentencizer")
    nlp.max_length = sys.maxsize  # a tokenizer takes no memory by the square
    return nlp


def words(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    """The words of a passage, from the first to the one after the last; None where it ends inside one, or in space."""
    span = doc.char_span(start, end) if start < end else None
    if span is None or span[0].is_space or span[-1].is_space:
        return None
    return span.start, span.end


def sentences(doc: Doc, together: Sequence[tuple[int, int]] = ()) -> Iterator[list[Token]]:
    """Sentences without white space; they end at lines' ends too, but not inside of what must stay together."""
    inside = {number for start, end in together for number in range(start + 1, end)}
    sentence: list[Token] = []
    broken = False
    for token in doc:
        broken |= bool(token.is_sent_start)
        if token.is_space:
            broken |= len(token.text.splitlines()) > 1 or token.text != token.text.rstrip("\r\n")
            continue
        if broken and sentence and token.i not in inside:
            yield sentence
            sentence = []
        sentence.append(token)
        broken = False
    if sentence:
        yield sentence


def in_a_column(label: str) -> str:
    """A label without the characters that part columns and lists, which become their numbers as in addresses."""
    return _SEPARATORS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), label)


def from_a_column(label: str) -> str:
    """The label again."""
    return unquote(label)
