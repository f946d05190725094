"""A post meets itself: shown by a page, captured from the platform, in a table of somebody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folder import Corpus
from ingest.clean.platforms import one_id, post_address
from ingest.readers.post import Post, draft_of
from ingest.run import ingest_paths

NUMBER, CODE = "2250000000000000123", "B85mxQ4oQB7"
STATUS = "https://social.example/users/ada/statuses/100254678717223630"
SHOWN = "https://social.example/@ada/100254678717223630"


@given(st.integers(min_value=10**11, max_value=2**63))
def test_the_short_code_is_the_number_in_base_64(number: int) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    code = one_id("instagram", str(number))
    value = 0
    for char in code:
        value = value * 64 + alphabet.index(char)
    assert value == number
    assert one_id("instagram", code) == code
    assert one_id("instagram", f"{number}_17841400000") == code
    assert one_id("instagram", code + "x" * 28) == code[: len(code)]
    assert one_id("twitter", str(number)) == str(number)


@pytest.mark.parametrize(
    ("url", "platform", "id", "account"),
    [
        (f"https://www.instagram.com/p/{CODE}/", "instagram", CODE, None),
        (f"https://www.instagram.com/ada/reel/{CODE}/embed", "instagram", CODE, "@ada"),
        (f"{SHOWN}/embed", "mastodon", STATUS, "@ada@social.example"),
        (STATUS, "mastodon", STATUS, "@ada@social.example"),
        (
            "https://social.example/@bob@far.example/100254678717223630",
            "mastodon",
            "https://social.example/@bob@far.example/100254678717223630",
            "@bob@far.example",
        ),
        ("https://www.reddit.com/r/france/comments/abc1/un_titre/", "reddit", "t3_abc1", None),
        ("https://old.reddit.com/r/france/comments/abc1/un_titre/xyz9/", "reddit", "t1_xyz9", None),
        ("https://bsky.app/profile/did:plc:a1/post/3k", "bluesky", "at://did:plc:a1/app.bsky.feed.post/3k", None),
    ],
)
def test_every_address_of_a_post_leads_to_its_one_id(url: str, platform: str, id: str, account: str | None) -> None:
    assert post_address(url) == (platform, id, account)


def page(embed: str) -> str:
    words = "<p>" + "Un paragraphe de l'article, assez long pour que personne ne le prenne pour un menu. " * 4 + "</p>"
    return (
        f"<html><head><title>Un article</title></head><body><article>{words * 3}{embed}{words}</article></body></html>"
    )


INSTAGRAM = {
    "item_id": CODE,
    "timestamp_collected": 1_700_000_000_000,
    "source_platform": "instagram.com",
    "data": {"code": CODE, "pk": NUMBER, "taken_at": 1_582_300_000, "caption": {"text": "Le texte entier du message"}},
}
STATUS_OF_API = {
    "id": "100254678717223630",
    "uri": STATUS,
    "url": SHOWN,
    "created_at": "2020-02-21T10:00:00.000Z",
    "content": "<p>Le texte entier du message</p>",
    "account": {"acct": "ada", "url": "https://social.example/@ada"},
}
EMBEDS: dict[str, tuple[str, Any]] = {
    "instagram": (
        f'<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/{CODE}/">'
        "<p>Le texte ent…</p><a>Une publication partagée par Ada (@ada)</a></blockquote>",
        INSTAGRAM,
    ),
    "mastodon": (
        f'<blockquote class="mastodon-embed" data-embed-url="{SHOWN}/embed"><p>Le texte ent…</p>'
        f'<a href="{SHOWN}">Post by @ada@social.example</a></blockquote>',
        STATUS_OF_API,
    ),
}


@pytest.mark.parametrize("platform", list(EMBEDS))
@pytest.mark.parametrize("page_first", [True, False])
def test_a_post_that_a_page_shows_is_the_one_that_was_captured(
    corpus: Corpus, tmp_path: Path, platform: str, page_first: bool
) -> None:
    embed, record = EMBEDS[platform]
    names = ("a", "b") if page_first else ("b", "a")
    (tmp_path / f"{names[0]}.html").write_text(page(embed), encoding="utf-8")
    (tmp_path / f"{names[1]}.json").write_text(json.dumps(record) + "\n", encoding="utf-8")
    ingest_paths(corpus, sorted(tmp_path.glob("[ab].*")))
    with corpus.store() as store:
        documents = list(store.documents())
        (post,) = [document for document in documents if document.kind == "post"]
        (article,) = [document for document in documents if document.kind == "article"]
        assert post.text == "Le texte entier du message"
        assert len(store.observations(post.id)) == 2
        assert [tie.target for tie in article.relations if tie.kind == "embeds"] == [post.id]


def test_a_number_of_instagrams_in_a_table_is_the_code_of_its_address(corpus: Corpus, tmp_path: Path) -> None:
    rows = "id,thread_id,body,author,timestamp,url\n"
    rows += f"{NUMBER},1,Le texte,ada,2020-02-21 10:00:00,https://www.instagram.com/p/{CODE}/\n"
    (tmp_path / "a.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(INSTAGRAM) + "\n", encoding="utf-8")
    ingest_paths(corpus, [tmp_path / "a.csv", tmp_path / "b.json"])
    with corpus.store() as store:
        (post,) = store.documents()
    assert (post.native_id, post.text) == (CODE, "Le texte entier du message")


def test_a_picture_that_quotes_a_post_loses_neither() -> None:
    quoted = Post(platform="bluesky", id="at://b", text="Ce qui est cité")
    made = draft_of(
        Post(platform="bluesky", id="at://a", quotes=quoted, media=({"type": "photo", "url": "https://i/1"},))
    )
    assert made.document.text == ""
    assert [(tie.kind, tie.native_id) for tie in made.document.relations] == [("quotes", "at://b")]
    assert [document.text for _, document in made.along] == ["Ce qui est cité"]


def tweet(text: str, **more: Any) -> dict[str, Any]:
    fields = {"id_str": "1234567890123456789", "created_at": "Wed Sep 04 13:51:55 +0000 2019", "retweet_count": 1}
    return {**fields, "user": {"id_str": "7", "screen_name": "ada"}, "text": text, **more}


LONG = (
    "Nos adversaires achètent des clics ; nous, nous frappons aux portes de tout le quartier, et nous y retournerons."
)


@pytest.mark.parametrize("cut_first", [True, False])
def test_a_post_that_was_cut_gives_way_to_the_whole_one_whichever_comes_first(
    corpus: Corpus, tmp_path: Path, cut_first: bool
) -> None:
    cut = tweet(LONG[:100] + "… https://t.co/x", truncated=True)
    whole = tweet(LONG[:100] + "…", extended_tweet={"full_text": LONG}, truncated=True)
    for name, value in zip("ab" if cut_first else "ba", (cut, whole), strict=True):
        (tmp_path / f"{name}.json").write_text(json.dumps(value) + "\n", "utf-8")
    account = ingest_paths(corpus, [tmp_path / "a.json", tmp_path / "b.json"])
    assert (account.number("kept"), account.number("merged")) == (1, 1)
    with corpus.store() as store:
        (post,) = store.documents()
        assert len(store.observations(post.id)) == 2
    assert (post.text, post.notes) == (LONG, ())
