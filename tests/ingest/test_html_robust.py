"""Whatever bytes come, a page becomes an article or one clear error."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadRecord
from ingest.clean.html import article_text, clean_page
from ingest.clean.result import body_text

PARAGRAPH = "Le maire a lu trois fois la lettre avant de la ranger dans le tiroir du haut, sans un mot. "
TAGS = re.findall(
    r"\w+",
    "html head body title meta base div p a br blockquote table tr td th ul li h1 h2 article nav footer form figure"
    " iframe figcaption script style noscript svg math section aside time span button frameset frame template pre",
)
ATTRIBUTES = (
    "",
    ' class="twitter-tweet"',
    ' class="fb-post" data-href="//["',
    ' class="comments"',
    ' href="http://["',
    ' href="https://x.com/a/status/12"',
    ' style="display:none"',
    " hidden",
    ' src="https://www.youtube.com/embed/abcdefgh"',
    ' datetime="2020-13-45"',
    ' property="og:title" content="Un titre | Un site"',
    ' name="date" content="99999-01-01"',
    ' rel="tag"',
    ' type="application/ld+json"',
)


@st.composite
def small_html(draw: st.DrawFn) -> str:
    """Tags opened, closed or not, in any order, with text and references between them."""
    tag = st.sampled_from(TAGS)
    piece = st.one_of(
        st.builds(lambda name, attribute: f"<{name}{attribute}>", tag, st.sampled_from(ATTRIBUTES)),
        tag.map(lambda name: f"</{name}>"),
        st.text(max_size=12),
        st.sampled_from(
            (
                PARAGRAPH,
                "— Nom (@compte) 3 mai 2017",
                "&#1;",
                "&#150;",
                "&#xD800;",
                "&#99999999;",
                "<!--",
                "<![CDATA[",
                '{"@type":',
            )
        ),
    )
    return "".join(draw(st.lists(piece, max_size=25)))


def check(page: bytes) -> None:
    text = article_text(page)
    try:
        cleaned = clean_page(page, url="https://journal.example/2017/05/03/lettre", today="2020-01-01")
    except BadRecord:
        assert text == ""
        return
    assert body_text(cleaned.pieces) == text
    assert all(0 <= part.before <= len(cleaned.pieces) for part in cleaned.removed)
    assert all(piece.post is None or piece.post < len(cleaned.posts) for piece in cleaned.pieces)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes(page: bytes) -> None:
    check(page)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_html())
def test_any_small_page(page: str) -> None:
    check(page.encode("utf-8", "replace"))


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00\x00\x00", "binary"),
        (b"%PDF-1.7 ...", "binary"),
        (bytes(range(256)) * 9, "binary"),
        (b"<!-- -->", "no-article"),
    ],
)
def test_what_is_no_page_says_so(page: bytes, code: str) -> None:
    with pytest.raises(BadRecord) as bad:
        clean_page(page)
    assert bad.value.code == code
    assert bad.value.todo


def test_deep_nesting_and_unclosed_tags() -> None:
    deep = "<div>" * 3000 + f"<p>{PARAGRAPH * 4}"
    check(deep.encode())
    unclosed = f"<html><body><article><h1>Titre<p>{PARAGRAPH * 3}<p>{PARAGRAPH * 3}<ul><li>un<li>deux"
    assert PARAGRAPH.strip() in article_text(unclosed.encode())


def test_a_page_of_some_megabytes() -> None:
    paragraphs = "".join(f"<p>{number} {PARAGRAPH * 5}</p>" for number in range(3000))
    text = article_text(f"<html><body><article>{paragraphs}</article></body></html>".encode())
    assert text.startswith("0 Le maire")
    assert "2999 Le maire" in text
