"""The page of a document that was taken down: that it was here, since when it is not, and why."""

from __future__ import annotations

import sqlite3

from publish.site.ask import Answer, Ask, Missing, Page
from publish.site.queries import row

GONE = 410


def missing_document(db: sqlite3.Connection, ask: Ask) -> Answer:
    """The answer where there is no document with the id of the address, whatever form of it was asked for."""
    stone = row(db, "SELECT * FROM tombstones WHERE id = ?", ask.variables.get("id", ""))
    if stone is None:
        return Missing("document")
    return Page("hustings/gone.html", {"stone": stone}, status=GONE)
