"""A post of Twitter's API v2, from a page with what it includes, or flattened by twarc or 4CAT.

Traps: a repost's own text ends in an ellipsis, the whole stands in the original; a long post's stands in `note_tweet`;
an earlier version of an edited post has an id of its own.
"""

from __future__ import annotations

from typing import Any

from corpus.model import Metric
from ingest.readers.lenient import at, identifier, mapping, number, objects, text, texts
from ingest.readers.post import Person, Post, counter
from ingest.readers.twitter import post as twitter
from ingest.readers.twitter.includes import Includes
from ingest.times import parse_time

_COUNTERS = {
    "likes": "like_count",
    "reposts": "retweet_count",
    "replies": "reply_count",
    "quotes": "quote_count",
    "bookmarks": "bookmark_count",
}
_DEEPEST = 3
_MARKS = {
    "author_id",
    "edit_history_tweet_ids",
    "public_metrics",
    "conversation_id",
    "referenced_tweets",
    "edit_controls",
    "reply_settings",
}


def is_tweet(value: Any) -> bool:
    """Whether it is a post as API v2 gives one, and surely of Twitter."""
    return has_words(value) and bool(_MARKS & value.keys())


def has_words(value: Any) -> bool:
    """Whether it has what every post has; the place where it stands must tell that it is one."""
    return isinstance(value, dict) and identifier(value, "id") is not None and isinstance(value.get("text"), str)


def tweet(value: dict[str, Any], includes: Includes) -> Post:
    """The post with all that it refers to and the page includes."""
    return _tweet(value, includes, _DEEPEST)


def _tweet(value: dict[str, Any], includes: Includes, depth: int) -> Post:
    id = identifier(value, "id")
    entities = {**mapping(value, "entities"), **mapping(value, "note_tweet", "entities")}
    raw = text(value, "note_tweet", "text") or text(value, "text") or ""
    far_posts = _references(value, includes, depth)
    repost = far_posts.get("retweeted")
    prefix = twitter.REPOST.match(raw)
    withheld = texts(value, "withheld", "country_codes")
    author = _author(value, id, includes)
    seen_at = _iso(includes.seen_at)
    return Post(
        platform=twitter.PLATFORM,
        id=id,
        text="" if twitter.is_notice(raw, bool(withheld)) else twitter.decoded(raw),
        verbatim=raw,
        prefix=twitter.decoded(prefix.group()) if prefix else twitter.prefix_of(repost),
        cut=twitter.cut_repost(raw),
        state="withheld" if withheld or at(value, "withheld", "copyright") is True else "live",
        author=author,
        url=twitter.address(id, author.handle),
        published=twitter.moment(text(value, "created_at"), id),
        seen_at=seen_at,
        language=twitter.language(text(value, "lang")),
        tags=tuple(found for tag in objects(entities, "hashtags") if (found := text(tag, "tag"))),
        links=tuple(twitter.link_of(link) for link in objects(entities, "urls")),
        mentions=tuple(_mention(mention, includes) for mention in objects(entities, "mentions")),
        media=tuple(_media(value, includes)),
        metrics=() if repost is not None else tuple(_metrics(value, seen_at)),
        reply_to=far_posts.get("replied_to"),
        quotes=None if repost is not None else far_posts.get("quoted"),
        reposts=repost,
        others=tuple(_versions(value, includes, depth)),
        extra=_extra(value, includes, withheld),
    )


def _iso(when: str | None) -> str | None:
    found = parse_time(when, "record") if when else None
    return found.value if found else None


def _author(value: dict[str, Any], id: str | None, includes: Includes) -> Person:
    user = mapping(value, "author") or mapping(value, "author_user") or includes.user(identifier(value, "author_id"))
    own = [link for item in objects(value, "entities", "urls") if (link := text(item, "expanded_url"))]
    return Person(
        id=identifier(user, "id") or identifier(value, "author_id"),
        handle=text(user, "username")
        or twitter.owner_by_media(id, [link for link in own if "/photo/" in link or "/video/" in link]),
        name=text(user, "name"),
    )


