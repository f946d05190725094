"""Bluesky: byte offsets, two clocks, posts inside posts, events, and what is no post."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.readers.bluesky import READER, draft
from ingest.readers.registry import recognise
from ingest.readers.stream import Stream

ME, YOU = "did:plc:me", "did:plc:you"


def uri(did: str, key: str) -> str:
    return f"at://{did}/app.bsky.feed.post/{key}"


def facet(start: int, end: int, kind: str, **fields: str) -> dict[str, Any]:
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", **fields}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


def view(did: str, key: str, words: str, record: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "uri": uri(did, key),
        "author": {"did": did, "handle": f"{did[8:]}.example", "displayName": did[8:].title()},
        "record": {
            "$type": "app.bsky.feed.post",
            "text": words,
            "createdAt": "2024-06-09T20:00:00.123Z",
            "langs": ["fr"],
            **(record or {}),
        },
        "indexedAt": "2024-06-09T20:00:01.000Z",
        **more,
    }


def made(value: Any) -> Document:
    return draft(json.dumps(value).encode()).document


def read(value: Any) -> list[Document]:
    data = json.dumps(value, indent=1).encode()
    assert recognise(data).name == "bluesky"
    return [draft(found.raw).document for found in READER.records(Stream(io.BytesIO(data).read, 2**40))]


def test_a_post_as_the_api_shows_it() -> None:
    document = made(view(ME, "1", "Bonsoir", likeCount=3, replyCount=0))
    assert (document.native_id, document.account, document.byline) == (uri(ME, "1"), "@me.example", "Me")
    assert document.url == "https://bsky.app/profile/did:plc:me/post/1"
    assert (document.published_at, document.published_verbatim) == ("2024-06-09T20:00:00Z", "2024-06-09T20:00:00.123Z")
    assert document.extra["indexed_at"] == "2024-06-09T20:00:01.000Z"
    assert (document.extra["account_id"], document.language_declared) == (ME, "fr")
    assert {(metric.name, metric.value) for metric in document.metrics} == {("likes", 3), ("replies", 0)}


def test_places_in_the_text_are_bytes() -> None:
    words = "Été 🌞 @you.example #débat ici"
    record = {
        "facets": [
            facet(11, 23, "mention", did=YOU),
            facet(24, 31, "tag", tag="débat"),
            facet(32, 35, "link", uri="https://ex.org/a"),
        ]
    }
    document = made(view(ME, "1", words, record))
    assert document.extra["mentions"] == [{"id": YOU, "handle": "you.example"}]
    assert document.extra["links"] == [{"url": "https://ex.org/a", "expanded": "https://ex.org/a", "display": "ici"}]
    assert (document.tags, document.notes) == (("débat",), ())


def test_a_program_that_counted_characters_is_understood_and_noted() -> None:
    document = made(view(ME, "1", "Été 🌞 @you.example", {"facets": [facet(6, 18, "mention", did=YOU)]}))
    assert document.extra["mentions"] == [{"id": YOU, "handle": "you.example"}]
    assert document.notes == ("facets out of place",)


def test_a_clock_that_is_ahead_is_noted_and_a_missing_one_replaced() -> None:
    ahead = made(view(ME, "1", "x", {"createdAt": "2031-01-01T00:00:00Z"}))
    assert (ahead.published_at, ahead.notes) == ("2031-01-01T00:00:00Z", ("dated after it was seen",))
    missing = made(view(ME, "1", "x", {"createdAt": ""}))
    assert (missing.published_at, missing.published_basis) == ("2024-06-09T20:00:01Z", "indexedAt")


def test_what_a_post_quotes_and_answers_comes_along() -> None:
    quoted = {"$type": "app.bsky.embed.record#viewRecord", **view(YOU, "9", "L'original")}
    quoted["value"] = quoted.pop("record")
    post = view(
        ME,
        "1",
        "Je cite",
        {
            "embed": {"$type": "app.bsky.embed.record", "record": {"uri": uri(YOU, "9")}},
            "reply": {"parent": {"uri": uri(YOU, "8")}, "root": {"uri": uri(YOU, "7")}},
        },
        embed={"$type": "app.bsky.embed.record#view", "record": quoted},
    )
    item = {"post": post, "reply": {"parent": view(YOU, "8", "La question"), "root": view(YOU, "7", "Le début")}}
    whole = draft(json.dumps(item).encode())
    assert {(r.kind, r.native_id) for r in whole.document.relations} == {
        ("reply_to", uri(YOU, "8")),
        ("quotes", uri(YOU, "9")),
    }
    assert {document.native_id: document.text for _, document in whole.along} == {
        uri(YOU, "8"): "La question",
        uri(YOU, "9"): "L'original",
    }
    assert whole.document.extra["thread"] == uri(YOU, "7")


def test_a_quoted_post_that_is_gone_is_a_tombstone_and_a_blocked_one_is_unknown() -> None:
    embed = {"$type": "app.bsky.embed.record", "record": {"uri": uri(YOU, "9")}}
    for kind, state in (("viewNotFound", "deleted"), ("viewBlocked", None), ("viewDetached", None)):
        seen = {"record": {"$type": f"app.bsky.embed.record#{kind}", "uri": uri(YOU, "9")}}
        whole = draft(json.dumps(view(ME, "1", "x", {"embed": embed}, embed=seen)).encode())
        assert [r.native_id for r in whole.document.relations] == [uri(YOU, "9")]
        assert [document.state for _, document in whole.along] == ([state] if state else [])


def test_a_repost_is_its_own_document_with_the_words_of_the_original() -> None:
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": {"did": YOU, "handle": "you.example"},
        "uri": f"at://{YOU}/app.bsky.feed.repost/5",
        "indexedAt": "2024-06-10T00:00:00Z",
    }
    whole = draft(json.dumps({"post": view(ME, "1", "L'original"), "reason": reason}).encode())
    assert (whole.document.account, whole.document.text) == ("@you.example", "L'original")
    assert whole.document.native_id == reason["uri"]
    assert [(r.kind, r.native_id) for r in whole.document.relations] == [("reposts", uri(ME, "1"))]
    assert [document.account for _, document in whole.along] == ["@me.example"]


def test_pages_of_every_kind() -> None:
    posts = [view(ME, str(n), f"Post {n}") for n in range(3)]
    records = [{"uri": uri(ME, "1"), "cid": "x", "value": posts[1]["record"]}]
    thread = [{"uri": uri(ME, "1"), "value": {"$type": "app.bsky.unspecced.defs#threadItemPost", "post": posts[1]}}]
    assert [d.text for d in read({"cursor": "x", "posts": posts})] == ["Post 0", "Post 1", "Post 2"]
    assert [d.text for d in read({"feed": [{"post": post} for post in posts]})] == ["Post 0", "Post 1", "Post 2"]
    assert [d.native_id for d in read({"records": records})] == [uri(ME, "1")]
    assert [d.text for d in read({"thread": thread})] == ["Post 1"]
    assert [d.text for d in read(posts)] == ["Post 0", "Post 1", "Post 2"]
    assert [d.text for d in read(posts[0])] == ["Post 0"]
    assert [d.text for d in read({**posts[0]["record"], "text": "Seul"})] == ["Seul"]


def test_a_thread_gives_all_its_posts_once() -> None:
    answer: dict[str, Any] = {"post": view(YOU, "2", "Non", {"reply": {"parent": {"uri": uri(ME, "1")}}})}
    answer["replies"] = [{"post": view(ME, "3", "Si", {"reply": {"parent": {"uri": uri(YOU, "2")}}})}]
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(YOU, "6"), "notFound": True}
    above = {"post": view(YOU, "0", "Alors ?")}
    main = view(ME, "1", "Oui", {"reply": {"parent": {"uri": uri(YOU, "0")}}})
    whole = draft(json.dumps({"thread": {"post": main, "parent": above, "replies": [answer, gone]}}).encode())
    assert [(d.native_id, d.text, d.state) for _, d in whole.along] == [
        (uri(YOU, "0"), "Alors ?", "live"),
        (uri(YOU, "2"), "Non", "live"),
        (uri(ME, "3"), "Si", "live"),
        (uri(YOU, "6"), "", "deleted"),
    ]


def test_a_picture_that_is_answered_loses_no_answer() -> None:
    answers = [{"post": view(YOU, str(n), f"Réponse {n}")} for n in (2, 3)]
    whole = draft(json.dumps({"thread": {"post": view(ME, "1", ""), "replies": answers}}).encode())
    assert [d.text for d in (whole.document, *(d for _, d in whole.along))] == ["Réponse 2", "Réponse 3"]
    with pytest.raises(BadRecord, match="no words"):
        made({"thread": {"post": view(ME, "1", ""), "replies": []}})


def event(collection: str, operation: str, record: dict[str, Any] | None = None) -> dict[str, Any]:
    commit = {"operation": operation, "collection": f"app.bsky.feed.{collection}", "rkey": "3l", "record": record}
    return {"did": ME, "time_us": 1725911162329308, "kind": "commit", "commit": commit}


def test_events_of_jetstream() -> None:
    lines = [
        event("post", "create", {"$type": "app.bsky.feed.post", "text": "Neuf", "createdAt": "2024-09-09T19:46:02Z"}),
        event("post", "delete"),
        event("repost", "create", {"subject": {"uri": uri(YOU, "9")}, "createdAt": "2024-09-09T19:46:02Z"}),
    ]
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    assert recognise(data).name == "bluesky"
    found = [draft(each.raw).document for each in READER.records(Stream(io.BytesIO(data).read, 2**40))]
    assert [(d.native_id, d.text, d.state) for d in found] == [
        (uri(ME, "3l"), "Neuf", "live"),
        (uri(ME, "3l"), "", "deleted"),
        (f"at://{ME}/app.bsky.feed.repost/3l", f"https://bsky.app/profile/{YOU}/post/9", "live"),
    ]
    assert found[0].extra == {"account_id": ME, "collected_at": "2024-09-09T19:46:02Z"}
    assert [(r.kind, r.native_id) for r in found[2].relations] == [("reposts", uri(YOU, "9"))]


@pytest.mark.parametrize(
    "value",
    [
        event("like", "create", {"subject": {"uri": uri(YOU, "9")}}),
        {"did": ME, "time_us": 1, "kind": "identity", "identity": {"did": ME}},
        {"$type": "app.bsky.graph.follow", "subject": YOU},
        {"did": ME, "handle": "me.example"},
        {"likes": [{"actor": {"did": ME}}]},
    ],
)
def test_what_is_no_post_is_said_to_be_none(value: dict[str, Any]) -> None:
    assert recognise(json.dumps(value).encode()).name == "bluesky"
    with pytest.raises(BadRecord) as error:
        made(value)
    assert error.value.code == "no-document"


def test_media_and_cards() -> None:
    embed = {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {"record": {"uri": "at://did:plc:x/app.bsky.feed.generator/y"}},
        "media": {"images": [{"alt": "Une affiche", "image": {"ref": {"$link": "baf"}}}]},
    }
    shown = {"media": {"images": [{"fullsize": "https://cdn.example/1.jpg"}]}}
    document = made(view(ME, "1", "x", {"embed": embed}, embed=shown))
    assert document.extra["media"] == [
        {"type": "image", "alt": "Une affiche", "url": "https://cdn.example/1.jpg", "cid": "baf"}
    ]
    assert document.relations == ()
    card = made(view(ME, "1", "x", {"embed": {"external": {"uri": "https://ex.org", "title": "Titre"}}}))
    assert card.extra["links"] == [{"url": "https://ex.org", "expanded": "https://ex.org", "title": "Titre"}]


NAMES = ("post", "record", "value", "uri", "$type", "text", "facets", "index", "byteStart", "embed", "reply", "parent")
KEYS = st.sampled_from([*NAMES, "author", "kind", "commit", "did", "thread", "replies", "reason"])
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([uri(ME, "1"), "commit"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(ANY)
def test_any_json_is_a_post_or_a_bad_record(value: Any) -> None:
    with contextlib.suppress(BadRecord):
        made(value)
    READER.recognises(json.dumps(value).encode())


@given(st.binary(max_size=100))
def test_any_bytes_are_a_bad_record(raw: bytes) -> None:
    with contextlib.suppress(BadRecord):
        draft(raw)


def test_the_samples(shared: Path) -> None:
    """Texts, ids and ties as the raw files have them; profiles, likes and follows are none."""
    seen = 0
    for path in sorted((shared / "samples" / "activitystreams_granary").glob("*.bsky.json")):
        raw = path.read_bytes()
        value = json.loads(raw)
        assert recognise(raw).name == "bluesky", path.name
        post = value.get("post", value)
        record = post.get("record", post)
        if record["$type"] != "app.bsky.feed.post":
            with pytest.raises(BadRecord, match=record["$type"]):
                draft(raw)
            continue
        seen += 1
        document = draft(raw).document
        assert document.text == record["text"]
        if "reason" not in value:
            assert document.native_id == (post.get("uri") or None)
            assert document.published_verbatim == (record.get("createdAt") or post.get("indexedAt"))
        quoted = "quote" in path.name
        assert ("quotes" in {r.kind for r in document.relations}) == quoted
    assert seen >= 9
