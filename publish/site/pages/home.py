"""The first page: what this is, the cases, and where to begin."""

from __future__ import annotations

import sqlite3

from publish.site import queries
from publish.site.ask import Ask, Page
from publish.site.tallies import Filter, tallies

MOST = 8  # tactics and actors shown


def home(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/`"""
    counted = tallies(db)
    tactics = [tactic for tactic in queries.tactics(db) if tactic["annotations"]]
    actors = [actor for actor in queries.actors(db) if actor["annotations"]]
    return Page(
        "hustings/home.html",
        {
            "cases": queries.cases(db, counted),
            "languages": counted.of("language", Filter()),
            "kinds": counted.of("kind", Filter()),
            "tactics": sorted(tactics, key=lambda tactic: (-tactic["documents"], -tactic["annotations"]))[:MOST],
            "tactics_used": len(tactics),
            "actors": actors[:MOST],
            "actors_named": len(actors),
        },
    )
