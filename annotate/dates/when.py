"""Stretches of the calendar and how EDTF writes them (ISO 8601-2:2019, annex A; www.loc.gov/standards/datetime)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import msgspec

DAYS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
SEASONS = ("spring", "summer", "autumn", "winter")
_FIRST_SEASON, _FIRST_QUARTER, _FIRST_HALF = 21, 33, 40  # EDTF's numbers for parts of a year
# From the finest to the coarsest. `minute` is a time of day.
PRECISIONS = ("minute", "day", "week", "month", "season", "quarter", "half", "year", "decade")


class When(msgspec.Struct, frozen=True):
    """A stretch of the calendar: its first and last day, how EDTF writes it, and how finely it was told.

    An end is None where the stretch is open there. `single` is False for what was told by its two ends.
    """

    start: date | None
    end: date | None
    value: str
    precision: str
    single: bool = True

    def told_to(self, unit: str) -> bool:
        """Whether a distance in this unit can be counted from here."""
        finer = PRECISIONS.index(self.precision) <= PRECISIONS.index(unit)
        return self.single and finer and self.start is not None


def day(of: date) -> When:
    """One day."""
    return When(of, of, of.isoformat(), "day")


def week(of: date) -> When:
    """Monday to Sunday around a day: EDTF has no weeks."""
    monday = of - timedelta(days=of.weekday())
    return _days(monday, monday + timedelta(days=6), "week")


def weekend(of: date) -> When:
    """Saturday and Sunday of the week of a day."""
    saturday = of + timedelta(days=5 - of.weekday())
    return _days(saturday, saturday + timedelta(days=1), "day")


def _days(first: date, last: date, precision: str) -> When:
    return When(first, last, f"{first}/{last}", precision)


def month(of: date) -> When:
    """The month of a day."""
    return When(of.replace(day=1), _month_end(of), of.isoformat()[:7], "month")


def year(number: int) -> When:
    """A year of the Gregorian calendar."""
    return When(date(number, 1, 1), date(number, 12, 31), f"{number:04}", "year")


def decade(number: int) -> When:
    """The ten years from a year that ends in 0: 201X."""
    return When(date(number, 1, 1), date(number + 9, 12, 31), f"{number // 10:03}X", "decade")


def part_of_year(number: int, unit: str, which: int) -> When:
    """The n-th quarter or half of a year, from 1."""
    months = MONTHS[unit]
    start = date(number, (which - 1) * months + 1, 1)
    code = which - 1 + (_FIRST_QUARTER if unit == "quarter" else _FIRST_HALF)
    return When(start, _month_end(shifted(start, "month", months - 1)), f"{number:04}-{code}", unit)


def season(name: str, number: int) -> When:
    """A season of the northern hemisphere in a year; winter is taken to begin in December of the year before."""
    which = SEASONS.index(name)
    start = date(number - 1, 12, 1) if name == "winter" else date(number, 3 * which + 3, 1)
    return When(start, _month_end(shifted(start, "month", 2)), f"{number:04}-{_FIRST_SEASON + which}", "season")


def containing(of: date, unit: str) -> When:
    """The day, week, month, quarter, half, year or decade that a day is in."""
    if unit in ("quarter", "half"):
        return part_of_year(of.year, unit, (of.month - 1) // MONTHS[unit] + 1)
    if unit == "year":
        return year(of.year)
    if unit == "decade":
        return decade(of.year // 10 * 10)
    return {"day": day, "week": week, "month": month}[unit](of)


def between(first: When, last: When) -> When | None:
    """From one to the other, both included; None where the second ends before the first begins or an end is open."""
    if first.start is None or last.end is None or first.start > last.end:
        return None
    value = f"{_end_point(first, first.start)}/{_end_point(last, last.end)}"
    return When(first.start, last.end, value, _coarser(first, last), single=False)


def since(first: When) -> When:
    """From then on, and still so."""
    start = "" if first.start is None else _end_point(first, first.start)
    return When(first.start, None, f"{start}/..", first.precision, single=False)


def until(last: When) -> When:
    """Up to then, from no time that is named."""
    end = "" if last.end is None else _end_point(last, last.end)
    return When(None, last.end, f"../{end}", last.precision, single=False)


def last_few(end: When) -> When:
    """A stretch that ends then and whose beginning is not told."""
    return When(None, end.end, f"/{end.value}", end.precision, single=False)


def next_few(start: When) -> When:
    """A stretch that begins then and whose end is not told."""
    return When(start.start, None, f"{start.value}/", start.precision, single=False)


def at(of: When, hour: int, minute: int, zone: str = "") -> When:
    """A time of a day. EDTF writes seconds always; `precision` says that they were not told."""
    return msgspec.structs.replace(of, value=f"{of.start}T{hour:02}:{minute:02}:00{zone}", precision="minute")


def about(of: When) -> When:
    """Approximately then, where EDTF can say so: of a day, a month or a year."""
    writable = of.precision in ("day", "month", "year") and "/" not in of.value
    return msgspec.structs.replace(of, value=f"{of.value}~") if writable else of


def shifted(of: date, unit: str, by: int) -> date:
    """So many units later, on the last day of the month where it has no such day.

    OverflowError outside the years 1 to 9999.
    """
    if unit in DAYS:
        return of + timedelta(days=by * DAYS[unit])
    months = of.year * 12 + of.month - 1 + by * MONTHS[unit]
    number, index = divmod(months, 12)
    if not 1 <= number <= 9999:
        raise OverflowError("The calendar has years 1 to 9999.")
    return date(number, index + 1, min(of.day, monthrange(number, index + 1)[1]))


def _end_point(of: When, end: date) -> str:
    """One end of an interval: as it was told, or the day where it is an interval itself or has a time of day."""
    simple = "/" not in of.value and of.precision not in ("minute", "decade")
    return of.value if simple else str(end)


def _coarser(*ends: When) -> str:
    return max((end.precision if end.precision != "minute" else "day" for end in ends), key=PRECISIONS.index)


def _month_end(of: date) -> date:
    return of.replace(day=monthrange(of.year, of.month)[1])
