"""Zeeschuimer: posts of X, Instagram and TikTok as their pages receive them, wrapped, long, quoted, gone or hidden."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, only, ties, written

from corpus.errors import BadRecord
from corpus.model import Metric
from ingest.readers.zeeschuimer import READER, draft

AT = "2024-05-01T10:00:00Z"


def envelope(data: dict[str, Any], platform: str = "twitter.com", **more: Any) -> dict[str, Any]:
    common = {"nav_index": "1:2:3", "item_id": "1", "timestamp_collected": 1714557600123}
    return {**common, "source_platform": platform, "source_platform_url": "https://x.com/home", "data": data, **more}


def person(handle: str, id: str, *, modern: bool = True) -> dict[str, Any]:
    names = {"screen_name": handle, "name": handle.title()}
    return {"user_results": {"result": {"rest_id": id, ("core" if modern else "legacy"): names}}}


def result(id: str, text: str, handle: str = "anna", *, modern: bool = True, **more: Any) -> dict[str, Any]:
    legacy = {
        "id_str": id,
        "user_id_str": "7",
        "created_at": "Tue Nov 06 23:16:18 +0000 2012",
        "full_text": text,
        "favorite_count": 4,
        "entities": {"hashtags": [], "urls": [], "user_mentions": []},
        **more.pop("legacy", {}),
    }
    return {"__typename": "Tweet", "rest_id": id, "core": person(handle, "7", modern=modern), "legacy": legacy, **more}


@pytest.mark.parametrize("modern", [True, False])
def test_a_post_of_x(tmp_path: Path, modern: bool) -> None:
    data = result("1", "a &gt; b", modern=modern, views={"count": "12", "state": "EnabledWithCount"})
    document = only(READER, written(tmp_path, "z.ndjson", envelope(data))).document
    assert (document.platform, document.native_id, document.text) == ("twitter", "1", "a > b")
    assert (document.account, document.byline, document.extra["account_id"]) == ("@anna", "Anna", "7")
    assert document.published_at == "2012-11-06T23:16:18Z"
    assert {Metric(name="likes", value=4, at=AT), Metric(name="views", value=12, at=AT)} == set(document.metrics)
    assert document.extra["collected_at"] == AT
    assert document.extra["collected_from"] == "https://x.com/home"


def test_posts_that_are_wrapped_once_more(tmp_path: Path) -> None:
    wrapped = {"__typename": "TweetWithVisibilityResults", "tweet": result("1", "caché sous un emballage"), "id": 1}
    assert only(READER, written(tmp_path, "z.ndjson", envelope(wrapped))).document.text == "caché sous un emballage"


def test_the_whole_text_of_a_long_post(tmp_path: Path) -> None:
    long = "mot " * 100 + "fin"
    note = {"text": long, "entity_set": {"hashtags": [{"text": "fin"}], "urls": [], "user_mentions": []}}
    data = result("1", "mot mot…", note_tweet={"is_expandable": True, "note_tweet_results": {"result": note}})
    document = only(READER, written(tmp_path, "z.ndjson", envelope(data))).document
    assert (document.text, document.tags, document.notes) == (long, ("fin",), ())


def test_reposts_and_quotes_come_along_whole(tmp_path: Path) -> None:
    quoted = {"result": {"__typename": "TweetWithVisibilityResults", "tweet": result("1", "la source", "carl")}}
    original = result("2", "tout le texte", "berthe", quoted_status_result=quoted, legacy={"quoted_status_id_str": "1"})
    repost = result("3", "RT @berthe: tout…", legacy={"retweeted_status_result": {"result": original}})
    found = only(READER, written(tmp_path, "z.ndjson", envelope(repost)))
    assert (found.document.text, ties(found.document)) == ("RT @berthe: tout le texte", {("reposts", "2")})
    assert {(other.native_id, other.account) for _, other in found.along} == {("2", "@berthe"), ("1", "@carl")}


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("This Post is from a suspended account. Learn more", "suspended"),
        ("This Post was deleted by the Post author. Learn more", "deleted"),
        ("This Post is from an account that no longer exists. Learn more", "deleted"),
        ("Ce post a été supprimé par son auteur.", "deleted"),
        ("You’re unable to view this Post because this account owner limits who can view their Posts.", "withheld"),
    ],
)
def test_a_quoted_post_that_is_gone_is_a_tombstone(tmp_path: Path, sentence: str, state: str) -> None:
    gone = {"result": {"__typename": "TweetTombstone", "tombstone": {"text": {"text": sentence}}}}
    data = result("2", "voyez", quoted_status_result=gone, legacy={"quoted_status_id_str": "1"})
    found = only(READER, written(tmp_path, "z.ndjson", envelope(data)))
    assert ties(found.document) == {("quotes", "1")}
    ((_, tombstone),) = found.along
    assert (tombstone.native_id, tombstone.state, tombstone.text, tombstone.extra["notice"]) == (
        "1",
        state,
        "",
        sentence,
    )


def test_the_older_form_and_the_one_of_4cat(tmp_path: Path) -> None:
    legacy = result("1", "ancien")["legacy"]
    old = {
        "id": 1,
        "type": "adaptive",
        "legacy": legacy,
        "user": {"screen_name": "anna", "id_str": "7", "name": "Anna"},
    }
    flat = {**result("2", "de 4CAT"), "__import_meta": envelope({})}
    path = written(tmp_path, "z.ndjson", envelope(old), flat)
    assert [(f.document.text, f.document.account) for _, f in drafts(READER, path)] == [
        ("ancien", "@anna"),
        ("de 4CAT", "@anna"),
    ]
    assert READER.recognises(json.dumps(flat).encode())


def test_a_post_of_instagram(tmp_path: Path) -> None:
    data = {
        "code": "C1hWCZLPQ9T",
        "pk": "3268",
        "caption": {"text": "Tous au meeting ! #élection @parti.officiel."},
        "user": {"username": "anna", "full_name": "Anna B.", "pk": "7"},
        "taken_at": 1352243778,
        "like_count": 3,
        "comment_count": 1,
        "media_type": 8,
        "carousel_media": [{"media_type": 1, "image_versions2": {"candidates": [{"url": "https://i/1.jpg"}]}}],
    }
    hidden = {**data, "code": "B2", "like_and_view_counts_disabled": True}
    first, second = (
        f.document
        for _, f in drafts(READER, written(tmp_path, "z", *(envelope(d, "instagram.com") for d in (data, hidden))))
    )
    assert (first.platform, first.native_id, first.account, first.byline) == (
        "instagram",
        "C1hWCZLPQ9T",
        "@anna",
        "Anna B.",
    )
    assert first.url == "https://www.instagram.com/p/C1hWCZLPQ9T/"
    assert (first.published_at, first.tags) == ("2012-11-06T23:16:18Z", ("élection",))
    assert first.extra["mentions"] == [{"handle": "parti.officiel"}]
    assert first.extra["media"] == [{"type": "photo", "url": "https://i/1.jpg"}]
    assert first.extra["pk"] == "3268"
    assert Metric(name="likes", value=3, at=AT) in first.metrics
    assert Metric(name="likes", status="hidden", at=AT) in second.metrics


def test_the_older_graph_of_instagram(tmp_path: Path) -> None:
    data = {
        "__typename": "GraphImage",
        "shortcode": "A1",
        "edge_media_to_caption": {"edges": [{"node": {"text": "légende"}}]},
        "owner": {"username": "anna", "id": "7"},
        "taken_at_timestamp": 1352243778,
        "edge_media_preview_like": {"count": -1},
        "edge_media_to_comment": {"count": 2},
        "display_url": "https://i/1.jpg",
    }
    document = only(READER, written(tmp_path, "z", envelope(data, "instagram.com"))).document
    assert (document.native_id, document.text, document.account) == ("A1", "légende", "@anna")
    assert {Metric(name="likes", status="hidden", at=AT), Metric(name="replies", value=2, at=AT)} == set(
        document.metrics
    )


def test_a_post_of_threads(tmp_path: Path) -> None:
    quoted = {"code": "B2", "caption": {"text": "la source"}, "user": {"username": "carl"}, "taken_at": 1352243777}
    shared = {"direct_reply_count": 2, "repost_count": 1, "share_info": {"quoted_post": quoted, "reposted_post": None}}
    data = {
        "code": "A1",
        "caption": {"text": "voyez"},
        "user": {"username": "anna", "pk": "7"},
        "taken_at": 1352243778,
        "like_count": 5,
        "text_post_app_info": shared,
    }
    found = only(READER, written(tmp_path, "z", envelope(data, "threads.net")))
    assert (found.document.platform, found.document.url) == ("threads", "https://www.threads.com/@anna/post/A1")
    assert {(m.name, m.value) for m in found.document.metrics} == {("likes", 5), ("replies", 2), ("reposts", 1)}
    assert ties(found.document) == {("quotes", "B2")}
    assert [(other.platform, other.text, other.account) for _, other in found.along] == [
        ("threads", "la source", "@carl")
    ]


def test_a_picture_without_words_is_no_document(tmp_path: Path) -> None:
    data = {"code": "A1", "caption": None, "user": {"username": "anna"}, "taken_at": 1352243778}
    assert faults(READER, written(tmp_path, "z", envelope(data, "instagram.com"))) == ["no-text"]


def test_videos_and_comments_of_tiktok(tmp_path: Path) -> None:
    video = {
        "id": "7300000000000000001",
        "desc": "Votez ! #élection",
        "createTime": "1352243778",
        "author": {"uniqueId": "anna", "nickname": "Anna B.", "id": "7"},
        "textExtra": [{"hashtagName": "élection"}, {"hashtagName": ""}],
        "stats": {"diggCount": 1000, "playCount": 5},
        "statsV2": {"diggCount": "1042"},
        "duetInfo": {"duetFromId": "0"},
        "video": {"cover": "https://c", "playAddr": "https://v", "duration": 12},
    }
    duet = {
        **video,
        "id": "7300000000000000002",
        "author": "berthe",
        "nickname": "B.",
        "duetInfo": {"duetFromId": video["id"]},
    }
    comment = {
        "cid": "71",
        "aweme_id": video["id"],
        "reply_id": "0",
        "text": "bravo",
        "create_time": 1352243780,
        "digg_count": 1,
        "user": {"unique_id": "carl", "nickname": "Carl", "uid": "8"},
    }
    path = written(
        tmp_path, "z", envelope(video, "tiktok.com"), envelope(duet, "tiktok.com"), envelope(comment, "tiktok-comments")
    )
    first, second, third = (found.document for _, found in drafts(READER, path))
    assert (first.platform, first.account, first.text, first.tags) == (
        "tiktok",
        "@anna",
        "Votez ! #élection",
        ("élection",),
    )
    assert first.url == "https://www.tiktok.com/@anna/video/7300000000000000001"
    assert first.published_at == "2012-11-06T23:16:18Z"
    assert Metric(name="likes", value=1042, at=AT) in first.metrics
    assert (ties(first), ties(second)) == (set(), {("quotes", video["id"])})
    assert (second.account, second.byline) == ("@berthe", "B.")
    assert (third.kind, third.account, ties(third)) == ("comment", "@carl", {("reply_to", video["id"])})


def test_other_platforms_are_accounted_for(tmp_path: Path) -> None:
    path = written(tmp_path, "z.ndjson", envelope({"id": "1"}, "9gag.com"), envelope({}, "twitter.com"))
    assert faults(READER, path) == ["no-document", "no-document"]


def test_only_envelopes_are_taken() -> None:
    for value in ({"data": {"id": "1"}}, {"text": "x", "platform": "twitter"}, [1], {"item_id": "1", "data": {}}):
        assert not READER.recognises(json.dumps(value).encode())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "rest_id", "legacy", "core", "note_tweet", "quoted_status_result", "tombstone", "tweet", "result", "views", "user",
    "code", "caption", "owner", "taken_at", "carousel_media", "video_versions", "like_count", "usertags", "location",
    "id", "createTime", "author", "stats", "textExtra", "cid", "aweme_id", "video", "music", "desc", "shortcode",
]  # fmt: skip


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from(["x.com", "instagram.com", "tiktok.com"]), JSON)
def test_any_type_of_any_field_is_a_draft_or_a_bad_record(data: dict[str, Any], platform: str, other: Any) -> None:
    real = {**result("1", "x"), "code": "A", "caption": "x", "createTime": 1, "desc": "x", "author": "a"}
    for value in (
        envelope(data, platform),
        envelope({**real, **data}, platform),
        envelope(real, platform, item_id=other),
    ):
        with contextlib.suppress(BadRecord):
            draft(json.dumps(value).encode())
    with contextlib.suppress(BadRecord):
        draft(json.dumps({"source_platform": platform, "timestamp_collected": other, "data": real}).encode())
