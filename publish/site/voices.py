"""Who says what: the speakers of a case with their quotations, and those of an actor."""

from __future__ import annotations

import sqlite3

from publish.site.passages import Passage, Which, passages, passages_numbered
from publish.site.queries import Row, rows
from publish.site.tallies import Filter

SPEAKERS, EACH = 6, 3  # shown with a case; the page of quotations has them all


def speakers(db: sqlite3.Connection, case: str, *, limit: int) -> list[Row]:
    """Those whom a case's documents quote most and say who they are."""
    return rows(
        db,
        "SELECT speakers.*, actors.name_en, actors.name_fr FROM speakers LEFT JOIN actors ON actors.id = speakers.actor"
        ' WHERE speakers."case" = ? ORDER BY speakers.quotations DESC, speakers.documents DESC, code LIMIT ?',
        case,
        limit,
    )


def count_quotations(db: sqlite3.Connection, case: str) -> int:
    """How many quotations of a case name their speaker."""
    return int(db.execute('SELECT count(*) FROM quotations WHERE "case" = ?', (case,)).fetchone()[0])


def voices(db: sqlite3.Connection, case: str) -> list[tuple[Row, list[Passage]]]:
    """The speakers of a case with the first of their quotations."""
    found = []
    for speaker in speakers(db, case, limit=SPEAKERS):
        numbers = db.execute(
            'SELECT annotation FROM quotations WHERE "case" = ? AND code = ? ORDER BY annotation LIMIT ?',
            (case, speaker["code"], EACH),
        )
        found.append((speaker, passages_numbered(db, [number for (number,) in numbers])))
    return found


def said_by(db: sqlite3.Connection, code: str, chosen: Filter, *, limit: int) -> list[Passage]:
    """The first quotations of an actor."""
    return passages(db, quoted(code), chosen, limit=limit, offset=0)


def count_of(db: sqlite3.Connection, code: str) -> int:
    """How many quotations one speaker has."""
    return int(db.execute("SELECT count(*) FROM quotations WHERE code = ? AND code <> ''", (code,)).fetchone()[0])


def quoted(code: str) -> Which:
    """The quotations of one speaker."""
    clause = "annotations.number IN (SELECT annotation FROM quotations WHERE quotations.code = :speaker)"
    return Which(clause, {"speaker": code})


def anyone(case: str | None) -> Which:
    """Every quotation that names its speaker, of a case or of all."""
    of_case = ' WHERE quotations."case" = :case' if case is not None else ""
    return Which(f"annotations.number IN (SELECT annotation FROM quotations{of_case})", {})


def names_of(db: sqlite3.Connection, numbers: list[int]) -> dict[int, Row]:
    """Who says these annotations, by their number: `speaker`, `code`, and the actor's names where it is one."""
    marks = ", ".join("?" * len(numbers))
    found = rows(
        db,
        "SELECT quotations.annotation, quotations.speaker, quotations.code, actors.name_en, actors.name_fr"
        " FROM quotations LEFT JOIN actors ON actors.id = quotations.code"
        f" WHERE quotations.annotation IN ({marks})",
        *numbers,
    )
    return {row["annotation"]: row for row in found}
