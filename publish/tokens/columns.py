"""What documents are filtered, counted and sorted by, as a number a document: an array a column, counted from 0."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import orjson
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from publish.tokens.making import Numbers, write_array
from publish.tokens.reading import Tokens

NAMES = ("case", "language", "kind", "outlet", "platform", "account")  # columns whose values are words
UNKNOWN = 0  # the number of what is not known; values are numbered from 1


def write_columns(db: sqlite3.Connection, folder: Path) -> None:
    """Write the columns of all documents, in the order of their numbers, and the words that their numbers stand for."""
    values: dict[str, list[str]] = {}
    for name in NAMES:
        found = [row[0] for row in db.execute(f'SELECT "{name}" FROM documents ORDER BY number')]
        values[name] = sorted({value for value in found if value is not None})
        numbers = {value: number for number, value in enumerate(values[name], start=1)}
        write_array(folder, name, np.array([numbers.get(value, UNKNOWN) for value in found], np.uint32))
    dates = [row[0] for row in db.execute("SELECT published_at FROM documents ORDER BY number")]
    write_array(folder, "date", np.array([as_number(date) for date in dates], np.uint32))
    write_array(folder, "cluster", _clusters(db, len(dates)))
    values["codes"] = _write_codes(db, folder)
    (folder / "values.json").write_bytes(orjson.dumps(values, option=orjson.OPT_SORT_KEYS))


def as_number(date: str | None) -> int:
    """A day as YYYYMMDD, with zeros for what is not known: `2012-09` is 20120900. Orders as dates do."""
    digits = (date or "")[:10].replace("-", "")
    return int(digits.ljust(8, "0")) if digits.isdigit() else UNKNOWN


def _clusters(db: sqlite3.Connection, documents: int) -> Numbers:
    """The same number for documents that are near duplicates of each other; 0 for those that stand alone."""
    pairs = db.execute(
        "SELECT document - 1, target - 1 FROM relations WHERE kind = 'near_duplicate_of' AND target IS NOT NULL"
    ).fetchall()
    if not pairs:
        return np.zeros(documents, np.uint32)
    ends = np.array(pairs, np.int64)
    ties = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(documents, documents))
    labels = connected_components(ties, directed=False)[1]
    together = np.bincount(labels)[labels] > 1
    numbers = np.zeros(documents, np.uint32)
    numbers[together] = np.unique(labels[together], return_inverse=True)[1] + 1
    return numbers


def _write_codes(db: sqlite3.Connection, folder: Path) -> list[str]:
    """Which documents have which actor or tactic: `codes_documents` from `codes_firsts`, code after code."""
    rows = db.execute(
        "SELECT DISTINCT layer || ':' || code, document - 1 FROM annotations WHERE coalesce(actor, tactic) IS NOT NULL"
        " ORDER BY 1, 2"
    ).fetchall()
    codes = list(dict.fromkeys(row[0] for row in rows))
    _write_groups(folder, "codes", [row[0] for row in rows], codes, [row[1] for row in rows])
    return codes


def write_quoted(db: sqlite3.Connection, folder: Path, tokens: Tokens) -> None:
    """Write which tokens of the texts stand in quoted speech: `quoted`, first and last of each, none in another."""
    spans: list[tuple[int, int]] = []
    rows = db.execute(
        "SELECT document, start, \"end\" FROM annotations WHERE layer = 'quotation' ORDER BY document, start"
    )
    for number, group in groupby(rows, key=lambda row: int(row[0])):
        starts, ends = tokens.offsets(number - 1)
        first = int(tokens.text.starts[number - 1])
        for _, start, end in group:
            begin, stop = first + int(np.searchsorted(ends, start, "right")), first + int(np.searchsorted(starts, end))
            if spans and begin < spans[-1][1]:
                spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
            elif begin < stop:
                spans.append((begin, stop))
    write_array(folder, "quoted", np.array(spans, np.uint64).reshape(-1))


def _write_groups(folder: Path, name: str, keys: Iterable[str], order: Sequence[str], documents: Sequence[int]) -> None:
    places = {code: place for place, code in enumerate(order)}
    sizes = np.bincount([places[key] for key in keys], minlength=len(order)) if order else np.empty(0, np.int64)
    write_array(folder, f"{name}_firsts", np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint64))
    write_array(folder, f"{name}_documents", np.array(documents, np.uint32))
