"""A captured HTML page to its article: pieces in reading order, what was removed and why, embedded posts, metadata.

The way through: bytes to text (decode.py), text to a tree (tree.py), embedded posts lifted out (lift.py), the page cut
into blocks (page_blocks.py), the main text picked from several extractors (pick.py) and found again among the blocks
(keep.py, article.py). So the kept and the removed blocks together are all that the page shows.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from corpus.errors import BadRecord
from ingest.clean.decode import page_text
from ingest.clean.html.article import Article, select
from ingest.clean.html.blocks import PageBlock, letters, page_blocks
from ingest.clean.html.head import Head, read_head
from ingest.clean.html.jsonld import article_node
from ingest.clean.html.lift import lift_posts
from ingest.clean.html.metadata import base_url, read_metadata, signed_by
from ingest.clean.html.notes import linked_headings, notes_of
from ingest.clean.html.pagedate import published, updated
from ingest.clean.html.pick import main_text
from ingest.clean.html.pieces import body_pieces
from ingest.clean.html.removal import removed_blocks
from ingest.clean.html.tags import visible_tags
from ingest.clean.html.translator import translator_traces
from ingest.clean.html.tree import parse, strip_unread
from ingest.clean.result import Cleaned, Piece, body_text

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)  # as browsers note it
_HEAD = 2000  # characters within which they note it
_INDEX = 5  # headings that are links, from which a page without an article is a list of articles


def article_text(page: bytes) -> str:
    """The main text of a page, body only; "" where there is none."""
    try:
        tree = parse(page_text(page))
        strip_unread(tree)
        head = read_head(tree)
        lift_posts(tree)
        blocks, article = _article(tree, head)
    except BadRecord:
        return ""
    return body_text(body_pieces(blocks, article.body)[0])


def clean_page(
    page: bytes, *, url: str | None = None, encoding: str | None = None, today: str | None = None
) -> Cleaned:
    """The article of a captured page.

    `url` is where it was captured, `encoding` what the server declared, `today` the day of capture (ISO date), after
    which no article can have come out. Raises BadRecord: `empty`, `binary` (no text), `no-article` (no main text).
    """
    text = page_text(page, encoding)
    saved = _SAVED_FROM.search(text[:_HEAD])
    url = url or (saved.group(1) if saved else None)
    tree = parse(text)
    head, node, base = read_head(tree), article_node(tree), base_url(tree, url)
    said = read_metadata(tree, head, node, base)
    strip_unread(tree)
    originals = lift_posts(tree)
    blocks, article = _article(tree, head)

    body, posts, places = body_pieces(blocks, article.body, originals, base)
    title = said.title if article.title is None else blocks[article.title].text
    deck = None if article.deck is None else blocks[article.deck].text
    opening = [(Piece("title", title), article.title)] if title else []
    opening += [(Piece("deck", deck), article.deck)] if deck else []
    standing = [-1 if at is None else at for _, at in opening] + places
    removed = removed_blocks(blocks, article, standing, letters(title or ""))
    above = [part.text for part in removed if part.reason in ("date", "byline") and part.before <= len(opening) + 1]
    dated = [line for part in removed if part.reason in ("date", "byline") for line in part.text.split("\n")]
    address = said.canonical_url or url
    came_out = published(tree, node, head.metas, shown=above, url=address, today=today)
    return Cleaned(
        pieces=(*(piece for piece, _ in opening), *body),
        removed=removed,
        posts=tuple(posts),
        title=title,
        deck=deck,
        byline=said.byline or next(filter(None, map(signed_by, above)), None),
        outlet=said.outlet,
        section=said.section,
        tags=said.tags or visible_tags(blocks, article, removed),
        published=came_out,
        updated=updated(node, head.metas, came_out, today, dated),
        language_declared=said.language,
        url=url,
        canonical_url=said.canonical_url,
        notes=notes_of(said, head.metas, blocks, article, removed, len(opening) + len(body)),
        traces=translator_traces(text),
    )


def _article(tree: HtmlElement, head: Head) -> tuple[list[PageBlock], Article]:
    """The blocks of a page and which of them are its article; the one way for both functions above."""
    blocks = page_blocks(tree.body) if tree.find("body") is not None else []
    article = select(blocks, main_text(tree), head) if blocks else None
    if article is None:
        what = "No article was found in the page"
        if linked_headings(blocks) >= _INDEX:
            what += "; it seems to list others"
        raise BadRecord("no-article", f"{what}.", todo="If it has one, copy its text into a text file.")
    return blocks, article
