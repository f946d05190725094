"""Queries of this corpus to begin with, which certainly find something."""

from __future__ import annotations

import sqlite3

import numpy as np

from publish.site import queries
from publish.site.ask import Ask


def examples(db: sqlite3.Connection, ask: Ask) -> list[str]:
    """Names of tactics and actors, and one query of each field that the corpus has values for."""
    language = ask.words.language
    tactics = [row for row in sorted(queries.tactics(db), key=lambda row: -row["documents"])[:2] if row["documents"]]
    actors = [row for row in queries.actors(db)[:2] if row["documents"]]
    found = [ask.words.words({code: row[f"label_{code}"] for code in ("en", "fr")}) for row in tactics]
    found += [ask.words.words({code: row[f"name_{code}"] for code in ("en", "fr")}) for row in actors]
    names = {"en": ("outlet", "tactic", "actor", "after"), "fr": ("média", "tactique", "acteur", "après")}
    outlet, tactic, actor, after = names["fr" if language == "fr" else "en"]
    tokens = ask.site.tokens
    if tokens.values["outlet"]:
        most = int(np.bincount(tokens.column["outlet"])[1:].argmax()) + 1
        found.append(f'{outlet}:"{tokens.value("outlet", most)}"')
    found += [f'{tactic}:"{found[0]}"'] if tactics else []
    found += [f"{actor}:{actors[0]['id']}"] if actors else []
    last = str(ask.site.build["last_date"] or "")[:4]
    return [*found, *([f"{after}:{last}"] if last.isdigit() else [])]
