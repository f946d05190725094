"""Twitter's API v2: pages, flattened lines, streams, compliance; whole texts, tombstones, places."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafted, drafts, faults, founds, only, sample, ties, written

from corpus.errors import BadRecord
from corpus.model import Metric
from ingest.clean.result import normalise
from ingest.readers.twitter.v2 import READER, draft

SAMPLE = "twitter_v2_twarc"
ANNA = {"id": "7", "name": "Anna B.", "username": "anna"}
CARL = {"id": "8", "name": "Carl", "username": "carl"}


def tweet(id: str, text: str, author: str = "7", **more: Any) -> dict[str, Any]:
    return {"id": id, "text": text, "author_id": author, "created_at": "2012-11-06T23:16:18.000Z", **more}


def page(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    twarc = {"version": "2.0", "retrieved_at": "2022-01-02T03:04:05+00:00"}
    return {"data": list(posts), "includes": {"users": [ANNA, CARL]}, "__twarc": twarc, **more}


def test_a_post_of_a_page_has_its_own_bytes_and_place(tmp_path: Path) -> None:
    path = written(tmp_path, "p.jsonl", page(tweet("1", "un"), tweet("2", "deux")), page(tweet("3", "trois")))
    source = path.read_bytes()
    records = founds(READER, path)
    assert [(r.place.line, r.place.pointer) for r in records] == [(1, "/data/0"), (1, "/data/1"), (2, "/data/0")]
    for record in records:
        assert record.place.offset is not None
        assert record.place.length is not None
        assert source[record.place.offset :][: record.place.length] == record.raw
    assert [drafted(READER, r).document.text for r in records] == ["un", "deux", "trois"]


@pytest.mark.parametrize("name", ["2sets", "brexit", "noflat", "entities_test", "withheld", "users"])
def test_records_of_real_pages_are_found_again_in_the_source_by_hash(name: str) -> None:
    path = sample(f"{SAMPLE}/{name}.jsonl")
    source = path.read_bytes()
    records = founds(READER, path)
    for record in records:
        begin, length = record.place.offset or 0, record.place.length or 0
        assert hashlib.sha256(source[begin : begin + length]).digest() == hashlib.sha256(record.raw).digest()
    lines = [json.loads(line) for line in source.splitlines() if line]
    assert len(records) >= sum(len(line["data"]) + len(line.get("errors", [])) for line in lines)


def test_the_page_gives_a_post_its_author_and_the_time_of_its_counters(tmp_path: Path) -> None:
    counts = {"like_count": 3, "retweet_count": 0, "impression_count": 0}
    document = only(
        READER, written(tmp_path, "p.jsonl", page(tweet("1", "a &lt;b&gt; &amp; c", public_metrics=counts)))
    ).document
    assert (document.account, document.byline, document.extra["account_id"]) == ("@anna", "Anna B.", "7")
    assert (document.platform, document.native_id, document.kind) == ("twitter", "1", "post")
    assert document.url == "https://twitter.com/anna/status/1"
    assert document.published_at == "2012-11-06T23:16:18Z"
    assert document.text == "a <b> & c"
    assert document.extra["verbatim"] == "a &lt;b&gt; &amp; c"
    at = "2022-01-02T03:04:05Z"
    assert Metric(name="likes", value=3, at=at) in document.metrics
    assert Metric(name="reposts", value=0, at=at) in document.metrics
    assert Metric(name="views", status="not_provided", at=at) in document.metrics


def test_a_repost_has_the_whole_text_of_the_original_and_its_verbatim(tmp_path: Path) -> None:
    repost = tweet("2", "RT @carl: Le début…", referenced_tweets=[{"type": "retweeted", "id": "1"}])
    path = written(tmp_path, "p.jsonl", page(repost))
    value = json.loads(path.read_text())
    value["includes"]["tweets"] = [
        tweet("1", "Le début et la fin #vote", author="8", entities={"hashtags": [{"tag": "vote"}]})
    ]
    found = only(READER, written(tmp_path, "p.jsonl", value))
    assert found.document.text == "RT @carl: Le début et la fin #vote"
    assert found.document.extra["verbatim"] == "RT @carl: Le début…"
    assert found.document.tags == ("vote",)
    assert ties(found.document) == {("reposts", "1")}
    assert found.document.metrics == ()
    ((part, original),) = found.along
    assert (part, original.native_id, original.text, original.account) == (
        "reposts 1",
        "1",
        "Le début et la fin #vote",
        "@carl",
    )


def test_a_repost_whose_original_is_missing_says_that_it_is_cut(tmp_path: Path) -> None:
    repost = tweet("2", "RT @carl: Le début…", referenced_tweets=[{"type": "retweeted", "id": "1"}])
    found = only(READER, written(tmp_path, "p.jsonl", page(repost)))
    assert (found.document.text, found.document.notes, found.along) == ("RT @carl: Le début…", ("cut",), ())
    assert found.document.relations[0].url == "https://twitter.com/carl/status/1"


def test_a_long_post_has_its_whole_text(tmp_path: Path) -> None:
    long = "mot " * 200 + "fin"
    post = tweet("1", "mot mot…", note_tweet={"text": long, "entities": {"hashtags": [{"tag": "fin"}]}})
    document = only(READER, written(tmp_path, "p.jsonl", page(post))).document
    assert (document.text, document.tags) == (long, ("fin",))


def test_quotes_and_replies_are_relations_also_to_posts_that_are_not_there(tmp_path: Path) -> None:
    refers = [{"type": "quoted", "id": "5"}, {"type": "replied_to", "id": "6"}]
    found = only(READER, written(tmp_path, "p.jsonl", page(tweet("9", "oui", referenced_tweets=refers))))
    assert ties(found.document) == {("quotes", "5"), ("reply_to", "6")}
    assert found.along == ()


def test_links_keep_every_hop_and_media_their_description(tmp_path: Path) -> None:
    link = {
        "url": "https://t.co/a",
        "expanded_url": "https://bit.ly/b",
        "unwound_url": "https://c.org/d",
        "display_url": "bit.ly/b",
    }
    value = page(tweet("1", "x https://t.co/a", entities={"urls": [link]}, attachments={"media_keys": ["3_1"]}))
    value["includes"]["media"] = [
        {"media_key": "3_1", "type": "photo", "url": "https://p/1.jpg", "alt_text": "une foule"}
    ]
    extra = only(READER, written(tmp_path, "p.jsonl", value)).document.extra
    assert extra["links"] == [
        {"url": "https://t.co/a", "expanded": "https://bit.ly/b", "unwound": "https://c.org/d", "display": "bit.ly/b"}
    ]
    assert extra["media"] == [{"type": "photo", "url": "https://p/1.jpg", "alt": "une foule", "key": "3_1"}]


@pytest.mark.parametrize(
    ("title", "detail", "state"),
    [
        ("Not Found Error", "Could not find tweet with ids: [5].", "deleted"),
        ("Authorization Error", "Sorry, you are not authorized to see the Tweet with ids: [5].", "withheld"),
        ("Forbidden", "User has been suspended: [5].", "suspended"),
    ],
)
def test_a_post_that_could_not_be_had_is_a_tombstone(tmp_path: Path, title: str, detail: str, state: str) -> None:
    error = {"resource_type": "tweet", "resource_id": "5", "title": title, "detail": detail, "type": "about:blank"}
    path = written(tmp_path, "p.jsonl", page(tweet("1", "là"), errors=[error]))
    _, found = [f for _, f in drafts(READER, path)]
    assert (found.document.native_id, found.document.state, found.document.text) == ("5", state, "")
    assert found.document.extra["collected_at"] == "2022-01-02T03:04:05Z"


def test_an_error_about_an_account_is_no_document(tmp_path: Path) -> None:
    error = {"resource_type": "user", "value": "5", "title": "Forbidden", "detail": "User has been suspended: [5]."}
    assert faults(READER, written(tmp_path, "p.jsonl", page(tweet("1", "là"), errors=[error]))) == ["no-document"]


def test_a_pinned_post_that_a_page_of_users_includes_is_a_document(tmp_path: Path) -> None:
    value = {"data": [{**ANNA, "verified": True}], "includes": {"tweets": [tweet("4", "épinglé")]}, "__twarc": {}}
    path = written(tmp_path, "u.jsonl", value)
    ((record, found),) = drafts(READER, path)
    assert (record.place.pointer, found.document.text, found.document.account) == (
        "/includes/tweets/0",
        "épinglé",
        "@anna",
    )
    assert faults(READER, path) == ["no-document"]


def test_earlier_versions_of_an_edited_post_come_along(tmp_path: Path) -> None:
    value = page(tweet("2", "corrigé", edit_history_tweet_ids=["1", "2"]))
    value["includes"]["tweets"] = [tweet("1", "erroné", edit_history_tweet_ids=["1", "2"])]
    found = only(READER, written(tmp_path, "p.jsonl", value))
    assert found.document.extra["edit_history"] == ["1", "2"]
    assert [(other.native_id, other.text) for _, other in found.along] == [("1", "erroné")]


def test_a_withheld_post_says_where_and_a_notice_is_not_its_words(tmp_path: Path) -> None:
    where = {"country_codes": ["DE", "FR"], "copyright": False}
    notice = "@x's account has been withheld in France in response to a legal demand. Learn more."
    path = written(tmp_path, "p.jsonl", page(tweet("1", "mots", withheld=where), tweet("2", notice, withheld=where)))
    words, hidden = (found.document for _, found in drafts(READER, path))
    assert (words.state, words.text, words.extra["withheld_in"]) == ("withheld", "mots", ["DE", "FR"])
    assert (hidden.state, hidden.text, hidden.extra["verbatim"]) == ("withheld", "", notice)


def test_lines_of_a_stream_and_flattened_lines(tmp_path: Path) -> None:
    line = {"data": tweet("1", "flux"), "includes": {"users": [ANNA]}, "matching_rules": [{"id": "1", "tag": "t"}]}
    assert only(READER, written(tmp_path, "s.jsonl", line)).document.account == "@anna"
    original = {**tweet("1", "entier et long", author="8"), "author": CARL, "type": "retweeted"}
    flat = {**tweet("2", "RT @carl: ent…", referenced_tweets=[original]), "author": ANNA, "public_metrics": {}}
    found = only(READER, written(tmp_path, "f.jsonl", flat))
    assert (found.document.text, found.document.account) == ("RT @carl: entier et long", "@anna")
    assert found.along[0][1].account == "@carl"


def test_the_flattened_lines_of_4cat(tmp_path: Path) -> None:
    media = [{"media_key": "3_1", "type": "photo", "url": "https://p/1.jpg"}]
    poll = [{"id": "9", "options": [{"position": 1, "label": "oui", "votes": 3}]}]
    place = {"place_id": "p", "place": {"id": "p", "full_name": "Lyon, France", "country_code": "FR"}}
    value = tweet("1", "x", attachments={"media_keys": media, "poll_ids": poll}, geo=place, public_metrics={})
    document = only(READER, written(tmp_path, "4.ndjson", {**value, "author_user": ANNA})).document
    assert (document.account, document.extra["media"][0]["url"]) == ("@anna", "https://p/1.jpg")
    assert document.extra["poll"] == [{"label": "oui", "votes": 3}]
    assert document.extra["place"] == {"full_name": "Lyon, France", "country_code": "FR", "id": "p"}


def test_a_page_that_begins_with_what_it_includes() -> None:
    users = [{**ANNA, "created_at": "2010-01-01T00:00:00.000Z", "description": "x" * 300} for _ in range(300)]
    raw = json.dumps({"includes": {"users": users}, "data": [tweet("1", "x")]}).encode()
    assert READER.recognises(raw[:65_536])


def test_an_answer_printed_over_many_lines_is_a_page_too(tmp_path: Path) -> None:
    path = written(tmp_path, "p.json", page(tweet("1", "un"), tweet("2", "deux")), indent=2)
    assert [found.document.text for _, found in drafts(READER, path)] == ["un", "deux"]


def test_a_cut_line_costs_only_itself(tmp_path: Path) -> None:
    path = written(tmp_path, "p.jsonl", page(tweet("1", "un")))
    path.write_bytes(path.read_bytes() + b'{"data": [{"id": "2", "te')
    assert faults(READER, path) == ["cut"]
    assert [found.document.text for _, found in drafts(READER, path)] == ["un"]


def test_a_page_without_posts_is_accounted_for(tmp_path: Path) -> None:
    assert faults(READER, written(tmp_path, "p.jsonl", page(tweet("1", "un")), page())) == ["no-document"]


def test_compliance_tells_posts_from_accounts(tmp_path: Path) -> None:
    post = {
        "id": "1170025343920402432",
        "action": "delete",
        "created_at": "2019-09-06T17:25:54.667Z",
        "reason": "deleted",
    }
    account = {"id": "1482680858", "action": "delete", "created_at": "2013-06-04T16:25:04+00:00", "reason": "suspended"}
    path = written(tmp_path, "c.jsonl", post, account, {**post, "reason": "suspended"})
    assert [(f.document.native_id, f.document.state) for _, f in drafts(READER, path)] == [
        (post["id"], "deleted"),
        (post["id"], "suspended"),
    ]
    assert faults(READER, path) == ["no-document"]


def test_our_own_export_and_other_platforms_are_not_taken() -> None:
    for value in (
        {"id": "d" + "a" * 16, "text": "x", "platform": "twitter", "published_at": "2012"},
        {"id": "1", "text": "x"},
        {"data": {"children": [{"kind": "t3"}]}},
        {"id": "1", "username": "anna", "acct": "anna", "display_name": "Anna", "content": "<p>x</p>"},
    ):
        assert not READER.recognises(json.dumps(value).encode())


@pytest.mark.parametrize("name", ["2sets", "brexit", "noflat", "flat", "entities_test", "withheld"])
def test_real_reposts_are_whole_wherever_the_page_has_the_original(name: str) -> None:
    path = sample(f"{SAMPLE}/{name}.jsonl")
    originals: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        value = json.loads(line)
        included = value.get("includes", {}).get("tweets", []) + value.get("referenced_tweets", [])
        originals |= {item["id"]: item["text"] for item in included if "text" in item}
    escaped = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
    for _, found in drafts(READER, path):
        for relation in found.document.relations:
            original = originals.get(relation.native_id or "")
            if relation.kind == "reposts" and original is None:
                assert found.document.text.endswith("…") == ("cut" in found.document.notes)
            elif relation.kind == "reposts" and original is not None and "withheld in" not in original:
                for name, char in escaped.items():
                    original = original.replace(name, char)
                assert found.document.text.endswith(normalise(original).strip())
                assert "cut" not in found.document.notes


@pytest.mark.parametrize("name", ["2sets", "brexit", "noflat", "flat", "entities_test", "two_tweets", "quoted_edit"])
def test_real_posts_have_the_ids_times_and_accounts_of_the_raw_file(name: str) -> None:
    path = sample(f"{SAMPLE}/{name}.jsonl")
    raw, users = {}, {}
    for line in path.read_text("utf-8").splitlines():
        value = json.loads(line)
        raw |= {post["id"]: post for post in value.get("data", [value])}
        users |= {user["id"]: user for user in value.get("includes", {}).get("users", [value.get("author")])}
    documents = {f.document.native_id: f.document for _, f in drafts(READER, path) if f.document.state == "live"}
    assert documents.keys() == raw.keys()
    for id, post in raw.items():
        document = documents[id]
        assert document.published_at == post["created_at"].replace(".000Z", "Z")
        assert document.account == "@" + users[post["author_id"]]["username"]
        kinds = {"retweeted": "reposts", "quoted": "quotes", "replied_to": "reply_to"}
        stated = {(kinds[item["type"]], item["id"]) for item in post.get("referenced_tweets", [])}
        reposts = any(kind == "reposts" for kind, _ in stated)
        assert ties(document) == {tie for tie in stated if not reposts or tie[0] != "quotes"}


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=200), st.binary(max_size=100))
def test_any_bytes_are_a_draft_or_a_bad_record(raw: bytes, context: bytes) -> None:
    with contextlib.suppress(BadRecord):
        draft(raw, context)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "id", "text", "author_id", "created_at", "entities", "referenced_tweets", "note_tweet", "attachments", "geo",
    "lang", "public_metrics", "withheld", "edit_history_tweet_ids", "author", "data", "includes", "__twarc", "title",
    "detail", "resource_type", "resource_id", "action", "username", "in_reply_to_user",
]  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.dictionaries(st.sampled_from(["includes", "__twarc"]), JSON))
def test_any_type_of_any_field_is_a_draft_or_a_bad_record(value: dict[str, Any], context: dict[str, Any]) -> None:
    for whole in (
        value,
        {**value, "id": "1", "text": "x"},
        {"data": {**value, "id": "1", "text": "x"}, "includes": value},
    ):
        with contextlib.suppress(BadRecord):
            draft(json.dumps(whole).encode(), json.dumps(context).encode())
