"""Which column of a table is what: mappings, as people write them in YAML (docs/tables.md), and those that ship."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from corpus.errors import SettingsError
from corpus.model import RelationKind
from corpus.yamlfile import load_yaml

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
SHIPPED = Path(__file__).parent / "mappings"

Field = Literal[
    "kind",
    "platform",
    "native_id",
    "title",
    "deck",
    "text",
    "language",
    "published_at",
    "updated_at",
    "outlet",
    "byline",
    "account",
    "url",
    "canonical_url",
    "case",
    "tags",
    "state",
]


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a value comes from, and what is done to it, in this order: unescaped, pattern, values, prefix; then split
    or read."""

    column: str | None = None
    constant: str | None = None
    template: str | None = None  # `{chat}/{id}`: columns in braces; nothing where one of them is empty
    unescape: bool = False  # `\\n` stands for a line end
    pattern: str | None = None  # a regular expression; what its groups find, joined by `_`; nothing where it fails
    values: dict[str, str] = {}  # words to replace: `oui: live`
    prefix: str = ""
    split: str | None = None  # what parts a list: `|`, `,`; or `json`, for a cell that holds a list in JSON
    item: str | None = None  # of such a list of objects, the field that is wanted
    zone: str | None = None  # of times that name none: `America/New_York`
    format: str | None = None  # of times: strptime's, `unix` or `unix-ms`
    decimal: Literal[".", ","] = "."  # of numbers; the other one parts thousands
    html: bool = False  # the text is HTML


# A column's name, a value, or several of them: the first that gives something.
Values = str | Value | list[str | Value]


class RelationValue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A tie to another document."""

    kind: RelationKind
    native_id: Values | None = None
    url: Values | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A whole mapping. `recognise` lists sets of columns: a table that has all of one set is read by it."""

    fields: dict[Field, Values]
    name: str = "mapping"
    about: str = ""
    recognise: list[list[str]] = []
    encoding: str | None = None
    delimiter: str | None = None
    metrics: dict[str, Values] = {}
    metrics_at: Values | None = None  # when the counters were read
    retrieved_at: Values | None = None  # when the row was retrieved
    retrieved_by: str | None = None  # who says so; the mapping's name, if nobody else
    relations: list[RelationValue] = []
    extra: dict[str, Values] = {}
    rest: Literal["keep", "drop"] = "keep"  # what becomes of columns that nothing names: `extra.columns`, or nothing


def values_of(values: Values | None) -> Sequence[Value]:
    """The values to try, in order."""
    if values is None:
        return ()
    if isinstance(values, str):
        return (Value(column=values),)
    if isinstance(values, Value):
        return (values,)
    return [Value(column=value) if isinstance(value, str) else value for value in values]


def all_values(mapping: Mapping) -> Iterator[Value]:
    """Every value that a mapping names."""
    times = (mapping.metrics_at, mapping.retrieved_at)
    for values in (*mapping.fields.values(), *mapping.metrics.values(), *times, *mapping.extra.values()):
        yield from values_of(values)
    for relation in mapping.relations:
        yield from (*values_of(relation.native_id), *values_of(relation.url))


def columns_of(value: Value) -> list[str]:
    """The columns that a value is made of."""
    return [value.column] if value.column is not None else PLACEHOLDER.findall(value.template or "")


def key(column: str) -> str:
    """A column's name as names are compared: without case and needless spaces."""
    return " ".join(column.replace("\ufeff", "").split()).casefold()


def load_mapping(path: Path) -> Mapping:
    """A mapping from a file. SettingsError names the file and the line or field that is wrong."""
    mapping = load_yaml(path, Mapping)
    if not mapping.fields:
        raise SettingsError("The mapping names no field.", where=str(path), todo="Name at least `text`.")
    for value in all_values(mapping):
        _check(value, path)
    return mapping if mapping.name != "mapping" else msgspec.structs.replace(mapping, name=path.stem)


def _check(value: Value, path: Path) -> None:
    if value.constant is None and not columns_of(value):
        raise SettingsError("A value has neither a column nor a constant.", where=str(path))
    try:
        re.compile(value.pattern or "")
    except re.error as error:
        raise SettingsError(f"The pattern {value.pattern} cannot be read: {error}.", where=str(path)) from error
    try:
        ZoneInfo(value.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"There is no time zone {value.zone}.", where=str(path), todo="Name one like America/New_York."
        ) from error


@lru_cache(maxsize=1)
def shipped() -> tuple[Mapping, ...]:
    """The mappings that come with Hustings, by name."""
    return tuple(load_mapping(path) for path in sorted(SHIPPED.glob("*.yaml")))


def mapping_for(columns: Sequence[str]) -> Mapping | None:
    """The shipped mapping that recognises a table with these columns, the one that asks for the most of them."""
    known = {key(column) for column in columns}
    matches = [
        (len(wanted), mapping)
        for mapping in shipped()
        for wanted in mapping.recognise
        if all(key(column) in known for column in wanted)
    ]
    return max(matches, key=lambda match: match[0])[1] if matches else None


def missing(mapping: Mapping, columns: Sequence[str]) -> list[str]:
    """The columns that a text or a post's id could come from, where the table has none of them."""
    known = {key(column) for column in columns}
    wanted = [column for value in values_of(mapping.fields.get("text")) for column in columns_of(value)]
    return [] if any(key(column) in known for column in wanted) else wanted
