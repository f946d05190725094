"""A captured HTML page to its article: pieces in reading order, what was removed and why, embedded posts, metadata.

The way through: bytes to text (decode.py), text to a tree (tree.py), embedded posts lifted out (lift.py), the page cut
into blocks (page_blocks.py), the main text picked from several extractors (pick.py) and found again among the blocks
(keep.py, article.py). So the kept and the removed blocks together are all that the page shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from corpus.errors import BadRecord
from corpus.model import Removed
from ingest.clean.decode import page_text
from ingest.clean.html.article import Article, is_prose, select
from ingest.clean.html.blocks import PageBlock, letters, page_blocks
from ingest.clean.html.head import Head, read_head
from ingest.clean.html.jsonld import article_node
from ingest.clean.html.lift import lift_posts
from ingest.clean.html.metadata import Metadata, base_url, read_metadata, signed_by
from ingest.clean.html.pagedate import published, updated
from ingest.clean.html.pick import main_text
from ingest.clean.html.pieces import body_pieces
from ingest.clean.html.removal import removed_blocks
from ingest.clean.html.translator import translator_traces
from ingest.clean.html.tree import parse, strip_unread
from ingest.clean.result import Cleaned, Piece, body_text

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)  # as browsers note it
_HEAD = 2000  # characters within which they note it
_PAYWALL = re.compile(
    r"(?:réservée?s? (?:aux|à nos) abonné|il (?:vous )?reste [\d,.]+ ?% (?:de cet article )?à"
    r"|pour lire la suite,? abonnez"
    r"|(?:subscribe|sign in|log in) to (?:continue|keep) reading|subscribers only|already a subscriber)",
    re.IGNORECASE,
)
_INDEX_ARTICLES = 3  # <article> elements with prose, none of them with most of it, that make a page an index


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
        tags=said.tags,
        published=came_out,
        updated=updated(node, head.metas, came_out, today),
        language_declared=said.language,
        url=url,
        canonical_url=said.canonical_url,
        notes=_notes(said, blocks, article, removed),
        traces=translator_traces(text),
    )


def _article(tree: HtmlElement, head: Head) -> tuple[list[PageBlock], Article]:
    """The blocks of a page and which of them are its article; the one way for both functions above."""
    blocks = page_blocks(tree.body) if tree.find("body") is not None else []
    article = select(blocks, main_text(tree), head) if blocks else None
    if article is None:
        raise BadRecord(
            "no-article", "No article was found in the page.", todo="If it has one, copy its text into a text file."
        )
    return blocks, article


def _notes(
    said: Metadata, blocks: Sequence[PageBlock], article: Article, removed: Sequence[Removed]
) -> tuple[str, ...]:
    notes = []
    if said.free is False or any(_PAYWALL.search(part.text) for part in removed if part.reason == "subscription"):
        notes.append("paywalled")
    holders = [next(blocks[at].element.iterancestors("article"), None) for at in article.body if is_prose(blocks[at])]
    most = max((holders.count(one) for one in holders), default=0)
    if None not in holders and len(set(holders)) >= _INDEX_ARTICLES and 2 * most <= len(holders):
        notes.append("index page")
    return tuple(notes)
