"""Posts that an article shows: their words stand in its text, and each is a document of its own beside it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Block, Document

LEAST = 3  # words; one or two stand anywhere

Span = tuple[int, int]  # in code points, end excluded


def blocks_of_posts(document: Document) -> list[Block]:
    """The blocks in which an article shows posts."""
    return [block for block in document.blocks if block.kind == "embedded_post"]


def where_shown(document: Document, wanted: Sequence[str], others: Sequence[str]) -> list[Span]:
    """Where an article shows posts with these texts; `others` are the texts of the other posts in it.

    A post is looked for in the blocks that show one, then in all of the text; where its words are in neither, since the
    article cut it or shows another state of it, every block counts that is not known to show another post.
    """
    blocks = blocks_of_posts(document)
    found: list[Span] = []
    unknown = False
    for text in wanted:
        places = [(one.start, one.end) for one in blocks if _has(document, one, text)] or _anywhere(document.text, text)
        found += places
        unknown |= not places
    if unknown:
        found += [(one.start, one.end) for one in blocks if not any(_has(document, one, text) for text in others)]
    return found


def _has(document: Document, block: Block, text: str) -> bool:
    words = " ".join(text.split())
    return bool(words) and words in " ".join(document.text[block.start : block.end].split())


def _anywhere(whole: str, text: str) -> list[Span]:
    found: list[Span] = []
    at = whole.find(text) if len(text.split()) >= LEAST else -1
    while at >= 0:
        found.append((at, at + len(text)))
        at = whole.find(text, at + len(text))
    return found
