"""Citations as CSL-JSON (https://github.com/citation-style-language/schema), which citeproc, Pandoc and Zotero read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from publish.export.citation import Citation, date_parts

MEDIA_TYPE = "application/vnd.citationstyles.csl+json; charset=utf-8"


def csl(cited: Iterable[Citation]) -> Iterator[bytes]:
    """A JSON list of items, in pieces."""
    between = b"[\n"
    for one in cited:
        yield between + orjson.dumps(item(one))
        between = b",\n"
    yield b"\n]\n" if between != b"[\n" else b"[]\n"


def item(one: Citation) -> dict[str, Any]:
    """One item of CSL-JSON."""
    found: dict[str, Any] = {
        "id": one.id,
        "type": one.type,
        "title": one.title,
        "container-title": one.container_title,
        "genre": one.genre,
        "author": [
            {part: value for part in ("family", "given", "literal") if (value := getattr(name, part))}
            for name in one.author
        ],
        "issued": _date(one.issued),
        "accessed": _date(one.accessed),
        "URL": one.URL,
        "language": one.language,
        "abstract": one.abstract,
        "archive": one.archive,
        "archive_location": one.archive_location,
    }
    return {name: value for name, value in found.items() if value}


def _date(value: str | None) -> dict[str, list[list[int]]] | None:
    parts = date_parts(value)
    return {"date-parts": [parts]} if parts else None
