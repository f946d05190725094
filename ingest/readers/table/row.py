"""A row of a table to a draft, by a mapping."""

from __future__ import annotations

import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args
from zoneinfo import ZoneInfo

import msgspec
import orjson

from corpus.errors import BadRecord
from corpus.model import Block, Document, DocumentKind, Metric, Precision, Relation, State
from ingest.clean.dateline import moment_of
from ingest.clean.platforms import one_id
from ingest.clean.result import Moment, Piece, assemble, normalise
from ingest.draft import BLANK_LINES, Draft, dated
from ingest.mapping import PLACEHOLDER, Field, Mapping, Value, Values, all_values, columns_of, key, values_of
from ingest.readers.fragment import pieces_of
from ingest.readers.twitter.post import REPOST, cut_repost, decoded
from ingest.times import iso, parse_time

EMPTY = frozenset(("", "n/a", "na", "nan", "null", "none", "-", "--", "#n/a"))
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,3}")
WITH_ZEROS = re.compile(r"(\d+)[.,]0+")
EXACT = 15  # digits that a spreadsheet keeps of a number
ZONE = re.compile(r"(.*\d)\s*(?:\(?([A-Z]{2,5})\)?)")
# Those of RFC 2822 and two of Europe; other names mean different zones in different places.
OFFSETS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
OFFSETS |= {"UTC": 0, "UT": 0, "GMT": 0, "CET": 1, "CEST": 2}
PLAIN: tuple[Field, ...] = ("platform", "title", "deck", "outlet", "byline", "account", "url", "canonical_url", "case")

Row = Dictionary[str, str]  # cells by their column's key


def draft_of(columns: Sequence[str], cells: Sequence[str], mapping: Mapping, *, spoilt_ids: bool = False) -> Draft:
    """The draft of a row. `spoilt_ids`: ids in this table lost their last digits to zeros.

    Raises BadRecord (`empty-row`, `no-text`, `wrong-value`).
    """
    row = {key(column): normalise(cell) for column, cell in zip(columns, cells, strict=False)}
    if not any(cell.strip() for cell in row.values()):
        raise BadRecord("empty-row", "All cells of this row are empty.")
    notes: list[str] = []
    state: State = _one_of(get_args(State), _text(row, mapping.fields.get("state")), "live", "state")
    fields = {name: _text(row, mapping.fields.get(name)) or None for name in PLAIN}
    text, blocks = _assembled(row, mapping, fields["platform"])
    if not any(block.kind not in ("title", "deck") for block in blocks) and state == "live":
        raise BadRecord("no-text", "The cell of the text is empty, or the table has none.", todo=_where_text(mapping))
    native_id = _identifier(row, mapping.fields.get("native_id"), notes, spoilt_ids)
    kind: DocumentKind = "post" if fields["account"] or native_id else "article"
    extra = _extra(row, columns, mapping)
    native_id = one_id(fields["platform"], native_id) if native_id else None
    if native_id is not None and fields["platform"] is None:  # or the ids of two platforms would be taken for one
        native_id, extra["id"] = None, native_id
    document = Document(
        id="",
        kind=_one_of(get_args(DocumentKind), _text(row, mapping.fields.get("kind")), kind, "kind"),
        text=text,
        blocks=blocks,
        native_id=native_id,
        state=state,
        language_declared=_text(row, mapping.fields.get("language")) or None,
        tags=tuple(tag.lstrip("#") for tag in _list(row, mapping.fields.get("tags"))),
        relations=tuple(_relations(row, mapping, notes, spoilt_ids, fields["platform"])),
        metrics=tuple(_metrics(row, mapping, notes)),
        extra=extra,
    )
    published = _moment(row, mapping.fields.get("published_at"), notes)
    updated = _moment(row, mapping.fields.get("updated_at"), [])
    verbatim = None if published else _text(row, mapping.fields.get("published_at")) or None
    document = msgspec.structs.replace(
        document,
        updated_at=updated.value if updated else None,
        published_verbatim=verbatim,
        notes=tuple(dict.fromkeys(notes)),
        **fields,
    )
    return Draft(document=dated(_as_twitter_means(document), published))


def _as_twitter_means(document: Document) -> Document:
    """In tables of Twitter's posts a repost has the counters and the ties of its original, and may be cut."""
    reposts = tuple(tie for tie in document.relations if tie.kind == "reposts")
    if document.platform != "twitter" or not (reposts or REPOST.match(document.text)):
        return document
    notes = (*document.notes, *(("cut",) if cut_repost(document.text) else ()))
    return msgspec.structs.replace(document, metrics=(), relations=reposts, notes=notes)


