"""The archive of an account: whose posts they are, long posts, deleted posts, and what is no post."""

from __future__ import annotations

import contextlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, founds, sample

from corpus.errors import BadRecord
from corpus.folder import Corpus
from corpus.verify import verify_corpus
from ingest.readers.twitter.archive import READER, draft
from ingest.retry import retry
from ingest.run import ingest_paths

ACCOUNT = {"account": {"username": "anna", "accountId": "7", "accountDisplayName": "Anna B.", "email": "a@example.org"}}
LONG = "Un très long texte, avec bien plus de mots que n'en tient un message. " * 8


def tweet(id: str, text: str, **more: Any) -> dict[str, Any]:
    fields = {"id": id, "id_str": id, "created_at": "Tue Nov 06 23:16:18 +0000 2012", "full_text": text, "lang": "fr"}
    counts = {
        "favorite_count": "2",
        "retweet_count": "0",
        "truncated": False,
        "display_text_range": ["0", str(len(text))],
    }
    return {"tweet": {**fields, **counts, "entities": {"hashtags": [], "urls": []}, **more}}


def js(name: str, *entries: dict[str, Any], part: int = 0) -> bytes:
    return f"window.YTD.{name}.part{part} = ".encode() + json.dumps(entries, indent=2, ensure_ascii=False).encode()


def note(id: str, text: str, when: str = "2012-11-06T23:16:19.000Z") -> dict[str, Any]:
    link = {"shortUrl": "https://t.co/a", "expandedUrl": "https://x.org/b", "displayUrl": "x.org/b"}
    core = {"text": text, "urls": [link], "mentions": [], "hashtags": [{"text": "fin"}]}
    return {"noteTweet": {"noteTweetId": id, "createdAt": when, "core": core}}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "account.js").write_bytes(js("account", ACCOUNT))
    (folder / "tweets.js").write_bytes(
        js("tweets", tweet("11", "court"), tweet("12", LONG[:270] + "… https://t.co/xyz", favorite_count="5"))
    )
    (folder / "tweets-part1.js").write_bytes(js("tweets", tweet("13", "suite"), part=1))
    (folder / "note-tweet.js").write_bytes(js("note_tweet", note("99", LONG), note("98", "Une note sans message.")))
    (folder / "deleted-tweets.js").write_bytes(
        js("deleted_tweets", tweet("14", "regretté", deleted_at="Wed Nov 07 01:00:00 +0000 2012"))
    )
    (folder / "like.js").write_bytes(js("like", {"like": {"tweetId": "1", "fullText": "des autres"}}))
    (folder / "direct-messages.js").write_bytes(js("direct_messages", {"dmConversation": {"messages": []}}))
    return folder


def test_posts_belong_to_the_account_of_the_archive(archive: Path) -> None:
    path = archive / "tweets.js"
    source = path.read_bytes()
    documents = [found.document for _, found in drafts(READER, path)]
    assert [(d.native_id, d.account, d.byline, d.extra["account_id"]) for d in documents] == [
        ("11", "@anna", "Anna B.", "7"),
        ("12", "@anna", "Anna B.", "7"),
    ]
    assert documents[0].url == "https://twitter.com/anna/status/11"
    assert documents[0].metrics[0].value == 2
    assert documents[0].published_at == "2012-11-06T23:16:18Z"
    for record in founds(READER, path):
        assert source[record.place.offset or 0 :][: record.place.length] == record.raw
        assert source[: record.place.offset].count(b"\n") + 1 == record.place.line


def test_without_account_js_the_address_of_its_own_media_names_the_author(archive: Path) -> None:
    (archive / "account.js").unlink()
    own = {
        "type": "photo",
        "expanded_url": "https://twitter.com/anna/status/15/photo/1",
        "media_url_https": "https://p/1",
    }
    other = {**own, "expanded_url": "https://twitter.com/carl/status/9/photo/1"}
    entries = [tweet("15", "a", extended_entities={"media": [own]}), tweet("16", "b", entities={"media": [other]})]
    (archive / "tweets.js").write_bytes(js("tweets", *entries))
    first, second = (found.document for _, found in drafts(READER, archive / "tweets.js"))
    assert (first.account, second.account) == ("@anna", None)
    assert second.url == "https://twitter.com/i/web/status/16"


def test_a_long_post_and_its_note_are_one_document(archive: Path) -> None:
    post = [found.document for _, found in drafts(READER, archive / "tweets.js")][1]
    joined, alone = (found.document for _, found in drafts(READER, archive / "note-tweet.js"))
    assert post.text == LONG.strip()
    assert post == joined
    assert post.tags == ("fin",)
    assert post.extra["links"][0]["expanded"] == "https://x.org/b"
    assert (alone.native_id, alone.text, alone.account) == ("98", "Une note sans message.", "@anna")
    assert "number of the note" in alone.notes


def test_a_note_of_other_words_or_another_time_is_not_joined(archive: Path) -> None:
    late = note("97", LONG, "2012-11-06T23:20:00.000Z")
    (archive / "note-tweet.js").write_bytes(js("note_tweet", late, note("96", "Tout autre chose. " * 30)))
    post = [found.document for _, found in drafts(READER, archive / "tweets.js")][1]
    assert post.text.endswith("… https://t.co/xyz")


def test_a_repost_of_an_archive_names_whose_post_it_was(archive: Path) -> None:
    (archive / "tweets.js").write_bytes(js("tweets", tweet("17", "RT @carl: ce que d'autres ont dit…")))
    ((_, found),) = drafts(READER, archive / "tweets.js")
    assert found.document.extra["repost_of"] == {"handle": "carl"}
    assert found.document.notes == ("cut",)


