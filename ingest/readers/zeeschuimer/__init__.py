"""Captures of Zeeschuimer, the browser extension of the Digital Methods Initiative: one item of one page in a line.

An item is an envelope (`item_id`, `timestamp_collected`, `source_platform`, `data`); 4CAT puts the envelope inside the
data, under `__import_meta`. Fields as Zeeschuimer and 4CAT (datasources/*/search_*.py) read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from corpus.errors import BadRecord
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, Stamp, found_items, opening
from ingest.readers.lenient import at, identifier, mapping, number, parsed, text
from ingest.readers.post import Post, draft_of, since_1970
from ingest.readers.stream import Stream
from ingest.readers.twitter.graphql import as_status, is_result, notice
from ingest.readers.twitter.post import gone, state_of
from ingest.readers.twitter.status import status
from ingest.readers.zeeschuimer.instagram import is_item, item
from ingest.readers.zeeschuimer.tiktok import comment, is_comment, is_video, video

_COLLECTED = Stamp(
    "Zeeschuimer",
    re.compile(rb'"timestamp_collected"\s*:\s*"?(\d{10,14})\b'),
    lambda milliseconds: moment.value if (moment := since_1970(int(milliseconds))) else None,
)
_ENVELOPE = {"item_id", "timestamp_collected"}


def recognises(head: bytes) -> bool:
    """The first item is an envelope, or holds one."""
    value = opening(head)
    value = at(value, 0) if isinstance(value, list) else value
    envelope = _envelope(value)
    return text(envelope, "source_platform") is not None and bool(_ENVELOPE & envelope.keys())


def _envelope(value: Any) -> dict[str, Any]:
    return mapping(value, "__import_meta") or mapping(value)


def records(stream: Stream) -> Iterator[Found]:
    """An item of a page."""
    return found_items(stream, TOP, stamp=_COLLECTED)


def draft(raw: bytes) -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = parsed(raw)
    envelope = _envelope(value)
    data = mapping(value) if mapping(value, "__import_meta") else mapping(value, "data")
    seen = since_1970(number(envelope, "timestamp_collected"))
    post = _post(data, _platform(envelope), envelope, seen.value if seen else None)
    if post is None:
        raise BadRecord(
            "no-document", f"This is no post of a platform that is read: {_platform(envelope) or 'unknown'}."
        )
    extra = {"collected_from": text(envelope, "source_platform_url"), "collected_by": "Zeeschuimer", **post.extra}
    return draft_of(msgspec.structs.replace(post, extra=extra))


def _platform(envelope: dict[str, Any]) -> str:
    return (text(envelope, "source_platform") or "").lower().removeprefix("www.").split(".")[0]


def _post(data: dict[str, Any], platform: str, envelope: dict[str, Any], seen_at: str | None) -> Post | None:
    if platform in ("twitter", "x") and is_result(data):
        return _tweet(data, envelope, seen_at)
    if platform in ("instagram", "threads") and is_item(data):
        return item(data, platform=platform, seen_at=seen_at)
    if platform.startswith("tiktok") and is_comment(data):
        return comment(data, seen_at=seen_at)
    if platform.startswith("tiktok") and is_video(data):
        return video(data, seen_at=seen_at)
    return None


def _tweet(data: dict[str, Any], envelope: dict[str, Any], seen_at: str | None) -> Post | None:
    sentence = notice(data)
    if sentence is None:
        found = status(as_status(data), seen_at=seen_at)
        promoted = {"promoted": True} if at(data, "promoted") is True else {}
        return msgspec.structs.replace(found, extra={**found.extra, **promoted})
    # The number in the envelope may have lost its last digits, but one written as text has not.
    named = envelope.get("item_id")
    id = identifier(data, "rest_id") or (identifier(envelope, "item_id") if isinstance(named, str) else None)
    return gone(id, state_of(sentence), seen_at=seen_at, notice=sentence) if id is not None else None


READER = Reader(
    name="zeeschuimer", media_type="application/x-ndjson", recognises=recognises, records=records, draft=draft
)
