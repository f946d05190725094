"""The pages of an actor and a tactic, with the passages that belong to them."""

from __future__ import annotations

import sqlite3

from publish.site import queries, voices
from publish.site.ask import Answer, Ask, Missing, Page
from publish.site.beside import beside_actor, beside_tactic, by_case_and_language, roles
from publish.site.charts.overtime import code_over_time
from publish.site.pages.passages import listed
from publish.site.passages import Which
from publish.site.queries import row, rows
from publish.site.tallies import Filter

CODES = 12  # others that stand beside this one
QUOTATIONS = 4  # shown with an actor


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
            "over_time": code_over_time(db, ask.words, "tactic", slug),
            "actors": beside_tactic(db, slug, limit=CODES),
            "spread": by_case_and_language(db, Which.coded("tactic", slug)),
            **listed(db, ask, Which.coded("tactic", slug)),
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
        shown = listed(db, ask, Which.coded("candidate", code))
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
            "roles": roles(db, code),
            "over_time": code_over_time(db, ask.words, "actor", code),
            "tactics": beside_actor(db, code, "tactic", limit=CODES),
            "others": beside_actor(db, code, "actor", limit=CODES),
            "quotations": voices.said_by(db, code, Filter(), limit=QUOTATIONS),
            "quotations_in_all": voices.count_of(db, code),
            **listed(db, ask, Which.coded("actor", code)),
        },
    )
