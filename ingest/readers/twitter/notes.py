"""The long posts of an account's archive, whose whole words stand in a file of their own.

`tweets.js` has the first 280 characters of a long post, `note-tweet.js` the whole, under a number of its own. A note
belongs to the post of that number, or to one made in the same seconds that begins with the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from corpus.errors import BadRecord
from ingest.readers.jsonscan import BadJson, Scanner
from ingest.readers.lenient import identifier, mapping, objects, parsed, text
from ingest.readers.twitter.post import decoded
from ingest.times import parse_time

APART = 5  # seconds between a post and its note
ALIKE = 60  # characters in which they must agree
_END = re.compile(r"…?(?:\s*https://t\.co/\w+)?\s*\Z")
_SPACE = re.compile(r"\s+")
_OPENING = re.compile(rb"[^\[{]*+")


def elements(file: bytes | None) -> Iterator[bytes]:
    """The objects of the list in a file of an archive, as they stand, up to the place where it is broken."""
    scan = Scanner((file or b"[]")[_opening(file or b"[]") :])
    try:
        for _ in scan.elements():
            scan.begin()
            scan.skip_value()
            raw = scan.end().raw
            if isinstance(parsed(raw), dict):
                yield raw
    except (BadJson, BadRecord):
        return


def _opening(file: bytes) -> int:
    match = _OPENING.match(file)
    return match.end() if match else 0


class Notes:
    """Notes (or posts) to be found by their counterpart: by number, or by time and words."""

    def __init__(self, raws: Iterable[bytes]) -> None:
        self._by_id: dict[str, bytes] = {}
        self._by_second: dict[int, list[tuple[str, bytes]]] = {}
        for raw in raws:
            id, second, words = _marks(raw)
            if id is not None and words:
                self._by_id[id] = raw
                if second is not None:
                    self._by_second.setdefault(second, []).append((words, raw))

    def of(self, raw: bytes) -> bytes | None:
        """The counterpart of this post (or note)."""
        if not self._by_id:
            return None
        id, second, words = _marks(raw)
        if id is None or not words or id in self._by_id:
            return self._by_id.get(id) if id is not None else None
        if second is None or len(words) < ALIKE:
            return None
        for near in sorted(range(second - APART, second + APART + 1), key=lambda at: abs(at - second)):
            for other, found in self._by_second.get(near, ()):
                if other.startswith(words) or (len(other) >= ALIKE and words.startswith(other)):
                    return found
        return None


def _marks(raw: bytes) -> tuple[str | None, int | None, str]:
    """The number, the second and the words without what a cut put at their end."""
    value = parsed(raw)
    note, tweet = mapping(value, "noteTweet"), mapping(value, "tweet") or mapping(value)
    if note:
        id, when, words = identifier(note, "noteTweetId"), text(note, "createdAt"), text(note, "core", "text")
    else:
        id, when = identifier(tweet, "id_str"), text(tweet, "created_at")
        words = _END.sub("", text(tweet, "full_text") or "")
    moment = parse_time(when, "record") if when else None
    second = int(datetime.fromisoformat(moment.value).timestamp()) if moment and moment.precision == "second" else None
    return id, second, _SPACE.sub(" ", decoded(words or "")).strip()


def note_fields(value: Any) -> dict[str, Any]:
    """A note's words and entities in the fields of API v1.1 (see twitter_status)."""
    core = mapping(value, "core")
    mentions = [
        {"screen_name": text(item, "screenName"), "id_str": identifier(item, "userId"), "name": text(item, "name")}
        for item in objects(core, "mentions")
    ]
    links = [
        {
            "url": text(item, "shortUrl"),
            "expanded_url": text(item, "expandedUrl"),
            "display_url": text(item, "displayUrl"),
        }
        for item in objects(core, "urls")
    ]
    tags = [{"text": text(item, "text")} for item in objects(core, "hashtags")]
    entities = {"user_mentions": mentions, "urls": links, "hashtags": tags} if mentions or links or tags else {}
    return {"text": text(core, "text"), "entities": entities}
