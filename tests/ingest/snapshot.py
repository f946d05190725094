"""Everything that an ingest leaves behind, as values that can be compared."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

TABLES = ("sources", "records", "documents", "blocks", "removed", "observations", "relations", "metrics")


def snapshot(root: Path) -> dict[str, str | int]:
    """A hash of every table of a corpus, rows in the order of their keys, and of the originals."""
    tables: dict[str, str | int] = {}
    for file, names in (("corpus.db", TABLES), ("originals.db", ("originals",))):
        with sqlite3.connect(root / file) as db:
            for name in names:
                digest, count = hashlib.sha256(), 0
                for row in db.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3"):
                    digest.update(repr(row).encode())
                    count += 1
                tables[name] = f"{count} {digest.hexdigest()[:16]}"
    return tables
