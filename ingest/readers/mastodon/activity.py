"""An object of ActivityStreams (version 2 is ActivityPub's: Mastodon and what federates with it) to a `Post`.

The id of a post is the address that its server gave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.model import DocumentKind, Metric
from ingest.clean.result import Moment
from ingest.readers.lenient import at, mapping, number, text
from ingest.readers.mastodon.parts import (
    MEDIA,
    PEOPLE,
    POSTS,
    address,
    dicts,
    far,
    handle_of,
    identity_of,
    kind_of,
    listed,
    name_of,
    person_of,
    words_of,
)
from ingest.readers.post import DEEPEST, Post, counter
from ingest.times import parse_time

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PLAIN = ("text/plain", "text/markdown")


def object_of(value: dict[str, Any], actor: Any = None, depth: int = DEEPEST) -> Post:
    """A post from an object (a note, an article, ...); `actor` is whose it is where it does not say so.

    Of what it quotes, and what that quotes, no more than `depth` posts are read.
    """
    platform, id = identity_of(text(value, "id"), address(value))
    content = words_of(_content(value), text(value, "mediaType") in PLAIN)
    summary, name = words_of(text(value, "summary") or "").text, name_of(value)
    kind = kind_of(value)
    if content.text:
        parts = [None if kind == "article" else summary, content.text]  # a warning, or a title; an article's is a deck
    else:
        parts = [None if kind == "article" else name, summary]
    return Post(
        platform=platform,
        kind=_document_kind(kind),
        id=id,
        text="\n\n".join(dict.fromkeys(part for part in parts if part)),
        author=person_of(next((value[key] for key in ("attributedTo", "author", "actor") if value.get(key)), actor)),
        url=address(value),
        published=_moment(value, "published"),
        updated_at=_value(_moment(value, "updated")),
        language=next(iter(mapping(value, "contentMap")), None) if len(mapping(value, "contentMap")) == 1 else None,
        tags=tuple(_tags(value)),
        links=(*content.links, *_cards(value)),
        mentions=tuple(_mentions(value)),
        media=tuple(_media(value)),
        metrics=tuple(_metrics(value)),
        reply_to=next((post for post in map(far, listed(value, "inReplyTo")) if post), None),
        quotes=_quoted(value, depth),
        state="deleted" if kind == "tombstone" else "live",
        notes=("not public",) if visibility(value) in ("followers", "direct") else (),
        extra={
            "visibility": visibility(value),
            "content_warning": summary if at(value, "sensitive") is True else None,
            "location": text(value, "location", "displayName") or text(value, "location", "name"),
            "poll": _options(value),
            "starts": text(value, "startTime"),
            "ends": text(value, "endTime"),
        },
    )


def _document_kind(kind: str) -> DocumentKind:
    return "article" if kind == "article" else "comment" if kind == "comment" else "post"


def _content(value: dict[str, Any]) -> str:
    translations = [body for body in mapping(value, "contentMap").values() if isinstance(body, str)]
    return text(value, "content") or next(iter(translations), "")


def _tags(value: dict[str, Any]) -> Iterator[str]:
    for tag in dicts(listed(value, "tag", "tags")):
        name, kind = name_of(tag), kind_of(tag)
        if name and (kind in ("hashtag", "tag") or not (kind or "verb" in tag or "startIndex" in tag)):
            yield name.removeprefix("#")


def _mentions(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in dicts(listed(value, "tag", "tags")):
        if kind_of(tag) in ("mention", *PEOPLE):
            id, name = text(tag, "href") or address(tag), (name_of(tag) or "").removeprefix("@")
            known = handle_of(id) if "@" not in name else None  # one's own server is left out
            fields = {"handle": known or name, "id": id}
            yield {key: found for key, found in fields.items() if found}


def _cards(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Links that stand beside the text: pages attached, things tagged by their place in it, what a bookmark marks."""
    pages = [part for part in _attached(value) if kind_of(part) in ("link", "article", "page")]
    placed = [tag for tag in dicts(listed(value, "tag", "tags")) if "startIndex" in tag]
    marked = [value] if text(value, "targetUrl") else []
    for part in (*pages, *(tag for tag in placed if kind_of(tag) not in ("mention", *PEOPLE)), *marked):
        url, title = text(part, "targetUrl") or text(part, "href") or address(part), name_of(part)
        if url and url not in quote_addresses(value):
            yield {"url": url, "expanded": url, **({"title": title} if title else {})}


def _attached(value: dict[str, Any]) -> list[dict[str, Any]]:
    return dicts(listed(value, "attachment", "attachments"))


def _media(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Images, films and sounds, each address once: they may stand in three places."""
    attached = [(part, "") for part in _attached(value) if kind_of(part) in MEDIA or "stream" in part]
    shown = [(part if isinstance(part, dict) else {"url": part}, "image") for part in listed(value, "image")]
    streams = [(part, "video") for part in dicts(listed(value, "stream"))]
    seen: set[str] = set()
    for part, otherwise in (*attached, *shown, *streams):
        url = address(part) or address(next(iter(listed(part, "stream", "image")), None))
        if url and url not in seen:
            seen.add(url)
            media_type = text(part, "mediaType") or text(part, "mimeType")
            kind = kind_of(part) if kind_of(part) in MEDIA - {"document"} else otherwise
            fields = {
                "type": kind or (media_type or "file").split("/")[0],
                "url": url,
                "media_type": media_type,
                "alt": name_of(part),
            }
            yield {key: found for key, found in fields.items() if found}


def _metrics(value: dict[str, Any]) -> Iterator[Metric]:
    for name, field in (("replies", "replies"), ("reposts", "shares"), ("likes", "likes"), ("voters", "votersCount")):
        total = number(value, field, "totalItems") if field != "votersCount" else number(value, field)
        if total is not None:
            yield counter(name, total)


def _options(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"text": name_of(option), "votes": number(option, "replies", "totalItems")}
        for option in dicts(listed(value, "oneOf", "anyOf", "options"))
    ]


def quote_addresses(value: dict[str, Any]) -> list[str]:
    """The post that a post quotes, by the names that servers give to it."""
    named = ("quote", "quoteUrl", "quoteUri", "_misskey_quote")
    return [found for found in (text(value, name) for name in named) if found]


def _quoted(value: dict[str, Any], depth: int) -> Post | None:
    """The post that a post quotes: whole where it is attached."""
    addresses = quote_addresses(value)
    for part in (*_attached(value), *dicts(listed(value, "tag", "tags")), *dicts([value.get("quote")])):
        href = text(part, "href") or text(part, "id") or address(part)
        is_post = kind_of(part) in POSTS - {"article"} or (href in addresses and "content" in part)
        if depth > 0 and is_post and href and _content(part):
            return object_of({"id": href, **part}, depth=depth - 1)
    return far(addresses[0]) if addresses else None


def visibility(value: dict[str, Any]) -> str | None:
    """Who was meant to see it; None where it does not say."""
    to, copied = (
        {
            found if isinstance(found, str) else text(found, "id") or text(found, "alias") or ""
            for found in listed(value, name)
        }
        for name in ("to", "cc")
    )
    if not to and not copied:
        return None
    if {PUBLIC, "as:Public", "Public", "@public"} & to:
        return "public"
    if {PUBLIC, "as:Public", "Public"} & copied or "@unlisted" in to:
        return "unlisted"
    return "followers" if any("followers" in found for found in to | copied) else "direct"


def _moment(value: dict[str, Any], field: str) -> Moment | None:
    found = text(value, field)
    return parse_time(found, field) if found else None


def _value(moment: Moment | None) -> str | None:
    return moment.value if moment else None
