"""Dates on an axis: days, months or years as whole numbers, and which of the three fits a period."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from babel.dates import format_date

from corpus.web.wording import Wording

Unit = Literal["day", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "month", "year")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?!\d))?)?(?:T.*)?")
_LENGTHS: dict[Unit, int] = {"day": 3, "month": 2, "year": 1}  # parts of a date that a unit needs
_ROOM: dict[Unit, int] = {"day": 200, "month": 120, "year": 10_000}  # bars in a picture
_STEPS: dict[Unit, tuple[int, ...]] = {
    "day": (1, 2, 7, 14, 28, 56),
    "month": (1, 2, 3, 6, 12, 24, 48),
    "year": (1, 2, 5, 10, 20, 50, 100, 500, 1000),
}


def parts(value: str | None) -> tuple[int, ...]:
    """Year, month and day of an ISO date, as many as it has; none where it is no date."""
    match = _DATE.fullmatch(value or "")
    if match is None:
        return ()
    found = tuple(int(part) for part in match.groups() if part is not None)
    try:
        date(*(*found, 1, 1)[:3])
    except ValueError:
        return ()
    return found


def position(value: str, unit: Unit) -> int | None:
    """Where a date stands on an axis of this unit; None where it is not as fine as that."""
    found = parts(value)
    if len(found) < _LENGTHS[unit]:
        return None
    if unit == "day":
        return date(*found[:3]).toordinal()
    return found[0] * 12 + found[1] - 1 if unit == "month" else found[0]


def place(value: str, unit: Unit) -> float | None:
    """Where a date of any precision stands on an axis whose bars reach half a unit to either side: in its middle."""
    found = parts(value)
    if not found:
        return None
    year, month, day = (*found, *(7, 1)[len(found) - 1 :])[:3] if len(found) < 3 else found
    if len(found) == 2:
        day = 15
    if unit == "day":
        return float(date(year, month, day).toordinal())
    if unit == "month":
        inside = 0.0 if len(found) == 2 else (day - 0.5) / 31 - 0.5
        return year * 12 + month - 1 + inside
    return year + (0.0 if len(found) == 1 else (month - 1 + (day - 0.5) / 31) / 12 - 0.5)


def value_at(where: int, unit: Unit) -> str:
    """The ISO date that stands there."""
    if unit == "day":
        return date.fromordinal(where).isoformat()
    return f"{where // 12:04}-{where % 12 + 1:02}" if unit == "month" else f"{where:04}"


def unit_for(values: Iterable[tuple[str, int]]) -> Unit:
    """The finest unit in which a picture has room for all, and as fine as at least half of them are told.

    Each value comes with how often it is there.
    """
    known = [(value, count) for value, count in values if parts(value)]
    total = sum(count for _, count in known)
    for unit in UNITS:
        told = sum(count for value, count in known if len(parts(value)) >= _LENGTHS[unit])
        places = [found for value, _ in known if (found := place(value, unit)) is not None]
        if places and 2 * told >= total and max(places) - min(places) < _ROOM[unit]:
            return unit
    return "year"


def ticks(first: int, last: int, unit: Unit, most: int) -> list[int]:
    """At most so many places of an axis to be labelled, evenly apart, on full weeks, quarters or decades."""
    longest = _STEPS[unit][-1]
    steps = (*_STEPS[unit], longest * ((last - first) // (longest * most) + 1))
    step = next(step for step in steps if (last - first) // step + 1 <= most)
    offset = 1 if unit == "day" and step % 7 == 0 else 0  # ordinal 1 is a Monday
    start = first + (offset - first) % step if step > 1 else first
    return list(range(start, last + 1, step)) or [first]


def short(value: str, words: Wording) -> str:
    """A date as an axis has room for it: 6 Nov 2012, nov. 2012, 2012."""
    found = parts(value)
    if len(found) < 2:
        return value
    pattern = "d MMM y" if len(found) == 3 else "MMM y"
    return str(format_date(date(*(*found, 1)[:3]), pattern, locale=words.locale))
