"""Posts that minet and Gazouilloire normalised."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, only, sample, ties, written

from corpus.errors import BadRecord
from ingest.readers.twitter.twitwi import READER, draft


def post(id: str, text: str, **more: Any) -> dict[str, Any]:
    fields = {
        "id": id,
        "local_time": "2012-11-07T00:16:18",
        "timestamp_utc": 1352243778,
        "text": text,
        "url": f"https://twitter.com/anna/status/{id}",
        "user_id": "7",
        "user_screen_name": "anna",
        "user_name": "Anna B.",
        "retweeted_id": None,
        "quoted_id": None,
        "collection_time": "2020-01-02T03:04:05.678",
        "collected_via": ["search"],
        "like_count": 2,
        "lang": "fr",
    }
    return {**fields, **more}


def test_the_time_is_the_exact_one_and_the_collection_has_no_zone(tmp_path: Path) -> None:
    document = only(READER, written(tmp_path, "t.jsonl", post("1", "bonjour"))).document
    assert (document.published_at, document.extra["collected_at"]) == ("2012-11-06T23:16:18Z", "2020-01-02T03:04:05")
    assert (document.account, document.native_id, document.language_declared) == ("@anna", "1", "fr")
    assert [(metric.name, metric.value, metric.at) for metric in document.metrics] == [
        ("likes", 2, "2020-01-02T03:04:05")
    ]


def test_a_document_of_elasticsearch(tmp_path: Path) -> None:
    source = {name: value for name, value in post("1", "bonjour", timestamp_utc="1352243778.0").items() if name != "id"}
    document = only(READER, written(tmp_path, "t.jsonl", {"_index": "a", "_id": "1", "_source": source})).document
    assert (document.native_id, document.published_at) == ("1", "2012-11-06T23:16:18Z")


def test_relations(tmp_path: Path) -> None:
    answer = post("3", "oui", to_tweetid="2", to_username="carl", quoted_id="1", quoted_user="berthe")
    repost = post("5", "RT @carl: tout", retweeted_id="4", retweeted_user="carl", quoted_id="1")
    first, second = (f.document for _, f in drafts(READER, written(tmp_path, "t.json", [answer, repost])))
    assert ties(first) == {("reply_to", "2"), ("quotes", "1")}
    assert ties(second) == {("reposts", "4")}
    assert second.metrics == ()


def test_names_and_ids_are_paired_only_where_they_surely_belong_together(tmp_path: Path) -> None:
    paired = post("1", "x", mentioned_names=["berthe", "carl"], mentioned_ids=["9", "8"])
    apart = post("2", "x", mentioned_names=["berthe", "carl"], mentioned_ids=["8", "9"])
    first, second = (f.document for _, f in drafts(READER, written(tmp_path, "t.jsonl", paired, apart)))
    assert first.extra["mentions"] == [{"handle": "berthe", "id": "9"}, {"handle": "carl", "id": "8"}]
    assert second.extra["mentions"] == [{"handle": "berthe"}, {"handle": "carl"}]


@pytest.mark.parametrize("name", ["normalized-alternative-payload.json", "tweet-export.jsonl"])
def test_every_real_post_is_read(name: str) -> None:
    path = sample(f"twitter_v1_twitwi/{name}")
    text = path.read_text("utf-8")
    raw = json.loads(text) if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]
    expected = {value.get("id") or value["_id"]: value.get("_source", value) for value in raw}
    documents = {found.document.native_id: found.document for _, found in drafts(READER, path)}
    assert documents.keys() == expected.keys()
    for id, value in expected.items():
        assert documents[id].account == "@" + value["user_screen_name"]
        stated = {("reposts", value.get("retweeted_id")), ("reply_to", value.get("to_tweetid") or None)}
        assert {tie for tie in stated if tie[1]} <= ties(documents[id])


def test_real_users_are_no_documents() -> None:
    assert faults(READER, sample("twitter_v1_twitwi/normalized-users.json")) == ["no-document"] * 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from([*post("1", "x"), "mentioned_names", "mentioned_ids", "media_urls"]), JSON))
def test_any_type_of_any_field_is_a_draft_or_a_bad_record(value: dict[str, Any]) -> None:
    for whole in (value, post("1", "x") | value, {"_source": value}):
        with contextlib.suppress(BadRecord):
            draft(json.dumps(whole).encode())