def _references(value: dict[str, Any], includes: Includes, depth: int) -> dict[str, Post]:
    found: dict[str, Post] = {}
    mention = twitter.REPOST.match(text(value, "text") or "")
    for item in objects(value, "referenced_tweets"):
        kind, id = text(item, "type"), identifier(item, "id")
        if kind is None or id is None:
            continue
        whole = item if has_words(item) else includes.get("tweets", id)
        if whole and depth:
            found[kind] = _tweet(whole, includes, depth - 1)
            continue
        handle = mention.group(1) if mention and kind == "retweeted" else None
        if kind == "replied_to":
            user = mapping(value, "in_reply_to_user") or includes.user(identifier(value, "in_reply_to_user_id"))
            handle = text(user, "username")
        post = twitter.far(id, handle)
        if post is not None:
            found[kind] = post
    return found


def _versions(value: dict[str, Any], includes: Includes, depth: int) -> list[Post]:
    """The other versions of an edited post that the page includes."""
    ids = [id for id in texts(value, "edit_history_tweet_ids") if id != text(value, "id")]
    found = [includes.get("tweets", id) for id in ids] if depth == _DEEPEST else []
    return [_tweet(version, includes, 0) for version in found if version]


def _mention(value: dict[str, Any], includes: Includes) -> dict[str, Any]:
    user = includes.user(None, text(value, "username"))
    found = {
        "handle": text(value, "username"),
        "id": identifier(value, "id") or identifier(user, "id"),
        "name": text(value, "name") or text(user, "name"),
    }
    return {name: item for name, item in found.items() if item}


def _media(value: dict[str, Any], includes: Includes) -> list[dict[str, Any]]:
    whole = objects(value, "attachments", "media") or objects(value, "attachments", "media_keys")
    items = whole or [
        includes.get("media", key) or {"media_key": key} for key in texts(value, "attachments", "media_keys")
    ]
    return [_medium(item) for item in items]


def _medium(value: dict[str, Any]) -> dict[str, Any]:
    variants = [v for v in objects(value, "variants") if text(v, "content_type") == "video/mp4"]
    best = max(variants, key=lambda variant: number(variant, "bit_rate") or 0, default=None)
    found = {
        "type": text(value, "type"),
        "url": text(value, "url") or text(best, "url"),
        "preview": text(value, "preview_image_url"),
        "alt": text(value, "alt_text"),
        "key": text(value, "media_key"),
    }
    return {name: item for name, item in found.items() if item}


def _metrics(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    counts = mapping(value, "public_metrics")
    found = [counter(name, number(counts, field), seen_at) for name, field in _COUNTERS.items() if field in counts]
    return found + twitter.views(number(counts, "impression_count"), [metric.value for metric in found], seen_at)


def _extra(value: dict[str, Any], includes: Includes, withheld: list[str]) -> dict[str, Any]:
    geo = mapping(value, "geo")
    place = mapping(geo, "place") or {**includes.get("places", text(geo, "place_id")), **geo}
    inside = mapping(value, "attachments", "poll") or next(iter(_polls(value)), {})
    poll = inside or includes.get("polls", next(iter(texts(value, "attachments", "poll_ids")), None))
    user = mapping(value, "in_reply_to_user") or includes.user(identifier(value, "in_reply_to_user_id"))
    answered = {
        "handle": text(user, "username"),
        "id": identifier(value, "in_reply_to_user_id") or identifier(user, "id"),
    }
    history = texts(value, "edit_history_tweet_ids")
    return {
        "source_app": text(value, "source"),
        "conversation_id": identifier(value, "conversation_id"),
        "in_reply_to": {name: item for name, item in answered.items() if item},
        "place": {
            name: found for name in ("full_name", "country_code", "country", "id") if (found := text(place, name))
        },
        "coordinates": at(geo, "coordinates", "coordinates"),
        "poll": [{"label": text(o, "label"), "votes": number(o, "votes")} for o in objects(poll, "options")],
        "withheld_in": withheld,
        "possibly_sensitive": at(value, "possibly_sensitive") or None,
        "edit_history": history if len(history) > 1 else [],
    }


def _polls(value: dict[str, Any]) -> list[dict[str, Any]]:
    return objects(value, "attachments", "poll") or objects(value, "attachments", "poll_ids")
