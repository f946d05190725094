"""Answers as rows of plain values: what is downloaded, written in the terminal, and given to programs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from publish.counts.concordance import Line
from publish.counts.overtime import Point
from publish.search.finding import Found

Row = dict[str, Any]

DESCRIBED = (
    "id",
    "label",
    "kind",
    "language",
    "published_at",
    "outlet",
    "byline",
    "account",
    "platform",
    "case",
    "url",
)
MOST_ASKED = 500  # documents of one statement


def described(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """What is said of documents in lists, by their numbers."""
    columns = ", ".join(f'"{name}"' for name in DESCRIBED)
    wanted = sorted(set(numbers))
    found: dict[int, Row] = {}
    for first in range(0, len(wanted), MOST_ASKED):
        part = wanted[first : first + MOST_ASKED]
        sql = f"SELECT number, {columns} FROM documents WHERE number IN ({', '.join('?' * len(part))})"
        found |= {row[0]: dict(zip(DESCRIBED, tuple(row)[1:], strict=True)) for row in db.execute(sql, part)}
    return found


def page_of(row: Row, base: str = "") -> str:
    """The address of a document on the site."""
    return f"{base}/document/{quote(row['id'], safe='')}"


def document_rows(db: sqlite3.Connection, found: Found, base: str) -> Iterator[Row]:
    """Documents in their order, with their score and their address."""
    numbers = (found.documents + 1).tolist()
    known = described(db, numbers)
    for place, (number, score) in enumerate(zip(numbers, found.scores, strict=True), start=1):
        row = known[number]
        yield {"place": place, **row, "score": round(float(score), 4), "page": page_of(row, base)}


def line_rows(db: sqlite3.Connection, lines: Sequence[Line], base: str) -> Iterator[Row]:
    """Lines of a concordance, each with its document; offsets are code points of its text."""
    known = described(db, (line.document for line in lines))
    for line in lines:
        row = known[line.document]
        shown = {name: row[name] for name in ("id", "label", "published_at", "outlet", "account", "language", "case")}
        words = {"left": line.left, "hit": line.hit, "right": line.right}
        yield {**words, **shown, "start": line.start, "end": line.end} | {
            "page": f"{page_of(row, base)}#p{line.start}-{line.end}"
        }


def struct_rows(found: Iterable[msgspec.Struct]) -> Iterator[Row]:
    """Collocates, keywords and n-grams by the names of their fields."""
    return (msgspec.to_builtins(one) for one in found)


def point_rows(points: Iterable[Point]) -> Iterator[Row]:
    """Years, with hits in a million words."""
    for point in points:
        rate = point.per_million
        yield {**msgspec.to_builtins(point), "per_million": None if rate is None else round(rate, 3)}
