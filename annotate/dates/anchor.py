"""The date that a document's relative expressions are counted from."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from corpus.model import Document

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d)?)?)?")
_FINEST_FIRST = ("minute", "day", "month", "year")


class Anchor(msgspec.Struct, frozen=True):
    """When a document was published: its first day, how finely that is known, and as the document has it."""

    day: date
    precision: str  # `minute`, `day`, `month` or `year`
    value: str


def anchor_of(document: Document) -> Anchor | None:
    """The anchor of a document; None where it has no date. The day is taken as it is written, in whatever zone."""
    match = _ISO.match(document.published_at or "")
    if match is None:
        return None
    year, month, day, time = match.groups()
    written = "minute" if time else "day" if day else "month" if month else "year"
    stated = {"second": "minute", None: "minute"}.get(document.published_precision, document.published_precision)
    precision = max(written, stated or "minute", key=_FINEST_FIRST.index)
    try:
        return Anchor(date(int(year), int(month or 1), int(day or 1)), precision, document.published_at or "")
    except ValueError:
        return None
