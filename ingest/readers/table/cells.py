"""The cells of a row as a mapping wants them: texts, lists, ids, numbers and times."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import msgspec
import orjson

from corpus.model import Precision
from ingest.clean.dateline import moment_of
from ingest.clean.result import Moment
from ingest.mapping import PLACEHOLDER, Value, Values, columns_of, key, values_of
from ingest.times import iso, parse_time

EMPTY = frozenset(("", "n/a", "na", "nan", "null", "none", "-", "--", "#n/a"))
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
WITH_ZEROS = re.compile(r"(\d+)[.,]0+")
EXACT = 15  # digits that a spreadsheet keeps of a number
ZONE = re.compile(r"(.*\d)\s*(?:\(?([A-Z]{2,5})\)?)")
# Those of RFC 2822 and two of Europe; other names mean different zones in different places.
OFFSETS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
OFFSETS |= {"UTC": 0, "UT": 0, "GMT": 0, "CET": 1, "CEST": 2}

Row = Dictionary[str, str]  # cells by their column's key


def cell_of(row: Row, value: Value) -> str:
    """A value as text."""
    text = value.constant if value.constant is not None else _filled(row, value)
    if value.unescape:
        text = text.replace("\\n", "\n")
    if value.pattern is not None and value.constant is None:
        found = re.search(value.pattern, text)
        text = "" if found is None else "_".join(group for group in found.groups() if group) or found.group()
    text = value.values.get(text.strip(), text)
    return value.prefix + text if text.strip() else ""


def _filled(row: Row, value: Value) -> str:
    """The cell of a column, or a template with its cells; nothing where one of them is empty."""
    if value.template is None:
        return row.get(key(value.column or ""), "")
    cells = {name: row.get(key(name), "").strip() for name in columns_of(value)}
    if not all(cells.values()):
        return ""
    return PLACEHOLDER.sub(lambda match: cells[match.group(1)], value.template)


def text_of(row: Row, values: Values | None) -> str:
    """The first value that is not empty, without spaces around it."""
    texts = (cell_of(row, value).strip() for value in values_of(values))
    return next((text for text in texts if text.casefold() not in EMPTY), "")


def list_of(row: Row, values: Values | None) -> list[str]:
    """The parts of the first value that has any."""
    for value in values_of(values):
        text = cell_of(row, value)
        if value.split == "json":
            parts = _json_list(text, value.item)
        else:
            parts = [part.strip() for part in (text.split(value.split) if value.split else [text])]
        if any(parts):
            return [part for part in parts if part]
    return []


def _json_list(text: str, item: str | None) -> list[str]:
    """The texts of a list in JSON, or the field `item` of its objects."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return []
    values = found if isinstance(found, list) else []
    parts = [value.get(item) if isinstance(value, dict) else value for value in values]
    return [part.strip() for part in parts if isinstance(part, str)]


def identifier(text: str, *, spoilt: bool = False) -> tuple[str | None, bool]:
    """An id as text, and whether a spreadsheet has destroyed it (`1.16925E+18`); then it is none.

    `spoilt`: in this table even whole numbers end in zeros beyond the digits that a spreadsheet keeps.
    """
    text = text.strip().lstrip("'")
    if SCIENTIFIC.fullmatch(text):
        return None, True
    zeros = WITH_ZEROS.fullmatch(text)
    text = zeros.group(1) if zeros else text
    if zeros and len(text) > EXACT:
        return None, True
    if spoilt and ends_in_zeros(text):
        return None, True
    return text or None, False


def ends_in_zeros(text: str) -> bool:
    """Whether an id has more digits than a spreadsheet keeps, and only zeros beyond those."""
    return text.isdecimal() and len(text) > EXACT + 1 and not text[EXACT:].strip("0")


def whole_number(text: str, decimal: str = ".") -> int | None:
    """A counter: `1,234`, `1 234`, `12.0`; None where it is no whole number."""
    thousands = "," if decimal == "." else "."
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace(thousands, "").replace(decimal, ".")
    found = re.fullmatch(r"(-?\d{1,18})(?:\.0*)?", plain)
    return int(found.group(1)) if found else None


def moment_in(row: Row, values: Values | None, notes: list[str]) -> Moment | None:
    """The time of the first value that is understood; `notes` gets a word where one is there and none is."""
    failed = False
    for value in values_of(values):
        text = cell_of(row, value).strip()
        if text.casefold() in EMPTY:
            continue
        moment = when(text, value.format, value.zone)
        if moment is not None:
            return moment
        failed = True
    if failed:
        notes.append("date not understood")
    return None


def when(text: str, format: str | None = None, zone: str | None = None) -> Moment | None:
    """A time as a table writes it; `zone` holds where the time names none. None where it is not understood."""
    try:
        moment = _read(text, format)
    except (ValueError, OverflowError, OSError):
        return None
    if moment is None or zone is None or moment.precision not in ("minute", "second") or moment.value.endswith("Z"):
        return moment
    local = datetime.fromisoformat(moment.value).replace(tzinfo=ZoneInfo(zone))
    return msgspec.structs.replace(moment, value=iso(local, moment.precision))


def _read(text: str, format: str | None) -> Moment | None:
    if format in ("unix", "unix-ms"):
        seconds = float(text) / (1000 if format == "unix-ms" else 1)
        return Moment(
            value=iso(datetime.fromtimestamp(seconds, UTC)), precision="second", basis="record", verbatim=text
        )
    named = ZONE.fullmatch(text)
    offset = OFFSETS.get(named.group(2)) if named else None
    body = named.group(1) if named and offset is not None else text
    if format is not None:
        local = datetime.strptime(body, format)
        precision: Precision = "second" if re.search("%[ScXT]", format) else "minute" if "%M" in format else "day"
        value = local.date().isoformat() if precision == "day" else iso(local, precision)
        moment: Moment | None = Moment(value=value, precision=precision, basis="record")
    else:
        moment = parse_time(body, "record") or moment_of(body, "record")
    if moment is None:
        return None
    if offset is not None and moment.precision in ("minute", "second") and not moment.value.endswith("Z"):
        exact = datetime.fromisoformat(moment.value).replace(tzinfo=timezone(timedelta(hours=offset)))
        moment = msgspec.structs.replace(moment, value=iso(exact, moment.precision))
    return msgspec.structs.replace(moment, verbatim=text)
