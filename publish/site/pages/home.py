"""The first page: what this is, the cases, and where to begin."""

from __future__ import annotations

import sqlite3

from publish.site import queries
from publish.site.ask import Ask, Page

MOST = 8  # tactics and actors shown


def home(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/`"""
    everything = queries.Filter()
    tactics = [tactic for tactic in queries.tactics(db) if tactic["annotations"]]
    actors = [actor for actor in queries.actors(db) if actor["annotations"]]
    return Page(
        "hustings/home.html",
        {
            "cases": queries.cases(db),
            "languages": queries.facet(db, "language", everything),
            "kinds": queries.facet(db, "kind", everything),
            "tactics": sorted(tactics, key=lambda tactic: (-tactic["documents"], -tactic["annotations"]))[:MOST],
            "tactics_used": len(tactics),
            "actors": actors[:MOST],
            "actors_named": len(actors),
        },
    )
