"""The page of a case: what is told of it, when, by whom, by which tactic, in which figures and in whose words."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from typing import Any

from corpus.cases import VARIABLES
from publish.site import queries, voices
from publish.site.ask import Answer, Ask, Missing, Page, Pages
from publish.site.charts.figures import count_things, thing, things
from publish.site.charts.matrix import matrix_chart
from publish.site.charts.network import network
from publish.site.charts.overtime import case_timeline
from publish.site.charts.registry import CHARTS
from publish.site.facets import facets
from publish.site.queries import Row, row, rows
from publish.site.tallies import Filter, tallies

DOCUMENTS = 50  # on a page
CODES = 12  # actors and tactics shown with a case
DAYS = 8  # that the documents tell of most
THINGS, MORE_THINGS = 5, 25  # figures compared: with a case, and on a page of their own
TOLD_BY = 5  # documents shown with an event


def case_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/case/<id>?language=&kind=&page=`"""
    case = row(db, "SELECT * FROM cases WHERE id = ?", ask.variables["id"])
    if case is None:
        return Missing("case")
    id = case["id"]
    chosen = Filter.of(ask, "language", "kind", case=id)
    counted = tallies(db, where=Filter(case=id).where(), case=id)
    pages = Pages(ask.page, DOCUMENTS, counted.total(chosen)[0])
    return Page(
        "hustings/case.html",
        {
            "case": case,
            **_story(db, ask, id),
            "actors": queries.codes_of_case(db, id, "actor", limit=CODES),
            "tactics": queries.codes_of_case(db, id, "tactic", limit=CODES),
            "pages": pages,
            "documents": queries.documents(db, chosen, limit=DOCUMENTS, offset=pages.offset),
            "facets": facets(ask, [(name, counted.of(name, chosen)) for name in ("language", "kind")], []),
        },
    )


def _story(db: sqlite3.Connection, ask: Ask, case: str) -> dict[str, Any]:
    """All of the page but the lists."""
    number_of_things, contradictions = count_things(db, case)
    return {
        "variables": variables(db, case),
        "timeline": case_timeline(db, ask.words, case),
        "events": events(db, case),
        "days": days(db, case, limit=DAYS),
        "matrix": matrix_chart(db, ask.words, case),
        "things": things(db, ask.words, case, limit=THINGS),
        "things_in_all": number_of_things,
        "contradictions": contradictions,
        "voices": voices.voices(db, case),
        "quotations_in_all": voices.count_quotations(db, case),
        "network": network(db, ask.words, case),
    }


def figures_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/figures?case=<id>&page=`: what several documents of a case give figures of."""
    case = row(db, "SELECT * FROM cases WHERE id = ?", ask.one("case"))
    if case is None:
        return Missing("case")
    found, contradictions = count_things(db, case["id"])
    pages = Pages(ask.page, MORE_THINGS, found)
    return Page(
        "hustings/figures.html",
        {
            "case": case,
            "things": things(db, ask.words, case["id"], limit=MORE_THINGS, offset=pages.offset),
            "contradictions": contradictions,
            "pages": pages,
        },
    )


def figure_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/figure/<id>`: one thing, with a picture of what each source says of it."""
    found = thing(db, ask.words, ask.variables["id"])
    if found is None:
        return Missing("page")
    return Page("hustings/figure.html", {"thing": found, "chart": CHARTS["figures"](db, ask.words, found["id"])})


def network_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/network?case=`: who is named with whom, in a case or everywhere."""
    id = ask.one("case") or ""
    case = row(db, "SELECT * FROM cases WHERE id = ?", id)
    if id and case is None:
        return Missing("case")
    return Page(
        "hustings/network.html",
        {"case": case, "network": network(db, ask.words, id), "cases": queries.cases(db)},
    )


def variables(db: sqlite3.Connection, case: str) -> list[tuple[str, list[Row]]]:
    """What cases.yaml tells of a case, variable by variable in the order of the Casebook."""
    found = rows(
        db,
        "SELECT case_variables.*, groups.position AS group_position FROM case_variables"
        " LEFT JOIN tactics ON tactics.slug = case_variables.tactic"
        ' LEFT JOIN groups ON groups.id = tactics."group"'
        ' WHERE case_variables."case" = ? ORDER BY case_variables.number',
        case,
    )
    told = {name: list(members) for name, members in groupby(found, key=lambda one: str(one["variable"]))}
    return [(name, told[name]) for name in VARIABLES if name in told]


def events(db: sqlite3.Connection, case: str) -> list[Row]:
    """The dated events of a case in the order of the timeline's marks, each with the first of its documents."""
    found = rows(
        db,
        "SELECT case_events.*, (SELECT documents FROM days WHERE days.\"case\" = case_events.\"case\""
        " AND days.date = case_events.date) AS told FROM case_events"
        ' WHERE "case" = ? ORDER BY date, number',
        case,
    )  # fmt: skip
    for event in found:
        numbers = [
            one["number"]
            for one in rows(
                db,
                "SELECT documents.number FROM case_event_documents JOIN documents ON documents.number = document"
                f" WHERE event = ? ORDER BY {queries.BY_DATE} LIMIT ?",
                event["number"],
                TOLD_BY,
            )
        ]
        described = queries.documents_numbered(db, numbers)
        event["documents"] = [described[number] for number in numbers]
    return found


def days(db: sqlite3.Connection, case: str, *, limit: int) -> list[Row]:
    """The days and months that most documents of a case tell of."""
    sql = 'SELECT * FROM days WHERE "case" = ? ORDER BY documents DESC, annotations DESC, date LIMIT ?'
    return rows(db, sql, case, limit)
