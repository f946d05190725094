"""Posts as twitwi normalises them: what minet and Gazouilloire (médialab, Sciences Po) collect and export.

One flat object a post, alone or as a document of Elasticsearch (`_source`). Links are opened already, the text of a
repost is whole, and a post that was quoted or reposted is a line of its own, which `quoted_id` and `retweeted_id` name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.errors import BadRecord
from corpus.model import Metric
from ingest.clean.result import Moment
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, Stamp, found_items, opening, stated_time
from ingest.readers.lenient import at, identifier, mapping, number, parsed, text, texts
from ingest.readers.post import Person, Post, counter, draft_of, since_1970
from ingest.readers.stream import Stream
from ingest.readers.twitter.post import PLATFORM, address, far, language, moment, views
from ingest.times import parse_time

_MARKS = {"user_screen_name", "retweeted_id", "collection_time", "collected_via", "to_tweetid"}
_USER_MARKS = {"screen_name", "timestamp_utc", "followers", "friends"}
_COLLECTED = Stamp("twitwi", re.compile(rb'"collection_time"\s*:\s*"([^"\\]{10,40})"'), stated_time)
_COUNTERS = {"likes": "like_count", "reposts": "retweet_count", "replies": "reply_count", "quotes": "quote_count"}


def recognises(head: bytes) -> bool:
    """The first object is a post or a user in twitwi's fields."""
    value = opening(head)
    first = _flat(at(value, 0) if isinstance(value, list) else value)
    return _is_post(first) or first.keys() >= _USER_MARKS


def _flat(value: Any) -> dict[str, Any]:
    source = mapping(value, "_source")
    return {"id": at(value, "_id"), **source} if source else mapping(value)


def _is_post(value: dict[str, Any]) -> bool:
    return isinstance(value.get("text"), str) and "local_time" in value and len(_MARKS & value.keys()) > 1


def records(stream: Stream) -> Iterator[Found]:
    """A post, or a user."""
    return found_items(stream, TOP, stamp=_COLLECTED)


def draft(raw: bytes) -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = _flat(parsed(raw))
    if not _is_post(value):
        who = f"the account @{value['screen_name']}" if text(value, "screen_name") else "no post of twitwi's"
        raise BadRecord("no-document", f"This is {who}.")
    return draft_of(_post(value))


def _post(value: dict[str, Any]) -> Post:
    id, handle = identifier(value, "id"), text(value, "user_screen_name")
    seen = parse_time(text(value, "collection_time") or "", "record")
    seen_at = seen.value if seen else None
    repost = far(identifier(value, "retweeted_id"), text(value, "retweeted_user"))
    return Post(
        platform=PLATFORM,
        id=id,
        text=text(value, "text") or "",
        author=Person(id=identifier(value, "user_id"), handle=handle, name=text(value, "user_name")),
        url=text(value, "url") or address(id, handle),
        published=_published(value, id),
        seen_at=seen_at,
        language=language(text(value, "lang")),
        tags=tuple(texts(value, "hashtags")),
        links=tuple({"expanded": link} for link in texts(value, "links")),
        mentions=tuple(_mentions(value)),
        media=tuple(_media(value)),
        metrics=() if repost is not None else tuple(_metrics(value, seen_at)),
        reply_to=far(identifier(value, "to_tweetid"), text(value, "to_username")),
        quotes=None if repost is not None else far(identifier(value, "quoted_id"), text(value, "quoted_user")),
        reposts=repost,
        extra={
            "source_app": text(value, "source_name"),
            "in_reply_to": _answered(value),
            "collected_via": texts(value, "collected_via"),
            "coordinates": at(value, "coordinates"),
            "possibly_sensitive": at(value, "possibly_sensitive") or None,
        },
    )


def _published(value: dict[str, Any], id: str | None) -> Moment | None:
    """`timestamp_utc` is exact; `local_time` is that of a zone which the record does not name."""
    seconds = at(value, "timestamp_utc")
    if isinstance(seconds, str):
        seconds = number(seconds.removesuffix(".0"))
    found = since_1970(seconds) if isinstance(seconds, int | float) else None
    return found or moment(None, id) or parse_time(text(value, "local_time") or "", "record")


def _mentions(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    names, ids = texts(value, "mentioned_names"), texts(value, "mentioned_ids")
    # Ids stand in the order of the names; of API v2 old versions sorted them apart, which shows in their being sorted.
    paired = len(ids) == len(names) and (len(ids) == 1 or ids != sorted(ids))
    known = ids if paired else [""] * len(names)
    for name, id in zip(names, known, strict=True):
        yield {"handle": name, "id": id} if id else {"handle": name}


def _media(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    kinds, alts = at(value, "media_types") or [], at(value, "media_alt_texts") or []
    for index, url in enumerate(texts(value, "media_urls")):
        found = {"type": text(kinds, index), "url": url, "alt": text(alts, index)}
        yield {name: item for name, item in found.items() if item}


def _metrics(value: dict[str, Any], seen_at: str | None) -> list[Metric]:
    found = [counter(name, number(value, field), seen_at) for name, field in _COUNTERS.items() if field in value]
    return found + views(number(value, "impression_count"), [metric.value for metric in found], seen_at)


def _answered(value: dict[str, Any]) -> dict[str, Any]:
    found = {"handle": text(value, "to_username"), "id": identifier(value, "to_userid")}
    return {name: item for name, item in found.items() if item}


READER = Reader(
    name="twitter_twitwi", media_type="application/json", recognises=recognises, records=records, draft=draft
)
