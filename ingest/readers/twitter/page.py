"""Pages of Twitter's API v2 taken apart: each post with its own bytes and place, and with what it needs of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.readers.base import Found
from ingest.readers.jsonarray import Item, Stamp, stated_time
from ingest.readers.jsonscan import Scanner, Taken
from ingest.readers.lenient import at, objects, parsed, text, texts
from ingest.readers.twitter.includes import Includes, Piece, context

_LISTS = ("data", "errors")
TWARC = Stamp("twarc", re.compile(rb'"__twarc"\s*:\s*\{[^{}]*?"retrieved_at"\s*:\s*"([^"\\]{10,40})"'), stated_time)
_MAY_BE_PAGE = re.compile(rb'"(?:data|errors|includes|meta)"\s*:')


class _Parts(msgspec.Struct, frozen=True):
    """Where the elements of a page stand: each with its pointer below the page."""

    lists: dict[str, list[Taken]]
    included: dict[str, list[Taken]]


def is_page(raw: bytes) -> bool:
    """Whether it is an answer with a list of posts, errors or other objects, and not a post or a line of a stream."""
    if not _MAY_BE_PAGE.search(raw):
        return False
    try:
        value = parsed(raw)
    except BadRecord:  # its draft will say so
        return False
    if not isinstance(value, dict) or isinstance(value.get("data"), dict):
        return False
    return isinstance(value.get("data"), list) or isinstance(value.get("errors"), list)


def split(item: Item) -> Iterator[Found]:
    """The records of a page; the page itself where it has none."""
    page = parsed(item.raw)
    parts = _parts(item)
    includes = Includes(_pieces(parts), text(page, "__twarc", "retrieved_at"))
    whole = TWARC.on(item.found())
    base = item.place.pointer or ""
    count = 0
    for name in _LISTS:
        for index, taken in enumerate(parts.lists[name]):
            count += 1
            yield _found(taken, f"{base}/{name}/{index}", includes, page, whole)
    known = {text(post, "id") for post in objects(page, "data")} | _referred(page)
    for index, taken in enumerate(parts.included.get("tweets", [])):
        if text(parsed(taken.raw), "id") not in known:
            count += 1
            yield _found(taken, f"{base}/includes/tweets/{index}", includes, page, whole)
    if not count:
        yield whole


def _found(taken: Taken, pointer: str, includes: Includes, page: object, whole: Found) -> Found:
    place = Place(offset=taken.offset, length=taken.length, line=taken.line, pointer=pointer)
    value = parsed(taken.raw)
    needed = includes.needed(value) if isinstance(value, dict) else {}
    beside = context(needed, at(page, "__twarc"))
    return msgspec.structs.replace(whole, place=place, raw=taken.raw, context=beside)


def _referred(page: object) -> set[str | None]:
    """The ids of all posts that a post of the page answers, quotes, reposts or is a version of."""
    posts = [*objects(page, "data"), *objects(page, "includes", "tweets")]
    found: set[str | None] = set()
    for post in posts:
        own = text(post, "id")
        found.update(text(item, "id") for item in objects(post, "referenced_tweets"))
        found.update(id for id in texts(post, "edit_history_tweet_ids") if id != own)
    return found


def _parts(item: Item) -> _Parts:
    offset, line = item.place.offset or 0, item.place.line or 1
    scan = Scanner(item.raw, offset=offset, line=line)
    lists: dict[str, list[Taken]] = {name: [] for name in _LISTS}
    included: dict[str, list[Taken]] = {}
    for key in scan.members():
        if key in _LISTS and scan.next_byte() == b"[":
            lists[key] = list(_elements(scan))
        elif key == "includes" and scan.next_byte() == b"{":
            for kind in scan.members():
                if scan.next_byte() == b"[":
                    included[kind] = list(_elements(scan))
                else:
                    scan.skip_value()
        else:
            scan.skip_value()
    return _Parts(lists, included)


def _elements(scan: Scanner) -> Iterator[Taken]:
    for _ in scan.elements():
        scan.begin()
        scan.skip_value()
        yield scan.end()


def _pieces(parts: _Parts) -> Iterator[tuple[str, Piece]]:
    """What the page includes; where it is a page of users, they are the authors of the posts that it includes."""
    for kind in ("users", "tweets", "media", "polls", "places"):
        for taken in parts.included.get(kind, []):
            value = parsed(taken.raw)
            if isinstance(value, dict):
                yield kind, Piece(value, taken.raw)
    for taken in parts.lists["data"]:
        value = parsed(taken.raw)
        if text(value, "username") is not None:
            yield "users", Piece(value, taken.raw)
