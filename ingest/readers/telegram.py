"""Telegram Desktop's export `result.json`: one chat, or all of an account.

Ids count from 1 in each chat, so that a message's id here is `<chat id>/<message id>`. Times are those of the clock of
whoever exported, without a zone; newer exports have seconds since 1970 beside them, which are certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
import orjson

from corpus.errors import BadRecord
from corpus.model import Metric
from ingest.clean.result import Moment
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.jsonarray import items, opening
from ingest.readers.lenient import at, identifier, mapping, number, objects, parsed, text
from ingest.readers.post import Person, Post, draft_of
from ingest.readers.stream import Stream
from ingest.times import iso, parse_time

MESSAGES = (("messages",), ("chats", "list", "*", "messages"), ("left_chats", "list", "*", "messages"))
CHAT = ("name", "type", "id")
WITH_ADDRESS = ("private_channel", "public_channel", "private_supergroup", "public_supergroup")
EXPORT = {"personal_information", "profile_pictures", "contacts", "frequent_contacts", "sessions", "other_data"}
MESSAGE_TYPES = ("message", "service", "unsupported")
COUNTERS = ("views", "forwards", "replies")  # other tools that write this format add them
SIGNS = {"mention": "@", "hashtag": "#", "cashtag": "$"}
NUMBER = re.compile(r"\d+\Z")


def recognises(head: bytes) -> bool:
    """A chat with its name, type and messages, or an export of an account."""
    value = opening(head)
    if _is_chat(value):
        return True
    chats = at(value, "chats", "list") or at(value, "left_chats", "list")
    return _is_chat(at(chats, 0)) or (isinstance(value, dict) and "about" in value and bool(EXPORT & value.keys()))


def _is_chat(value: Any) -> bool:
    if not isinstance(at(value, "messages"), list):
        return False
    first = at(value, "messages", 0)
    return text(first, "type") in MESSAGE_TYPES and "date" in first if first else {"type", "id"} <= value.keys()


def records(stream: Stream) -> Iterator[Found]:
    """Each message; its chat (name, type, id) is the context."""
    for item in items(stream, *MESSAGES):
        chat = {name: item.around[name] for name in CHAT if name in item.around}
        yield item.found(context=orjson.dumps(chat) if chat else None)


def draft(raw: bytes, context: bytes = b"{}") -> Draft:
    """The message. Raises BadRecord (`not-json`, `no-document`, `no-text`)."""
    message, chat = parsed(raw), parsed(context)
    kind = text(message, "type")
    id = identifier(message, "id")
    if kind == "service":
        action = text(message, "action") or "something"
        raise BadRecord("no-document", f"This is a note of Telegram's ({action}) and no message.")
    if kind != "message" or id is None:
        raise BadRecord("no-document", "This is no message of Telegram's.")
    post = _post(message, chat, id)
    made = draft_of(post)
    # A channel speaks under its own name; in a group and between two people everybody does.
    account = text(chat, "name") if _is_channel(chat) else post.author.name
    return msgspec.structs.replace(made, document=msgspec.structs.replace(made.document, account=account))


def _is_channel(chat: Any) -> bool:
    return (text(chat, "type") or "").endswith("channel")


def _post(message: dict[str, Any], chat: Any, id: str) -> Post:
    words, pieces = _words(message)
    chat_id = _chat_id(chat)
    linked = chat_id is not None and text(chat, "type") in WITH_ADDRESS
    return Post(
        platform="telegram",
        id=_id(chat_id, id),
        text=words or _poll(message),
        author=Person(
            id=text(message, "from_id") or identifier(message, "from_id"),
            name=text(message, "author") or text(message, "from"),
        ),
        url=f"https://t.me/c/{chat_id}/{id}" if linked else None,
        published=_moment(message, "date"),
        updated_at=_value(_moment(message, "edited")),
        tags=tuple(_of(pieces, "hashtag")),
        links=tuple(_links(pieces)),
        mentions=tuple(_mentions(pieces)),
        media=tuple(_media(message)),
        metrics=tuple(_metrics(message)),
        reply_to=_answered(message, chat_id),
        extra={
            "chat": text(chat, "name"),
            "chat_type": text(chat, "type"),
            "chat_id": chat_id,
            "forwarded_from": text(message, "forwarded_from"),
            "forwarded_from_id": text(message, "forwarded_from_id"),
            "saved_from": text(message, "saved_from"),
            "via_bot": text(message, "via_bot"),
            "poll": _answers(message),
        },
    )


def _chat_id(chat: Any) -> str | None:
    """As Telegram Desktop writes it; bots and other tools put `-100` before a channel's, `-` before a group's."""
    id = number(chat, "id")
    return str(id).removeprefix("-100").removeprefix("-") if id else identifier(chat, "id")


def _id(chat: str | None, message: str) -> str | None:
    """Without its chat a message's number says nothing."""
    return f"{chat}/{message}" if chat else None


