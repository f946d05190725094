"""How many of the documents found there are by case, language, outlet, and so on, and over the years."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import msgspec
import numpy as np

from publish.tokens.reading import Mask, Numbers, Tokens

Count = tuple[str | None, int]  # a value, or None where it is unknown, and how many documents have it

FACETS = ("case", "language", "kind", "outlet", "year", "tactic", "actor")
CODED = ("tactic", "actor")  # those that a document may have several of
MOST_YEARS = 200  # with those between; a date that is wrong by centuries would make thousands of nothing
MOST_VALUES = 40  # of a facet; an outlet that few documents have is found by outlet: in the query


class Period(msgspec.Struct, frozen=True):
    """How many documents of a year or month: those found, and all that the corpus has."""

    period: str  # 2017 or 2017-01
    found: int
    all: int


def facets(tokens: Tokens, found: Numbers, filters: Mapping[str, Mask]) -> dict[str, list[Count]]:
    """Counts under each facet of documents found, with the filters on the other facets, commonest first."""
    counted: dict[str, list[Count]] = {}
    whole = _under(found, filters, but=None)
    codes = tokens.codes_in(whole)
    for name in FACETS:
        documents = _under(found, filters, but=name) if name in filters else whole
        if name in CODED:
            counted[name] = _codes(tokens, name, codes if documents is whole else tokens.codes_in(documents))
        else:
            counted[name] = (_years if name == "year" else _column)(tokens, name, documents)
    return counted


def _under(found: Numbers, filters: Mapping[str, Mask], *, but: str | None) -> Numbers:
    left = found
    for name, mask in filters.items():
        if name != but:
            left = left[mask[left]]
    return left


def _column(tokens: Tokens, name: str, documents: Numbers) -> list[Count]:
    counts = np.bincount(tokens.column[name][documents])
    return [(tokens.value(name, number), count) for number, count in _commonest(counts)]


def _years(tokens: Tokens, name: str, documents: Numbers) -> list[Count]:
    counts = np.bincount(tokens.years[documents])
    return [(f"{year:04}" if year else None, count) for year, count in _commonest(counts)]


def _codes(tokens: Tokens, name: str, counts: Numbers) -> list[Count]:
    first, last = (bisect_left(tokens.codes, name + sign) for sign in ":;")  # ; comes next after : in every alphabet
    return [(tokens.codes[first + place].partition(":")[2], count) for place, count in _commonest(counts[first:last])]


def _commonest(counts: Numbers) -> list[tuple[int, int]]:
    """Numbers that are counted at all, commonest first, with their counts. Numbers are in the order of the alphabet."""
    some = np.flatnonzero(counts)
    some = some[np.argsort(-counts[some], kind="stable")[:MOST_VALUES]]
    return list(zip(some.tolist(), counts[some].tolist(), strict=True))


def histogram(tokens: Tokens, documents: Numbers) -> list[Period]:
    """Documents over time: by month where they span two years or less, else by year. Gaps are there with 0."""
    found = np.bincount(tokens.years[documents])
    found[:1] = 0  # undated
    years = np.flatnonzero(found).tolist()
    if not years:
        return []
    if years[-1] - years[0] < 2:
        dates = tokens.column["date"]
        own = dates[documents]
        own = own[own > 0]
        if not (own // 100 % 100 == 0).any():
            return _monthly(own, dates, int(own.min()) // 100, int(own.max()) // 100)
    shown = range(years[0], years[-1] + 1) if years[-1] - years[0] < MOST_YEARS else years
    return [Period(f"{year:04}", int(found[year]), int(tokens.in_years[year])) for year in shown]


def _monthly(own: Numbers, dates: Numbers, first: int, last: int) -> list[Period]:
    found, every = np.bincount(own // 100), np.bincount(dates // 100, minlength=last + 1)
    months = (month for month in range(first, last + 1) if 1 <= month % 100 <= 12)
    return [Period(f"{m // 100:04}-{m % 100:02}", int(found[m]), int(every[m])) for m in months]
