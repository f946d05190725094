"""What was taken out of a page, block by block or box by box, each with its reason."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from lxml.html import HtmlElement

from corpus.model import Reason, Removed
from ingest.clean.article import Article
from ingest.clean.cues import Boxes, weak_cue
from ingest.clean.page_blocks import PageBlock
from ingest.clean.phrases import reason_of

_NEAR = 3  # boxes around a line whose names tell what the line is
_SIGNED = 200  # characters of a line with a byline, a date and a reading time in one
_BY = re.compile(r"(?:Par|By|PAR|BY) [A-ZÀ-Ý]")
_TITLE = 15  # letters from which a text that equals the title is the title again


def removed_blocks(
    blocks: Sequence[PageBlock], article: Article, places: Sequence[int], title: str
) -> tuple[Removed, ...]:
    """Every visible block that is no part of the article, in page order.

    `places` are the blocks of the pieces, -1 for one that the page does not show; `title` is the title's letters.
    Lines in a row that one named box holds (a menu, a thread) are one entry, a line each.
    """
    taken = {article.title, article.deck, *article.body}
    title = title.casefold()
    boxes = Boxes(blocks[at] for at in article.body)
    rows = sorted(places)
    out: list[Removed] = []
    last: HtmlElement | None = None
    for at, block in enumerate(blocks):
        if at in taken or block.hidden or not block.text:
            continue
        reason, box = _judge(block, boxes, title, after=bool(rows) and at > rows[-1])
        before = bisect_left(rows, at)
        if out and box is not None and box is last and (out[-1].reason, out[-1].before) == (reason, before):
            out[-1] = Removed(reason=reason, text=f"{out[-1].text}\n{block.text}", before=before)
        else:
            out.append(Removed(reason=reason, text=block.text, before=before))
        last = box
    return tuple(out)


def _judge(block: PageBlock, boxes: Boxes, title: str, *, after: bool) -> tuple[Reason, HtmlElement | None]:
    """The reason, and the box whose name gave it."""
    if len(block.letters) >= _TITLE and block.letters.casefold() == title:
        return "repeated_title", None
    said = reason_of(block.text)
    strong, box = boxes.strong_box(block.element)
    if strong and not (said == "breadcrumb" and strong == "navigation"):
        return strong, box
    if said:
        return said, None
    if len(block.text) < _SIGNED and _BY.match(block.text):
        return "byline", None
    for around in (block.element, *block.element.iterancestors())[:_NEAR]:
        if boxes.heavy(around):
            break
        weak = weak_cue(around)
        if weak:
            return weak, None
    if 2 * block.linked > len(block.text):
        return ("related_link" if after else "navigation"), None
    return "other", None
