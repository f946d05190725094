"""Dates as French and English pages print them: `21 février 2020`, `Feb. 21, 2020`, `21/02/2020 à 14h05`.

Only dates that stand there in full; relative ones (`hier`, `3 hours ago`) need to know when the page was captured and
are not read here. Day and month of `03/04/2020` are read the French way unless the month would be over 12.
"""

from __future__ import annotations

import datetime
import re

from ingest.clean.fold import fold
from ingest.clean.result import Moment

_MONTHS = (
    ("janvier", "janv", "january", "jan"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "march", "mar"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_MONTH = "(?:" + "|".join(sorted(_NUMBER, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri|sat|sun)\b\.?,? ?)?"
)
# Folded text: lower case, no accents, plain apostrophes and spaces.
DATE = (
    rf"(?:{_WEEKDAY}(?:le )?(?:\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?{_MONTH},? {_YEAR}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]{_YEAR}|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}))"
)
TIME = r"(?:\d{1,2} ?(?:h|:) ?\d{2}(?: ?min)?(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?h\b|\d{1,2} ?[ap]\.?m\b\.?)"
DATE_AND_TIME = rf"{DATE}(?:,? ?(?:a|at|@|-|–|—|\||·|t|vers)? ?{TIME})?"

_PARTS = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?(?P<name>{_MONTH}),? (?P<year>{_YEAR})"),
    re.compile(rf"(?P<name>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>{_YEAR})"),
    re.compile(rf"(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.](?P<year>{_YEAR})"),
    re.compile(rf"(?P<year>{_YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})"),
)
_FIND = re.compile(rf"\b{DATE_AND_TIME}")
_TIME = re.compile(rf"{TIME}$")
_CLOCK = re.compile(r"(\d{1,2}) ?(?:h|:)? ?(\d{2})?(?: ?min)?(?::\d\d)? ?([ap])?")


def moment_of(text: str, basis: str = "text") -> Moment | None:
    """The first full date in a short text, with its time of day where one follows; None when there is none."""
    found = _FIND.search(fold(text))
    if found is None:
        return None
    phrase = found.group()
    day = _day(phrase)
    if day is None:
        return None
    clock = _clock(phrase)
    if clock is None:
        return Moment(value=day.isoformat(), precision="day", basis=basis, verbatim=text.strip()[:80])
    return Moment(value=f"{day.isoformat()}T{clock}", precision="minute", basis=basis, verbatim=text.strip()[:80])


def _day(phrase: str) -> datetime.date | None:
    for pattern in _PARTS:
        found = pattern.search(phrase)
        if found is None:
            continue
        parts = found.groupdict()
        month = _NUMBER[parts["name"].rstrip(".")] if "name" in parts else int(parts["month"])
        day = int(parts["day"])
        if month > 12 >= day:
            day, month = month, day
        try:
            return datetime.date(int(parts["year"]), month, day)
        except ValueError:
            return None
    return None


def _clock(phrase: str) -> str | None:
    tail = _TIME.search(phrase)
    if tail is None:
        return None
    found = _CLOCK.match(tail.group())
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if found.group(3):
        hour = hour % 12 + (12 if found.group(3) == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
