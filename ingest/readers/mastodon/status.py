"""A status as Mastodon's API gives it, to a `Post`. Its id here is its `uri`, which is the same on every server."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from ingest.readers.lenient import at, identifier, mapping, number, objects, text
from ingest.readers.mastodon.parts import identity_of, words_of
from ingest.readers.post import DEEPEST, Person, Post, counter
from ingest.times import parse_time

COUNTS = (
    ("replies", "replies_count"),
    ("reposts", "reblogs_count"),
    ("likes", "favourites_count"),
    ("quotes", "quotes_count"),
)
LOCAL = re.compile(r"(?P<account>https?://[^/]+/users/[^/]+)/statuses/\d+")
PRIVATE = ("private", "direct")


def is_status(value: Any) -> bool:
    """Whether an object is a status of Mastodon's API."""
    return text(value, "account", "acct") is not None and "content" in value and "created_at" in value


def status(value: dict[str, Any], depth: int = DEEPEST) -> Post:
    """The post, with the one that it reposts or quotes, and so on to a depth."""
    content = words_of(text(value, "content") or "")
    warning, shown = text(value, "spoiler_text"), text(value, "visibility")
    reblog, quote = mapping(value, "reblog"), mapping(value, "quote", "quoted_status") or mapping(value, "quote")
    created, edited, card = text(value, "created_at"), text(value, "edited_at"), mapping(value, "card")
    uri = text(value, "uri") or text(value, "url")
    return Post(
        platform="mastodon",
        id=identity_of(uri, None)[1],
        text="" if reblog else "\n\n".join(part for part in (warning, content.text) if part),
        author=_person(mapping(value, "account"), uri),
        url=text(value, "url"),
        published=parse_time(created, "created_at") if created else None,
        updated_at=moment.value if edited and (moment := parse_time(edited, "edited_at")) else None,
        language=text(value, "language"),
        tags=tuple(tag["name"] for tag in objects(value, "tags") if text(tag, "name")),
        links=(*content.links, *([_link(card)] if text(card, "url") else [])),
        mentions=tuple(_mention(mention) for mention in objects(value, "mentions")),
        media=tuple(_medium(medium) for medium in objects(value, "media_attachments")),
        metrics=tuple(counter(name, number(value, field)) for name, field in COUNTS if at(value, field) is not None),
        reply_to=_answered(value, uri),
        quotes=status(quote, depth - 1) if depth and is_status(quote) else None,
        reposts=status(reblog, depth - 1) if depth and is_status(reblog) else None,
        notes=("not public",) if shown in PRIVATE else (),
        extra={
            "visibility": shown,
            "content_warning": warning,
            "status_id": identifier(value, "id"),
            "in_reply_to_id": identifier(value, "in_reply_to_id"),
            "application": text(value, "application", "name"),
            "poll": [
                {"text": option["title"], "votes": number(option, "votes_count")}
                for option in objects(value, "poll", "options")
                if text(option, "title")
            ],
        },
    )


def _person(account: dict[str, Any], uri: str | None) -> Person:
    handle = text(account, "acct")
    host = urlsplit(text(account, "uri") or text(account, "url") or uri or "").netloc
    if handle and "@" not in handle and host:
        handle = f"{handle}@{host}"
    return Person(
        id=text(account, "uri") or text(account, "url") or identifier(account, "id"),
        handle=handle,
        name=text(account, "display_name"),
    )


def _answered(value: dict[str, Any], uri: str | None) -> Post | None:
    """The status that it answers. Only for an answer to oneself is its address certain."""
    id, local = identifier(value, "in_reply_to_id"), LOCAL.match(uri or "")
    own = identifier(value, "in_reply_to_account_id") == identifier(value, "account", "id")
    if not id or not own or not local or identifier(value, "id") != (uri or "").rpartition("/")[2]:
        return None
    return Post(platform="mastodon", id=f"{local['account']}/statuses/{id}", given=False)


def _link(card: dict[str, Any]) -> dict[str, Any]:
    title = text(card, "title")
    return {"url": card["url"], "expanded": card["url"], **({"title": title} if title else {})}


def _mention(mention: dict[str, Any]) -> dict[str, Any]:
    fields = {"handle": text(mention, "acct"), "id": text(mention, "url") or identifier(mention, "id")}
    return {key: found for key, found in fields.items() if found}


def _medium(medium: dict[str, Any]) -> dict[str, Any]:
    fields = {"type": text(medium, "type"), "url": text(medium, "url"), "alt": text(medium, "description")}
    return {key: found for key, found in fields.items() if found}
