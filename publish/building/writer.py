"""Writing rows into a new site and, on the way, hashing them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping

import orjson

Row = Mapping[str, object]


class Writer:
    """Inserts rows and keeps the hash of everything inserted, so that equal contents have equal hashes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self._digest = hashlib.sha256()

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows with the columns that each names; they may be many, or none."""
        for row in rows:
            self._digest.update(orjson.dumps([table, row]))
            self._insert(table, row)

    def seal(self, table: str, row: Row) -> None:
        """Insert a last row, with the lower-case hexadecimal sha256 of everything, this row included, as `hash`."""
        self._digest.update(orjson.dumps([table, row]))
        self._insert(table, {"hash": self._digest.hexdigest(), **row})

    def _insert(self, table: str, row: Row) -> None:
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self.db.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
