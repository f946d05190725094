"""What both cleaners give back, and how it becomes a document's text.

A cleaner works on pieces (kind, text); `assemble` joins them into one text with offsets. Nothing else may join pieces,
so that offsets are made in one place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import msgspec

from corpus.model import Block, BlockKind, Precision, Removed

LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # cannot be written as UTF-8


class Piece(msgspec.Struct, frozen=True):
    """A block before it has offsets. `post` is the index in `Cleaned.posts` of an embedded post."""

    kind: BlockKind
    text: str
    post: int | None = None


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A time with what is known of it. `value` is ISO 8601 cut to `precision` (see corpus.model)."""

    value: str
    precision: Precision
    basis: str  # where it was read: `json-ld`, `meta`, `time`, `url`, `text`, `record`
    verbatim: str | None = None


class EmbeddedPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post found inside an article: a source of its own."""

    platform: str
    text: str
    account: str | None = None  # `@name`
    author: str | None = None
    published: Moment | None = None
    url: str | None = None
    native_id: str | None = None
    links: tuple[str, ...] = ()
    place: str | None = None  # where in the record: `lines 11-15`, `blockquote 2`


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A page or a dump, cleaned. Title and deck are pieces too (kinds `title`, `deck`), once, at the start."""

    pieces: tuple[Piece, ...]
    removed: tuple[Removed, ...] = ()
    posts: tuple[EmbeddedPost, ...] = ()
    title: str | None = None
    deck: str | None = None
    byline: str | None = None
    outlet: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    published: Moment | None = None
    updated: Moment | None = None
    language_declared: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    notes: tuple[str, ...] = ()  # `paywalled`, `index page`, `no article`
    traces: tuple[str, ...] = ()  # of a program that translated the page (html/translator.py)


def normalise(text: str) -> str:
    """A document's text form: NFC, `\\n` line ends, no NUL, no half of an emoji. Inner spaces stay as they are."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain if plain.isascii() else unicodedata.normalize("NFC", LONE_SURROGATE.sub("\ufffd", plain))


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Join pieces into a text and its blocks: list items one line apart, everything else a blank line apart."""
    text: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        body = normalise(piece.text).strip()
        if not body:
            continue
        if blocks:
            gap = "\n" if piece.kind == "list_item" and blocks[-1].kind == "list_item" else "\n\n"
            text.append(gap)
            at += len(gap)
        blocks.append(Block(kind=piece.kind, start=at, end=at + len(body)))
        text.append(body)
        at += len(body)
    return "".join(text), tuple(blocks)


def body_text(pieces: Iterable[Piece]) -> str:
    """The article alone, without title and deck: what `article_text` and `dump_text` return."""
    return assemble(p for p in pieces if p.kind not in ("title", "deck"))[0]
