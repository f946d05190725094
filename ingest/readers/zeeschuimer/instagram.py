"""Posts of Instagram and Threads as their pages receive them: lists of items, and the graph of before 2023.

A post is known by its short code, which its address holds. Captions have no entities: tags and mentions are read off
the words.
"""

from __future__ import annotations

import re
from typing import Any

from corpus.model import Metric
from ingest.clean.platforms import one_id
from ingest.readers.lenient import at, identifier, mapping, number, objects, text
from ingest.readers.post import Person, Post, counter, since_1970

PLATFORM = "instagram"
_TAG = re.compile(r"(?<![\w&])#(\w+)")
_MENTION = re.compile(r"(?<![\w@])@([A-Za-z0-9_](?:[\w.]*\w)?)", re.ASCII)
_KINDS = {1: "photo", 2: "video", 8: "carousel"}


def is_item(value: Any) -> bool:
    """Whether it is a post of Instagram."""
    return text(value, "code") is not None or text(value, "shortcode") is not None


def item(value: dict[str, Any], *, platform: str = PLATFORM, seen_at: str | None = None) -> Post:
    """The post of an item."""
    code = one_id(platform, text(value, "code") or text(value, "shortcode") or "")
    caption = (
        text(value, "caption", "text")
        or text(value, "caption")
        or text(value, "edge_media_to_caption", "edges", 0, "node", "text")
        or ""
    )
    user = {**mapping(value, "owner"), **mapping(value, "user")}
    taken = since_1970(number(value, "taken_at") or number(value, "taken_at_timestamp"))
    handle = text(user, "username")
    return Post(
        platform=platform,
        id=code,
        text=caption,
        author=Person(id=identifier(user, "pk") or identifier(user, "id"), handle=handle, name=text(user, "full_name")),
        url=_address(platform, code, handle),
        published=taken,
        seen_at=seen_at,
        tags=tuple(_TAG.findall(caption)),
        mentions=tuple({"handle": handle} for handle in dict.fromkeys(_MENTION.findall(caption))),
        media=tuple(_media(value)),
        metrics=(*_metrics(value, seen_at), *_shared(value, seen_at)),
        quotes=_within(value, "quoted_post", platform, seen_at),
        reposts=_within(value, "reposted_post", platform, seen_at),
        notes=("partial",) if at(value, "_zs_partial") is True else (),
        extra=_extra(value),
    )


def _address(platform: str, code: str | None, handle: str | None) -> str | None:
    if platform == PLATFORM:
        return f"https://www.instagram.com/p/{code}/"
    return f"https://www.threads.com/@{handle}/post/{code}" if handle else None


def _within(value: dict[str, Any], name: str, platform: str, seen_at: str | None) -> Post | None:
    """The post that a post of Threads quotes or reposts."""
    found = mapping(value, "text_post_app_info", "share_info", name)
    inner = {field: item for field, item in found.items() if field != "text_post_app_info"}  # one step, and no further
    return item(inner, platform=platform, seen_at=seen_at) if is_item(inner) else None


def _shared(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    names = {"reposts": "repost_count", "quotes": "quote_count"}
    counts = mapping(value, "text_post_app_info")
    return [counter(name, number(counts, field), seen_at) for name, field in names.items() if field in counts]


def _media(value: dict[str, Any]) -> list[dict[str, Any]]:
    children = objects(value, "carousel_media")
    edges = [mapping(edge, "node") for edge in objects(value, "edge_sidecar_to_children", "edges")]
    return [found for node in children or edges or [value] if (found := _medium(node))]


def _medium(node: dict[str, Any]) -> dict[str, Any]:
    video = text(node, "video_versions", 0, "url") or text(node, "video_url")
    image = (
        text(node, "image_versions2", "candidates", 0, "url") or text(node, "display_url") or text(node, "display_uri")
    )
    kind = "video" if at(node, "is_video") is True or video else _KINDS.get(number(node, "media_type") or 0)
    found = {
        "type": kind or ("photo" if image else None),
        "url": video or image,
        "preview": image if video else None,
        "alt": text(node, "accessibility_caption"),
    }
    return {name: item for name, item in found.items() if item} if found["url"] else {}


def _metrics(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    likes = _first(value, ("like_count",), ("edge_media_preview_like", "count"), ("edge_liked_by", "count"))
    comments = _first(
        value,
        ("comment_count",),
        ("edge_media_to_comment", "count"),
        ("edge_media_preview_comment", "count"),
        ("text_post_app_info", "direct_reply_count"),
    )
    plays = _first(value, ("play_count",), ("view_count",), ("video_view_count",), ("ig_play_count",))
    hidden = at(value, "like_and_view_counts_disabled") is True or (likes is not None and likes < 0)
    found = [Metric(name="likes", status="hidden", at=seen_at) if hidden else counter("likes", likes, seen_at)]
    found.append(counter("replies", comments, seen_at))
    if plays is not None:
        found.append(Metric(name="views", status="hidden", at=seen_at) if hidden else counter("views", plays, seen_at))
    return found


def _first(value: dict[str, Any], *paths: tuple[str, ...]) -> int | None:
    return next((count for path in paths if (count := number(value, *path)) is not None), None)


def _extra(value: dict[str, Any]) -> dict[str, Any]:
    tagged = [text(person, "user", "username") for person in objects(value, "usertags", "in")] + [
        text(edge, "node", "user", "username") for edge in objects(value, "edge_media_to_tagged_user", "edges")
    ]
    place = {
        "full_name": text(value, "location", "name"),
        "id": identifier(value, "location", "pk") or identifier(value, "location", "id"),
    }
    return {
        "pk": identifier(value, "pk") or identifier(value, "id"),
        "coauthors": [text(person, "username") for person in objects(value, "coauthor_producers")],
        "tagged": [handle for handle in tagged if handle],
        "place": {name: found for name, found in place.items() if found},
        "advertisement": True if text(value, "product_type") == "ad" else None,
        "paid_partnership": at(value, "is_paid_partnership") or None,
        "view": text(value, "_zs_instagram_view"),
    }
