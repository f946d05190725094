"""The pages of a case, an actor and a tactic, with the passages or documents that belong to them."""

from __future__ import annotations

import sqlite3
from typing import Any

from publish.site import passages, queries
from publish.site.ask import Answer, Ask, Missing, Page, Pages
from publish.site.facets import facets
from publish.site.queries import row, rows
from publish.site.tallies import Filter, tallies

PASSAGES = 25  # on a page
DOCUMENTS = 50
CODES = 12  # actors and tactics shown with a case
FACETS = ("language", "case")


def case_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/case/<id>?language=&kind=&page=`"""
    case = row(db, "SELECT * FROM cases WHERE id = ?", ask.variables["id"])
    if case is None:
        return Missing("case")
    chosen = Filter.of(ask, "language", "kind", case=case["id"])
    counted = tallies(db, where=Filter(case=case["id"]).where(), case=case["id"])
    pages = Pages(ask.page, DOCUMENTS, counted.total(chosen)[0])
    return Page(
        "hustings/case.html",
        {
            "case": case,
            "pages": pages,
            "documents": queries.documents(db, chosen, limit=DOCUMENTS, offset=pages.offset),
            "facets": facets(ask, [(name, counted.of(name, chosen)) for name in ("language", "kind")], []),
            "actors": queries.codes_of_case(db, case["id"], "actor", limit=CODES),
            "tactics": queries.codes_of_case(db, case["id"], "tactic", limit=CODES),
        },
    )


def tactic_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/tactic/<slug>?language=&case=&page=`"""
    tactic = row(
        db,
        "SELECT tactics.*, groups.position AS group_position, groups.label_en AS group_en, groups.label_fr AS group_fr"
        ' FROM tactics JOIN groups ON groups.id = tactics."group" WHERE slug = ?',
        ask.variables["slug"],
    )
    if tactic is None:
        return Missing("tactic")
    slug = tactic["slug"]
    return Page(
        "hustings/tactic.html",
        {
            "tactic": tactic,
            "disarm": rows(db, "SELECT id, match FROM disarm WHERE tactic = ? ORDER BY id", slug),
            "cues": rows(db, "SELECT language, cue FROM cues WHERE tactic = ? ORDER BY number", slug),
            **_passages(db, ask, "tactic", slug),
        },
    )


def actor_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/actor/<id>?language=&case=&page=`; an id that begins with `candidate:` is a name that a model proposes."""
    code = ask.variables["id"]
    actor = row(
        db,
        "SELECT actors.*, actor_types.label_en AS type_en, actor_types.label_fr AS type_fr"
        " FROM actors JOIN actor_types ON actor_types.slug = actors.type WHERE actors.id = ?",
        code,
    )
    if actor is None:
        shown = _passages(db, ask, "candidate", code)
        if not shown["counted"][0]:
            return Missing("actor")
        name = queries.candidate_name(db, code)
        return Page("hustings/candidate.html", {"code": code, "name": name, **shown})
    return Page(
        "hustings/actor.html",
        {
            "who": actor,  # `actor` is Datasette's word for who is logged in
            "names": rows(db, "SELECT * FROM actor_names WHERE actor = ? AND alias ORDER BY number", code),
            "accounts": rows(db, "SELECT * FROM actor_accounts WHERE actor = ? ORDER BY number", code),
            **_passages(db, ask, "actor", code),
        },
    )


def _passages(db: sqlite3.Connection, ask: Ask, layer: str, code: str) -> dict[str, Any]:
    """What the three pages with passages share. `counted` is all passages and documents, whatever is filtered."""
    chosen = Filter.of(ask, *FACETS)
    counted = passages.count(db, layer, code)
    pages = Pages(ask.page, PASSAGES, counted.total(chosen)[0])
    return {
        "counted": counted.total(Filter()),
        "pages": pages,
        "passages": passages.passages(db, layer, code, chosen, limit=PASSAGES, offset=pages.offset),
        "facets": facets(ask, [(name, counted.of(name, chosen)) for name in FACETS], queries.cases(db)),
    }
