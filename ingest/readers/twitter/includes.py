"""What a page of Twitter's API v2 includes beside its posts: users, posts, media, polls and places, by their keys.

Written apart from a page for one post, it is that post's context: pieces of the page as they stand, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import orjson

from ingest.readers.lenient import at, identifier, mapping, objects, parsed, text, texts

_KEYS = {"users": "id", "tweets": "id", "media": "media_key", "polls": "id", "places": "id"}
_DEEPEST = 3


class Piece(msgspec.Struct, frozen=True):
    """One included object: what it says, and its bytes in the page."""

    value: dict[str, Any]
    raw: bytes


class Includes:
    """Included objects of each kind by key; users by handle too, in small letters."""

    def __init__(self, pieces: Iterable[tuple[str, Piece]], seen_at: str | None = None) -> None:
        self.seen_at = seen_at  # when the page was retrieved
        self._found: dict[str, dict[str, Piece]] = {kind: {} for kind in _KEYS}
        self._handles: dict[str, str] = {}
        for kind, piece in pieces:
            key = text(piece.value, _KEYS[kind])
            if key is not None:
                self._found[kind].setdefault(key, piece)
                if kind == "users" and (handle := text(piece.value, "username")):
                    self._handles.setdefault(handle.lower(), key)

    @classmethod
    def of(cls, value: Any, *, seen_at: str | None = None) -> Includes:
        """Of the object under `includes`."""
        return cls(((kind, Piece(item, b"")) for kind in _KEYS for item in objects(value, kind)), seen_at)

    @classmethod
    def of_context(cls, context: bytes) -> Includes:
        """Of what `context` has written."""
        value = parsed(context) if context else {}
        return cls.of(at(value, "includes"), seen_at=text(value, "__twarc", "retrieved_at"))

    def get(self, kind: str, key: str | None) -> dict[str, Any]:
        """One object; an empty one where the page does not include it."""
        piece = self._found[kind].get(key) if key is not None else None
        return piece.value if piece is not None else {}

    def user(self, id: str | None, handle: str | None = None) -> dict[str, Any]:
        """A user by id or by handle."""
        return self.get("users", id) or self.get("users", self._handles.get((handle or "").lower()))

    def needed(self, post: dict[str, Any]) -> dict[str, dict[str, Piece]]:
        """The included objects that a post refers to, and those that these posts refer to in turn."""
        found: dict[str, dict[str, Piece]] = {kind: {} for kind in _KEYS}
        self._collect(post, found, _DEEPEST)
        return found

    def _collect(self, post: dict[str, Any], found: dict[str, dict[str, Piece]], depth: int) -> None:
        for kind, key in self._references(post):
            piece = self._found[kind].get(key)
            if piece is None or key in found[kind]:
                continue
            found[kind][key] = piece
            if kind == "tweets" and depth:
                self._collect(piece.value, found, depth - 1)

    def _references(self, post: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for field in ("author_id", "in_reply_to_user_id"):
            if id := identifier(post, field):
                yield "users", id
        for mention in objects(post, "entities", "mentions"):
            handle = text(mention, "username")
            if handle and "id" not in mention and handle.lower() in self._handles:
                yield "users", self._handles[handle.lower()]
        for referred in (text(item, "id") for item in objects(post, "referenced_tweets")):
            if referred:
                yield "tweets", referred
        yield from (("tweets", id) for id in texts(post, "edit_history_tweet_ids") if id != text(post, "id"))
        yield from (("media", key) for key in texts(post, "attachments", "media_keys"))
        yield from (("polls", id) for id in texts(post, "attachments", "poll_ids"))
        if place := text(post, "geo", "place_id"):
            yield "places", place


def context(needed: dict[str, dict[str, Piece]], twarc: Any) -> bytes:
    """The context of a post: `{"includes": {...}, "__twarc": {...}}`, the pieces as they stand in the page."""
    kinds = [
        f'"{kind}":['.encode() + b",".join(piece.raw for piece in pieces.values()) + b"]"
        for kind, pieces in needed.items()
        if pieces
    ]
    return b'{"includes":{' + b",".join(kinds) + b'},"__twarc":' + orjson.dumps(mapping(twarc)) + b"}"
