"""Posts that an article shows: their words are in its text, and go out only where the posts themselves go out whole."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Block, Document
from publish.rights.redact import Replacement

INSTEAD = "[…]"
LEAST = 3  # words; one or two stand anywhere


def withheld(document: Document, hidden: Sequence[str], shown: Sequence[str]) -> list[Replacement]:
    """What of an article's text shows posts that may not be read there.

    `hidden` are the texts of those, `shown` of the other posts in it. A post is looked for in the blocks that show one,
    then in all of the text; where its words are in neither, every block goes that is not known to show another post.
    """
    blocks = [block for block in document.blocks if block.kind == "embedded_post"]
    found: list[Replacement] = []
    unknown = False
    for text in hidden:
        places = [_instead(block) for block in blocks if _has(document, block, text)] or _anywhere(document.text, text)
        found += places
        unknown |= not places
    if unknown:
        found += [_instead(block) for block in blocks if not any(_has(document, block, text) for text in shown)]
    return found


def _instead(block: Block) -> Replacement:
    return Replacement(block.start, block.end, INSTEAD, withheld=True)


def _has(document: Document, block: Block, text: str) -> bool:
    words = " ".join(text.split())
    return bool(words) and words in " ".join(document.text[block.start : block.end].split())


def _anywhere(whole: str, text: str) -> list[Replacement]:
    found: list[Replacement] = []
    at = whole.find(text) if len(text.split()) >= LEAST else -1
    while at >= 0:
        found.append(Replacement(at, at + len(text), INSTEAD, withheld=True))
        at = whole.find(text, at + len(text))
    return found
