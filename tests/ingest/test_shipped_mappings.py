"""The tables of tools that people really use, read as they are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from reading import drafted, founds, sample, ties

from corpus.folder import Corpus
from corpus.model import Document
from ingest.mapping import mapping_for, shipped
from ingest.readers.base import Found
from ingest.readers.table import READER
from ingest.run import ingest_paths

ID, ORIGINAL = "1234567890123456789", "1234567890123456000"


def table(folder: Path, *rows: dict[str, Any], name: str = "table.csv") -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), "utf-8", newline="")
    return path


def read(folder: Path, row: dict[str, Any]) -> tuple[Found, Document]:
    (found,) = founds(READER, table(folder, row))
    return found, drafted(READER, found).document


TWARC = {
    "id": ID,
    "conversation_id": ID,
    "referenced_tweets.replied_to.id": "",
    "referenced_tweets.retweeted.id": "",
    "referenced_tweets.quoted.id": ORIGINAL.replace("6000", "6001"),
    "author_id": "77",
    "retweeted_username": "",
    "created_at": "2021-03-04T05:06:07.000Z",
    "text": r"Samedi à Lille &amp; dimanche.\nVenez !",
    "lang": "fr",
    "public_metrics.like_count": "3",
    "public_metrics.retweet_count": "",
    "entities.hashtags": '[{"start": 0, "end": 4, "tag": "Lille"}]',
    "entities.urls": '[{"url": "https://t.co/a", "expanded_url": "https://x.org/a"}]',
    "author.username": "ada",
    "author.name": "Ada",
    "__twarc.retrieved_at": "2021-03-05T00:00:00+00:00",
}


def test_twarc_csv(tmp_path: Path) -> None:
    found, document = read(tmp_path, TWARC)
    assert (document.platform, document.native_id, document.account, document.byline) == ("twitter", ID, "@ada", "Ada")
    assert document.text == "Samedi à Lille & dimanche.\nVenez !"
    assert (document.published_at, document.tags) == ("2021-03-04T05:06:07Z", ("Lille",))
    assert document.url == f"https://twitter.com/ada/status/{ID}"
    assert ties(document) == {("quotes", "1234567890123456001")}
    assert {(m.name, m.value, m.status) for m in document.metrics} == {
        ("likes", 3, "known"),
        ("reposts", None, "not_provided"),
    }
    assert document.extra["links"] == ["https://x.org/a"]
    assert (found.retrieved_at, found.retrieved_by) == ("2021-03-05T00:00:00Z", "twarc")


def test_a_repost_of_twarcs_table_has_the_form_of_a_repost_and_not_its_originals_counters(tmp_path: Path) -> None:
    row = {**TWARC, "referenced_tweets.retweeted.id": "5", "retweeted_username": "bob", "text": "Le texte entier"}
    _, document = read(tmp_path, row)
    assert document.text == "RT @bob: Le texte entier"
    assert (document.metrics, ties(document)) == ((), {("reposts", "5")})
    _, older = read(tmp_path, {**row, "text": "RT @bob: Le texte ent…"})
    assert (older.text, older.notes) == ("RT @bob: Le texte ent…", ("cut",))


def test_ids_that_a_spreadsheet_destroyed_are_never_an_identity(tmp_path: Path) -> None:
    path = table(tmp_path, *({**TWARC, "id": "1.23457E+18", "text": f"Texte {n}"} for n in range(3)))
    documents = [drafted(READER, found).document for found in founds(READER, path)]
    assert {document.native_id for document in documents} == {None}
    assert all("damaged id" in document.notes for document in documents)


TWITWI = {
    "id": ID,
    "timestamp_utc": "1610005273.0",
    "local_time": "2021-01-07T08:41:13",
    "user_screen_name": "ada",
    "text": "@bob Oui #Lille",
    "like_count": "2",
    "lang": "und",
    "to_tweetid": "9",
    "retweeted_id": "",
    "collection_time": "2021-01-07T10:18:11.463413",
    "url": f"https://twitter.com/ada/status/{ID}",
    "mentioned_names": "bob|eve",
    "hashtags": "lille",
}


def test_the_table_of_minet_and_gazouilloire(tmp_path: Path) -> None:
    found, document = read(tmp_path, TWITWI)
    assert (document.native_id, document.account, document.published_at) == (ID, "@ada", "2021-01-07T07:41:13Z")
    assert (document.tags, document.language_declared) == (("lille",), None)
    assert ties(document) == {("reply_to", "9")}
    assert document.extra["mentions"] == ["bob", "eve"]
    assert (found.retrieved_at, found.retrieved_by) == ("2021-01-07T10:18:11", "twitwi")


def test_a_real_table_of_twitwi_says_what_the_file_says() -> None:
    path = sample("twitter_v1_twitwi/tweet-export.csv")
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    documents = [drafted(READER, found).document for found in founds(READER, path)]
    assert [document.native_id for document in documents] == [row["id"] for row in rows]
    assert [document.account for document in documents] == [f"@{row['user_screen_name']}" for row in rows]
    for document, row in zip(documents, rows, strict=True):
        assert document.text.split() == row["text"].replace("&amp;", "&").split()
        assert ("reposts", row["retweeted_id"]) in ties(document) or not row["retweeted_id"]


OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "youtube-videos": (
        {
            "position": "1",
            "channelId": "UC1",
            "channelTitle": "La chaîne",
            "videoId": "abcdefghijk",
            "publishedAt": "2017-01-20T10:00:00Z",
            "videoTitle": "Le débat",
            "videoDescription": "",
            "tags": "débat,primaire",
            "viewCount": "10",
        },
        {"native_id": "abcdefghijk", "text": "Le débat", "byline": "La chaîne", "kind": "post"},
    ),
    "youtube-comments": (
        {
            "id": "Ug1.2",
            "replyCount": "0",
            "likeCount": "4",
            "publishedAt": "2017-01-20 11:00:00",
            "authorName": "Ada",
            "text": "Bien dit<br>vraiment",
            "isReply": "1",
            "isReplyTo": "Ug1",
        },
        {"native_id": "Ug1.2", "text": "Bien dit\nvraiment", "kind": "comment", "published_at": "2017-01-20T11:00:00Z"},
    ),
    "meta-content-library": (
        {
            "id": "555",
            "text": "Venez samedi",
            "creation_time": "2020-02-21T10:00:00+0000",
            "mcl_url": "https://www.facebook.com/mcl/555",
            "post_owner.name": "La page",
            "post_owner.username": "page",
            "statistics.like_count": "7",
        },
        {"native_id": "mcl:555", "account": "@page", "byline": "La page", "platform": "facebook"},
    ),
    "tiktok-research": (
        {
            "id": "7000000000000000001",
            "video_description": "Venez samedi",
            "create_time": "1582279200",
            "username": "ada",
            "hashtag_names": '["lille", "samedi"]',
            "region_code": "FR",
        },
        {
            "native_id": "7000000000000000001",
            "published_at": "2020-02-21T10:00:00Z",
            "tags": ("lille", "samedi"),
            "url": "https://www.tiktok.com/@ada/video/7000000000000000001",
        },
    ),
    "fourcat": (
        {
            "id": ID,
            "thread_id": ID,
            "timestamp": "2021-03-04 05:06:07",
            "link": f"https://x.com/ada/status/{ID}",
            "body": "RT @bob: Le texte entier",
            "author": "ada",
            "author_fullname": "Ada",
            "like_count": "900",
            "is_retweet": "yes",
            "retweeted_user": "bob",
        },
        {"platform": "twitter", "native_id": ID, "account": "@ada", "metrics": ()},
    ),
}


@pytest.mark.parametrize("name", list(OTHERS))
def test_tables_of_other_tools(tmp_path: Path, name: str) -> None:
    row, expected = OTHERS[name]
    chosen = mapping_for(list(row))
    assert chosen is not None
    assert chosen.name == name
    _, document = read(tmp_path, row)
    assert {field: getattr(document, field) for field in expected} == expected
    assert document.notes == ()


def test_no_shipped_mapping_takes_the_table_of_another() -> None:
    for mapping in shipped():
        for columns in mapping.recognise:
            assert mapping_for(columns) is mapping, (mapping.name, columns)


def test_a_post_in_a_table_and_from_the_platform_is_one_with_the_platforms_words(
    corpus: Corpus, tmp_path: Path
) -> None:
    post = {"id": ID, "text": "Samedi à Lille &amp; dimanche.\nVenez !", "author_id": "77", "conversation_id": ID}
    post["created_at"] = "2021-03-04T05:06:07.000Z"
    (tmp_path / "b.jsonl").write_text(json.dumps(post) + "\n", "utf-8")
    account = ingest_paths(corpus, [table(tmp_path, TWARC, name="a.csv"), tmp_path / "b.jsonl"])
    assert (account.number("kept"), account.number("merged")) == (1, 1)
    with corpus.store() as store:
        (document,) = store.documents()
    assert document.text == "Samedi à Lille & dimanche.\nVenez !"
    assert (document.account, document.tags) == ("@ada", ("Lille",))
