"""The search page. Its address says everything, so that a search can be kept, sent and cited."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.errors import QueryError
from publish.search.counting import FACETS
from publish.search.searching import Results, search
from publish.site import queries
from publish.site.ask import Ask, Page, Pages
from publish.site.facets import facets
from publish.site.queries import Row

RESULTS = 20  # on a page
LONGEST = 1000  # code points of a query that is shown again


@dataclass(frozen=True)
class Widening:
    """What a query was widened to: a code, and the terms that it is found by in each language."""

    kind: str  # of page: tactic or actor
    id: str
    label: str
    asked: str
    terms: list[tuple[str, list[str]]]


def search_page(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/search?q=&language=&case=&kind=&page=&across=no`"""
    query = (ask.one("q") or "").strip()
    across = ask.one("across") != "no"
    shown = {
        "query": query[:LONGEST],
        "across": across,
        "across_off": ask.link(across="no"),
        "across_on": ask.link(across=None),
    }
    if not query:
        return Page("hustings/search.html", {**shown, "results": None, "examples": examples(db, ask)})
    try:
        results = search(
            db,
            ask.site.tokens,
            query,
            {name: value for name in FACETS if (value := ask.one(name))},
            limit=RESULTS,
            offset=(ask.page - 1) * RESULTS,
            across=across,
        )
    except QueryError as error:
        return Page("hustings/search.html", {**shown, "results": None, "error": error}, status=400)
    known = [
        (name, [(str(value), n) for value, n in counts if value is not None])
        for name, counts in results.facets.items()
    ]
    return Page(
        "hustings/search.html",
        {
            **shown,
            "results": results,
            "pages": Pages(ask.page, RESULTS, results.shown),
            "documents": queries.documents_numbered(db, [hit.number for hit in results.hits]),
            "facets": facets(ask, known, queries.cases(db)),
            "filtered": [name for name in FACETS if ask.one(name)],
            "unfiltered": ask.link(**dict.fromkeys(FACETS)),
            "widened": widened(db, ask, results),
            "examples": examples(db, ask) if not results.total else [],
        },
    )


def examples(db: sqlite3.Connection, ask: Ask) -> list[str]:
    """Names of tactics and actors of this corpus, which certainly find something."""
    tactics = sorted(queries.tactics(db), key=lambda row: -row["documents"])[:2]
    actors = queries.actors(db)[:2]
    found = [
        ask.words.words({code: row[f"label_{code}"] for code in ("en", "fr")}) for row in tactics if row["documents"]
    ]
    return found + [
        ask.words.words({code: row[f"name_{code}"] for code in ("en", "fr")}) for row in actors if row["documents"]
    ]


def widened(db: sqlite3.Connection, ask: Ask, results: Results) -> list[Widening]:
    """The expansions with the names of their codes."""
    labels = {("tactic", row["slug"]): _words(row, "label") for row in queries.tactics(db)}
    labels |= {("actor", row["id"]): _words(row, "name") for row in queries.actors(db)}
    found = []
    for expansion in results.expansions:
        terms: dict[str, list[str]] = {}
        for language, term in expansion.terms:
            terms.setdefault(language, []).append(term)
        label = ask.words.words(labels.get((expansion.layer, expansion.code), {"en": expansion.code}))
        found.append(Widening(expansion.layer, expansion.code, label, expansion.asked, list(terms.items())))
    return found


def _words(row: Row, name: str) -> dict[str, str]:
    return {code: row[f"{name}_{code}"] for code in ("en", "fr")}
