"""Which blocks of a page are its article: the pick of the extractors, mended and cleared.

Mended: a paragraph that stands between two kept ones in the same box belongs to the article, and so does prose further
on in a box made like the box of the article (a body that an advertisement cuts in two). Cleared: lines that are
boilerplate by what they say or by the names around them, and the title, which is told apart from the body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml.html import HtmlElement

from ingest.clean.html.blocks import PageBlock, letters
from ingest.clean.html.boilerplate import line_reason
from ingest.clean.html.cues import Boxes, names_of
from ingest.clean.html.head import Head
from ingest.clean.html.keep import article_blocks

_PROSE = 60  # characters from which a paragraph that ends as a sentence does is prose
_LINKED = 0.5  # share of linked characters from which a block is a list of links
_ALL_LINKED = 0.9
_LEAST = 140  # characters, not linked, that an article without prose needs (a poem, a list)
_ALIKE = 3  # paragraphs in one box from which its names say where the article stands
_REACH = 2  # blocks after the article within which an embedded post belongs to it
_DECK_REACH = 12  # blocks before the body within which a deck stands
_DESCRIBED = 25  # letters from which a block that equals the page's description is its deck
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:;»”\"’')\]]\s*$")
_PULLED = re.compile(r"(?:^| )(?:pull ?quote|pulled|pull|blockquote|quote|exergue|callout)(?: |$)")
_DECK_NAME = re.compile(
    r"(?:^| )(?:standfirst|deck|dek|chapo|chapeau|strapline|subline|subheadline|sub ?head|sous titre)(?: |$)"
)


@dataclass(frozen=True, slots=True)
class Article:
    """Indexes of blocks: the title and the deck where the page shows them, and the body in page order."""

    title: int | None
    deck: int | None
    body: tuple[int, ...]
    comments: int | None  # the block at which the readers' comments begin


def select(blocks: Sequence[PageBlock], picked: str, head: Head) -> Article | None:
    """The article among the blocks of a page, or None where there is none."""
    kept = set(article_blocks(blocks, picked))
    kept |= _between(blocks, kept)
    kept |= _alike(blocks, kept)
    titles = _titles(blocks, kept, head.title)
    kept -= titles
    said = {at: line_reason(blocks[at].text) for at in kept if blocks[at].post is None}
    comments = _comments_from(blocks, kept)
    boxes = Boxes(blocks[at] for at in kept)
    kept = {
        at
        for at in kept
        if blocks[at].post is not None or (said[at] is None and boxes.strong(blocks[at].element) is None)
    }
    kept = {at for at in kept if comments is None or at < comments}
    kept -= _doubled(blocks, kept)
    kept -= _links_around(blocks, kept)
    if not _enough(blocks, kept):
        return None
    kept |= _posts_within(blocks, kept)
    title = _shown_title(blocks, titles or set(range(min(kept))), head.title)
    kept -= _before_title(blocks, kept, title)
    deck = _deck(blocks, kept, title, head)
    return Article(title, deck, tuple(sorted(kept - {deck})), comments)


def is_prose(block: PageBlock) -> bool:
    """A sentence or more, not mainly links."""
    text = block.text
    return len(text) >= _PROSE and block.linked < _LINKED * len(text) and _SENTENCE_END.search(text) is not None


def _between(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Visible prose between kept blocks, in a box that holds several of them."""
    parents = Counter(blocks[at].element.getparent() for at in kept)
    return {
        at
        for before, after in pairwise(sorted(kept))
        for at in range(before + 1, after)
        if not blocks[at].hidden and parents[blocks[at].element.getparent()] > 1 and is_prose(blocks[at])
    }


