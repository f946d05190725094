"""A date annotation reads as a person would write it, with what it was counted from."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.web.wording import NARROW
from publish.site.i18n import wording
from publish.site.said import said_of

PUBLISHED = {"basis": "relative to publication", "anchor": "2020-02-21T09:30:00Z"}


@pytest.mark.parametrize(
    ("value", "precision", "english", "french"),
    [
        ("2020-02-20", "day", "20 February 2020", "20 février 2020"),
        ("2020-02", "month", "February 2020", "février 2020"),
        ("2012", "year", "2012", "2012"),
        ("2012~", "year", "about 2012", "vers 2012"),
        ("2020-02-10/2020-02-16", "week", "week of 10 February 2020", "semaine du 10 février 2020"),
        ("2020-02-22/2020-02-23", "day", "22 February 2020 – 23 February 2020", "22 février 2020 – 23 février 2020"),
        ("2019-05-02/2019-05-16", "week", "2 May 2019 – 16 May 2019", "2 mai 2019 – 16 mai 2019"),
        ("2016/..", "year", "since 2016", "depuis 2016"),
        ("../2016-03", "month", "until March 2016", "jusqu’à mars 2016"),
        ("/2016-03", "month", "the time up to March 2016", "le temps jusqu’à mars 2016"),
        ("2016-03/", "month", "the time from March 2016", "le temps à partir de mars 2016"),
        ("2016-22", "season", "summer 2016", "été 2016"),
        ("2016-34", "quarter", "second quarter of 2016", "deuxième trimestre 2016"),
        ("201X", "decade", "the 2010s", "années 2010"),
        ("2020-02-21T15:00:00-05:00", "minute", "21 February 2020, 15:00 UTC-05:00",
         f"21 février 2020, 15{NARROW}h{NARROW}00 UTC-05:00"),
        ("what <b>", None, "what &lt;b&gt;", "what &lt;b&gt;"),
    ],
)  # fmt: skip
def test_values_in_words(value: str, precision: str | None, english: str, french: str) -> None:
    for language, wanted in (("en", english), ("fr", french)):
        attributes = {"value": value, "precision": precision, "basis": "explicit"}
        (said,) = said_of({"layer": "date", "attributes": attributes}, wording(language))
        assert str(said.text).replace("<b>", "&lt;b&gt;") == wanted


@pytest.mark.parametrize(
    ("attributes", "phrases"),
    [
        (
            {"value": "2020-02-20", "precision": "day", "part": "evening", **PUBLISHED},
            ["20 February 2020, evening", "counted from publication, 21 February 2020, 09:30 UTC"],
        ),
        (
            {"value": "2012-03-02", "basis": "relative to 2012-03-03", "anchor": "2012-03-03"},
            ["2 March 2012", "counted from 3 March 2012, told before it"],
        ),
        ({"unresolved": "event"}, ["when is not known: counted from an event"]),
        ({"unresolved": "weather", "note": "x"}, ["when is not known: weather", "note: x"]),
        ({"value": "2012", "precision": "year", "note": "sure"}, ["2012", "note: sure"]),
    ],
)
def test_what_it_was_counted_from(attributes: dict[str, Any], phrases: list[str]) -> None:
    said = said_of({"layer": "date", "attributes": attributes}, wording("en"))
    assert [str(one.text) for one in said] == phrases
