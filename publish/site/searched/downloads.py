"""Answers as files: CSV, JSON Lines and JSON, each of which says what was asked, of which build, on which day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from corpus.errors import QueryError
from publish.counts.told import in_columns
from publish.lemmas import folded
from publish.sheets import as_csv
from publish.site.ask import Answer, Ask, File, Handler
from publish.site.searched.trouble import plain

MOST = 10_000  # rows of a file; a question that has more is asked in the terminal
JSON = "application/json; charset=utf-8"
_UNSAFE = re.compile(r"[^a-z0-9]+")


def file(ask: Ask, view: str, about: dict[str, Any], columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> File:
    """Rows in the format that the address ends with: `csv`, `jsonl`, or one `json` with the rows as its last field."""
    kind = ask.variables["format"]
    name = file_name(view, about, kind)
    if kind == "csv":
        body = as_csv(columns, rows, in_columns(about)).encode("utf-8")
        return File(body, "text/csv; charset=utf-8", name=name, dated=True)
    if kind == "jsonl":
        told = in_columns(about)
        body = b"".join(orjson.dumps({**row, **told}) + b"\n" for row in rows)
        return File(body, "application/jsonl; charset=utf-8", name=name, dated=True)
    return File(orjson.dumps({**about, "rows": list(rows)}, option=orjson.OPT_INDENT_2), JSON, dated=True)


def file_name(view: str, about: dict[str, Any], ending: str) -> str:
    """`concordance-clics-1f2e3d4c5b6a.csv`: the view, the query, the build."""
    words = _UNSAFE.sub("-", folded(about["query"])).strip("-")[:40].strip("-")
    return "-".join(part for part in (view, words, about["build"][:12]) if part) + f".{ending}"


def answering(handler: Handler) -> Handler:
    """The same handler with an error of the query said in JSON."""

    def guarded(db: Any, ask: Ask) -> Answer:
        try:
            return handler(db, ask)
        except QueryError as error:
            return File(orjson.dumps(plain(error), option=orjson.OPT_INDENT_2), JSON, status=400)

    return guarded


def address(ask: Ask) -> str:
    """Where the page of a file is: what to cite."""
    path = re.sub(r"\.\w+$", "", ask.path.removesuffix(".csl.json"))
    return f"{ask.base}{path}" + (f"?{ask.query}" if ask.query else "")
