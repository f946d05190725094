"""A document cut into the stretches that a pipeline reads one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from corpus.model import Block, Document

LONGEST = 20_000  # code points; the parser's memory grows with a text's length
_BREAKS = (re.compile(r"\n"), re.compile(r"(?<=[.!?…»”])\s"), re.compile(r"\s"))
UNKNOWN = "und"


class Stretch(msgspec.Struct, frozen=True):
    """A piece of a document's text: where it starts there (code points), and its language."""

    start: int
    text: str
    language: str


def language_of(document: Document) -> str:
    """The language that a document is read in: detected, else declared, without the region; `und` where unknown."""
    for language in (document.language, document.language_declared):
        if language and language != UNKNOWN:
            return re.split(r"[-_]", language.casefold())[0]
    return UNKNOWN


def stretches(document: Document) -> Iterator[Stretch]:
    """A document's blocks, long ones in pieces.

    Embedded posts are left out: each is a document of its own. A document without blocks is one stretch.
    """
    whole = (Block(kind="paragraph", start=0, end=len(document.text)),)
    own = language_of(document)
    for block in document.blocks or whole:
        if block.kind == "embedded_post":
            continue
        language = own if block.language in (None, UNKNOWN) else str(block.language)
        for start, end in _pieces(document.text, block.start, block.end):
            if document.text[start:end].strip():
                yield Stretch(start, document.text[start:end], language)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = _last_break(text, start + LONGEST // 2, start + LONGEST)
        yield start, cut
        start = cut
    yield start, end


def _last_break(text: str, start: int, end: int) -> int:
    """After the last line end between the two, or else the last sentence end, or else the last space."""
    for pattern in _BREAKS:
        last = None
        for last in pattern.finditer(text, start, end):  # noqa: B007 - the last one is what is wanted
            pass
        if last is not None:
            return last.end()
    return end
