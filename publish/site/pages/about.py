"""How the site was made, and how to cite it."""

from __future__ import annotations

import sqlite3

from publish.site import queries
from publish.site.ask import Ask, Page


def about(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/about`"""
    return Page(
        "hustings/about.html",
        {
            "build": ask.site.build,
            "outcomes": queries.rows(
                db, "SELECT outcome, count(*) AS n FROM records GROUP BY outcome ORDER BY outcome"
            ),
            "formats": queries.rows(
                db, "SELECT format, count(*) AS n, sum(records) AS records FROM sources GROUP BY format ORDER BY format"
            ),
            "agents": queries.rows(
                db,
                "SELECT agent, state, count(*) AS n FROM annotations GROUP BY agent, state"
                " ORDER BY n DESC, agent, state",
            ),
            "rights": queries.rows(
                db,
                "SELECT rights, count(*) AS n FROM sources WHERE rights IS NOT NULL GROUP BY rights"
                " ORDER BY n DESC, rights",
            ),
        },
    )
