"""A post of Bluesky, as its record (`app.bsky.feed.post`) and as the views that the API makes of it, to a `Post`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec

from corpus.model import Metric
from ingest.clean.result import Moment
from ingest.readers.lenient import at, mapping, number, objects, text, texts
from ingest.readers.post import DEEPEST, Person, Post, counter
from ingest.times import moment_of, parse_time

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
COUNTS = (("replies", "replyCount"), ("reposts", "repostCount"), ("likes", "likeCount"), ("quotes", "quoteCount"))
LATE = timedelta(minutes=5)  # by which a clock may be wrong
_ADDRESS = re.compile(r"at://(?P<account>[^/\s]+)/(?P<collection>[\w.]+)/(?P<key>[^/\s?#]+)\Z")


def address_of(uri: str | None) -> str | None:
    """Where people see the post."""
    found = _ADDRESS.match(uri or "")
    return f"https://bsky.app/profile/{found['account']}/post/{found['key']}" if found else None


def is_post_address(uri: str | None) -> bool:
    """Whether an `at://` address is a post's (it may be a feed's, a list's, ...)."""
    found = _ADDRESS.match(uri or "")
    return found is not None and found["collection"] == POST


def far(uri: str | None) -> Post | None:
    """A post of which only the address is known."""
    return Post(platform="bluesky", id=uri, url=address_of(uri), given=False) if uri and is_post_address(uri) else None


def post_of_view(view: Any, depth: int = DEEPEST) -> Post | None:
    """A post from any view of it, or from its bare record; None where it is no post.

    A post that the server no longer finds is a tombstone; one that is blocked or detached stays unknown. Of what the
    post quotes, and what that quotes, no more than `depth` posts are read.
    """
    kind, uri = text(view, "$type") or "", text(view, "uri")
    if at(view, "notFound") is True or kind.lower().endswith("notfound"):
        missing = far(uri)
        return msgspec.structs.replace(missing, given=True, state="deleted") if missing else None
    if any(kind.lower().endswith(end) for end in ("blocked", "blockedpost", "detached")) or at(view, "blocked") is True:
        return far(uri)
    record = view if kind == POST else mapping(view, "record") or mapping(view, "value")
    if not _is_post(record, uri):
        return None
    post = post_of_record(record, uri=uri, view=view if record is not view else {}, depth=depth)
    return _with_view(post, view) if record is not view else post


def _is_post(record: dict[str, Any], uri: str | None) -> bool:
    kind = text(record, "$type")
    if kind is not None:
        return kind == POST
    return isinstance(record.get("text"), str) and (uri is None or is_post_address(uri))


def post_of_record(
    record: dict[str, Any], *, uri: str | None = None, view: dict[str, Any] | None = None, depth: int = DEEPEST
) -> Post:
    """A post from its record, with what stands inside it in the server's `view`."""
    words = text(record, "text") or ""
    links, mentions, tags, notes = _facets(record, words)
    embed = mapping(record, "embed")
    shown = mapping(view, "embed") or mapping(view, "embeds", 0)
    languages = texts(record, "langs")
    indexed = text(view, "indexedAt")
    published, late = _published(text(record, "createdAt"), indexed)
    found = _ADDRESS.match(uri or "")
    author = found["account"] if found else None
    quoted = _quoted(embed, shown, depth)
    return Post(
        platform="bluesky",
        id=uri,
        text=words,
        author=Person(id=author if author and author.startswith("did:") else None),
        url=address_of(uri),
        published=published,
        language=languages[0] if len(languages) == 1 else None,
        tags=(*tags, *texts(record, "tags")),
        links=(*links, *_cards(embed)),
        mentions=tuple(mentions),
        media=tuple(_media(embed, shown)),
        reply_to=far(text(record, "reply", "parent", "uri")),
        quotes=quoted,
        notes=(*notes, *late),
        extra={
            "indexed_at": indexed,
            "thread": text(record, "reply", "root", "uri"),
            "languages": languages if len(languages) > 1 else None,
            "embeds": text(embed, "record", "uri") if quoted is None else None,
            "labels": [label["val"] for label in objects(view, "labels") if text(label, "val")],
            "own_labels": [label["val"] for label in objects(record, "labels", "values") if text(label, "val")],
        },
    )


