"""Which blocks of a page are its article: the pick of the extractors, mended and cleared.

Mended: a paragraph that stands between two kept ones in the same box belongs to the article, and so does a box of prose
made like the box of the article (a body that an advertisement cuts in two). Cleared: lines that are boilerplate by what
they say, by the names around them, or because they repeat the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from corpus.model import Reason
from ingest.clean.cues import strong_cue
from ingest.clean.keep import article_blocks
from ingest.clean.page_blocks import PageBlock, letters
from ingest.clean.phrases import reason_of

_PROSE = 60  # characters from which a paragraph with a full stop is prose
_LINKED = 0.5  # share of linked characters from which it is a list of links
_ALIKE = 3  # paragraphs in one box from which its names say where the article stands
_HEADINGS = ("h1", "h2", "h3")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"’')\]]\s*$")


def select(blocks: Sequence[PageBlock], picked: str, title: str | None) -> list[int]:
    """Indexes of the blocks of the article's body in page order, the title left out."""
    kept = set(article_blocks(blocks, picked))
    if not kept:
        return []
    kept |= _between(blocks, kept)
    kept |= _alike(blocks, kept)
    kept -= _titles(blocks, kept, title)
    cues = _Cues(blocks, kept)
    return sorted(at for at in kept if blocks[at].post is not None or cues.reason(blocks[at]) is None)


def is_prose(block: PageBlock) -> bool:
    """A sentence or more, not mainly links."""
    text = block.text
    return len(text) >= _PROSE and block.linked < _LINKED * len(text) and _SENTENCE_END.search(text) is not None


def _between(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Paragraphs of prose, visible and unkept, whose neighbours on both sides in the same box are kept."""
    found: set[int] = set()
    parents = Counter(blocks[at].element.getparent() for at in kept)
    order = sorted(kept)
    for before, after in zip(order, order[1:], strict=False):
        for at in range(before + 1, after):
            block = blocks[at]
            if not block.hidden and parents[block.element.getparent()] > 1 and is_prose(block):
                found.add(at)
    return found


def _alike(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Prose after the article in a box that has the same names as the box of most of the article, all the way up.

    A page of several articles has such boxes too; there each has its heading of the first rank or its own <article>.
    """
    prose = [at for at in kept if is_prose(blocks[at])]
    if not prose:
        return set()
    boxes = Counter(_box(blocks[at]) for at in prose)
    box, often = boxes.most_common(1)[0]
    found: set[int] = set()
    if often < _ALIKE or 2 * often < len(prose):
        return found
    for at in range(min(prose) + 1, len(blocks)):
        block = blocks[at]
        if at > max(prose) and block.element.tag == "h1":
            break
        if at not in kept and not block.hidden and is_prose(block) and _box(block) == box:
            found.add(at)
    return found


def _box(block: PageBlock) -> tuple[str, ...]:
    """The element of a block and the boxes around it, as far as the body, by tag and class."""
    around = (block.element, *block.element.iterancestors())
    return tuple(
        f"{box.tag}.{box.get('class') or ''}" + ("#" + (box.get("id") or "") if box.tag == "article" else "")
        for box in around
    )


def _titles(blocks: Sequence[PageBlock], kept: set[int], title: str | None) -> set[int]:
    """The kept blocks that are the page's title: by its letters, or a heading of the first rank before all prose."""
    wanted = letters(title) if title else None
    first = next((at for at in sorted(kept) if is_prose(blocks[at])), len(blocks))
    return {
        at
        for at in kept
        if (blocks[at].letters == wanted and (at < first or blocks[at].element.tag in _HEADINGS))
        or (at < first and blocks[at].element.tag == "h1")
    }


class _Cues:
    """The names around kept blocks, below the boxes that hold most of the article."""

    def __init__(self, blocks: Sequence[PageBlock], kept: set[int]) -> None:
        self.weight: Counter[HtmlElement] = Counter()
        self.total = 0
        self.known: dict[HtmlElement, Reason | None] = {}
        for at in kept:
            size = len(blocks[at].text)
            self.total += size
            element: HtmlElement | None = blocks[at].element
            while element is not None:
                self.weight[element] += size
                element = element.getparent()

    def reason(self, block: PageBlock) -> Reason | None:
        return reason_of(block.text) or self.of_box(block.element)

    def of_box(self, element: HtmlElement) -> Reason | None:
        if 2 * self.weight[element] > self.total:
            return None
        if element not in self.known:
            parent = element.getparent()
            self.known[element] = strong_cue(element) or (None if parent is None else self.of_box(parent))
        return self.known[element]
