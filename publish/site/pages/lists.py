"""The lists: documents by date, cases, actors, tactics."""

from __future__ import annotations

import sqlite3
from itertools import groupby

from publish.site import queries
from publish.site.ask import Ask, Page, Pages
from publish.site.facets import facets
from publish.site.tallies import NAMES, Filter, tallies

DOCUMENTS = 40  # on a page
CANDIDATES = 60  # shown below the actors; the data pages have them all


def documents(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/documents?case=&language=&kind=&year=&order=newest&page=`"""
    chosen, counted = Filter.of(ask), tallies(db)
    newest = ask.one("order") == "newest"
    pages = Pages(ask.page, DOCUMENTS, counted.total(chosen)[0])
    return Page(
        "hustings/documents.html",
        {
            "documents": queries.documents(db, chosen, limit=DOCUMENTS, offset=pages.offset, newest=newest),
            "pages": pages,
            "newest": newest,
            "facets": facets(
                ask,
                [(name, counted.of(name, chosen)) for name in NAMES],
                queries.cases(db),
            ),
        },
    )


def cases(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/cases`"""
    return Page("hustings/cases.html", {"cases": queries.cases(db, tallies(db))})


def actors(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/actors`: those of the authority file by kind, and apart from them the names that a model proposes."""
    found = sorted(queries.actors(db), key=lambda actor: str(actor[f"type_{ask.words.language}"]).casefold())
    return Page(
        "hustings/actors.html",
        {
            "types": [(members[0], members) for _, members in _grouped(found, "type")],
            "candidates": queries.candidates(db, limit=CANDIDATES),
            "candidates_in_all": queries.count_candidates(db),
        },
    )


def tactics(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/tactics`: the codebook, group by group."""
    by_group = {str(slug): members for slug, members in _grouped(queries.tactics(db), "group")}
    return Page(
        "hustings/tactics.html",
        {"groups": [(group, by_group[group["id"]]) for group in ask.site.groups if group["id"] in by_group]},
    )


def _grouped(found: list[queries.Row], key: str) -> list[tuple[object, list[queries.Row]]]:
    return [(value, list(members)) for value, members in groupby(found, key=lambda row: row[key])]