def _with_view(post: Post, view: dict[str, Any]) -> Post:
    """The post with what the server says of its author and how often it was liked."""
    author = mapping(view, "author")
    person = Person(
        id=text(author, "did") or post.author.id,
        handle=text(author, "handle"),
        name=text(author, "displayName"),
    )
    return msgspec.structs.replace(post, author=person, metrics=tuple(_metrics(view)))


def _metrics(view: dict[str, Any]) -> Iterator[Metric]:
    for name, field in COUNTS:
        if field in view:
            yield counter(name, number(view, field))


def _published(created: str | None, indexed: str | None) -> tuple[Moment | None, tuple[str, ...]]:
    """The author's time of publication, or the server's where there is none; a note where the author's is to come."""
    said = parse_time(created, "createdAt") if created else None
    seen = parse_time(indexed, "indexedAt") if indexed else None
    if said is None:
        return seen, ("date not understood",) if created else ()
    first, last = moment_of(said), moment_of(seen) if seen else None
    if first is not None and last is not None and first > last + LATE:
        return said, ("dated after it was seen",)
    return said, ()


def _facets(
    record: dict[str, Any], words: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str], list[str]]:
    """Links, mentions and tags of the text, and notes. A facet's place is in bytes of UTF-8."""
    links: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    tags: list[str] = []
    notes: list[str] = []
    for facet in objects(record, "facets"):
        start, end = number(facet, "index", "byteStart"), number(facet, "index", "byteEnd")
        for feature in objects(facet, "features"):
            kind = (text(feature, "$type") or "").rpartition("#")[2]
            shown, in_bytes = _covered(words, start, end, {"mention": "@", "tag": "#"}.get(kind))
            if not in_bytes and "facets out of place" not in notes:
                notes.append("facets out of place")
            if kind == "link" and text(feature, "uri"):
                links.append(
                    {"url": feature["uri"], "expanded": feature["uri"], **({"display": shown} if shown else {})}
                )
            elif kind == "mention" and text(feature, "did"):
                mentions.append({"id": feature["did"], **({"handle": shown.lstrip("@")} if shown else {})})
            elif kind == "tag" and text(feature, "tag"):
                tags.append(feature["tag"])
    return links, mentions, tags, notes


def _covered(words: str, start: int | None, end: int | None, sign: str | None) -> tuple[str | None, bool]:
    """The words from byte `start` to byte `end`, and whether they are where the facet says.

    Some programs count characters: where the bytes do not give what a mention or tag begins with, those are tried.
    """
    if start is None or end is None or not 0 <= start < end:
        return None, False
    data = words.encode("utf-8", "surrogatepass")
    try:
        inside = data[start:end].decode("utf-8") if end <= len(data) else ""
    except UnicodeDecodeError:
        inside = ""
    if inside and (sign is None or inside.startswith(sign)):
        return inside, True
    counted = words[start:end]
    if counted and (sign is None or counted.startswith(sign)):
        return counted, False
    return (inside or None), bool(inside)


def _cards(embed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The link that a post shows as a card."""
    for card in (mapping(embed, "external"), mapping(embed, "media", "external")):
        if text(card, "uri"):
            yield {
                "url": card["uri"],
                "expanded": card["uri"],
                **({"title": card["title"]} if text(card, "title") else {}),
            }


def _media(embed: dict[str, Any], shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Images and films: what the record says of them, with the addresses that the server gives."""
    for own, seen in ((embed, shown), (mapping(embed, "media"), mapping(shown, "media"))):
        views = objects(seen, "images")
        for index, image in enumerate(objects(own, "images") or views):
            view = views[index] if index < len(views) else {}
            yield _only(type="image", alt=text(image, "alt"), url=text(view, "fullsize"), cid=_cid(image.get("image")))
        if "video" in own or "playlist" in seen:
            alt = text(own, "alt") or text(seen, "alt")
            yield _only(type="video", alt=alt, url=text(seen, "playlist"), cid=_cid(own.get("video")))


def _cid(blob: Any) -> str | None:
    return text(blob, "ref", "$link") or text(blob, "cid")


def _only(**fields: str | None) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _quoted(embed: dict[str, Any], shown: dict[str, Any], depth: int) -> Post | None:
    """The post that a post quotes: whole where the server shows it."""
    for view in (mapping(shown, "record"), mapping(shown, "record", "record")):
        post = post_of_view(view, depth - 1) if depth and ("uri" in view or "$type" in view) else None
        if post is not None and post.id is not None:
            return post
    return far(text(embed, "record", "uri")) or far(text(embed, "record", "record", "uri"))
