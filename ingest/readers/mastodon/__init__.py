"""Mastodon and what federates with it: an account's outbox, collections, single activities, answers of Mastodon's API;
also ActivityStreams of version 1.

Posts, comments, articles and reposts are documents; likes, follows, invitations and accounts are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Block, Document, Relation
from ingest.clean.result import normalise
from ingest.draft import Draft, blocks_of
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import TOP, found_items, opening
from ingest.readers.lenient import at, objects, parsed, text
from ingest.readers.mastodon.activity import object_of, visibility
from ingest.readers.mastodon.parts import (
    MEDIA,
    PEOPLE,
    POSTS,
    address,
    far,
    identity_of,
    kind_of,
    listed,
    name_of,
    person_of,
)
from ingest.readers.mastodon.status import is_status, status
from ingest.readers.post import Post, draft_of
from ingest.readers.stream import Stream
from ingest.times import parse_time

PAGES = ("orderedItems", "items", "statuses", "ancestors", "descendants")
MAKES = ("create", "post", "update")
SHARES = ("announce", "share")
ACTIVITIES = frozenset(
    (
        *("accept", "add", "announce", "arrive", "block", "create", "delete", "dislike", "flag", "follow", "ignore"),
        *("invite", "join", "leave", "like", "listen", "move", "offer", "read", "reject", "remove", "tentativeaccept"),
        *("tentativereject", "travel", "undo", "update", "view"),
    )
)
COLLECTIONS = ("collection", "orderedcollection", "collectionpage", "orderedcollectionpage")
HOLDS = {"attributedTo", "author", "actor", "object", "content", "published", "inReplyTo", *PAGES}
NAMESPACE = "https://www.w3.org/ns/activitystreams"


def recognises(head: bytes) -> bool:
    """An object or a collection of ActivityStreams, or a status of Mastodon's API."""
    value = opening(head)
    if isinstance(value, list):
        return _is_item(at(value, 0))
    return _is_item(value) or any(_is_item(at(value, page, 0)) for page in PAGES)


