"""Twitter's API v2 as twarc2 and others keep it: pages, flattened lines, lines of a stream, lines of compliance.

A page is one line with many posts. Each post of `data` is a record: exactly its own bytes, at their place in the
source. What it needs of the page (its author, the post that it reposts) goes with it as context, in the page's own
bytes (`twitter_includes.context`). Each of `errors` is a record too: a post that could not be had is a tombstone. So
is a post that the page includes though no other refers to it (a pinned one). Users, lists and counts hold no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.errors import BadRecord
from ingest.clean.snowflake import tweet_time
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, items, opening
from ingest.readers.lenient import at, identifier, mapping, objects, parsed, text
from ingest.readers.post import draft_of
from ingest.readers.stream import Stream
from ingest.readers.twitter.includes import Includes
from ingest.readers.twitter.page import TWARC, is_page, split
from ingest.readers.twitter.post import gone, state_of
from ingest.readers.twitter.tweet import has_words, is_tweet, tweet
from ingest.times import parse_time

_PROBLEM = "api.twitter.com/2/problems"
_USER = {"id", "name", "username"}
_LIST = {"owner_id", "follower_count", "member_count", "private"}
_COMPLIANCE = {"id", "action", "created_at", "redacted_at", "reason"}


def recognises(head: bytes) -> bool:
    """A page, a post, or a line of compliance."""
    value = opening(head)
    value = at(value, 0) if isinstance(value, list) else value
    if not isinstance(value, dict):
        return False
    data = value.get("data")
    first = data[0] if isinstance(data, list) and data else data
    if isinstance(first, dict):
        return is_tweet(first) or _is_item(first) or (has_words(first) and "includes" in value) or "__twarc" in value
    included = [*objects(value, "includes", "tweets"), *objects(value, "includes", "users")]
    if included and (is_tweet(included[0]) or _is_item(included[0])):
        return True
    problems = any(_PROBLEM in (text(error, "type") or "") for error in objects(value, "errors"))
    return "__twarc" in value or problems or is_tweet(value) or _is_compliance(value)


def _is_item(value: dict[str, Any]) -> bool:
    """Whether it is a user, a list or a count of API v2."""
    user = value.keys() >= _USER and not {"screen_name", "acct"} & value.keys()
    counts = value.keys() >= {"start", "end", "tweet_count"}
    return (
        counts
        or (user and bool({"public_metrics", "verified", "protected", "created_at"} & value.keys()))
        or ({"id", "name"} <= value.keys() and len(_LIST & value.keys()) > 1)
    )


def _is_compliance(value: dict[str, Any]) -> bool:
    return {"id", "action", "created_at"} <= value.keys() <= _COMPLIANCE


def records(stream: Stream) -> Iterator[Found]:
    """Each post, error, user, list and count of each page; each line where it is none."""
    for item in items(stream, TOP):
        if item.fault is None and is_page(item.raw):
            yield from split(item)
        else:
            yield TWARC.on(item.found())


def draft(raw: bytes, context: bytes = b"") -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`, `no-id`)."""
    value = parsed(raw)
    if not isinstance(value, dict):
        raise BadRecord("no-document", "This is no object of Twitter's API v2.")
    includes = Includes.of_context(context)
    if isinstance(value.get("data"), dict):  # a line of a stream, or the answer to a question for one post
        includes = Includes.of(value.get("includes"), seen_at=text(value, "__twarc", "retrieved_at"))
        value = mapping(value, "data")
    elif "__twarc" in value:
        includes = Includes.of({}, seen_at=text(value, "__twarc", "retrieved_at"))
    if has_words(value):
        return draft_of(tweet(value, includes))
    if "detail" in value or ("title" in value and "type" in value):
        return _problem(value, includes.seen_at)
    if _is_compliance(value):
        return _compliance(value)
    raise BadRecord("no-document", f"This is {_name(value)}, and no post.")


def _problem(value: dict[str, Any], seen_at: str | None) -> Draft:
    """The tombstone of a post that Twitter would not or could not give."""
    title, detail = text(value, "title") or "", text(value, "detail") or ""
    id = identifier(value, "resource_id") or identifier(value, "value")
    if text(value, "resource_type") != "tweet" or id is None:
        raise BadRecord("no-document", f"This is news of no post: {detail or title}")
    seen = parse_time(seen_at, "record") if seen_at else None
    state = state_of(f"{title} {detail} {text(value, 'type') or ''}")
    return draft_of(gone(id, state, seen_at=seen.value if seen else None, reason=title or None, detail=detail or None))


def _compliance(value: dict[str, Any]) -> Draft:
    """A line of a compliance job: whether a post is still there. Jobs for accounts write the same fields."""
    id, created = identifier(value, "id"), text(value, "created_at") or ""
    reason = text(value, "reason") or ""
    if id is None or value.get("action") != "delete" or not _is_of_post(id, created):
        raise BadRecord("no-document", f"This is news of no post: {value.get('action')} {id} {reason}".rstrip())
    state = state_of(reason)
    return draft_of(gone(id, state, reason=reason or None, gone_at=text(value, "redacted_at")))


def _is_of_post(id: str, created_at: str) -> bool:
    """A post's number holds its time, which compliance gives to the millisecond; an account's time has no fraction."""
    stated, counted = parse_time(created_at, "record"), tweet_time(id)
    return "." in created_at and (counted is None or (stated is not None and stated.value == counted.value))


def _name(value: dict[str, Any]) -> str:
    if value.keys() >= _USER:
        return f"the account @{value['username']}"
    if "tweet_count" in value:
        return "a count of posts"
    if {"id", "name"} <= value.keys():
        return "a list of accounts"
    return (
        "a page without posts"
        if {"data", "meta", "includes", "errors"} & value.keys()
        else "something else of Twitter's"
    )


READER = Reader(name="twitter_v2", media_type="application/json", recognises=recognises, records=records, draft=draft)
