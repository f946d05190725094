"""Mastodon: outboxes, both versions of ActivityStreams, statuses of the API, and what is no post."""

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
from ingest.draft import Draft
from ingest.readers.mastodon import READER, draft
from ingest.readers.mastodon.parts import words_of
from ingest.readers.registry import recognise
from ingest.readers.stream import Stream

HOST = "https://social.example"
ME = f"{HOST}/users/me"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def note(id: int = 1, content: str = "<p>Bonjour</p>", **more: Any) -> dict[str, Any]:
    return {
        "id": f"{ME}/statuses/{id}",
        "type": "Note",
        "published": "2023-03-09T14:55:03Z",
        "attributedTo": ME,
        "content": content,
        "to": [PUBLIC],
        "cc": [f"{ME}/followers"],
        **more,
    }


def create(inner: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"{inner['id']}/activity", "type": "Create", "actor": ME, "object": inner}


def whole(value: Any) -> Draft:
    return draft(json.dumps(value).encode())


def made(value: Any) -> Document:
    return whole(value).document


def test_an_outbox(tmp_path: Path) -> None:
    announce = {
        "id": f"{ME}/statuses/3/activity",
        "type": "Announce",
        "actor": ME,
        "published": "2023-03-10T00:00:00Z",
        "to": [PUBLIC],
        "object": "https://other.example/users/you/statuses/9",
    }
    box = {
        "@context": ["https://www.w3.org/ns/activitystreams", {"toot": "http://joinmastodon.org/ns#"}],
        "id": "outbox.json",
        "type": "OrderedCollection",
        "totalItems": 3,
        "orderedItems": [create(note(1)), create(note(2, inReplyTo=f"{ME}/statuses/1")), announce],
    }
    data = json.dumps(box).encode().replace(b'"orderedItems"', b'"orderedItems":[],"orderedItems"')  # as it writes it
    assert recognise(data).name == "mastodon"
    found = list(READER.records(Stream(io.BytesIO(data).read, 2**40)))
    assert [each.place.pointer for each in found] == [f"/orderedItems/{n}" for n in range(3)]
    first, second, third = (draft(each.raw).document for each in found)
    assert (first.native_id, first.account, first.text) == (f"{ME}/statuses/1", "@me@social.example", "Bonjour")
    assert (first.platform, first.extra["visibility"]) == ("mastodon", "public")
    assert [(r.kind, r.native_id) for r in second.relations] == [("reply_to", first.native_id)]
    # An Announce is only an address: that is all its text, and the far end is not known.
    assert [(r.kind, r.native_id) for r in third.relations] == [("reposts", announce["object"])]
    assert (third.text, third.published_at) == (announce["object"], "2023-03-10T00:00:00Z")


def test_paragraphs_links_mentions_and_tags_of_the_content() -> None:
    content = (
        f'<p><span class="h-card"><a href="{HOST}/@you" class="u-url mention">@<span>you</span></a></span> un &amp; '
        'deux<br />trois</p><p>Voir <a href="https://ex.org/long/path" rel="nofollow"><span class="invisible">https://'
        '</span><span class="ellipsis">ex.org/long</span><span class="invisible">/path</span></a> '
        f'<a href="{HOST}/tags/débat" class="mention hashtag">#<span>débat</span></a></p>'
        '<p class="quote-inline">RE: <a href="https://q.example">q</a></p>'
    )
    tags = [
        {"type": "Mention", "href": f"{HOST}/users/you", "name": "@you"},
        {"type": "Hashtag", "href": f"{HOST}/tags/débat", "name": "#débat"},
    ]
    document = made(note(1, content, tag=tags))
    assert document.text == "@you un & deux\ntrois\n\nVoir https://ex.org/long/path #débat"
    address = "https://ex.org/long/path"
    assert document.extra["links"] == [{"url": address, "expanded": address, "display": address}]
    assert document.extra["mentions"] == [{"handle": "you@social.example", "id": f"{HOST}/users/you"}]
    assert document.tags == ("débat",)


def test_a_text_without_markup_keeps_its_lines() -> None:
    assert words_of("un\n  deux &lt;b&gt;").text == "un\n  deux <b>"
    assert words_of("*un* <b>", plain=True).text == "*un* <b>"
    assert words_of("<p></p>").text == ""


