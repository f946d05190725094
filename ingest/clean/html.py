"""A captured HTML page to its article."""

from __future__ import annotations

from corpus.errors import BadRecord
from ingest.clean.article import select
from ingest.clean.decode import page_text
from ingest.clean.head import read_head
from ingest.clean.lift import lift_posts
from ingest.clean.page_blocks import page_blocks
from ingest.clean.pick import main_text
from ingest.clean.tree import parse, strip_unread


def article_text(page: bytes) -> str:
    """The main text of a page, body only; "" where there is none."""
    try:
        tree = parse(page_text(page))
    except BadRecord:
        return ""
    strip_unread(tree)
    head = read_head(tree)
    lift_posts(tree)
    blocks = page_blocks(tree.body)
    article = select(blocks, main_text(tree), head)
    return "\n\n".join(blocks[at].text for at in article.body) if article else ""
