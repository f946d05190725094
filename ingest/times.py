"""Times as files write them, to ISO 8601 cut to what is known.

With a zone the time is given in UTC with `Z`; without one it stays as it is, since nobody knows which zone was meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from corpus.model import Precision
from ingest.clean.result import Moment

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")
TWITTER = "%a %b %d %H:%M:%S %z %Y"  # Wed Sep 04 13:51:55 +0000 2019


def parse_time(text: str, basis: str) -> Moment | None:
    """A year, a month, a day or a time in ISO 8601, RFC 2822 or Twitter's form; None where it is none of these."""
    verbatim, text = text, text.strip()
    partial = PARTIAL.match(text)
    if partial:
        month = partial.group(2)
        if month is not None and not 1 <= int(month) <= 12:
            return None
        return Moment(value=text, precision="month" if month else "year", basis=basis, verbatim=verbatim)
    try:
        if DAY.match(text):
            return Moment(value=date.fromisoformat(text).isoformat(), precision="day", basis=basis, verbatim=verbatim)
        when = _datetime(text)
        precision: Precision = "second" if SECONDS.search(text) else "minute"
        return Moment(value=iso(when, precision), precision=precision, basis=basis, verbatim=verbatim)
    except (ValueError, OverflowError):
        return None


def _datetime(text: str) -> datetime:
    for parse in (
        datetime.fromisoformat,
        lambda value: datetime.strptime(value, TWITTER),
        parsedate_to_datetime,
    ):
        try:
            return parse(text)
        except (ValueError, TypeError, IndexError):
            continue
    raise ValueError(text)


def iso(when: datetime, precision: Precision = "second") -> str:
    """A time in UTC with `Z` where its zone is known, without a zone where it is not, to the minute or the second."""
    text = (when.astimezone(UTC) if when.tzinfo else when).replace(tzinfo=None).isoformat(timespec="seconds")
    if precision == "minute":
        text = text[:-3]
    return text + ("Z" if when.tzinfo else "")


def moment_of(moment: Moment) -> datetime | None:
    """The time as Python has it; None where it is not known to the minute, or without a zone."""
    if moment.precision not in ("minute", "second") or not moment.value.endswith("Z"):
        return None
    return datetime.fromisoformat(moment.value)