def _answered(message: dict[str, Any], chat: str | None) -> Post | None:
    id = identifier(message, "reply_to_message_id")
    peer = (text(message, "reply_to_peer_id") or "").lstrip("abcdefghijklmnopqrstuvwxyz")  # `channel123`
    where = peer if NUMBER.match(peer) else chat
    return Post(platform="telegram", id=_id(where, id), given=False) if id and where else None


def _words(message: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text, and its pieces as objects with `type` and `text`: newer exports have them apart as well."""
    body = message.get("text")
    listed = body if isinstance(body, list) else [body]
    pieces = [piece if isinstance(piece, dict) else {"type": "plain", "text": piece} for piece in listed]
    entities = objects(message, "text_entities")
    return _joined(pieces) or _joined(entities), entities or pieces


def _joined(pieces: list[dict[str, Any]]) -> str:
    return "".join(text(piece, "text") or "" for piece in pieces)


def _of(pieces: list[dict[str, Any]], kind: str) -> Iterator[str]:
    for piece in pieces:
        if piece.get("type") == kind and text(piece, "text"):
            yield str(piece["text"]).removeprefix(SIGNS[kind])


def _links(pieces: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for piece in pieces:
        shown = text(piece, "text")
        if piece.get("type") == "text_link" and text(piece, "href"):
            yield {"url": piece["href"], "expanded": piece["href"], **({"display": shown} if shown else {})}
        elif piece.get("type") == "link" and shown:
            yield {"url": shown, "expanded": shown if "://" in shown else f"https://{shown}", "display": shown}


def _mentions(pieces: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield from ({"handle": name} for name in _of(pieces, "mention"))
    for piece in pieces:
        if piece.get("type") == "mention_name":
            yield {"name": text(piece, "text") or "", "id": identifier(piece, "user_id") or ""}


def _media(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The files that came with the message, or why they did not (`(File not included. ...)`)."""
    for kind in ("photo", "file"):
        if text(message, kind):
            name = (text(message, "media_type") or "file") if kind == "file" else kind
            fields = {"type": name, "file": message[kind], "media_type": text(message, "mime_type")}
            yield {field: value for field, value in fields.items() if value}


def _metrics(message: dict[str, Any]) -> Iterator[Metric]:
    for name in COUNTERS:
        value = number(message, name)
        if value is not None:
            yield Metric(name=name, value=value)
    for reaction in objects(message, "reactions"):
        sign = text(reaction, "emoji") or text(reaction, "document_id") or text(reaction, "type") or "other"
        yield Metric(name=f"reactions {sign}", value=number(reaction, "count"))


def _poll(message: dict[str, Any]) -> str:
    """A poll's question and answers, a line each."""
    question = text(message, "poll", "question")
    return "\n".join([question, *(answer["text"] for answer in _answers(message))]) if question else ""


def _answers(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"text": answer["text"], "votes": number(answer, "voters")}
        for answer in objects(mapping(message, "poll"), "answers")
        if text(answer, "text")
    ]


def _moment(message: dict[str, Any], field: str) -> Moment | None:
    """The time to the second; in UTC where the export has it so."""
    verbatim = text(message, field)
    seconds = number(message, f"{field}_unixtime")
    if seconds is not None and seconds > 0:
        try:
            value = iso(datetime.fromtimestamp(seconds, UTC))
            return Moment(value=value, precision="second", basis=f"{field}_unixtime", verbatim=verbatim or str(seconds))
        except (ValueError, OverflowError, OSError):
            pass
    found = parse_time(verbatim, field) if verbatim else None
    return None if found is None or found.value.startswith("1970-01-01") else found  # older exports: never edited


def _value(moment: Moment | None) -> str | None:
    return moment.value if moment else None


READER = Reader(name="telegram", media_type="application/json", recognises=recognises, records=records, draft=draft)
