"""What a reader makes of one record: a document that still lacks its id and its language, and the posts inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from corpus.model import Block, BlockKind, Document, DocumentKind
from ingest.clean.result import Cleaned, EmbeddedPost, Moment, Piece, assemble, normalise

BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """`document.id` is empty; so are those of the documents inside, each paired with where it stands in the record.

    An article `embeds` its `posts`. What came `along` (the post that a post quotes, the author's own reply) is tied to
    the document by the relations that it states itself, by native id.
    """

    document: Document
    posts: tuple[tuple[str, Document], ...] = ()
    along: tuple[tuple[str, Document], ...] = ()
    given_id: str | None = None  # an id of ours that the record brought along
    traces: tuple[str, ...] = ()  # of a program that translated the page


def from_cleaned(cleaned: Cleaned, kind: DocumentKind = "article") -> Draft:
    """The draft of a page or a dump."""
    text, blocks = assemble(cleaned.pieces)
    document = Document(
        id="",
        kind=kind,
        title=cleaned.title,
        deck=cleaned.deck,
        text=text,
        language_declared=cleaned.language_declared,
        outlet=cleaned.outlet,
        byline=cleaned.byline,
        tags=cleaned.tags,
        url=cleaned.url,
        canonical_url=cleaned.canonical_url,
        notes=cleaned.notes,
        blocks=blocks,
        removed=cleaned.removed,
        extra={"section": cleaned.section} if cleaned.section else {},
        updated_at=cleaned.updated.value if cleaned.updated else None,
    )
    posts = tuple((post.place or f"post {n}", _post(post)) for n, post in enumerate(cleaned.posts, start=1))
    return Draft(document=dated(document, cleaned.published), posts=posts, traces=cleaned.traces)


def _post(post: EmbeddedPost) -> Document:
    text, blocks = assemble([Piece("paragraph", part) for part in BLANK_LINES.split(normalise(post.text))])
    document = Document(
        id="",
        kind="post",
        platform=post.platform,
        native_id=post.native_id,
        text=text,
        byline=post.author,
        account=post.account,
        url=post.url,
        blocks=blocks,
        extra={"links": list(post.links)} if post.links else {},
    )
    return dated(document, post.published)


def dated(document: Document, moment: Moment | None) -> Document:
    """The document with its time of publication."""
    if moment is None:
        return document
    return msgspec.structs.replace(
        document,
        published_at=moment.value,
        published_precision=moment.precision,
        published_basis=moment.basis,
        published_verbatim=moment.verbatim,
    )


def blocks_of(text: str, kind: BlockKind = "paragraph", start: int = 0) -> Iterator[Block]:
    """The paragraphs of a text that is kept as it is: the stretches between blank lines, from `start` on."""
    at = start
    for gap in [*BLANK_LINES.finditer(text, start), None]:
        end = gap.start() if gap else len(text)
        stretch = text[at:end]
        left, right = len(stretch) - len(stretch.lstrip()), len(stretch.rstrip())
        if right > left:
            yield Block(kind=kind, start=at + left, end=at + right)
        at = gap.end() if gap else end
