"""Reddit: posts, comments, what is gone, and what was posted elsewhere before."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from reading import drafted, drafts, founds, only, ties, written

from corpus.errors import BadRecord
from ingest.readers.reddit import READER, draft
from ingest.readers.registry import recognise

POST = {
    "id": "abc1",
    "author": "ada",
    "author_fullname": "t2_x",
    "title": "Débat &amp; clics",
    "selftext": "Qui paie ?\n\nPersonne ne sait.",
    "subreddit": "france",
    "permalink": "/r/france/comments/abc1/debat/",
    "url": "https://www.reddit.com/r/france/comments/abc1/debat/",
    "is_self": True,
    "created_utc": 1484906400,
    "score": 5,
    "num_comments": 2,
    "edited": False,
    "retrieved_on": 1485000000,
}
COMMENT = {
    "id": "xyz9",
    "author": "bob",
    "body": "Eux &gt; nous",
    "link_id": "t3_abc1",
    "parent_id": "t1_xyz8",
    "subreddit": "france",
    "created_utc": "1484906500",
    "score": -1,
    "edited": 1484906600.0,
}


def test_a_post_and_a_comment(tmp_path: Path) -> None:
    path = written(tmp_path, "RC.ndjson", POST, COMMENT)
    assert recognise(path.read_bytes()).name == "reddit"
    (found, post), (_, comment) = drafts(READER, path)
    document = post.document
    assert (document.kind, document.native_id, document.account) == ("post", "t3_abc1", "@ada")
    assert document.text == "Débat & clics\n\nQui paie ?\n\nPersonne ne sait."
    assert (document.published_at, document.url) == (
        "2017-01-20T10:00:00Z",
        "https://www.reddit.com/r/france/comments/abc1/debat/",
    )
    assert {(m.name, m.value) for m in document.metrics} == {("score", 5), ("replies", 2)}
    assert (found.retrieved_at, found.retrieved_by) == ("2017-01-21T12:00:00Z", "Pushshift")
    assert (comment.document.kind, comment.document.native_id, comment.document.text) == (
        "comment",
        "t1_xyz9",
        "Eux > nous",
    )
    assert ties(comment.document) == {("reply_to", "t1_xyz8")}
    assert comment.document.updated_at == "2017-01-20T10:03:20Z"


def test_what_is_gone_is_a_tombstone(tmp_path: Path) -> None:
    removed = {**COMMENT, "body": "[removed]"}
    deleted = {**POST, "author": "[deleted]", "selftext": "[deleted]"}
    (_, comment), (_, post) = drafts(READER, written(tmp_path, "a.ndjson", removed, deleted))
    assert (comment.document.state, comment.document.text) == ("withheld", "")
    assert (post.document.state, post.document.text, post.document.account) == ("deleted", "Débat & clics", None)


def test_a_post_shown_again_in_another_forum(tmp_path: Path) -> None:
    again = {**POST, "id": "abd2", "title": "Voir", "selftext": "", "crosspost_parent_list": [POST]}
    made = only(READER, written(tmp_path, "a.json", again))
    assert (made.document.text, ties(made.document)) == ("Voir", {("quotes", "t3_abc1")})
    assert [document.native_id for _, document in made.along] == ["t3_abc1"]


def test_an_answer_of_reddits_own(tmp_path: Path) -> None:
    page = {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": POST}, {"kind": "more", "data": {}}]}}
    found = founds(READER, written(tmp_path, "a.json", page))
    assert drafted(READER, found[0]).document.native_id == "t3_abc1"
    with contextlib.suppress(BadRecord):
        drafted(READER, found[1])
        raise AssertionError


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.none(), max_size=2)


@given(st.dictionaries(st.sampled_from(sorted({*POST, *COMMENT, "crosspost_parent_list"})), VALUES))
def test_any_line_is_a_draft_or_a_bad_record(changed: dict[str, Any]) -> None:
    for whole in (POST, COMMENT, {}):
        with contextlib.suppress(BadRecord):
            draft(json.dumps({**whole, **changed}).encode())
