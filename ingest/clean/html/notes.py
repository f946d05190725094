"""What must be said of a page as a whole: that it stops at a paywall, or that it is no article but a list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.model import Removed
from ingest.clean.html.article import Article, is_prose
from ingest.clean.html.blocks import PageBlock
from ingest.clean.html.head import Metas
from ingest.clean.html.metadata import Metadata
from ingest.clean.subscription import is_label, is_wall

_TIER = "article:content_tier"  # Open Graph: free, metered, locked
_BESIDE = 3  # removed parts right after the article that may still speak of it
_LEAST = 3  # articles, or headings that are links, that make a page an index
_CUT_OFF = ("…", "...", "[…]", "[...]")
_HEADINGS = ("h2", "h3", "h4", "h5")
_ALL_LINKED = 0.9


def notes_of(
    said: Metadata, metas: Metas, blocks: Sequence[PageBlock], article: Article, removed: Sequence[Removed], pieces: int
) -> tuple[str, ...]:
    """`paywalled`, `index page`. `pieces` is the number of pieces, which `Removed.before` counts."""
    notes = []
    if said.free is False or "locked" in metas.get(_TIER, []) or _walled(blocks, article, removed, pieces):
        notes.append("paywalled")
    if _lists_articles(blocks, article) or _lists_teasers(blocks, article):
        notes.append("index page")
    return tuple(notes)


def _walled(blocks: Sequence[PageBlock], article: Article, removed: Sequence[Removed], pieces: int) -> bool:
    """Whether the page says that there is more, for subscribers: in so many words, by a label right before or after the
    article, or by breaking off above a call to subscribe."""
    if any(is_wall(line) for part in removed if part.reason == "subscription" for line in part.text.split("\n")):
        return True
    beside = list(_beside(removed, pieces))
    if any(is_label(line) for part in beside for line in part.text.split("\n")):
        return True
    last = next((blocks[at].text for at in reversed(article.body) if is_prose(blocks[at])), "")
    return last.rstrip().endswith(_CUT_OFF) and any(part.reason == "subscription" for part in beside)


def _beside(removed: Sequence[Removed], pieces: int) -> Iterator[Removed]:
    """The parts between title and text, and the first ones after the text up to other articles."""
    yield from (part for part in removed if 0 < part.before < pieces)
    for part in [part for part in removed if part.before == pieces][:_BESIDE]:
        if part.reason in ("related_link", "navigation", "footer"):
            return
        yield part


def _lists_articles(blocks: Sequence[PageBlock], article: Article) -> bool:
    """Several <article> elements with prose, none of them with most of it."""
    holders = [next(blocks[at].element.iterancestors("article"), None) for at in article.body if is_prose(blocks[at])]
    most = max((holders.count(one) for one in holders), default=0)
    return None not in holders and len(set(holders)) >= _LEAST and 2 * most <= len(holders)


def _lists_teasers(blocks: Sequence[PageBlock], article: Article) -> bool:
    """Headings that are links all through, with a paragraph or two under each: an article's headings lead nowhere."""
    within = blocks[max(0, article.body[0] - 1) : article.body[-1] + 1]
    linked = linked_headings(within)
    return linked >= _LEAST and sum(is_prose(blocks[at]) for at in article.body) <= 2 * linked


def linked_headings(blocks: Sequence[PageBlock]) -> int:
    """How many of the blocks are headings and links all through."""
    return sum(
        block.element.tag in _HEADINGS and not block.hidden and block.linked >= _ALL_LINKED * len(block.text)
        for block in blocks
    )
