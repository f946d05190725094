"""Posts as the pages of X itself receive them, brought into the fields of API v1.1, which they hold under `legacy`.

Traps: some are wrapped once more (TweetWithVisibilityResults), the text of a long post stands in `note_tweet`, the
author's name has moved from `legacy` to `core`, and a quoted post that is gone is a tombstone with a sentence.
"""

from __future__ import annotations

from typing import Any

from ingest.readers.lenient import at, identifier, mapping, text
from ingest.readers.post import Post
from ingest.readers.twitter.post import gone, state_of

_DEEPEST = 4


def is_result(value: Any) -> bool:
    """Whether it is a post of X's pages, wrapped or not, or a tombstone."""
    result = unwrapped(value)
    return "legacy" in result or "tombstone" in result


def unwrapped(value: Any) -> dict[str, Any]:
    """The post inside its wrappers."""
    found = mapping(value)
    for _ in range(_DEEPEST):
        inner = mapping(found, "tweet") or mapping(found, "result") or mapping(found, "tweet_results")
        if "legacy" in found or not inner:
            break
        found = inner
    return found


def notice(value: Any) -> str | None:
    """The sentence of a tombstone."""
    result = unwrapped(value)
    if not mapping(result, "tombstone"):
        return None
    return text(result, "tombstone", "text", "text") or text(result, "tombstone", "text") or "This post is unavailable"


def as_status(value: Any) -> dict[str, Any]:
    """The post in the fields of API v1.1 (see twitter_status)."""
    return _as_status(value, _DEEPEST)


def _as_status(value: Any, depth: int) -> dict[str, Any]:
    result = unwrapped(value)
    legacy = mapping(result, "legacy")
    note = mapping(result, "note_tweet", "note_tweet_results", "result")
    found = {
        **{name: item for name, item in legacy.items() if name != "id"},
        "id_str": identifier(result, "rest_id") or identifier(legacy, "id_str"),
        "user": _user(result),
        "note": {"text": text(note, "text"), "entities": mapping(note, "entity_set")},
        "views": mapping(result, "views") or mapping(result, "ext_views"),
        "source": text(result, "source") or text(legacy, "source"),
        "edit_control": mapping(result, "edit_control", "edit_control_initial") or mapping(result, "edit_control"),
    }
    if depth:
        repost = at(legacy, "retweeted_status_result") or at(result, "retweeted_status_result")
        quote = at(result, "quoted_status_result") or at(legacy, "quoted_status_result")
        found["retweeted_status"] = _inner(repost, identifier(legacy, "retweeted_status_id_str"), depth)
        found["quoted_status"] = _inner(quote, identifier(legacy, "quoted_status_id_str"), depth)
    return found


def _user(result: dict[str, Any]) -> dict[str, Any]:
    user = mapping(result, "core", "user_results", "result")
    user = mapping(user, "user") or user  # some are wrapped like posts
    old = mapping(result, "user")
    return {
        "id_str": identifier(user, "rest_id") or identifier(old, "id_str"),
        "screen_name": text(user, "core", "screen_name")
        or text(user, "legacy", "screen_name")
        or text(old, "screen_name"),
        "name": text(user, "core", "name") or text(user, "legacy", "name") or text(old, "name"),
    }


def _inner(value: Any, id: str | None, depth: int) -> dict[str, Any] | Post | None:
    sentence = notice(value)
    if sentence is not None:
        return gone(id, state_of(sentence), notice=sentence) if id is not None else None
    return _as_status(value, depth - 1) if is_result(value) else None
