"""What the published codes, actors and cases mean, and the files that all was read from, as JSON for packages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]


def codebook(db: sqlite3.Connection) -> dict[str, Any]:
    """Groups, tactics with their cues and what they correspond to in DISARM, and attributes."""
    tactics = _rows(db, "SELECT * FROM tactics ORDER BY position")
    for tactic in tactics:
        tactic["cues"] = _rows(db, "SELECT language, cue FROM cues WHERE tactic = ? ORDER BY number", tactic["slug"])
        tactic["disarm"] = _rows(db, "SELECT id, match FROM disarm WHERE tactic = ? ORDER BY id", tactic["slug"])
    return {
        "version": db.execute("SELECT codebook FROM build").fetchone()[0],
        "groups": _rows(db, "SELECT * FROM groups ORDER BY position"),
        "tactics": tactics,
        "actor_types": _rows(db, "SELECT * FROM actor_types ORDER BY slug"),
        "attributes": _rows(db, "SELECT * FROM attributes ORDER BY name"),
    }


def actors(db: sqlite3.Connection) -> Rows:
    """The authority file, with every name and account."""
    found = _rows(db, "SELECT * FROM actors ORDER BY id")
    for actor in found:
        actor["names"] = _rows(
            db, "SELECT language, name, alias FROM actor_names WHERE actor = ? ORDER BY number", actor["id"]
        )
        accounts = "SELECT platform, handle, native_id, since, until, evidence FROM actor_accounts"
        actor["accounts"] = _rows(db, f"{accounts} WHERE actor = ? ORDER BY number", actor["id"])
    return found


def cases(db: sqlite3.Connection) -> Rows:
    """The case studies."""
    return _rows(db, "SELECT * FROM cases ORDER BY position")


def sources(db: sqlite3.Connection) -> Rows:
    """The files that documents were read from, by hash; the files themselves are not published."""
    return _rows(db, "SELECT * FROM sources ORDER BY number")


VOCABULARIES: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "codebook.json": codebook,
    "actors.json": actors,
    "cases.json": cases,
    "sources.json": sources,
}


def _rows(db: sqlite3.Connection, sql: str, *values: object) -> Rows:
    return [{key: row[key] for key in row.keys() if row[key] is not None} for row in db.execute(sql, values)]  # noqa: SIM118 - a Row is no dict
