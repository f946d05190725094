"""What all records of Twitter and X have in common, whichever way they were collected."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from corpus.model import Metric, State
from ingest.clean.result import Moment
from ingest.clean.snowflake import tweet_time
from ingest.readers.lenient import number, text
from ingest.readers.post import Person, Post, counter
from ingest.times import parse_time

PLATFORM = "twitter"
REPOST = re.compile(r"RT @(\w{1,20}): ?")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,20})/status(?:es)?/(\d+)")
# What Twitter gives for a language where it is none: undetermined, and posts of mentions, tags, links or media alone.
_NO_LANGUAGE = {"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"}
_OLD_CODES = {"in": "id", "iw": "he", "ji": "yi"}
_NOTICE = re.compile(r"(?:account|Tweet from \S+|Post from \S+|[Tt]his (?:Tweet|Post)) (?:has been|is) withheld\b")


def decoded(body: str) -> str:
    """Twitter escapes these three characters and no others."""
    return body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def address(id: str | None, handle: str | None) -> str | None:
    """Where a post stands; Twitter leads from the second form to the first."""
    if id is None:
        return None
    return f"https://twitter.com/{handle}/status/{id}" if handle else f"https://twitter.com/i/web/status/{id}"


def moment(created_at: str | None, id: str | None) -> Moment | None:
    """When a post was made: as the record says, else from its number."""
    found = parse_time(created_at, "record") if created_at else None
    if found is None and id is not None:
        found = tweet_time(id)
        found = found and msgspec.structs.replace(found, basis="id")
    return found


def language(code: str | None) -> str | None:
    """What Twitter took the language to be, in today's codes."""
    return None if code is None or code in _NO_LANGUAGE else _OLD_CODES.get(code, code)


def far(id: str | None, handle: str | None = None, url: str | None = None) -> Post | None:
    """A post that a record refers to and does not hold."""
    if id is None and url is None:
        return None
    author = Person(handle=handle)
    return Post(platform=PLATFORM, id=id, given=False, author=author, url=address(id, handle) or url)


def gone(id: str, state: State, *, handle: str | None = None, seen_at: str | None = None, **extra: Any) -> Post:
    """A tombstone: the post was there, and this is all that is left of it."""
    return Post(
        platform=PLATFORM,
        id=id,
        state=state,
        author=Person(handle=handle, id=extra.pop("account_id", None)),
        url=address(id, handle),
        published=moment(None, id),
        seen_at=seen_at,
        extra=extra,
    )


def state_of(reason: str) -> State:
    """The state that a sentence or a word of Twitter's tells, in English or French.

    Whatever is there but not for us (protected, limited to some, age-restricted) is withheld.
    """
    low = reason.lower()
    if "suspen" in low:
        return "suspended"
    if re.search(r"delet|supprim|no longer exist|n['’]existe plus|not found|could not find|deactivat|violat", low):
        return "deleted"
    return "withheld"


def is_notice(body: str, withheld: bool) -> bool:
    """Whether the words are Twitter's own, in the place of those that it withholds."""
    return withheld and bool(_NOTICE.search(body))


def cut_repost(body: str) -> bool:
    """Whether it is a repost whose words were cut by putting `RT @name: ` before them."""
    return bool(REPOST.match(body)) and body.endswith("…")


def prefix_of(repost: Post | None) -> str:
    """What Twitter puts before the words of a repost."""
    return f"RT @{repost.author.handle}: " if repost is not None and repost.author.handle else ""


def owner_by_media(id: str | None, addresses: list[str]) -> str | None:
    """The handle in the address of a post's own media: the last trace of the author in an account's archive."""
    for link in addresses:
        match = _STATUS.match(link)
        if match and match.group(2) == id:
            return match.group(1)
    return None


def post_in(link: str | None) -> tuple[str | None, str | None]:
    """The id and handle in the address of a post."""
    match = _STATUS.match(link or "")
    return (match.group(2), None if match.group(1) == "i" else match.group(1)) if match else (None, None)


def link_of(entity: dict[str, Any]) -> dict[str, Any]:
    """A link with every hop that the record knows: as it was sent, shown, led on, and where it ended."""
    names = {
        "url": "url",
        "expanded": "expanded_url",
        "display": "display_url",
        "unwound": "unwound_url",
        "title": "title",
    }
    found = {name: text(entity, field) for name, field in names.items()}
    found["unwound"] = found["unwound"] or text(entity, "unwound", "url")
    found["title"] = found["title"] or text(entity, "unwound", "title")
    return {**{k: v for k, v in found.items() if v}, **_status(number(entity, "status"))}


def _status(status: int | None) -> dict[str, Any]:
    return {} if status is None else {"status": status}


def views(value: int | None, others: list[int | None], at: str | None) -> list[Metric]:
    """Views, counted since the end of 2022: a zero beside likes is a counter that there was not."""
    if value is None:
        return []
    return [counter("views", None if value == 0 and any(others) else value, at)]
