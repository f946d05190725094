"""The same files make the same corpus on any day: no date in it comes from the clock."""

from __future__ import annotations

import ast
import datetime
import re
import types
from pathlib import Path
from typing import Self

import htmldate.extractors
import htmldate.validators
import pytest

from corpus.model import Document
from ingest.readers import dump, html

INGEST = Path(__file__).parents[2] / "ingest"
OF_THE_CLOCK = re.compile(r"\b(?:(?:datetime|date)\.(?:now|utcnow|today)|time\.(?:time|time_ns|localtime|gmtime))")
TEXT = (
    "<h1>Le port vote</h1>" + "<p>Une phrase assez longue pour un article, qui parle du port et de ses marins.</p>" * 4
)
PAGES = {
    "month": "<p class=date>2017/05</p>",
    "marked": "<time datetime='2017-05'>mai</time>",
    "hour": "<p class=date>2017, 10:30</p>",
    "ago": "<p class=date>Il y a 2 jours, à 10:45</p><p class=date>3 hours ago</p><p class=date>yesterday 10:45:12</p>",
    "weekday": "<p class=date>Lundi à 10:45:30</p><p class=date>12 mai à 10:45</p>",
}


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the libraries that read dates think that it is this day."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Self:
            return cls.fromisoformat(day).replace(tzinfo=tz)

    clock = types.ModuleType("datetime")
    vars(clock).update({**vars(datetime), "datetime": Clock})
    monkeypatch.setattr("dateutil.parser._parser.datetime", clock)
    monkeypatch.setattr(htmldate.validators, "datetime", Clock)
    htmldate.extractors.try_date_expr.cache_clear()


def draft(lines: str) -> Document:
    return html.draft(f"<html><head></head><body><article>{lines}{TEXT}</article></body></html>".encode()).document


@pytest.mark.parametrize("lines", PAGES.values(), ids=PAGES)
def test_a_page_has_the_same_date_on_any_day(lines: str, monkeypatch: pytest.MonkeyPatch) -> None:
    on("2026-03-07", monkeypatch)
    first = draft(lines)
    on("2031-11-22", monkeypatch)
    assert draft(lines) == first


def test_what_a_date_lacks_is_not_filled_in() -> None:
    stated = {name: (draft(lines).published_at, draft(lines).published_precision) for name, lines in PAGES.items()}
    assert stated["month"] == stated["marked"] == ("2017-05", "month")
    assert stated["hour"] in ((None, None), ("2017", "year"))
    assert stated["ago"] == stated["weekday"] == (None, None)


def test_a_page_is_believed_where_nobody_knows_when_it_was_captured() -> None:
    """Whether this day has come yet is not asked."""
    day = "2094-05-06"
    assert draft(f"<time itemprop=datePublished datetime={day}>x</time>").published_at == day


def test_a_dump_says_nothing_of_the_day_either() -> None:
    text = "Le port vote\n\nPublié il y a 2 jours, à 10:45\n\n" + "Une phrase assez longue, qui parle du port.\n\n" * 5
    assert dump.READER.draft(text.encode()).document.published_at is None


def test_nothing_in_ingest_reads_the_time_of_day() -> None:
    called = [
        f"{path.relative_to(INGEST)}:{node.lineno}"
        for path in sorted(INGEST.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and OF_THE_CLOCK.search(ast.unparse(node.func))
    ]
    assert not called
