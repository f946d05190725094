"""A post of any platform as its reader understands it, and the one way from there to documents.

A reader fills a `Post`; what a post replies to, quotes or reposts is a `Post` too, of which perhaps only the id is
known. Where it came inside the record it becomes a document of its own; either way the post states the relation.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Document, DocumentKind, Metric, Relation, RelationKind, State
from ingest.clean.result import Moment, normalise
from ingest.draft import Draft, blocks_of, dated
from ingest.times import iso

DEEPEST = 4  # posts inside posts
_MILLISECONDS = 10_000_000_000  # a count beyond this, the year 2286 in seconds, is one of milliseconds


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whose account it is: `id` is the platform's, `handle` stands without its `@`."""

    id: str | None = None
    handle: str | None = None
    name: str | None = None


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """`text` is the post's own words, decoded; `verbatim` is how the record has them, where that is something else.

    `given` says whether the record holds this post, or only refers to it. A repost has no words of its own:
    `prefix` is what the platform puts before those of the original (`RT @name: `).
    """

    platform: str
    kind: DocumentKind = "post"
    id: str | None = None
    text: str = ""
    verbatim: str | None = None
    prefix: str = ""
    given: bool = True
    cut: bool = False
    state: State = "live"
    author: Person = Person()
    url: str | None = None
    published: Moment | None = None
    updated_at: str | None = None
    seen_at: str | None = None  # when it was collected, ISO 8601
    language: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[dict[str, Any], ...] = ()
    mentions: tuple[dict[str, Any], ...] = ()
    media: tuple[dict[str, Any], ...] = ()
    metrics: tuple[Metric, ...] = ()
    reply_to: Post | None = None
    quotes: Post | None = None
    reposts: Post | None = None
    others: tuple[Post, ...] = ()  # came inside the record; earlier versions of this post
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = {}


def draft_of(post: Post) -> Draft:
    """The document of a post, and those of the posts that came with it. Raises BadRecord (`no-text`).

    A picture without words is no document, but where it says something of another post that came with it: that it
    quotes it, or answers it.
    """
    found: dict[tuple[str, str], tuple[str, Post]] = {}
    for part, other in _inside(post, DEEPEST):
        if other.id is not None and other.id != post.id:
            found.setdefault((other.platform, other.id), (part, other))
    if not found and not post.text and not _original(post).text and post.state == "live":
        raise BadRecord("no-text", f"The post {post.id or ''} has no words.".replace("  ", " "))
    along = tuple((part, _document(other)) for part, other in found.values())
    return Draft(document=_document(post), along=along)


def counter(name: str, value: int | None, at: str | None = None) -> Metric:
    """A counter as an observation; one that is missing was not provided, which is not zero."""
    return Metric(name=name, value=value, at=at, status="not_provided" if value is None else "known")


def _ties(post: Post) -> list[tuple[RelationKind, Post]]:
    pairs: tuple[tuple[RelationKind, Post | None], ...] = (
        ("reply_to", post.reply_to),
        ("quotes", post.quotes),
        ("reposts", post.reposts),
    )
    return [(kind, far) for kind, far in pairs if far is not None and (far.id is not None or far.url is not None)]


def _inside(post: Post, depth: int) -> Iterator[tuple[str, Post]]:
    """The posts that the record holds besides this one, that have words or are known to be gone."""
    if depth == 0:
        return
    for part, other in (*_ties(post), *(("version", other) for other in post.others)):
        if other.given and (other.text or _original(other).text or other.state != "live"):
            yield f"{part} {other.id}", other
            yield from _inside(other, depth - 1)


def _original(post: Post) -> Post:
    return post.reposts if post.reposts is not None and post.reposts.given else post


def _document(post: Post) -> Document:
    original = _original(post)
    whole = original is not post and bool(original.text)
    text = normalise(post.prefix + original.text if whole else post.text).strip()
    source = original if whole else post
    verbatim = post.verbatim if post.verbatim is not None else post.text
    cut = source.cut and bool(text)
    document = Document(
        id="",
        kind=post.kind,
        text=text,
        blocks=tuple(blocks_of(text)),
        platform=post.platform,
        native_id=post.id,
        state=post.state,
        language_declared=source.language,
        byline=post.author.name,
        account=f"@{post.author.handle}" if post.author.handle else None,
        url=post.url,
        updated_at=post.updated_at,
        tags=tuple(dict.fromkeys(normalise(tag) for tag in (*post.tags, *source.tags))),
        notes=(*post.notes, *(("cut",) if cut else ())),
        relations=tuple(Relation(kind=kind, native_id=far.id, url=far.url) for kind, far in _ties(post)),
        metrics=post.metrics,
        extra={
            name: value
            for name, value in {
                "account_id": post.author.id,
                "collected_at": post.seen_at,
                "links": _distinct(post.links, source.links),
                "mentions": _distinct(post.mentions, source.mentions),
                "media": _distinct(post.media, source.media),
                "verbatim": verbatim if verbatim != text else None,
                **post.extra,
            }.items()
            if value not in (None, "", [], {})
        },
    )
    return dated(document, post.published)


def _distinct(*lists: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for item in (item for each in lists for item in each):
        if item and item not in found:
            found.append(item)
    return found


def since_1970(count: float | None) -> Moment | None:
    """The moment at so many seconds or milliseconds since 1970; None where it is no time of the web."""
    if count is None:
        return None
    seconds = count / 1000 if count > _MILLISECONDS else count
    if not 0 < seconds < _MILLISECONDS:
        return None
    return Moment(value=iso(datetime.fromtimestamp(int(seconds), UTC)), precision="second", basis="record")
