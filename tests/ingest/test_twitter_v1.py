"""Twitter's API v1.1: every place where the whole text may stand, ids that were rounded, notices, and wrappers."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, founds, only, sample, ties, written

from corpus.errors import BadRecord
from ingest.readers.twitter.v1 import READER, draft

ANNA = {"id": 7, "id_str": "7", "screen_name": "anna", "name": "Anna B."}
CARL = {"id": 8, "id_str": "8", "screen_name": "carl", "name": "Carl"}


def status(id: str, text: str, user: dict[str, Any] = ANNA, **more: Any) -> dict[str, Any]:
    common = {"created_at": "Tue Nov 06 23:16:18 +0000 2012", "id": int(id), "id_str": id, "user": user, "text": text}
    return {**common, "favorite_count": 2, "retweet_count": 1, "entities": {}, **more}


def test_a_status_has_its_author_time_and_words(tmp_path: Path) -> None:
    document = only(READER, written(tmp_path, "t.jsonl", status("1", "a &amp;amp; b", lang="fr"))).document
    assert (document.account, document.byline, document.extra["account_id"]) == ("@anna", "Anna B.", "7")
    assert (document.published_at, document.published_precision) == ("2012-11-06T23:16:18Z", "second")
    assert document.published_verbatim == "Tue Nov 06 23:16:18 +0000 2012"
    assert (document.text, document.language_declared) == ("a &amp; b", "fr")
    assert document.url == "https://twitter.com/anna/status/1"
    assert {metric.name: (metric.value, metric.at) for metric in document.metrics} == {
        "likes": (2, None),
        "reposts": (1, None),
    }


@pytest.mark.parametrize(
    "more",
    [
        {"full_text": "entier"},
        {"truncated": True, "extended_tweet": {"full_text": "entier", "entities": {"hashtags": [{"text": "fin"}]}}},
    ],
)
def test_the_whole_text_is_taken_wherever_it_stands(tmp_path: Path, more: dict[str, Any]) -> None:
    document = only(READER, written(tmp_path, "t.jsonl", status("1", "ent… https://t.co/x", **more))).document
    assert (document.text, document.notes) == ("entier", ())
    assert document.tags == (("fin",) if "extended_tweet" in more else ())


def test_a_text_that_stays_cut_says_so(tmp_path: Path) -> None:
    assert only(READER, written(tmp_path, "t.jsonl", status("1", "ent…", truncated=True))).document.notes == ("cut",)


def test_a_repost_has_the_whole_text_of_the_original(tmp_path: Path) -> None:
    quoted = status("1", "la source", CARL)
    original = status("2", "tout le texte #vote", CARL, quoted_status=quoted, quoted_status_id_str="1")
    repost = status("3", "RT @carl: tout…", retweeted_status=original, quoted_status_id_str="1")
    found = only(READER, written(tmp_path, "t.jsonl", repost))
    assert found.document.text == "RT @carl: tout le texte #vote"
    assert found.document.extra["verbatim"] == "RT @carl: tout…"
    assert ties(found.document) == {("reposts", "2")}
    assert {other.native_id: ties(other) for _, other in found.along} == {"2": {("quotes", "1")}, "1": set()}


def test_answers_and_quotes_are_relations_also_to_posts_that_are_not_there(tmp_path: Path) -> None:
    link = {"expanded": "https://twitter.com/carl/status/5", "url": "https://t.co/x"}
    answer = status("3", "@carl oui", in_reply_to_status_id_str="4", in_reply_to_screen_name="carl")
    found = only(READER, written(tmp_path, "t.jsonl", {**answer, "quoted_status_permalink": link}))
    assert ties(found.document) == {("reply_to", "4"), ("quotes", "5")}
    assert {relation.url for relation in found.document.relations} == {
        "https://twitter.com/carl/status/4",
        "https://twitter.com/carl/status/5",
    }


def test_damaged_ids_are_flagged_and_never_used(tmp_path: Path) -> None:
    rounded = status("1169246717864136705", "a") | {"id": 1169246717864136700}
    alone = {name: value for name, value in rounded.items() if name != "id_str"}
    table = alone | {"id": 1.16925e18}
    path = written(tmp_path, "t.jsonl", rounded, alone, table)
    first, second, third = (found.document for _, found in drafts(READER, path))
    assert (first.native_id, first.notes) == ("1169246717864136705", ("damaged id",))
    assert (second.native_id, second.notes) == ("1169246717864136700", ("id may be rounded",))
    assert (third.native_id, third.notes) == (None, ("damaged id",))


def test_the_stretch_that_is_shown_counts_decoded_characters(tmp_path: Path) -> None:
    text = "@carl &amp; 😀 oui"
    document = only(READER, written(tmp_path, "t.jsonl", status("1", text, display_text_range=[6, 15]))).document
    start, end = document.extra["display_range"]
    assert document.text[start:end] == "& 😀 o"


def test_links_mentions_and_media(tmp_path: Path) -> None:
    entities = {
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://x.org/b", "display_url": "x.org/b"}],
        "user_mentions": [{"screen_name": "carl", "id_str": "8", "name": "Carl"}],
        "media": [{"type": "photo", "media_url_https": "https://p/1.jpg"}],
    }
    variants = [
        {"content_type": "video/mp4", "bitrate": 1, "url": "https://v/low"},
        {"content_type": "video/mp4", "bitrate": 2, "url": "https://v/high"},
    ]
    film = {"type": "video", "media_url_https": "https://p/1.jpg", "video_info": {"variants": variants}}
    value = status("1", "x", entities=entities, extended_entities={"media": [film]})
    extra = only(READER, written(tmp_path, "t.jsonl", value)).document.extra
    assert extra["links"] == [{"url": "https://t.co/a", "expanded": "https://x.org/b", "display": "x.org/b"}]
    assert extra["mentions"] == [{"handle": "carl", "id": "8", "name": "Carl"}]
    assert extra["media"] == [{"type": "video", "url": "https://v/high", "preview": "https://p/1.jpg"}]


def test_notices_of_a_stream(tmp_path: Path) -> None:
    deletion = {"delete": {"status": {"id_str": "5", "user_id_str": "7"}, "timestamp_ms": "1"}}
    withheld = {"status_withheld": {"id": 6, "user_id": 7, "withheld_in_countries": ["FR"]}}
    path = written(tmp_path, "t.jsonl", deletion, withheld, {"limit": {"track": 3}}, status("1", "a"))
    found = [(f.document.native_id, f.document.state, f.document.text) for _, f in drafts(READER, path)]
    assert found == [("5", "deleted", ""), ("6", "withheld", ""), ("1", "live", "a")]
    assert faults(READER, path) == ["no-document"]


def test_a_search_an_array_and_single_statuses_printed_over_many_lines(tmp_path: Path) -> None:
    search = written(
        tmp_path, "s.json", {"statuses": [status("1", "a"), status("2", "b")], "search_metadata": {}}, indent=1
    )
    array = written(tmp_path, "a.json", [status("1", "a"), status("2", "b")], indent=1)
    single = written(tmp_path, "1.json", status("1", "a"), status("2", "b"), indent=1)
    for path in (search, array, single):
        assert [found.document.text for _, found in drafts(READER, path)] == ["a", "b"]
        source = path.read_bytes()
        for record in founds(READER, path):
            assert source[record.place.offset or 0 :][: record.place.length] == record.raw
    assert [record.place.pointer for record in founds(READER, search)] == ["/statuses/0", "/statuses/1"]


def test_a_status_that_was_wrapped_once_more(tmp_path: Path) -> None:
    user = {**ANNA, "followers_count": 1, "friends_count": 1, "statuses_count": 1}
    bare = {name: value for name, value in status("2", "b").items() if name != "user"}
    path = written(
        tmp_path, "t.jsonl", {"_index": "tweets", "_source": status("1", "a")}, {**user, "status": bare}, user
    )
    assert [(f.document.text, f.document.account) for _, f in drafts(READER, path)] == [("a", "@anna"), ("b", "@anna")]
    assert faults(READER, path) == ["no-document"]


def test_a_broken_line_and_half_an_emoji(tmp_path: Path) -> None:
    path = written(tmp_path, "t.jsonl", status("1", "a"))
    path.write_bytes(path.read_bytes() + b"{no json\n" + json.dumps(status("2", "b")).encode() + b"\n")
    assert faults(READER, path) == ["not-json"]
    assert [found.document.text for _, found in drafts(READER, path)] == ["a", "b"]
    half = json.dumps(status("3", "c@")).replace("c@", "c\\ud83d").encode()
    assert draft(half).document.text == "c\ufffd"


def test_other_posts_are_not_taken() -> None:
    mastodon = {"id": "1", "created_at": "2022-01-01T00:00:00Z", "content": "x", "favourites_count": 1, "account": {}}
    ours = {"id": "d" + "a" * 16, "text": "x", "published_at": "2012", "account": "@anna"}
    version2 = {"id": "1", "text": "x", "created_at": "2022", "author_id": "1", "in_reply_to_user_id": "2"}
    for value in (mastodon, ours, version2):
        assert not READER.recognises(json.dumps(value).encode())


def test_the_real_file_whose_ids_are_all_rounded() -> None:
    path = sample("twitter_v1_dogsheep/tweets.json")
    raw = json.loads(path.read_text("utf-8"))
    documents = [found.document for _, found in drafts(READER, path)]
    assert [document.native_id for document in documents] == [value["id_str"] for value in raw]
    assert all("damaged id" in document.notes for document in documents)
    original = raw[0]["retweeted_status"]["full_text"].replace("&amp;", "&")
    assert documents[0].text == "RT @drvox: " + original


@pytest.mark.parametrize("name", ["search", "show", "stream"])
def test_the_same_real_repost_as_three_calls_gave_it(name: str) -> None:
    found = only(READER, sample(f"twitter_v1_twitwi/normalization-payload-{name}.json"))
    assert found.document.native_id == "1552687856111566848"
    assert found.document.published_at == "2022-07-28T16:10:07Z"
    assert "les 300 plus grosses)" in found.document.text
    assert [ties(other) for _, other in found.along] == [{("quotes", "1552568929406664705")}, set()]
    assert len(found.along[1][1].text) > 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "id", "id_str", "text", "full_text", "extended_tweet", "created_at", "user", "entities", "extended_entities",
    "retweeted_status", "quoted_status", "quoted_status_permalink", "display_text_range", "lang", "source", "place",
    "favorite_count", "withheld_in_countries", "delete", "status_withheld", "edit_control", "note", "views",
    "coordinates",
]  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.binary(max_size=100))
def test_any_type_of_any_field_is_a_draft_or_a_bad_record(value: dict[str, Any], raw: bytes) -> None:
    real = status("1", "x")
    for whole in (value, {**real, **value}, {**real, "retweeted_status": {**real, **value}}):
        with contextlib.suppress(BadRecord):
            draft(json.dumps(whole).encode())
    with contextlib.suppress(BadRecord):
        draft(raw)
