"""Rows as CSV (RFC 4180), fit to be opened in a spreadsheet: whatever people take away from a page or a count.

What is for programs, `hustings export csv` and Datasette's own tables, says each text as it is (docs/exports.md).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # how a cell begins that a spreadsheet would run


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], about: Mapping[str, str] | None = None) -> str:
    """The rows under the names of their columns. `about`, what the whole is, stands in columns at the end of each row:
    a line before the headings would be taken for headings, and rows that are put elsewhere would lose it.
    """
    told = dict(about or {})
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow([*columns, *told])
    last = [_safe(value) for value in told.values()]
    out.writerows([*(_safe(row.get(name)) for name in columns), *last] for row in rows)
    return written.getvalue()


def _safe(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA) else value