def _is_item(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kind = kind_of(value)
    known = kind in ACTIVITIES | POSTS | PEOPLE | MEDIA or kind in (*COLLECTIONS, "tombstone", "activity", "bookmark")
    return (
        any(context == NAMESPACE for context in listed(value, "@context"))
        or ("objectType" in value and (known or "object" in value))
        or (known and (text(value, "type") or "")[:1].isupper() and bool(HOLDS & value.keys()))
        or (text(value, "verb") is not None and "object" in value)
        or is_status(value)
    )


def records(stream: Stream) -> Iterator[Found]:
    """Each item of a collection or a page, each line, or the one value of the file."""
    return found_items(stream, TOP, *((page,) for page in PAGES), ("first", "orderedItems"), ("first", "items"))


def draft(raw: bytes) -> Draft:
    """The post, and those that came with it. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    value = parsed(raw)
    if isinstance(value, str):
        raise BadRecord("no-document", f"This is only an address: {value[:200]}.")
    if not isinstance(value, dict):
        raise BadRecord("no-document", "This is no object of ActivityStreams.")
    if is_status(value):
        return draft_of(status(value))
    verb = (text(value, "verb") or "").lower() or (kind_of(value) if kind_of(value) in ACTIVITIES else "")
    inner = at(value, "object")
    if verb in SHARES:
        return draft_of(_share(value))
    if verb == "delete":
        return _deleted(value, inner)
    if verb in MAKES or (not verb and kind_of(value) == "activity"):
        if not isinstance(inner, dict) or kind_of(inner) in PEOPLE | ACTIVITIES or text(inner, "verb"):
            raise BadRecord("no-document", f"This is an act ({verb or 'activity'}) upon no post.")
        return _made(inner, value)
    if verb:
        raise BadRecord("no-document", f"This is an act ({verb[:40]}) and no post.")
    if kind_of(value) in PEOPLE or kind_of(value) in COLLECTIONS:
        raise BadRecord("no-document", f"This is of the type {kind_of(value)} and no post.")
    return _made(value, {})


def _made(value: dict[str, Any], activity: dict[str, Any]) -> Draft:
    """An object, with the activity that made it: its actor and time serve where the object does not say them."""
    post = object_of(value, activity.get("actor") or activity.get("author"))
    if post.published is None and text(activity, "published"):
        post = msgspec.structs.replace(post, published=parse_time(activity["published"], "published"))
    comments = list(_comments(value, post))
    if (
        comments and not post.text and post.quotes is None and post.state == "live"
    ):  # a picture that is answered: the answers have words
        return Draft(document=comments[0][1], along=tuple(comments[1:]))
    made = draft_of(post)
    document = _with_more_answers(_titled(made.document, value), value)
    return msgspec.structs.replace(made, document=document, along=(*made.along, *comments))


def _titled(document: Document, value: dict[str, Any]) -> Document:
    """An article stands under its title."""
    title = normalise(name_of(value) or "").strip()
    if document.kind != "article" or not title:
        return document
    whole = document.text if document.text.startswith(title) else f"{title}\n\n{document.text}"
    blocks = (Block(kind="title", start=0, end=len(title)), *blocks_of(whole, start=len(title)))
    return msgspec.structs.replace(document, title=title, text=whole, blocks=blocks)


def _with_more_answers(document: Document, value: dict[str, Any]) -> Document:
    """Some things answer several posts at once."""
    others = [post for post in map(far, listed(value, "inReplyTo")) if post is not None][1:]
    more = tuple(Relation(kind="reply_to", native_id=post.id, url=post.url) for post in others)
    return msgspec.structs.replace(document, relations=(*document.relations, *more))


def _comments(value: dict[str, Any], answered: Post) -> Iterator[tuple[str, Document]]:
    """The answers that came with a post, as far as they are there and not only their addresses."""
    above = msgspec.structs.replace(answered, given=False) if answered.id or answered.url else None
    for path in (("replies", "items"), ("replies", "first", "items"), ("replies", "orderedItems")):
        for index, answer in enumerate(objects(value, *path)):
            post = object_of(answer)
            if post.text:
                post = msgspec.structs.replace(post, reply_to=post.reply_to or above)
                yield f"{'/'.join(path)}/{index}", _with_more_answers(draft_of(post).document, answer)


def _share(value: dict[str, Any]) -> Post:
    """A repost: whole where the object is there, else all that it says is the address."""
    shared = listed(value, "object")
    whole = next((item for item in shared if isinstance(item, dict) and text(item, "content")), None)
    original = object_of(whole) if whole is not None else next((post for post in map(far, shared) if post), None)
    if original is None:
        raise BadRecord("no-document", "This repost does not say of what.")
    if original.id is None and original.url is not None:
        original = msgspec.structs.replace(original, id=original.url)
    platform, id = identity_of(text(value, "id"), address(value))
    published = text(value, "published")
    return Post(
        platform=original.platform if id is None else platform,
        id=id,
        text="" if original.given and original.text else original.url or original.id or "",
        author=person_of(value.get("actor") or value.get("author")),
        url=address(value),
        published=parse_time(published, "published") if published else None,
        reposts=original,
        extra={"comment": text(value, "content") or text(value, "summary"), "visibility": visibility(value)},
    )


def _deleted(value: dict[str, Any], inner: Any) -> Draft:
    gone = far(inner)
    if gone is None or gone.id is None or identity_of(gone.id, None)[1] == person_of(value.get("actor")).id:
        raise BadRecord("no-document", "This act takes back no post.")
    return draft_of(msgspec.structs.replace(gone, given=True, state="deleted", author=person_of(value.get("actor"))))


READER = Reader(
    name="mastodon", media_type="application/activity+json", recognises=recognises, records=records, draft=draft
)
