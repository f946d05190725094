"""Who did what: the actors of a case by its tactics, in how many documents the two stand in one block."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from corpus.web.wording import Wording
from publish.site.charts.chart import Cell, Chart, plain
from publish.site.queries import Row, row, rows

ACTORS, TACTICS = 12, 10  # rows and columns shown; the data have them all
SHADES = 4


@dataclass(frozen=True)
class Field:
    """One cell: documents, how dark it is (0 to SHADES), and the address of its passages."""

    documents: int
    shade: int
    path: str


@dataclass(frozen=True)
class Matrix:
    """Rows of actors, columns of tactics; both those of most documents first."""

    actors: list[Row]
    tactics: list[Row]
    fields: list[list[Field]]


def matrix_chart(db: sqlite3.Connection, words: Wording, id: str) -> Chart | None:
    """The matrix of a case; None where there is no such case or no actor stands with a tactic in it."""
    case = row(db, "SELECT * FROM cases WHERE id = ?", id)
    found = rows(
        db,
        "SELECT together.actor, code AS tactic, together.documents, blocks, actors.name_en, actors.name_fr,"
        " tactics.label_en, tactics.label_fr,"
        " groups.position AS group_position FROM together JOIN actors ON actors.id = together.actor"
        ' JOIN tactics ON tactics.slug = code JOIN groups ON groups.id = tactics."group"'
        " WHERE together.\"case\" = ? AND layer = 'tactic' ORDER BY together.documents DESC, blocks DESC, actor, code",
        id,
    )
    if case is None or not found:
        return None
    matrix = _matrix(found, id)
    first = found[0]
    summary = plain(
        words,
        "chart.matrix.summary",
        actor=_said(words, first, "name"),
        tactic=_said(words, first, "label"),
        documents=plain(words, "count.documents", count=first["documents"]),
    )
    return Chart(
        name="case-matrix",
        id=id,
        title=plain(words, "chart.matrix", case=_said(words, case, "title")),
        summary=summary,
        columns=("actor", "actor_name", "tactic", "tactic_label", "documents", "blocks"),
        rows=[
            (one["actor"], _said(words, one, "name"), one["tactic"], _said(words, one, "label"), one["documents"],
             one["blocks"])
            for one in found
        ],
        headings=tuple(plain(words, f"chart.{key}") for key in ("actor", "tactic", "documents")),
        table=[
            (Cell(_said(words, one, "name")), Cell(_said(words, one, "label")),
             Cell(words.number(one["documents"]), _path(one["actor"], one["tactic"], id), number=True))
            for one in found
        ],
        drawn=matrix,
    )  # fmt: skip


def _matrix(found: list[Row], case: str) -> Matrix:
    by_actor, by_tactic = Counter[str](), Counter[str]()
    for one in found:
        by_actor[one["actor"]] += one["documents"]
        by_tactic[one["tactic"]] += one["documents"]
    actors = {one["actor"]: one for one in found}
    tactics = {one["tactic"]: one for one in found}
    across = sorted(tactics, key=lambda slug: (-by_tactic[slug], slug))[:TACTICS]
    down = sorted(actors, key=lambda actor: (-by_actor[actor], actor))[:ACTORS]
    counts = {(one["actor"], one["tactic"]): one["documents"] for one in found}
    most = max(SHADES, *counts.values())  # a single document is never dark
    fields = [
        [
            Field(n, -(-n * SHADES // most), _path(actor, tactic, case))
            for tactic in across
            for n in (counts.get((actor, tactic), 0),)
        ]
        for actor in down
    ]
    return Matrix([actors[actor] for actor in down], [tactics[slug] for slug in across], fields)


def _path(actor: str, tactic: str, case: str) -> str:
    return f"/passages?actor={quote(actor, safe='')}&tactic={quote(tactic, safe='')}&case={quote(case, safe='')}"


def _said(words: Wording, found: Row, name: str) -> str:
    return words.words({"en": found[f"{name}_en"], "fr": found[f"{name}_fr"]})
