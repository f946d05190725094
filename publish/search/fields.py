"""The fields that a query may name, in both languages, and what their values must look like."""

from __future__ import annotations

import re

from corpus.errors import QueryError

# What people may type before the colon, and the field that is meant. `actor`: who is named in the annotations;
# `tactic`: what is told; `said`: in quoted speech; `speaker`: who is quoted.
FIELDS = {
    "title": "title",
    "titre": "title",
    "actor": "actor",
    "acteur": "actor",
    "tactic": "tactic",
    "tactique": "tactic",
    "outlet": "outlet",
    "média": "outlet",
    "media": "outlet",
    "lang": "language",
    "language": "language",
    "langue": "language",
    "case": "case",
    "cas": "case",
    "kind": "kind",
    "genre": "kind",
    "account": "account",
    "compte": "account",
    "platform": "platform",
    "plateforme": "platform",
    "after": "after",
    "après": "after",
    "apres": "after",
    "depuis": "after",
    "before": "before",
    "avant": "before",
    "said": "said",
    "dit": "said",
    "speaker": "speaker",
    "locuteur": "speaker",
}
DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
DATES = ("after", "before")


def checked(name: str, value: str, place: int) -> str:
    """The value of a field. Raises QueryError where it cannot be one."""
    if name in DATES and not DAY.fullmatch(value):
        raise QueryError(
            f"{value} at character {place} is no date.",
            todo="Write a year, a month or a day: 2017, 2017-01, 2017-01-29.",
            key="date",
            values={"typed": value, "place": place},
        )
    return value


def bound(name: str, value: str) -> int:
    """A date as YYYYMMDD that a document's day (publish.tokens.columns.as_number) is compared with.

    `after:2017` begins with the first day of the year; `before:2017` ends before it.
    """
    match = DAY.fullmatch(value)
    if match is None:
        raise ValueError(value)
    year, month, day = (int(part or 0) for part in match.groups())
    return year * 10_000 + month * 100 + day
