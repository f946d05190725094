"""Reddit as Pushshift and its heirs keep it: posts and comments, a line each, in the fields of Reddit's own API.

The id is Reddit's full name, `t3_` before a post's and `t1_` before a comment's: they are counted apart. What its
author deleted, or a moderator removed, is a tombstone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from corpus.errors import BadRecord
from corpus.model import State
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, Stamp, found_items, opening
from ingest.readers.lenient import at, mapping, number, parsed, text
from ingest.readers.post import Person, Post, counter, draft_of, since_1970
from ingest.readers.stream import Stream

PLATFORM = "reddit"
PAGE = ("data", "children")  # of Reddit's own answers
GONE: dict[str, State] = {"[deleted]": "deleted", "[deleted by user]": "deleted", "[removed]": "withheld"}
FULL_NAME = re.compile(r"t[13]_\w+\Z")


def _when(seconds: Any) -> str | None:
    moment = since_1970(float(seconds))
    return moment.value if moment else None


RETRIEVED = Stamp("Pushshift", re.compile(rb'"retrieved_(?:on|utc)"\s*:\s*"?(\d{9,10})\b'), _when)


def recognises(head: bytes) -> bool:
    """The first value, or the first of a page, is a post or a comment of Reddit."""
    value = opening(head)
    value = at(value, 0) if isinstance(value, list) else value
    first = at(value, *PAGE, 0) or value
    return _thing(first) is not None


def _thing(value: Any) -> dict[str, Any] | None:
    """The post or the comment, which Reddit's own answers wrap once."""
    inner = mapping(value, "data") if text(value, "kind") in ("t1", "t3") else mapping(value)
    return inner if "created_utc" in inner and "author" in inner and (_is_post(inner) or _is_comment(inner)) else None


def _is_post(value: dict[str, Any]) -> bool:
    return "title" in value and ("subreddit" in value or "permalink" in value)


def _is_comment(value: dict[str, Any]) -> bool:
    return "body" in value and "link_id" in value


def records(stream: Stream) -> Iterator[Found]:
    """A post, or a comment."""
    return found_items(stream, TOP, PAGE, ("*", *PAGE), stamp=RETRIEVED)


def draft(raw: bytes) -> Draft:
    """The post. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = _thing(parsed(raw))
    if value is None:
        raise BadRecord("no-document", "This is no post and no comment of Reddit's.")
    return draft_of(_comment(value) if _is_comment(value) else _post(value))


def _post(value: dict[str, Any]) -> Post:
    title, body = _words(value, "title"), _words(value, "selftext")
    state = GONE.get(body, GONE.get(title, "live"))
    link, permalink = text(value, "url_overridden_by_dest") or text(value, "url"), _address(value)
    words = [part for part in (title, body) if part and part not in GONE]
    shared = link if link and link != permalink and at(value, "is_self") is not True else None
    return Post(
        platform=PLATFORM,
        id=_name(value, "t3"),
        text="\n\n".join(words),
        state=state,
        author=_author(value),
        url=permalink,
        published=since_1970(number(value, "created_utc")),
        updated_at=_edited(value),
        seen_at=_seen(value),
        links=({"url": shared, "expanded": html.unescape(shared)},) if shared else (),
        metrics=tuple(
            counter(name, number(value, field), _seen(value))
            for name, field in (("score", "score"), ("replies", "num_comments"), ("reposts", "num_crossposts"))
            if field in value
        ),
        quotes=_crossposted(value),
        extra=_extra(value),
    )


def _comment(value: dict[str, Any]) -> Post:
    body = _words(value, "body")
    state = GONE.get(body, "live")
    above = text(value, "parent_id") or text(value, "link_id")
    return Post(
        platform=PLATFORM,
        kind="comment",
        id=_name(value, "t1"),
        text="" if body in GONE else body,
        state=state,
        author=_author(value),
        url=_address(value),
        published=since_1970(number(value, "created_utc")),
        updated_at=_edited(value),
        seen_at=_seen(value),
        metrics=(counter("score", number(value, "score"), _seen(value)),) if "score" in value else (),
        reply_to=Post(platform=PLATFORM, id=above, given=False) if above and FULL_NAME.match(above) else None,
        extra={**_extra(value), "conversation_id": text(value, "link_id")},
    )


def _words(value: dict[str, Any], field: str) -> str:
    """Reddit escapes `&`, `<` and `>`; it writes its own marks of what is gone in the place of words."""
    return html.unescape(text(value, field) or "").strip()


def _name(value: dict[str, Any], kind: str) -> str | None:
    given = text(value, "name")
    if given and given.startswith(f"{kind}_"):
        return given
    id = text(value, "id")
    return f"{kind}_{id}" if id else None


def _author(value: dict[str, Any]) -> Person:
    name = text(value, "author")
    return Person(handle=None if name in GONE else name, id=text(value, "author_fullname"))


def _address(value: dict[str, Any]) -> str | None:
    path = text(value, "permalink")
    return f"https://www.reddit.com{path}" if path and path.startswith("/") else path


def _edited(value: dict[str, Any]) -> str | None:
    moment = since_1970(number(value, "edited"))  # `false` where it never was
    return moment.value if moment else None


def _seen(value: dict[str, Any]) -> str | None:
    moment = since_1970(number(value, "retrieved_on") or number(value, "retrieved_utc"))
    return moment.value if moment else None


def _crossposted(value: dict[str, Any]) -> Post | None:
    """The post that this one shows in another forum, under a title of its own."""
    inner = at(value, "crosspost_parent_list", 0)
    if isinstance(inner, dict) and _is_post(inner):
        return _post({name: item for name, item in inner.items() if name != "crosspost_parent_list"})
    parent = text(value, "crosspost_parent")
    return Post(platform=PLATFORM, id=parent, given=False) if parent else None


def _extra(value: dict[str, Any]) -> dict[str, Any]:
    return {
        "subreddit": text(value, "subreddit"),
        "flair": text(value, "link_flair_text"),
        "distinguished": text(value, "distinguished"),
        "over_18": at(value, "over_18") or None,
        "removed_by": text(value, "removed_by_category"),
    }


READER = Reader(name="reddit", media_type="application/x-ndjson", recognises=recognises, records=records, draft=draft)