@pytest.mark.parametrize(
    ("to", "cc", "seen", "noted"),
    [
        ([PUBLIC], [f"{ME}/followers"], "public", False),
        ([f"{ME}/followers"], [PUBLIC], "unlisted", False),
        ([f"{ME}/followers"], [], "followers", True),
        ([f"{HOST}/users/you"], [], "direct", True),
    ],
)
def test_who_was_meant_to_see_it(to: list[str], cc: list[str], seen: str, noted: bool) -> None:
    document = made(note(to=to, cc=cc))
    assert document.extra["visibility"] == seen
    assert ("not public" in document.notes) == noted


def test_a_warning_stands_above_what_it_warns_of() -> None:
    document = made(note(summary="Élections", sensitive=True))
    assert document.text == "Élections\n\nBonjour"
    assert document.extra["content_warning"] == "Élections"


def test_an_article_stands_under_its_title() -> None:
    document = made(note(1, "<p>Un.</p><p>Deux.</p>", type="Article", name="Le titre"))
    assert (document.kind, document.title, document.text) == ("article", "Le titre", "Le titre\n\nUn.\n\nDeux.")
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("title", "Le titre"),
        ("paragraph", "Un."),
        ("paragraph", "Deux."),
    ]


def test_quotations_in_the_forms_that_servers_use() -> None:
    far = "https://other.example/users/you/statuses/9"
    for name in ("quote", "quoteUrl", "quoteUri", "_misskey_quote"):
        assert [(r.kind, r.native_id) for r in made({**note(), name: far}).relations] == [("quotes", far)]
    inside = whole(note(quoteUrl=far, tag=[{"type": "Link", "href": far, "content": "<p>L'original</p>"}]))
    assert [(d.native_id, d.text) for _, d in inside.along] == [(far, "L'original")]


def test_a_repost_with_its_original() -> None:
    share = {"type": "Announce", "id": f"{ME}/statuses/3/activity", "actor": ME, "object": note(9, "<p>L'original</p>")}
    found = whole(share)
    assert (found.document.text, found.document.account) == ("L'original", "@me@social.example")
    assert [d.native_id for _, d in found.along] == [f"{ME}/statuses/9"]


def test_what_was_deleted_is_a_tombstone() -> None:
    gone = {"type": "Tombstone", "id": f"{ME}/statuses/4"}
    for value in ({"type": "Delete", "actor": ME, "object": gone}, {"@context": "x", "deleted": "2024", **gone}):
        document = made(value)
        assert (document.native_id, document.state, document.text) == (f"{ME}/statuses/4", "deleted", "")


def test_polls_media_and_counters() -> None:
    document = made(
        note(
            type="Question",
            votersCount=3,
            oneOf=[{"name": "Oui", "replies": {"totalItems": 2}}, {"name": "Non", "replies": {"totalItems": 1}}],
            attachment=[{"type": "Document", "mediaType": "image/png", "url": "/a.png", "name": "Une affiche"}],
            likes={"totalItems": 5},
            replies={"first": {"items": [note(7, "Réponse"), f"{ME}/statuses/8"]}},
        )
    )
    assert document.extra["poll"] == [{"text": "Oui", "votes": 2}, {"text": "Non", "votes": 1}]
    assert document.extra["media"] == [
        {"type": "image", "url": "/a.png", "media_type": "image/png", "alt": "Une affiche"}
    ]
    assert {(m.name, m.value) for m in document.metrics} == {("voters", 3), ("likes", 5)}


def test_answers_that_came_with_a_post() -> None:
    found = whole(note(1, replies={"items": [note(7, "Réponse", inReplyTo=f"{ME}/statuses/1"), {"type": "Note"}]}))
    assert [(d.native_id, d.text, d.relations[0].native_id) for _, d in found.along] == [
        (f"{ME}/statuses/7", "Réponse", f"{ME}/statuses/1")
    ]


def test_a_picture_that_is_answered_loses_no_answer() -> None:
    found = whole(note(1, "", replies={"items": [note(7, "Réponse"), note(8, "Encore")]}))
    assert [d.text for d in (found.document, *(d for _, d in found.along))] == ["Réponse", "Encore"]
    assert [r.native_id for r in found.document.relations] == [f"{ME}/statuses/1"]


def status(id: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": str(id),
        "uri": f"{ME}/statuses/{id}",
        "url": f"{HOST}/@me/{id}",
        "created_at": "2023-03-09T14:55:03.000Z",
        "account": {"id": "5", "acct": "me", "url": f"{HOST}/@me", "uri": ME, "display_name": "Moi"},
        "content": "<p>Bonjour</p>",
        "spoiler_text": "",
        "visibility": "public",
        "language": "fr",
        "replies_count": 0,
        "favourites_count": 4,
        **more,
    }