def _where_text(mapping: Mapping) -> str:
    names = (name for value in values_of(mapping.fields.get("text")) for name in columns_of(value))
    columns = ", ".join(dict.fromkeys(names))
    return f"The mapping {mapping.name} takes it from {columns or 'no column'}."


def _one_of(allowed: Sequence[Any], given: str, default: Any, name: str) -> Any:
    """One of a closed set of words. Raises BadRecord `wrong-value`."""
    if not given:
        return default
    if given not in allowed:
        raise BadRecord(
            "wrong-value", f"{given} is no {name}.", todo=f"Map it to one of {', '.join(allowed)} (`values:`)."
        )
    return given


def _assembled(row: Row, mapping: Mapping, platform: str | None) -> tuple[str, tuple[Block, ...]]:
    title, deck = (_text(row, mapping.fields.get(name)) for name in ("title", "deck"))
    pieces = [Piece("title", title), Piece("deck", deck)]
    for value in values_of(mapping.fields.get("text")):
        body = _cell(row, value).strip()
        body = decoded(body) if platform == "twitter" else body  # as Twitter itself escapes it, and tools leave it
        if body:
            own = pieces_of(body) if value.html else [Piece("paragraph", part) for part in BLANK_LINES.split(body)]
            return assemble((*(piece for piece in pieces if piece.text != body), *own))
    return assemble(pieces)


def _cell(row: Row, value: Value) -> str:
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


def _text(row: Row, values: Values | None) -> str:
    """The first value that is not empty, without spaces around it."""
    texts = (_cell(row, value).strip() for value in values_of(values))
    return next((text for text in texts if text.casefold() not in EMPTY), "")


def _list(row: Row, values: Values | None) -> list[str]:
    for value in values_of(values):
        text = _cell(row, value)
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


def _identifier(row: Row, values: Values | None, notes: list[str], spoilt: bool) -> str | None:
    for value in values_of(values):
        text = _cell(row, value).strip()
        if text.casefold() in EMPTY:
            continue
        id, damaged = identifier(text, spoilt=spoilt and value.pattern is None)
        if damaged:
            notes.append("damaged id")
        elif id is not None:
            return id
    return None


def _relations(row: Row, mapping: Mapping, notes: list[str], spoilt: bool, platform: str | None) -> list[Relation]:
    found = []
    for relation in mapping.relations:
        id, url = _identifier(row, relation.native_id, notes, spoilt), _text(row, relation.url) or None
        if id or url:
            found.append(Relation(kind=relation.kind, native_id=one_id(platform, id) if id else None, url=url))
    return found


def _metrics(row: Row, mapping: Mapping, notes: list[str]) -> list[Metric]:
    at = _moment(row, mapping.metrics_at, [])
    found = []
    for name, values in mapping.metrics.items():
        present = [value for value in values_of(values) if any(key(name) in row for name in columns_of(value))]
        if not present:
            continue
        text = _text(row, list(present))
        number = whole_number(text, present[0].decimal)
        if text and number is None:
            notes.append("number not understood")
        elif number is None:
            found.append(Metric(name=name, status="not_provided", at=at.value if at else None))
        else:
            found.append(Metric(name=name, value=number, at=at.value if at else None))
    return found


def whole_number(text: str, decimal: str = ".") -> int | None:
    """A counter: `1,234`, `1 234`, `12.0`; None where it is no whole number."""
    thousands = "," if decimal == "." else "."
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text).replace(thousands, "").replace(decimal, ".")
    found = re.fullmatch(r"(-?\d{1,18})(?:\.0*)?", plain)
    return int(found.group(1)) if found else None


def retrieved(columns: Sequence[str], cells: Sequence[str], mapping: Mapping) -> tuple[str | None, str | None]:
    """When a row was retrieved and who says so, where its table says it."""
    if mapping.retrieved_at is None:
        return None, None
    row = {key(column): cell for column, cell in zip(columns, cells, strict=False)}
    moment = _moment(row, mapping.retrieved_at, [])
    return (moment.value, mapping.retrieved_by or mapping.name) if moment else (None, None)


def _moment(row: Row, values: Values | None, notes: list[str]) -> Moment | None:
    failed = False
    for value in values_of(values):
        text = _cell(row, value).strip()
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


def _extra(row: Row, columns: Sequence[str], mapping: Mapping) -> dict[str, Any]:
    named = {key(name) for value in all_values(mapping) for name in columns_of(value)}
    found: dict[str, Any] = {"mapping": mapping.name}
    for name, values in mapping.extra.items():
        split = any(value.split for value in values_of(values))
        content = _list(row, values) if split else _text(row, values)
        if content:
            found[name] = content
    rest = {column: row[key(column)] for column in columns if column and key(column) not in named}
    rest = {column: cell for column, cell in rest.items() if cell.strip()}
    if rest and mapping.rest == "keep":
        found["columns"] = rest
    return found
