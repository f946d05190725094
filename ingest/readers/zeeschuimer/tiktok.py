"""Videos and comments of TikTok as its pages receive them."""

from __future__ import annotations

from typing import Any

from corpus.model import Metric
from ingest.readers.lenient import at, identifier, mapping, number, objects, text, texts
from ingest.readers.post import Person, Post, counter, since_1970

PLATFORM = "tiktok"
_COUNTERS = {
    "likes": "diggCount",
    "reposts": "shareCount",
    "replies": "commentCount",
    "views": "playCount",
    "bookmarks": "collectCount",
}


def is_video(value: Any) -> bool:
    """Whether it is a video."""
    return identifier(value, "id") is not None and number(value, "createTime") is not None


def is_comment(value: Any) -> bool:
    """Whether it is a comment below a video."""
    return identifier(value, "cid") is not None and identifier(value, "aweme_id") is not None


def video(value: dict[str, Any], *, seen_at: str | None = None) -> Post:
    """The post of a video."""
    id = identifier(value, "id")
    # From a page's own data the author is a name, from an answer an object.
    author = Person(
        id=identifier(value, "author", "id") or identifier(value, "authorId"),
        handle=text(value, "author", "uniqueId") or text(value, "author"),
        name=text(value, "author", "nickname") or text(value, "nickname"),
    )
    marked = objects(value, "textExtra")
    tags = [text(item, "hashtagName") for item in marked] + [
        text(item, "title") for item in objects(value, "challenges")
    ]
    return Post(
        platform=PLATFORM,
        id=id,
        text=text(value, "desc") or "",
        author=author,
        url=f"https://www.tiktok.com/@{author.handle}/video/{id}" if author.handle else None,
        published=since_1970(number(value, "createTime")),
        seen_at=seen_at,
        language=_language(text(value, "textLanguage")),
        tags=tuple(tag for tag in tags if tag),
        mentions=tuple(_mention(item) for item in marked if text(item, "userUniqueId")),
        media=tuple(_media(value)),
        metrics=tuple(_metrics(value, seen_at)),
        quotes=_taken_from(value),
        extra=_extra(value),
    )


def comment(value: dict[str, Any], *, seen_at: str | None = None) -> Post:
    """The post of a comment: an answer to a comment, or else to the video."""
    above, video_id = identifier(value, "reply_id"), identifier(value, "aweme_id")
    handle = text(value, "user", "unique_id")
    name, id = text(value, "user", "nickname"), identifier(value, "user", "uid")
    found = [counter("likes", number(value, "digg_count"), seen_at)]
    if "reply_comment_total" in value:
        found.append(counter("replies", number(value, "reply_comment_total"), seen_at))
    return Post(
        platform=PLATFORM,
        kind="comment",
        id=identifier(value, "cid"),
        text=text(value, "text") or "",
        author=Person(id=id, handle=handle, name=name),
        url=text(value, "share_info", "url"),
        published=since_1970(number(value, "create_time")),
        seen_at=seen_at,
        language=_language(text(value, "comment_language")),
        metrics=tuple(found),
        reply_to=Post(platform=PLATFORM, id=above or video_id, given=False),
        extra={"conversation_id": video_id},
    )


def _language(code: str | None) -> str | None:
    return None if code == "un" else code


def _mention(value: dict[str, Any]) -> dict[str, Any]:
    found = {"handle": text(value, "userUniqueId"), "id": identifier(value, "userId")}
    return {name: item for name, item in found.items() if item}


def _media(value: dict[str, Any]) -> list[dict[str, Any]]:
    images = [text(image, "imageURL", "urlList", 0) for image in objects(value, "imagePost", "images")]
    if any(images):
        return [{"type": "photo", "url": url} for url in images if url]
    found = {
        "type": "video",
        "url": text(value, "video", "playAddr") or text(value, "video", "downloadAddr"),
        "preview": text(value, "video", "cover"),
        "duration": number(value, "video", "duration"),
    }
    return [{name: item for name, item in found.items() if item}] if mapping(value, "video") else []


def _metrics(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    stats = {**mapping(value, "stats"), **mapping(value, "statsV2")}  # the second has the counters as text, unrounded
    return [counter(name, number(stats, field), seen_at) for name, field in _COUNTERS.items() if field in stats]


def _taken_from(value: dict[str, Any]) -> Post | None:
    """The video that a duet or a stitch shows."""
    source = identifier(value, "duetInfo", "duetFromId") or identifier(value, "stitchInfo", "stitchFromId")
    return Post(platform=PLATFORM, id=source, given=False) if source else None


def _extra(value: dict[str, Any]) -> dict[str, Any]:
    stickers = [" ".join(texts(item, "stickerText")) for item in objects(value, "stickersOnItem")]
    music = {name: text(value, "music", field) for name, field in (("title", "title"), ("author", "authorName"))}
    return {
        "on_screen": [words for words in stickers if words],
        "music": {name: item for name, item in music.items() if item},
        "advertisement": at(value, "isAd") or None,
        "paid_partnership": True if at(value, "adAuthorization") else None,
        "place": {"country_code": text(value, "locationCreated")} if text(value, "locationCreated") else {},
        "warnings": [words for item in objects(value, "warnInfo") if (words := text(item, "text"))],
    }