def test_statuses_of_the_api() -> None:
    page = [status(1), status(2, in_reply_to_id="1", in_reply_to_account_id="5", edited_at="2023-03-10T00:00:00Z")]
    data = json.dumps(page).encode()
    assert recognise(data).name == "mastodon"
    first, second = (draft(each.raw).document for each in READER.records(Stream(io.BytesIO(data).read, 2**40)))
    assert (first.native_id, first.account, first.byline) == (f"{ME}/statuses/1", "@me@social.example", "Moi")
    assert (first.language_declared, first.url) == ("fr", f"{HOST}/@me/1")
    assert {(m.name, m.value) for m in first.metrics} == {("replies", 0), ("likes", 4)}
    assert [(r.kind, r.native_id) for r in second.relations] == [("reply_to", first.native_id)]
    assert second.updated_at == "2023-03-10T00:00:00Z"
    # Who else was answered is known to that server alone: the number is kept, no address is made up.
    other = made(status(3, in_reply_to_id="1", in_reply_to_account_id="6"))
    assert (other.relations, other.extra["in_reply_to_id"]) == ((), "1")
    assert made(create(note(1))).native_id == first.native_id


def test_a_boost_of_the_api() -> None:
    found = whole(status(3, uri=f"{ME}/statuses/3/activity", content="", reblog=status(9, content="<p>L'original</p>")))
    assert (found.document.text, found.document.native_id) == ("L'original", f"{ME}/statuses/3/activity")
    assert [(r.kind, r.native_id) for r in found.document.relations] == [("reposts", f"{ME}/statuses/9")]
    assert [d.native_id for _, d in found.along] == [f"{ME}/statuses/9"]


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Like", "actor": ME, "object": f"{ME}/statuses/1"},
        {"type": "Follow", "actor": ME, "object": f"{HOST}/users/you"},
        {"type": "Undo", "actor": ME, "object": {"type": "Announce", "object": "x"}},
        {"type": "Update", "actor": ME, "object": {"type": "Person", "name": "Moi"}},
        {"@context": "https://www.w3.org/ns/activitystreams", "type": "Person", "name": "Moi"},
        {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "totalItems": 5},
        {"objectType": "activity", "verb": "rsvp-yes", "object": {"objectType": "event"}},
    ],
)
def test_what_is_no_post_is_said_to_be_none(value: dict[str, Any]) -> None:
    assert recognise(json.dumps(value).encode()).name == "mastodon"
    with pytest.raises(BadRecord) as error:
        made(value)
    assert error.value.code == "no-document"


NAMES = (
    "id",
    "type",
    "objectType",
    "verb",
    "object",
    "actor",
    "content",
    "url",
    "tag",
    "attachment",
    "inReplyTo",
    "to",
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["Note", "Announce", "share"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@given(ANY)
def test_any_json_is_a_post_or_a_bad_record(value: Any) -> None:
    for item in (value, {**note(), **value} if isinstance(value, dict) else value, status(reblog=value, card=value)):
        with contextlib.suppress(BadRecord):
            made(item)
        READER.recognises(json.dumps(item).encode())


# Files among the samples that hold a document, by how their names begin; everything else is none, or has no words.
POSTS = ("comment", "event.", "feed_", "github", "in_reply", "multiple_types_repost", "quote", "repost", "question")


def test_the_samples(shared: Path) -> None:
    """Texts, ids, times and ties as the raw files have them."""
    kept = 0
    for path in sorted((shared / "samples" / "activitystreams_granary").glob("*.as*.json")):
        raw = path.read_bytes()
        try:
            value = json.loads(raw)
        except ValueError:
            continue  # two of them are no JSON
        assert recognise(raw).name == "mastodon", path.name
        for found in READER.records(Stream(io.BytesIO(raw).read, 2**40)):
            document = None
            with contextlib.suppress(BadRecord):
                document = draft(found.raw).document
            if document is None:
                assert not path.name.startswith(POSTS), path.name
                continue
            kept += 1
            item = json.loads(found.raw)
            reposts = path.name.startswith(("repost", "multiple"))
            inner = item["object"] if "object" in item and not reposts else item
            if isinstance(inner.get("content"), str) and "<" not in inner["content"] and "&" not in inner["content"]:
                assert reposts or inner["content"] in document.text
            if "id" in inner:
                assert document.native_id == inner["id"]
            assert document.published_verbatim == inner.get("published")
            assert bool(inner.get("inReplyTo")) == any(r.kind == "reply_to" for r in document.relations) or reposts
            assert reposts == any(r.kind == "reposts" for r in document.relations)
        assert value
    assert kept > 45
