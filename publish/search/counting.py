"""How many of the documents found there are by case, language, outlet, and so on, and over the years."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from publish.tokens.reading import Numbers, Tokens

Count = tuple[str | None, int]  # a value, or None where it is unknown, and how many documents have it
Mask = NDArray[np.bool_]

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
    return _ordered((tokens.value(name, int(number)), int(counts[number])) for number in np.flatnonzero(counts))


def _years(tokens: Tokens, name: str, documents: Numbers) -> list[Count]:
    counts = np.bincount(tokens.column["date"][documents] // 10_000)
    return _ordered((f"{year:04}" if year else None, int(counts[year])) for year in np.flatnonzero(counts))


def _codes(tokens: Tokens, name: str, counts: Numbers) -> list[Count]:
    layer = f"{name}:"
    return _ordered(
        (code.removeprefix(layer), int(n))
        for code, n in zip(tokens.codes, counts, strict=True)
        if n and code.startswith(layer)
    )


def _ordered(counts: object) -> list[Count]:
    known: list[Count] = list(counts)  # type: ignore[call-overload]
    return sorted(known, key=lambda item: (-item[1], item[0] or ""))[:MOST_VALUES]


def histogram(tokens: Tokens, documents: Numbers) -> list[Period]:
    """Documents over time: by month where they span two years or less, else by year. Gaps are there with 0."""
    dates = tokens.column["date"]
    own = dates[documents]
    own = own[own > 0]
    if not len(own):
        return []
    first, last = int(own.min()), int(own.max())
    if last // 10_000 - first // 10_000 < 2 and not (own // 100 % 100 == 0).any():
        return _monthly(own, dates, first // 100, last // 100)
    years = np.bincount(own // 10_000)
    every = np.bincount(dates // 10_000, minlength=len(years))
    span = range(first // 10_000, last // 10_000 + 1)
    shown = span if len(span) <= MOST_YEARS else [year for year in span if years[year]]
    return [Period(f"{year:04}", int(years[year]), int(every[year])) for year in shown]


def _monthly(own: Numbers, dates: Numbers, first: int, last: int) -> list[Period]:
    found, every = np.bincount(own // 100), np.bincount(dates // 100, minlength=last + 1)
    months = (month for month in range(first, last + 1) if 1 <= month % 100 <= 12)
    return [Period(f"{m // 100:04}-{m % 100:02}", int(found[m]), int(every[m])) for m in months]
