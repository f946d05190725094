"""The value of a date annotation (EDTF, ISO 8601-2) in words, and what it was counted from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from corpus.web.wording import Wording
from publish.site.look import visible

_PART_OF_YEAR = re.compile(r"(\d{4})-(2[1-4]|3[3-6]|4[01])\Z")
_DECADE = re.compile(r"(\d{3})X\Z")
_RELATIVE_TO = "relative to "


def in_words(value: str, precision: str | None, words: Wording) -> str:
    """A value as a reader would write it; one that nobody has words for stays as it is."""
    if value.endswith("~"):
        return str(words.t("date.about", date=in_words(value[:-1], precision, words)))
    first, slash, last = value.partition("/")
    if slash:
        return _interval(first, last, precision, words)
    part, decade = _PART_OF_YEAR.match(value), _DECADE.match(value)
    if part is not None:
        return str(words.t(f"date.part.{part[2]}", year=part[1]))
    if decade is not None:
        return str(words.t("date.decade", year=f"{decade[1]}0"))
    if precision == "minute":
        value = re.sub(r"(T\d\d:\d\d):00", r"\1", value)  # EDTF writes seconds that nobody told
    return words.date(value)


def _interval(first: str, last: str, precision: str | None, words: Wording) -> str:
    start, end = (in_words(side, None, words) if side not in ("", "..") else "" for side in (first, last))
    if first == "..":
        return str(words.t("period.until", date=end))
    if last == "..":
        return str(words.t("period.since", date=start))
    if not first:
        return str(words.t("date.up_to", date=end))
    if not last:
        return str(words.t("date.from", date=start))
    if precision == "week" and _is_one_week(first, last):
        return str(words.t("date.week", date=start))
    return f"{start} – {end}"


def _is_one_week(first: str, last: str) -> bool:
    try:
        return (date.fromisoformat(last) - date.fromisoformat(first)).days == 6
    except ValueError:
        return False


def told(attributes: Mapping[str, Any], words: Wording) -> list[str]:
    """The phrases of a date annotation: when it was, and what that was counted from; or why nobody can tell."""
    value, reason = attributes.get("value"), attributes.get("unresolved")
    if value is None:
        key = f"date.unresolved.{reason}"
        return [str(words.t("date.unresolved", reason=words.t(key) if words.has(key) else visible(reason or "?")))]
    phrase = in_words(str(value), attributes.get("precision"), words)
    part = f"date.of.{attributes.get('part')}"
    if words.has(part):
        phrase = str(words.t(part, date=phrase))
    basis = str(attributes.get("basis", ""))
    if not basis.startswith(_RELATIVE_TO):
        return [phrase]
    anchor = in_words(str(attributes.get("anchor") or basis.removeprefix(_RELATIVE_TO)), None, words)
    if basis == _RELATIVE_TO + "publication":
        return [phrase, str(words.t("date.from_publication", date=anchor))]
    return [phrase, str(words.t("date.from_text", date=anchor))]
