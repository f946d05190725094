"""What there is to know of an annotation beside its passage and code, for formats with room for a note or an object."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import orjson

from annotate.exchange.shapes import Found
from corpus.model import Annotation, Layer

FIELDS = ("id", "agent", "state", "score", "attributes")


def details(annotation: Annotation) -> dict[str, Any]:
    """Its id, agent, state, score and attributes; what is unknown or empty is absent."""
    values = {name: getattr(annotation, name) for name in FIELDS}
    return {name: value for name, value in values.items() if value not in (None, {})}


def in_a_line(said: Mapping[str, Any]) -> str:
    """The same as JSON, for a line of a text file: without the line ends that JSON allows inside of words."""
    return re.sub("[\x85\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", orjson.dumps(said).decode())


def found(
    layer: Layer, code: str, start: int, end: int, quotation: str | None = None, said: Mapping[str, Any] | None = None
) -> Found:
    """An annotation of a file with the details that were written beside it, None where there are none.

    Where the id is there, so are the attributes, of which there may be none. A detail that somebody has broken is
    passed over: the passage and its code still count.
    """
    plain = Found(layer=layer, code=code, start=start, end=end, quotation=quotation)
    if said is None:
        return plain
    fields = msgspec.structs.asdict(plain) | ({"attributes": {}} if "id" in said else {})
    for name in FIELDS:
        if name not in said:
            continue
        try:
            msgspec.convert(fields | {name: said[name]}, Found)
        except msgspec.ValidationError:
            continue
        fields[name] = said[name]
    return Found(**fields)
