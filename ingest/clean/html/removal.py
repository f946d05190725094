"""What was taken out of a page, block by block or box by box, each with its reason."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from lxml.html import HtmlElement

from corpus.model import Reason, Removed
from ingest.clean.html.article import Article
from ingest.clean.html.blocks import PageBlock
from ingest.clean.html.boilerplate import line_reason
from ingest.clean.html.cues import Boxes, weak_cue

_NEAR = 3  # boxes around a line whose names tell what the line is
# What a line in a loose box may still be.
_TELLING: tuple[Reason, ...] = ("breadcrumb", "tags", "byline", "subscription", "comment", "rating", "sharing")
_LISTS = frozenset(("ul", "ol", "dl", "table", "tbody", "select"))
_UNSURE: tuple[Reason, ...] = ("other", "date", "byline")  # what a reader's comment may look like
_LOOSE: tuple[Reason, ...] = ("footer", "navigation")  # boxes that hold lines of many kinds
_TITLE = 15  # letters from which a text that equals the title is the title again


def removed_blocks(
    blocks: Sequence[PageBlock], article: Article, places: Sequence[int], title: str
) -> tuple[Removed, ...]:
    """Every visible block that is no part of the article, in page order.

    `places` are the blocks of the pieces, -1 for one that the page does not show; `title` is the title's letters.
    Lines in a row that one named box or one list holds (a menu, a thread) are one entry, a line each.
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
        if article.comments is not None and reason in _UNSURE and _in_thread(blocks, at, article.comments):
            reason = "comment"
        box = box if box is not None else _list_around(block)
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
    strong, box = boxes.strong_box(block.element)
    if strong is not None and strong not in _LOOSE:
        return strong, box
    told = line_reason(block.text)
    if strong is not None:
        near = told if told in _TELLING or strong == "navigation" else _weak_near(block, boxes)
        return (near, None) if near in _TELLING else (strong, box)
    told = told or _weak_near(block, boxes)
    if told is not None:
        return told, None
    if 2 * block.linked > len(block.text):
        return ("related_link" if after else "navigation"), None
    return "other", None


def _list_around(block: PageBlock) -> HtmlElement | None:
    for around in (block.element, *block.element.iterancestors())[:_NEAR]:
        if around.tag in _LISTS:
            return around
    return None


def _in_thread(blocks: Sequence[PageBlock], at: int, first: int) -> bool:
    """Whether a block stands after the line with which the comments begin, in the same box."""
    one, other = blocks[at].element, blocks[first].element
    return at > first and (one is other or one.getparent() is other.getparent())


def _weak_near(block: PageBlock, boxes: Boxes) -> Reason | None:
    for around in (block.element, *block.element.iterancestors())[:_NEAR]:
        if boxes.heavy(around):
            return None
        cue = weak_cue(around)
        if cue is not None:
            return cue
    return None
