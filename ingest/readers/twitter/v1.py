"""Twitter's API v1.1 as it was collected: JSON Lines, an array, the answer of a search, the messages of a stream.

A status that another tool wrapped once more (`{"_source": {...}}`, a user with the last `status`) is found all the
same. Notices of a deletion or of withholding are tombstones; other messages of a stream hold no document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.errors import BadRecord
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, found_items, opening
from ingest.readers.lenient import at, identifier, mapping, parsed, text, texts
from ingest.readers.post import Person, draft_of
from ingest.readers.stream import Stream
from ingest.readers.twitter.post import gone
from ingest.readers.twitter.status import is_status, status

_LISTS = (TOP, ("statuses",), ("users",))
_TELLING = {"delete", "scrub_geo", "status_withheld", "user_withheld"}
_NOTICES = _TELLING | {"limit", "warning", "disconnect", "friends", "friends_str", "event", "status_deletion"}


def recognises(head: bytes) -> bool:
    """The first value is a status, a user or a notice of a stream, in a list or not."""
    value = opening(head)
    for name in ("statuses", "users"):
        value = at(value, name) if isinstance(at(value, name), list) else value
    first = at(value, 0) if isinstance(value, list) else value
    return _found(first) is not None or is_user(first) or _notice(first) in _TELLING


def is_user(value: Any) -> bool:
    """Whether it is a user as API v1.1 gives one."""
    fields = {"screen_name", "followers_count", "friends_count", "statuses_count"}
    return isinstance(value, dict) and {"id_str", "id"} & value.keys() != set() and fields <= value.keys()


def records(stream: Stream) -> Iterator[Found]:
    """A status, a user, a notice."""
    return found_items(stream, *_LISTS)


def draft(raw: bytes) -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`, `no-id`)."""
    value = parsed(raw)
    found = _found(value)
    if found is not None:
        owner = _person(value) if is_user(value) else None
        return draft_of(status(found, owner=owner, seen_at=None))
    if _notice(value) == "delete":
        return _deleted(mapping(value, "delete"))
    if _notice(value) == "status_withheld":
        return _withheld(mapping(value, "status_withheld"))
    raise BadRecord("no-document", f"This is {_name(value)}, and no post.")


def _found(value: Any) -> dict[str, Any] | None:
    """The status, which may be wrapped once."""
    if not isinstance(value, dict) or is_status(value):
        return value if isinstance(value, dict) else None
    inner = [item for item in value.values() if isinstance(item, dict) and is_status(item)]
    return inner[0] if len(inner) == 1 else None


def _person(user: dict[str, Any]) -> Person:
    return Person(
        id=identifier(user, "id_str") or identifier(user, "id"),
        handle=text(user, "screen_name"),
        name=text(user, "name"),
    )


def _notice(value: Any) -> str | None:
    """Which message of a stream it is."""
    names = [name for name in _NOTICES if isinstance(at(value, name), dict)]
    return names[0] if len(names) == 1 and len(value) == 1 else None


def _deleted(notice: dict[str, Any]) -> Draft:
    id = identifier(notice, "status", "id_str") or identifier(notice, "status", "id")
    if id is None:
        raise BadRecord("no-id", "This notice of a deletion names no post.")
    account = identifier(notice, "status", "user_id_str") or identifier(notice, "status", "user_id")
    return draft_of(
        gone(id, "deleted", account_id=account, reason="deleted", deleted_at_ms=text(notice, "timestamp_ms"))
    )


def _withheld(notice: dict[str, Any]) -> Draft:
    id = identifier(notice, "id_str") or identifier(notice, "id")
    if id is None:
        raise BadRecord("no-id", "This notice of withholding names no post.")
    account = identifier(notice, "user_id_str") or identifier(notice, "user_id")
    return draft_of(gone(id, "withheld", account_id=account, withheld_in=texts(notice, "withheld_in_countries")))


def _name(value: Any) -> str:
    if is_user(value):
        return f"the account @{value['screen_name']}"
    notice = _notice(value)
    return f"a message of the stream ({notice})" if notice else "something else of Twitter's"


READER = Reader(name="twitter_v1", media_type="application/json", recognises=recognises, records=records, draft=draft)
