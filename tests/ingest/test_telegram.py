"""Telegram Desktop's export: texts in pieces, two kinds of time, ids that count in each chat, what is no message."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.readers.base import Found
from ingest.readers.registry import recognise
from ingest.readers.stream import Stream
from ingest.readers.telegram import READER, draft

CHAT = {"name": "La Chaîne", "type": "public_channel", "id": 1234567890}


def message(id: int = 1, text: Any = "Bonjour", **more: Any) -> dict[str, Any]:
    return {"id": id, "type": "message", "date": "2020-03-01T10:01:00", "from": "La Chaîne", "text": text, **more}


def records(value: Any) -> list[Found]:
    data = json.dumps(value, indent=1, ensure_ascii=False).encode()
    assert recognise(data).name == "telegram"
    found = list(READER.records(Stream(io.BytesIO(data).read, 2**40)))
    for each in found:
        start, length = each.place.offset or 0, each.place.length or 0
        assert data[start : start + length] == each.raw
    return found


def made(item: dict[str, Any], **chat: Any) -> Document:
    return draft(json.dumps(item).encode(), json.dumps({**CHAT, **chat}).encode()).document


def test_a_chat_and_an_export_of_all_chats() -> None:
    one = records({**CHAT, "messages": [message(1), message(2)]})
    assert [each.place.pointer for each in one] == ["/messages/0", "/messages/1"]
    assert [draft(each.raw, each.context or b"").document.native_id for each in one] == ["1234567890/1", "1234567890/2"]
    export = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1},
        "chats": {
            "about": "",
            "list": [{**CHAT, "messages": [message(1)]}, {**CHAT, "id": 77, "messages": [message(1)]}],
        },
        "left_chats": {"about": "", "list": [{**CHAT, "id": 88, "messages": [message(5)]}]},
    }
    found = records(export)
    assert [draft(each.raw, each.context or b"").document.native_id for each in found] == [
        "1234567890/1",
        "77/1",
        "88/5",
    ]
    assert found[1].place.pointer == "/chats/list/1/messages/0"


def test_a_text_in_pieces_is_one_text_with_its_links_mentions_and_tags() -> None:
    pieces = [
        "Voir ",
        {"type": "text_link", "text": "ici", "href": "https://ex.org/a"},
        " et ",
        {"type": "link", "text": "ex.org/b"},
        ", ",
        {"type": "mention", "text": "@autre"},
        " ",
        {"type": "mention_name", "text": "Ève", "user_id": 42},
        {"type": "bold", "text": " en gras"},
        {"type": "hashtag", "text": "#débat"},
    ]
    document = made(message(text=pieces))
    assert document.text == "Voir ici et ex.org/b, @autre Ève en gras#débat"
    assert document.extra["links"] == [
        {"url": "https://ex.org/a", "expanded": "https://ex.org/a", "display": "ici"},
        {"url": "ex.org/b", "expanded": "https://ex.org/b", "display": "ex.org/b"},
    ]
    assert document.extra["mentions"] == [{"handle": "autre"}, {"name": "Ève", "id": "42"}]
    assert document.tags == ("débat",)
    assert made(message(text="", text_entities=[{"type": "plain", "text": "Seul"}])).text == "Seul"


def test_a_local_time_stays_without_a_zone_and_seconds_since_1970_are_certain() -> None:
    old = made(message(edited="1970-01-01T01:00:00"))
    assert (old.published_at, old.published_precision, old.updated_at) == ("2020-03-01T10:01:00", "second", None)
    new = made(message(date_unixtime="1583053260", edited="2020-03-01T10:02:00", edited_unixtime="1583053320"))
    assert (new.published_at, new.updated_at) == ("2020-03-01T09:01:00Z", "2020-03-01T09:02:00Z")
    assert new.published_verbatim == "2020-03-01T10:01:00"


def test_a_channel_speaks_under_its_own_name() -> None:
    document = made(message(author="Jeanne", from_id="channel1234567890"))
    assert (document.account, document.byline) == ("La Chaîne", "Jeanne")
    assert document.extra["account_id"] == "channel1234567890"
    assert document.url == "https://t.me/c/1234567890/1"
    group = made({**message(), "from": "Paul", "from_id": "user7"}, type="private_group")
    assert (group.account, group.byline, group.url) == ("Paul", "Paul", None)
    assert group.extra["chat"] == "La Chaîne"


def test_answers_and_what_was_forwarded() -> None:
    document = made(message(2, reply_to_message_id=1, forwarded_from="Autre chaîne"))
    assert [(r.kind, r.native_id) for r in document.relations] == [("reply_to", "1234567890/1")]
    assert document.extra["forwarded_from"] == "Autre chaîne"
    elsewhere = made(message(2, reply_to_message_id=1, reply_to_peer_id="channel55"))
    assert [r.native_id for r in elsewhere.relations] == ["55/1"]
    assert made(message(2), id=-1001234567890).native_id == "1234567890/2"


def test_counters_and_files() -> None:
    reactions = [{"type": "emoji", "count": 3, "emoji": "👍"}, {"type": "custom_emoji", "count": 1, "document_id": "d"}]
    document = made(message(reactions=reactions, views=120, photo="photos/1.jpg"))
    assert {(metric.name, metric.value) for metric in document.metrics} == {
        ("views", 120),
        ("reactions 👍", 3),
        ("reactions d", 1),
    }
    assert document.extra["media"] == [{"type": "photo", "file": "photos/1.jpg"}]


def test_a_poll_has_its_question_as_text() -> None:
    poll = {"question": "Qui gagne ?", "answers": [{"text": "A", "voters": 2}, {"text": "B", "voters": 0}]}
    document = made(message(text="", poll=poll))
    assert document.text == "Qui gagne ?\nA\nB"
    assert document.extra["poll"] == [{"text": "A", "votes": 2}, {"text": "B", "votes": 0}]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({**message(), "type": "service", "action": "pin_message"}, "no-document"),
        ({**message(), "type": "unsupported"}, "no-document"),
        (message(text="", photo="photos/1.jpg"), "no-text"),
        ({"a": 1}, "no-document"),
    ],
)
def test_what_is_no_message(item: dict[str, Any], code: str) -> None:
    with pytest.raises(BadRecord) as error:
        made(item)
    assert error.value.code == code


def test_without_its_chat_a_message_has_no_id() -> None:
    assert draft(json.dumps(message()).encode()).document.native_id is None


NAMES = ("id", "type", "date", "text", "text_entities", "reactions", "poll", "answers", "href", "edited_unixtime")
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("message"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@given(ANY, ANY)
def test_anything_is_a_message_or_a_bad_record(value: Any, chat: Any) -> None:
    item = {**message(), **value} if isinstance(value, dict) else value
    with contextlib.suppress(BadRecord):
        draft(json.dumps(item).encode(), json.dumps(chat).encode())
    READER.recognises(json.dumps({"messages": value, "chats": chat}).encode())
