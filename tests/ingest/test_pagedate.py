"""Dates of pages: as precise as the page, from where it says, and never later than the capture."""

from __future__ import annotations

import pytest

from ingest.clean.html.head import read_head
from ingest.clean.html.jsonld import article_node
from ingest.clean.html.pagedate import published, updated
from ingest.clean.html.tree import parse
from ingest.clean.result import Moment

TODAY = "2023-01-01"


def dated(
    head: str = "", body: str = "<p>Un texte.</p>", url: str | None = None, shown: tuple[str, ...] = ()
) -> Moment | None:
    tree = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    return published(tree, article_node(tree), read_head(tree).metas, shown=shown, url=url, today=TODAY)


@pytest.mark.parametrize(
    ("head", "value", "precision", "basis"),
    [
        ('<script type="application/ld+json">{"@type":"Report","datePublished":"2017-01-20T14:05:00+01:00"}</script>',
         "2017-01-20T13:05:00Z", "second", "json-ld"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2017-01",}</script>',
         "2017-01", "month", "json-ld"),
        ('<meta property="article:published_time" content="2017-01-20T14:05">', "2017-01-20T14:05", "minute", "meta"),
        ('<meta name="DC.date.issued" content="2017-01-20">', "2017-01-20", "day", "meta"),
        ('<meta name="date" content="20 janvier 2017">', "2017-01-20", "day", "meta"),
    ],
)  # fmt: skip
def test_what_the_page_declares(head: str, value: str, precision: str, basis: str) -> None:
    moment = dated(head)
    assert moment is not None
    assert (moment.value, moment.precision, moment.basis) == (value, precision, basis)


def test_the_line_above_the_text() -> None:
    moment = dated(shown=("Par Jeanne Martin", "Publié le vendredi 20 janvier 2017 à 14h05"))
    assert moment is not None
    assert (moment.value, moment.precision, moment.basis) == ("2017-01-20T14:05", "minute", "text")


def test_a_marked_time_and_the_address() -> None:
    marked = dated(
        body='<time itemprop="datePublished" datetime="2016-05-04">4 mai</time><time datetime="2017-01-01">x</time>'
    )
    assert marked is not None
    assert (marked.value, marked.basis) == ("2016-05-04", "time")
    address = dated(url="https://journal.example/2016/05/04/texte")
    assert address is not None
    assert (address.value, address.basis) == ("2016-05-04", "url")


def test_a_month_in_the_address_is_no_day() -> None:
    moment = dated(url="https://journal.example/2016/05/texte.html")
    assert moment is None or (moment.value, moment.precision) == ("2016-05", "month")


def test_the_future_is_passed_over() -> None:
    later = '<meta property="article:published_time" content="2030-01-20"><meta name="dc.date" content="2017-01-20">'
    moment = dated(later)
    assert moment is not None
    assert moment.value == "2017-01-20"


def test_no_date_is_no_date() -> None:
    assert dated() is None


def test_updated_only_where_it_differs() -> None:
    head = '<meta name="dc.date" content="2017-01-20T10:00:00Z"><meta property="article:modified_time" content="{}">'
    for said, expected in (
        ("2017-01-21T09:00:00Z", "2017-01-21T09:00:00Z"),
        ("2017-01-20T10:00:00Z", None),
        ("2031-01-01", None),
    ):
        tree = parse(f"<html><head>{head.format(said)}</head><body><p>x</p></body></html>")
        metas = read_head(tree).metas
        since = published(tree, {}, metas, shown=(), url=None, today=TODAY)
        moment = updated({}, metas, since, TODAY)
        assert (moment.value if moment else None) == expected
