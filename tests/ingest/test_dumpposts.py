"""Posts that lost their frame: which lines are the post's, who signed it, when."""

from __future__ import annotations

import pytest

from ingest.clean.dump.lines import lines_of
from ingest.clean.dump.posts import PostSpan, find_posts

PARAGRAPH = (
    "The council met on Tuesday evening in the lighthouse and agreed, after three hours and one resignation, that the "
    "campaign posts of the winter should be counted again by somebody who had not written any of them."
)


def posts(*lines: str) -> list[PostSpan]:
    return find_posts(lines_of("\n\n".join(lines)))


@pytest.mark.parametrize(
    ("signature", "account", "date"),
    [
        ("- Ana Belmonte (@anabelmonte) February 21, 2020", "@anabelmonte", "2020-02-21"),
        ("— Ana Belmonte (@anabelmonte) 21 février 2020", "@anabelmonte", "2020-02-21"),
        ("– Ana Belmonte (@anabelmonte) Feb. 3, 2020", "@anabelmonte", "2020-02-03"),
        ("Ana Belmonte (@anabelmonte) 1er mars 2017", "@anabelmonte", "2017-03-01"),
        ("— Ana Belmonte (@ana.bsky.social) February 21, 2025 at 3:04 PM", "@ana.bsky.social", "2025-02-21T15:04"),
        (
            "A post shared by Ana Belmonte (@ana.belmonte) on Feb 13, 2020 at 10:04am PST",
            "@ana.belmonte",
            "2020-02-13T10:04",
        ),
        ("Une publication partagée par Ana Belmonte (@ana.belmonte) le 13 févr. 2020", "@ana.belmonte", "2020-02-13"),
    ],
)
def test_signatures_of_both_languages(signature: str, account: str, date: str) -> None:
    (span,) = posts(PARAGRAPH, "We open three offices this week.", signature, PARAGRAPH)
    assert span.post.account == account
    assert span.post.author == "Ana Belmonte"
    assert span.post.published is not None
    assert span.post.published.value == date
    assert span.post.text == "We open three offices this week."


def test_the_date_may_stand_on_its_own_line() -> None:
    (span,) = posts(PARAGRAPH, "We open today.", "— Ana Belmonte (@anabelmonte)", "21 février 2020", PARAGRAPH)
    assert (span.start, span.end) == (1, 4)
    assert span.post.published is not None
    assert span.post.published.value == "2020-02-21"


def test_a_post_of_several_lines_ends_where_the_article_begins() -> None:
    (span,) = posts(
        PARAGRAPH, "Our people work hard.", "Join us! https://t.co/x1", "- Ana (@ana) March 3, 2020", PARAGRAPH
    )
    assert span.post.text == "Our people work hard.\nJoin us! https://t.co/x1"
    assert span.post.links == ("https://t.co/x1",)
    assert span.post.place == "lines 3-7"


@pytest.mark.parametrize("lead", ["She answered on Twitter:", "Le candidat a réagi dans un message.", PARAGRAPH])
def test_what_announces_a_post_is_the_article_s(lead: str) -> None:
    (span,) = posts(PARAGRAPH, lead, "We never paid anyone. https://t.co/x1", "- Ana (@ana) March 3, 2020")
    assert span.post.text == "We never paid anyone. https://t.co/x1"


def test_its_own_address_gives_url_and_id() -> None:
    address = "https://twitter.com/ana/status/1230000000000000001"
    (span,) = posts(PARAGRAPH, f"We never paid anyone. {address}", "- Ana (@ana) March 3, 2020")
    assert (span.post.url, span.post.native_id) == (address, "1230000000000000001")


@pytest.mark.parametrize(
    "line",
    [
        "The candidate (@ana) has nine hundred followers.",
        "Write to Rosa Quill (rosa@example.org) by March 3, 2020",
        "- the first item of a list (see below)",
    ],
)
def test_an_account_in_a_sentence_signs_nothing(line: str) -> None:
    assert posts(PARAGRAPH, "We open today.", line, PARAGRAPH) == []