def _alike(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Prose in a box that has the same names as the box of most of the article, all the way up.

    A page of several articles has such boxes too; there each has a heading of the first rank or its own <article>.
    """
    prose = [at for at in kept if is_prose(blocks[at])]
    if not prose:
        return set()
    box, often = Counter(_box(blocks[at]) for at in prose).most_common(1)[0]
    found: set[int] = set()
    if often < _ALIKE or 2 * often < len(prose):
        return found
    first, last = min(prose), max(prose)
    for at in range(first + 1, len(blocks)):
        block = blocks[at]
        if at > last and block.element.tag == "h1":
            break
        if at not in kept and not block.hidden and is_prose(block) and _box(block) == box:
            found.add(at)
    return found


def _box(block: PageBlock) -> tuple[str, ...]:
    """The element of a block and the boxes around it up to the root, by tag and class, articles also by id."""
    around = (block.element, *block.element.iterancestors())
    return tuple(f"{box.tag}.{box.get('class')}{box.get('id') if box.tag == 'article' else ''}" for box in around)


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


def _shown_title(blocks: Sequence[PageBlock], among: set[int], title: str | None) -> int | None:
    """Where the page shows its title: the last heading or line of its letters, or else a heading much like it."""
    seen = [at for at in sorted(among) if not blocks[at].hidden]
    ranked = [at for at in seen if blocks[at].element.tag == "h1"]
    if title is None:
        return ranked[-1] if ranked else None
    wanted, words = letters(title).casefold(), set(_WORD.findall(title.casefold()))
    same = [at for at in seen if blocks[at].letters.casefold() == wanted]
    headings = [at for at in same if blocks[at].element.tag in _HEADINGS]
    alike = [at for at in ranked if 2 * len(words & set(_WORD.findall(blocks[at].text.casefold()))) >= len(words)]
    return next(iter((headings or same or alike)[-1:]), None)


def _before_title(blocks: Sequence[PageBlock], kept: set[int], title: int | None) -> set[int]:
    """Lines above the title that the body begins with, unless there is prose among them."""
    above = {at for at in kept if title is not None and at < title}
    return set() if above == kept or any(is_prose(blocks[at]) or blocks[at].post is not None for at in above) else above


def _deck(blocks: Sequence[PageBlock], kept: set[int], title: int | None, head: Head) -> int | None:
    """The block before the body that the page names its deck, or that repeats the page's description.

    A first paragraph that was picked is body even if the description repeats it, unless its own name says deck; a
    heading there is a deck.
    """
    first = next((at for at in sorted(kept) if _opens_body(blocks[at])), min(kept))
    start = title + 1 if title is not None and title < first else max(0, first - _DECK_REACH)
    for at in range(start, first):
        block = blocks[at]
        if block.hidden or block.post is not None or len(block.text) < _DESCRIBED:
            continue
        heading = block.element.tag in _HEADINGS
        if _DECK_NAME.search(names_of(block.element)) or (heading and at in kept and len(block.text) >= _PROSE):
            return at
        around = _DECK_NAME.search(names_of(block.element.getparent())) is not None
        if (around or _describes(block, head.description)) and (heading or at not in kept):
            return at
    return None


def _opens_body(block: PageBlock) -> bool:
    return is_prose(block) and block.element.tag not in _HEADINGS and not _DECK_NAME.search(names_of(block.element))


def _describes(block: PageBlock, description: str | None) -> bool:
    """Whether a block is the page's description, which may be cut off at its end."""
    said, shown = letters(description or ""), block.letters
    return min(len(said), len(shown)) >= _DESCRIBED and (
        said == shown or (len(said) > 3 * _DESCRIBED and shown.startswith(said))
    )


def _comments_from(blocks: Sequence[PageBlock], kept: set[int]) -> int | None:
    """The line ("3 commentaires", "Leave a reply") after most of the article, at which the readers' comments begin.

    A link of such words is a button beside the article.
    """
    total, passed = sum(len(blocks[at].text) for at in kept), 0
    for at in range(min(kept, default=0), max(kept, default=-1) + 1):
        if at in kept:
            passed += len(blocks[at].text)
        block = blocks[at]
        if 2 * passed > total and not (block.hidden or block.linked) and line_reason(block.text) == "comment":
            return at
    return None


def _doubled(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Pull quotes: what a box of quotation repeats from the running text."""
    prose = [blocks[at] for at in kept if is_prose(blocks[at])]
    return {
        at
        for at in kept
        if blocks[at].post is None
        and len(blocks[at].letters) >= _DESCRIBED
        and (blocks[at].element.tag in ("blockquote", "aside") or _PULLED.search(names_of(blocks[at].element)))
        and any(blocks[at].letters in other.letters for other in prose if other is not blocks[at])
    }


def _links_around(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Lists of links before the first or after the last block of prose."""
    prose = [at for at in kept if is_prose(blocks[at])]
    if not prose:
        return set()
    first, last = min(prose), max(prose)
    outside = (at for at in kept if not first <= at <= last)
    return {at for at in outside if blocks[at].post is None and _is_link_line(blocks[at])}


def _is_link_line(block: PageBlock) -> bool:
    """All links, or mostly links and no sentence."""
    share = block.linked / max(1, len(block.text))
    return share > _ALL_LINKED or (share > _LINKED and not _SENTENCE_END.search(block.text))


def _enough(blocks: Sequence[PageBlock], kept: set[int]) -> bool:
    """Whether this is an article and not a menu or a line of a login wall that an extractor made do with."""
    return any(is_prose(blocks[at]) or (blocks[at].post is not None and blocks[at].text) for at in kept) or (
        sum(len(blocks[at].text) - blocks[at].linked for at in kept) >= _LEAST
    )


def _posts_within(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Embedded posts between the first and last block of the article, or right after it in one of its boxes."""
    first, last = min(kept), max(kept)
    around: set[HtmlElement | None] = {blocks[at].element.getparent() for at in kept}
    return {
        at
        for at in range(first, min(len(blocks), last + 1 + _REACH))
        if blocks[at].post is not None
        and (at < last or not around.isdisjoint((blocks[at].element, *blocks[at].element.iterancestors())))
    }
