"""A status of Twitter's API v1.1, and of all that copied its fields: streams, X's own pages, account archives.

Traps: `text` is cut at 140 characters, the whole stands in `full_text` or `extended_tweet`, and for a repost in the
original; numeric ids are often rounded, `id_str` is not; in archives numbers are texts.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from corpus.model import Metric
from ingest.readers.lenient import at, identifier, mapping, number, objects, text, texts
from ingest.readers.post import Person, Post, counter
from ingest.readers.twitter import post as twitter

_COUNTERS = {
    "likes": "favorite_count",
    "reposts": "retweet_count",
    "replies": "reply_count",
    "quotes": "quote_count",
    "bookmarks": "bookmark_count",
}
_DEEPEST = 4
_TAG = re.compile(r"<[^>]*>")
_EXACT = 2**53  # JavaScript writes larger numbers with 17 digits and noughts
_BODIES = ("full_text", "text")


def is_status(value: Any) -> bool:
    """Whether it is a status, and no other thing with an id and words."""
    if not isinstance(value, dict) or not ({"id", "id_str"} & value.keys()):
        return False
    if not any(isinstance(value.get(name), str) for name in _BODIES) or not isinstance(value.get("created_at"), str):
        return False
    marks = {"favorite_count", "retweet_count", "in_reply_to_status_id_str", "in_reply_to_status_id", "favorited"}
    return bool(marks & value.keys()) or text(value, "user", "screen_name") is not None


def status(value: dict[str, Any], *, owner: Person | None = None, seen_at: str | None = None) -> Post:
    """The post of a status; `owner` is the author where the status itself does not say."""
    return _status(value, owner, seen_at, _DEEPEST)


def _status(value: dict[str, Any], owner: Person | None, seen_at: str | None, depth: int) -> Post:
    id, damage = _id(value)
    inner = _inner(value, depth, seen_at)
    entities, media = _entities(value)
    author = _author(value, id, owner, media)
    raw = _body(value)
    repost = inner["reposts"]
    prefix = twitter.REPOST.match(raw)
    withheld = texts(value, "withheld_in_countries")
    notice = twitter.is_notice(raw, True) and bool(withheld or at(value, "withheld_copyright"))
    when = twitter.moment(text(value, "created_at"), id)
    return Post(
        platform=twitter.PLATFORM,
        id=id,
        text="" if notice else twitter.decoded(raw),
        verbatim=raw,
        prefix=twitter.decoded(prefix.group()) if prefix else twitter.prefix_of(repost),
        cut=(at(value, "truncated") is True and _is_cut(value)) or twitter.cut_repost(raw),
        state="withheld" if withheld or at(value, "withheld_copyright") is True else "live",
        author=author,
        url=twitter.address(id, author.handle),
        published=when,
        seen_at=seen_at,
        language=twitter.language(text(value, "lang")),
        tags=tuple(found for tag in objects(entities, "hashtags") if (found := text(tag, "text"))),
        links=tuple(twitter.link_of(link) for link in objects(entities, "urls")),
        mentions=tuple(_mention(mention) for mention in objects(entities, "user_mentions")),
        media=tuple(_medium(item) for item in media),
        metrics=() if repost is not None else tuple(_metrics(value, seen_at)),
        reply_to=inner["reply_to"],
        quotes=None if repost is not None else inner["quotes"],
        reposts=repost,
        notes=damage,
        extra={
            **_extra(value, raw, withheld),
            # Archives say of a repost no more than whose post it was.
            "repost_of": {"handle": prefix.group(1)} if prefix and repost is None else None,
        },
    )


def _id(value: dict[str, Any]) -> tuple[str | None, tuple[str, ...]]:
    """The id, and whether the record shows a damaged one beside it or instead of it."""
    id = identifier(value, "id_str") or identifier(value, "rest_id")
    numeric = at(value, "id")
    if id is not None:
        damaged = isinstance(numeric, int | float) and not isinstance(numeric, bool) and str(numeric) != id
        return id, ("damaged id",) if damaged else ()
    id = identifier(value, "id")
    if id is None:  # digits are lost: no id at all is better than somebody else's
        return None, ("damaged id",) if numeric is not None else ()
    rounded = isinstance(numeric, int) and numeric > _EXACT and Decimal(repr(float(numeric))) == numeric
    return id, ("id may be rounded",) if rounded else ()


def _body(value: dict[str, Any]) -> str:
    long = text(value, "note", "text")
    extended = text(value, "extended_tweet", "full_text")
    return long or extended or text(value, "full_text") or text(value, "text") or ""


def _is_cut(value: dict[str, Any]) -> bool:
    return not any(text(value, *path) for path in (("note", "text"), ("extended_tweet", "full_text"), ("full_text",)))


def _entities(value: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The entities of the whole text, and the media, of which the fuller list stands apart."""
    extended = mapping(value, "extended_tweet")
    entities = mapping(value, "note", "entities") or mapping(extended, "entities") or mapping(value, "entities")
    media = (
        objects(extended, "extended_entities", "media")
        or objects(value, "extended_entities", "media")
        or objects(value, "mediaDetails")
        or objects(entities, "media")
        or objects(value, "entities", "media")
    )
    return entities, media


