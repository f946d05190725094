"""Passages chosen by more than one thing: an actor with a tactic or another actor, a day that is told of, a speaker."""

from __future__ import annotations

import sqlite3
from typing import Any

from publish.site import passages, queries, voices
from publish.site.ask import Answer, Ask, Missing, Page, Pages
from publish.site.charts.calendar import parts
from publish.site.facets import facets
from publish.site.passages import Which
from publish.site.queries import Row, row
from publish.site.tallies import Filter

PASSAGES = 25  # on a page
FACETS = ("language", "case")
_ALSO = (
    "annotations.block IS NOT NULL AND EXISTS (SELECT 1 FROM annotations AS beside"
    " WHERE beside.actor = :actor AND beside.document = annotations.document AND beside.block = annotations.block)"
)


def passages_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/passages?actor=&tactic=&with=&date=&case=&language=&page=`

    An actor in one block with a tactic, or `with` another actor; or a day or month that documents tell of.
    """
    actor, tactic, other = _actor(db, ask.one("actor")), _tactic(db, ask.one("tactic")), _actor(db, ask.one("with"))
    day = ask.one("date")
    if actor and tactic:
        which = Which(f"annotations.tactic = :tactic AND {_ALSO}", {"tactic": tactic["slug"], "actor": actor["id"]})
    elif actor and other:
        which = Which(f"annotations.actor = :other AND {_ALSO}", {"other": other["id"], "actor": actor["id"]})
    elif day and len(parts(day)) > 1:
        clause = "annotations.number IN (SELECT annotation FROM told_dates WHERE told_dates.date = :day)"
        if ask.one("case"):  # the index has the case first
            clause = clause.replace("WHERE", 'WHERE told_dates."case" = :case AND')
        which = Which(clause, {"day": day})
    else:
        return Missing("page")
    # `actor` is Datasette's word for who is logged in.
    chosen = {"who": actor, "tactic": tactic, "other": other, "day": day}
    return Page("hustings/together.html", {**chosen, **listed(db, ask, which)})


def quotations_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/quotations?case=&speaker=&language=&page=`"""
    code = ask.one("speaker")
    which = voices.quoted(code) if code else voices.anyone(ask.one("case"))
    shown = listed(db, ask, which)
    said = voices.names_of(db, [passage.annotation["annotation_number"] for passage in shown["passages"]])
    speaker = next(iter(said.values()), None) if code else None
    if code and speaker is None and not shown["counted"][0]:
        return Missing("actor")
    return Page("hustings/quotations.html", {"code": code, "speaker": speaker, "said_by": said, **shown})


def listed(db: sqlite3.Connection, ask: Ask, which: Which) -> dict[str, Any]:
    """What all pages with passages share. `counted` is all passages and documents, whatever is filtered."""
    chosen = Filter.of(ask, *FACETS)
    bound = Which(which.clause, {**which.values, "case": chosen.case} if ":case" in which.clause else which.values)
    counted = passages.count(db, bound)
    pages = Pages(ask.page, PASSAGES, counted.total(chosen)[0])
    return {
        "counted": counted.total(Filter()),
        "pages": pages,
        "passages": passages.passages(db, which, chosen, limit=PASSAGES, offset=pages.offset),
        "facets": facets(ask, [(name, counted.of(name, chosen)) for name in FACETS], queries.cases(db)),
    }


def _actor(db: sqlite3.Connection, id: str | None) -> Row | None:
    return row(db, "SELECT * FROM actors WHERE id = ?", id)


def _tactic(db: sqlite3.Connection, slug: str | None) -> Row | None:
    sql = 'SELECT tactics.*, groups.position AS group_position FROM tactics JOIN groups ON groups.id = tactics."group"'
    return row(db, f"{sql} WHERE slug = ?", slug)
