"""Every occurrence of some words in a person's documents, without regard to case, accents and kinds of apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from annotate.fold import fold, folded
from corpus.ids import sha256
from corpus.model import Document

BESIDE = 60  # code points shown left and right
LONGEST = 200  # code points of what is looked for


class Hit(msgspec.Struct, frozen=True):
    """One occurrence; offsets are code points."""

    document: str
    title: str
    text_sha256: str
    start: int
    end: int
    left: str
    match: str
    right: str


def occurrences(document: Document, words: str) -> Iterator[Hit]:
    """Where the words stand in a document as whole words, from the first to the last."""
    sought = folded(words[:LONGEST], accents=False)
    if not sought:
        return
    pattern = r"\s+".join(re.escape(part) for part in sought.split())
    edge_left = r"(?<!\w)" if sought[0].isalnum() else ""
    edge_right = r"(?!\w)" if sought[-1].isalnum() else ""
    text = fold(document.text, accents=False)
    digest = sha256(document.text)
    for match in re.finditer(edge_left + pattern + edge_right, text.text, re.IGNORECASE):
        start, end = text.span(*match.span())
        yield Hit(
            document=document.id,
            title=document.title or document.text[:BESIDE],
            text_sha256=digest,
            start=start,
            end=end,
            left=document.text[max(0, start - BESIDE) : start],
            match=document.text[start:end],
            right=document.text[end : end + BESIDE],
        )