def test_deleted_posts_keep_their_words(archive: Path) -> None:
    ((_, found),) = drafts(READER, archive / "deleted-tweets.js")
    assert (found.document.state, found.document.text, found.document.native_id) == ("deleted", "regretté", "14")
    assert found.document.extra["gone_at"] == "Wed Nov 07 01:00:00 +0000 2012"


def test_what_is_no_post_is_accounted_for(archive: Path) -> None:
    assert faults(READER, archive / "like.js") == ["no-document"]
    (archive / "block.js").write_bytes(b"window.YTD.block.part0 = []")
    assert faults(READER, archive / "block.js") == ["no-record"]
    (archive / "manifest.js").write_bytes(b'window.__THAR_CONFIG = {\n  "userInfo" : { }\n}')
    assert faults(READER, archive / "manifest.js") == ["no-document"]


PRIVATE = {
    "direct-messages.js": js("direct_messages", {"dmConversation": {"messages": ["Rendez-vous à la gare"]}}),
    "direct-messages-group.js": js("direct_messages_group", {"dmConversation": {"messages": ["à la gare"]}}),
    "contact.js": js("contact", {"contact": {"phoneNumbers": ["+33600000000 à la gare"]}}),
    "ip-audit.js": js("ip_audit", {"ipAudit": {"loginIp": "192.0.2.1 à la gare"}}),
    "email-address-change.js": js("email_address_change", {"emailAddressChange": {"changedTo": "gare@example.org"}}),
    "something-new.js": js("something_new", {"somethingNew": {"secret": "à la gare"}}),
}


def test_of_what_only_the_owner_could_see_no_bytes_are_kept(archive: Path, corpus: Corpus) -> None:
    for name, content in PRIVATE.items():
        (archive / name).write_bytes(content)
    for folder in ("direct_messages_media", "direct_messages_group_media"):
        (archive / folder).mkdir()
        (archive / folder / "1-2.jpg").write_bytes(b"\xff\xd8\xff la gare")
    zipped = archive.parent / "twitter.zip"
    with zipfile.ZipFile(zipped, "w") as file:
        for path in sorted(archive.rglob("*.*")):
            file.write(path, f"data/{path.relative_to(archive)}")
    account = ingest_paths(corpus, [archive, zipped])
    private = len(PRIVATE) + 2 + 1  # with account.js, which holds an e-mail address
    assert sum(tally.records for tally in account.tallies if tally.reason == "private") == 2 * private
    assert any("its bytes are not" in entry["message"] for entry in account.quarantined)
    with corpus.originals() as originals, corpus.store() as store:
        kept = b"".join(originals.get(sha) for sha in originals.hashes())
        assert b"gare" not in kept
        assert b"a@example.org" not in kept
        assert b"court" in kept
        for record in store.records(outcome="quarantined"):
            assert record.sha256
            assert record.place.length
    assert verify_corpus(corpus).faults == []
    assert retry(corpus).kept == 0


def test_the_zip_as_it_is_downloaded(archive: Path, tmp_path: Path, corpus: Corpus) -> None:
    path = tmp_path / "twitter-2022.zip"
    with zipfile.ZipFile(path, "w") as file:
        for member in sorted(archive.iterdir()):
            file.write(member, f"data/{member.name}")
    account = ingest_paths(corpus, [path])
    assert account.number() == account.number("kept") + account.number("merged") + account.number("quarantined") == 9
    with corpus.store() as store:
        documents = list(store.documents())
    assert {d.native_id for d in documents} == {"11", "12", "13", "14", "98"}
    assert {d.account for d in documents} == {"@anna"}


def test_archives_of_before_2019(tmp_path: Path) -> None:
    status = tweet("1", "ancien")["tweet"] | {"user": {"screen_name": "anna", "id_str": "7", "name": "Anna"}}
    path = tmp_path / "2012_11.js"
    path.write_bytes(b"Grailbird.data.tweets_2012_11 = \n" + json.dumps([status], indent=1).encode())
    ((record, found),) = drafts(READER, path)
    assert (found.document.text, found.document.account) == ("ancien", "@anna")
    assert path.read_bytes()[record.place.offset or 0 :][: record.place.length] == record.raw


def test_a_cut_file_keeps_the_posts_before_the_cut(archive: Path) -> None:
    path = archive / "tweets.js"
    path.write_bytes(path.read_bytes()[:-100])
    assert [found.document.text for _, found in drafts(READER, path)] == ["court"]
    assert faults(READER, path) == ["cut"]


@pytest.mark.parametrize("name", ["account", "account-suspension", "app", "follower", "following", "saved-search"])
def test_real_files_hold_no_posts_and_are_accounted_for(name: str) -> None:
    path = sample(f"twitter_export_archive_dogsheep/{name}.js")
    entries = json.loads(path.read_text("utf-8").split("=", 1)[1])
    reason = "private" if name in ("account", "app", "saved-search") else "no-document"
    assert faults(READER, path) == ([reason] * len(entries) or ["no-record"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [
    "tweet",
    "noteTweet",
    "core",
    "account",
    "note",
    "post",
    "part",
    "tweet_id",
    "deleted_at",
    "id_str",
    "full_text",
]


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_entry_is_a_draft_or_a_bad_record(value: dict[str, Any], context: dict[str, Any]) -> None:
    for whole in (value, {"tweet": {**tweet("1", "x")["tweet"], **value}}, {"noteTweet": value}):
        with contextlib.suppress(BadRecord):
            draft(json.dumps(whole).encode(), json.dumps(context).encode())
    with contextlib.suppress(BadRecord):
        draft(json.dumps(value).encode()[:-1])
