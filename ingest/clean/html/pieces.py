"""Blocks of a page to pieces of a document: the kind of each, and the embedded posts at their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import BlockKind
from ingest.clean.html.blocks import PageBlock
from ingest.clean.html.cues import Boxes, names_of
from ingest.clean.html.embeds import read_post
from ingest.clean.result import EmbeddedPost, Piece

_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    "blockquote": "quotation",
    "figcaption": "caption",
}
_CAPTION = re.compile(r"(?:^| )(?:caption|legende|figcaption)(?: |$)")
_DEPTH = 3  # boxes around a block that can give it its kind


def body_pieces(
    blocks: Sequence[PageBlock], body: Sequence[int], originals: Sequence[str] = (), base: str | None = None
) -> tuple[list[Piece], list[EmbeddedPost], list[int]]:
    """The pieces of the body, the posts embedded in it, and for each piece the index of its block.

    `originals` are the posts' own fragments of HTML (lift.py); a frame that shows no text gives a post without a piece.
    """
    boxes = Boxes(blocks[at] for at in body)
    pieces: list[Piece] = []
    posts: list[EmbeddedPost] = []
    places: list[int] = []
    for at in body:
        block = blocks[at]
        number = None
        if block.post is not None and block.post < len(originals):
            post = read_post(originals[block.post], f"embedded post {block.post + 1}", base)
            if post is not None:
                number = len(posts)
                posts.append(post)
        if block.text:
            kind = "embedded_post" if block.post is not None else kind_of(block, boxes)
            pieces.append(Piece(kind, block.text, number))
            places.append(at)
    return pieces, posts, places


def kind_of(block: PageBlock, boxes: Boxes) -> BlockKind:
    """What the nearest elements around a block make of it; a box that holds most of the article makes nothing."""
    for box in (block.element, *block.element.iterancestors())[:_DEPTH]:
        if boxes.heavy(box) and len(block.text) * 2 < boxes.total:
            break
        if _CAPTION.search(names_of(box)):
            return "caption"
        kind = _KINDS.get(str(box.tag))
        if kind is not None:
            return kind
    return "paragraph"
