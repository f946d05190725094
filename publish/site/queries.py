"""What the pages ask of site.db. Each function is one question; rows come back as dictionaries of the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from publish.site.tallies import EVERYTHING, Filter, Tallies

Row = dict[str, Any]

CANDIDATE = "candidate:"  # how the code of an actor begins whom a model saw and the authority file lacks
# What a model read the name of such an actor as, or else what its code says.
NAME = f"coalesce(json_extract(min(attributes), '$.name'), substr(code, {len(CANDIDATE) + 1}))"
DOCUMENT = (
    "documents.number, documents.id, documents.label, documents.kind, documents.platform, documents.language,"
    " documents.published_at, documents.outlet, documents.byline, documents.account, documents.state,"
    ' documents."case", documents.words, documents.annotations, cases.title_en AS case_en, cases.title_fr AS case_fr'
)
# Undated documents last. The index on published_at serves this order, so that a page of a long list costs a page.
BY_DATE = "documents.published_at NULLS LAST, documents.number"
NEWEST = "documents.published_at DESC NULLS LAST, documents.number DESC"


def rows(db: sqlite3.Connection, sql: str, *values: object, **named: object) -> list[Row]:
    """All rows of a question."""
    return [dict(row) for row in db.execute(sql, named or values)]


def row(db: sqlite3.Connection, sql: str, *values: object) -> Row | None:
    """The first row of a question; None where there is none."""
    found = db.execute(sql, values).fetchone()
    return dict(found) if found is not None else None


def number(db: sqlite3.Connection, sql: str, *values: object) -> int:
    """A question whose answer is one whole number."""
    return int(db.execute(sql, values).fetchone()[0])


def documents(db: sqlite3.Connection, chosen: Filter, *, limit: int, offset: int, newest: bool = False) -> list[Row]:
    """Documents by date."""
    where = chosen.where(*(['documents."case" = :case'] if chosen.case is not None else []))  # which has an index
    # Which ones first, by narrow rows alone, and what to say of them afterwards.
    found = rows(
        db,
        "SELECT documents.number FROM documents"
        + (" JOIN facets ON facets.document = documents.number" if where != EVERYTHING else "")
        + f" WHERE {where} ORDER BY {NEWEST if newest else BY_DATE} LIMIT :limit OFFSET :offset",
        **chosen.__dict__,
        limit=limit,
        offset=offset,
    )
    numbers = [document["number"] for document in found]
    described = documents_numbered(db, numbers)
    return [described[number] for number in numbers]


def documents_numbered(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """Documents by their numbers."""
    wanted = list(numbers)
    found = rows(
        db,
        f'SELECT {DOCUMENT} FROM documents LEFT JOIN cases ON cases.id = documents."case"'
        f" WHERE documents.number IN ({', '.join('?' * len(wanted))})",
        *wanted,
    )
    return {document["number"]: document for document in found}


def cases(db: sqlite3.Connection, counted: Tallies | None = None) -> list[Row]:
    """All cases, in their order; with tallies of all documents also how many each has of each language."""
    found = rows(db, "SELECT * FROM cases ORDER BY position")
    for case in found:
        case["languages"] = counted.of("language", Filter(case=case["id"])) if counted is not None else []
    return found


def tactics(db: sqlite3.Connection) -> list[Row]:
    """All tactics in the order of the codebook, with the position of their group."""
    return rows(
        db,
        'SELECT tactics.*, groups.position AS group_position FROM tactics JOIN groups ON groups.id = tactics."group"'
        " ORDER BY groups.position, tactics.position",
    )


def actors(db: sqlite3.Connection) -> list[Row]:
    """All actors of the authority file, those named most first."""
    return rows(
        db,
        "SELECT actors.*, actor_types.label_en AS type_en, actor_types.label_fr AS type_fr"
        " FROM actors JOIN actor_types ON actor_types.slug = actors.type"
        " ORDER BY documents DESC, annotations DESC, actors.name_en",
    )


def candidates(db: sqlite3.Connection, *, limit: int) -> list[Row]:
    """Names that a model took for actors and the authority file lacks, those in most documents first."""
    return rows(
        db,
        f"SELECT code, {NAME} AS name, count(*) AS annotations, count(DISTINCT document) AS documents FROM annotations"
        " WHERE layer = 'actor' AND actor IS NULL GROUP BY code"
        " ORDER BY documents DESC, annotations DESC, code LIMIT ?",
        limit,
    )


def candidate_name(db: sqlite3.Connection, code: str) -> str:
    """What such an actor is called."""
    sql = f"SELECT {NAME} FROM annotations WHERE layer = 'actor' AND actor IS NULL AND code = ?"
    return str(db.execute(sql, (code,)).fetchone()[0])


def count_candidates(db: sqlite3.Connection) -> int:
    """How many different ones there are."""
    return number(db, "SELECT count(DISTINCT code) FROM annotations WHERE layer = 'actor' AND actor IS NULL")


def codes_of_case(db: sqlite3.Connection, case: str, kind: str, *, limit: int) -> list[Row]:
    """The actors (kind `actor`) or tactics (`tactic`) of a case with their counts in it, commonest first."""
    table, key = {"actor": ("actors", "id"), "tactic": ("tactics", "slug")}[kind]
    group = {"actor": "NULL", "tactic": '(SELECT position FROM groups WHERE groups.id = tactics."group")'}[kind]
    return rows(
        db,
        f"SELECT {table}.*, {group} AS group_position, found.annotations AS here, found.documents AS documents_here"
        f" FROM case_codes AS found JOIN {table} ON {table}.{key} = found.code"
        ' WHERE found."case" = ? AND found.layer = ? ORDER BY here DESC, documents_here DESC, found.code LIMIT ?',
        case,
        kind,
        limit,
    )
