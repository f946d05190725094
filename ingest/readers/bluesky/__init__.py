"""Bluesky: pages of its API (searches, feeds, threads, records), single posts, and events of Jetstream, a line each.

The id of a post is its `at://` address, in which the account stands by its DID. `createdAt` is what the author's
program says and is the time of publication; `indexedAt`, the server's word, is kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.bluesky.post import POST, REPOST, far, is_post_address, post_of_record, post_of_view
from ingest.readers.jsonarray import TOP, Stamp, found_items, opening
from ingest.readers.lenient import at, mapping, number, objects, parsed, text
from ingest.readers.post import Person, Post, draft_of
from ingest.readers.stream import Stream
from ingest.times import iso, parse_time

PAGES = ("posts", "feed", "records", "thread", "bookmarks")
OTHER_PAGES = ("likes", "repostedBy", "followers", "follows", "actors", "lists", "feeds", "notifications")
EVENTS = ("commit", "identity", "account")  # of Jetstream
DEEPEST = 100  # answers to answers


def _seen(microseconds: int | None) -> str | None:
    try:
        return iso(datetime.fromtimestamp(microseconds / 1e6, UTC)) if microseconds is not None else None
    except (ValueError, OverflowError, OSError):
        return None


JETSTREAM = Stamp("Jetstream", re.compile(rb'"time_us"\s*:\s*(\d{13,17})\b'), lambda time_us: _seen(int(time_us)))


def recognises(head: bytes) -> bool:
    """A value, or a page of values, that speaks of `at://` addresses or DIDs as the lexicons of Bluesky do."""
    value = opening(head)
    if isinstance(value, list):
        return _is_item(at(value, 0))
    pages = [at(value, name) for name in (*PAGES, *OTHER_PAGES)]
    return _is_item(value) or any(_is_item(at(page, 0) if isinstance(page, list) else page) for page in pages)


def _is_item(value: Any) -> bool:
    addresses = (text(value, *path, "uri") or "" for path in ((), ("post",), ("item",), ("value", "post")))
    people = [text(value, "did") or "", text(value, "actor", "did") or ""]
    return (
        (text(value, "$type") or "").startswith("app.bsky.")
        or any(uri.startswith("at://") for uri in addresses)
        or any(did.startswith("did:") for did in people)
    )


def records(stream: Stream) -> Iterator[Found]:
    """Each post of a page, each line, or the one value of the file."""
    return found_items(stream, TOP, *((page,) for page in PAGES), stamp=JETSTREAM)


def draft(raw: bytes) -> Draft:
    """The post, and those that stand around it. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = parsed(raw)
    if isinstance(value, dict) and text(value, "kind") in EVENTS:
        return _event(value)
    for inside in ("thread", "value", "item"):  # a thread, an item of the newer kind of thread, a bookmark
        if "post" in mapping(value, inside) or is_post_address(text(value, inside, "uri")):
            value = mapping(value, inside)
    if isinstance(at(value, "post"), dict):
        return _item(value)
    post = post_of_view(value)
    if post is None:
        raise BadRecord("no-document", f"This is {_what(value)} and no post.")
    return draft_of(post)


def _what(value: Any) -> str:
    kind = text(value, "$type") or text(value, "value", "$type") or text(value, "record", "$type")
    if kind:
        return f"of the type {kind}"
    return f"an object with {', '.join(sorted(value)[:5])}" if isinstance(value, dict) and value else "no object"


def _item(value: dict[str, Any]) -> Draft:
    """An item of a feed or a thread: a post with what stands around it."""
    post = post_of_view(value["post"])
    if post is None:
        raise BadRecord("no-document", f"This is {_what(value['post'])} and no post.")
    parent = mapping(value, "parent") or mapping(value, "reply", "parent")
    answered = post_of_view(mapping(parent, "post") or parent)
    if answered is not None and post.reply_to is not None and answered.id == post.reply_to.id:
        post = msgspec.structs.replace(post, reply_to=answered)
    reason = mapping(value, "reason")
    if (text(reason, "$type") or "").endswith("#reasonRepost"):
        return draft_of(_reposted(post, reason))
    around = list(_around(value, "", DEEPEST))
    wordless = (
        bool(around) and not post.text and post.quotes is None and post.state == "live"
    )  # a picture; its answers have words
    made = Draft(document=around.pop(0)[1]) if wordless else draft_of(post)
    known = {made.document.native_id, *(document.native_id for _, document in made.along)}
    more = [(part, document) for part, document in around if document.native_id not in known]
    return msgspec.structs.replace(made, along=(*made.along, *more))


def _reposted(post: Post, reason: dict[str, Any]) -> Post:
    by = mapping(reason, "by")
    return Post(
        platform="bluesky",
        id=text(reason, "uri"),
        author=Person(id=text(by, "did"), handle=text(by, "handle"), name=text(by, "displayName")),
        published=parse_time(text(reason, "indexedAt") or "", "indexedAt"),
        reposts=post,
    )


def _around(value: dict[str, Any], place: str, depth: int) -> Iterator[tuple[str, Document]]:
    """The posts above and below one in its thread, with those that they quote."""
    if depth == 0:
        return
    above = mapping(value, "parent")
    below = [(f"{place}/replies/{index}", answer) for index, answer in enumerate(objects(value, "replies"))]
    for part, other in ([(f"{place}/parent", above)] if above else []) + below:
        post = post_of_view(mapping(other, "post") or other)
        if post is not None and post.given and (post.text or post.state != "live"):
            made = draft_of(post)
            yield part, made.document
            yield from ((f"{part}/{inside}", document) for inside, document in made.along)
        yield from _around(other, part, depth - 1)


def _event(value: dict[str, Any]) -> Draft:
    """An event of Jetstream: a post or a repost that was made, changed or taken back."""
    commit, did = mapping(value, "commit"), text(value, "did") or ""
    collection, key, operation = text(commit, "collection"), text(commit, "rkey"), text(commit, "operation")
    if collection not in (POST, REPOST) or not key:
        raise BadRecord("no-document", f"This event is of {collection or text(value, 'kind')} and no post.")
    uri, seen = f"at://{did}/{collection}/{key}", _seen(number(value, "time_us"))
    if operation == "delete":
        return draft_of(Post(platform="bluesky", id=uri, state="deleted", author=Person(id=did), seen_at=seen))
    record = mapping(commit, "record")
    post = post_of_record(record, uri=uri) if collection == POST else _bare_repost(record, uri)
    notes = (*post.notes, *(("edited",) if operation == "update" else ()))
    return draft_of(msgspec.structs.replace(post, author=Person(id=did), seen_at=seen, notes=notes))


def _bare_repost(record: dict[str, Any], uri: str) -> Post:
    """A repost of a post that we lack: all that it says is the address."""
    original = far(text(record, "subject", "uri"))
    if original is None:
        raise BadRecord("no-document", "This repost does not say of what.")
    return Post(
        platform="bluesky",
        id=uri,
        text=original.url or "",
        published=parse_time(text(record, "createdAt") or "", "createdAt"),
        reposts=original,
    )


READER = Reader(name="bluesky", media_type="application/json", recognises=recognises, records=records, draft=draft)