def _author(value: dict[str, Any], id: str | None, owner: Person | None, media: list[dict[str, Any]]) -> Person:
    user = mapping(value, "user")
    own = Person(
        id=identifier(user, "id_str") or identifier(user, "id") or identifier(value, "user_id_str"),
        handle=text(user, "screen_name"),
        name=text(user, "name"),
    )
    if own.handle or (owner is None and own.id):
        return own if own.handle else Person(id=own.id, handle=_by_media(id, media))
    return owner or Person(handle=_by_media(id, media))


def _by_media(id: str | None, media: list[dict[str, Any]]) -> str | None:
    return twitter.owner_by_media(id, [link for item in media if (link := text(item, "expanded_url"))])


def _inner(value: dict[str, Any], depth: int, seen_at: str | None) -> dict[str, Post | None]:
    """The posts that this one answers, quotes and reposts."""
    quote_link = text(value, "quoted_status_permalink", "expanded")
    by_link, handle = twitter.post_in(quote_link)
    return {
        "reposts": _related(value, ("retweeted_status",), depth, seen_at)
        or twitter.far(identifier(value, "retweeted_status_id_str")),
        "quotes": _related(value, ("quoted_status", "quoted_tweet"), depth, seen_at)
        or twitter.far(
            identifier(value, "quoted_status_id_str") or by_link or identifier(value, "quoted_status_id"), handle
        ),
        "reply_to": _related(value, ("parent",), depth, seen_at)
        or twitter.far(
            identifier(value, "in_reply_to_status_id_str") or identifier(value, "in_reply_to_status_id"),
            text(value, "in_reply_to_screen_name"),
        ),
    }


def _related(value: dict[str, Any], names: tuple[str, ...], depth: int, seen_at: str | None) -> Post | None:
    for name in names:
        found = at(value, name)
        if isinstance(found, Post):  # a tombstone, made by the reader of X's own pages
            return found
        if depth and isinstance(found, dict) and (_body(found) or _id(found)[0]):
            post = _status(found, None, seen_at, depth - 1)
            return post if post.id is not None else None
    return None


def _mention(value: dict[str, Any]) -> dict[str, Any]:
    found = {
        "handle": text(value, "screen_name"),
        "id": identifier(value, "id_str") or identifier(value, "id"),
        "name": text(value, "name"),
    }
    return {name: item for name, item in found.items() if item}


def _medium(value: dict[str, Any]) -> dict[str, Any]:
    variants = [v for v in objects(value, "video_info", "variants") if text(v, "content_type") == "video/mp4"]
    best = max(variants, key=lambda variant: number(variant, "bitrate") or 0, default=None)
    found = {
        "type": text(value, "type"),
        "url": text(best, "url") or text(value, "media_url_https") or text(value, "media_url"),
        "preview": text(value, "media_url_https") if best else None,
        "link": text(value, "url"),
        "alt": text(value, "ext_alt_text"),
    }
    return {name: item for name, item in found.items() if item}


def _metrics(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    found = [counter(name, number(value, field), seen_at) for name, field in _COUNTERS.items() if field in value]
    counted = number(value, "views", "count") or number(value, "ext_views", "count")
    return found + twitter.views(counted, [metric.value for metric in found], seen_at)


def _extra(value: dict[str, Any], raw: str, withheld: list[str]) -> dict[str, Any]:
    source = text(value, "source")
    answered = {
        "handle": text(value, "in_reply_to_screen_name"),
        "id": identifier(value, "in_reply_to_user_id_str") or identifier(value, "in_reply_to_user_id"),
    }
    place = {name: text(value, "place", name) for name in ("full_name", "country_code", "country", "id")}
    return {
        "source_app": twitter.decoded(_TAG.sub("", source)).strip() if source else None,
        "conversation_id": identifier(value, "conversation_id_str"),
        "in_reply_to": {name: item for name, item in answered.items() if item},
        "display_range": _display_range(value, raw),
        "place": {name: item for name, item in place.items() if item},
        "coordinates": at(value, "coordinates", "coordinates"),
        "withheld_in": withheld,
        "possibly_sensitive": at(value, "possibly_sensitive") or None,
        "edit_history": _history(value),
    }


def _history(value: dict[str, Any]) -> list[str]:
    """The ids of all versions, where there is more than one."""
    control = mapping(value, "edit_control") or mapping(value, "edit_info", "edit")
    ids = texts(control, "edit_tweet_ids") or texts(control, "editTweetIds")
    return ids if len(ids) > 1 else []


def _display_range(value: dict[str, Any], raw: str) -> list[int] | None:
    """The stretch of the text that Twitter shows, in code points; absent where it shows all of it."""
    extended = text(value, "extended_tweet", "full_text") is not None
    found = at(value, "extended_tweet", "display_text_range") if extended else at(value, "display_text_range")
    start, end = number(found, 0), number(found, 1)
    if start is None or end is None or text(value, "note", "text") or not 0 <= start <= end <= len(raw):
        return None
    return (
        None if (start, end) == (0, len(raw)) else [len(twitter.decoded(raw[:start])), len(twitter.decoded(raw[:end]))]
    )
