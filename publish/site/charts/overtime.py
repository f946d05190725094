"""Documents over time: of a case, with what happened in it, and of an actor or a tactic."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from corpus.web.wording import Wording
from publish.site.charts.calendar import Unit, place, position, unit_for, value_at
from publish.site.charts.chart import Cell, Chart, plain
from publish.site.queries import row, rows

Counts = list[tuple[str, int]]  # an ISO date and how many documents have it


@dataclass(frozen=True)
class Bars:
    """Bars on an axis of days, months or years: place and height; `marks` stand above, numbered from 1."""

    unit: Unit
    bars: list[tuple[int, int]]
    marks: list[float]


def case_timeline(db: sqlite3.Connection, words: Wording, id: str) -> Chart | None:
    """The documents of a case by date, and its dated events. None where there is no such case or nothing to draw."""
    case = row(db, "SELECT * FROM cases WHERE id = ?", id)
    if case is None:
        return None
    counts = [
        (str(found["date"]), int(found["documents"]))
        for found in rows(db, 'SELECT date, documents FROM published WHERE "case" = ?', id)
    ]
    events = rows(db, 'SELECT date FROM case_events WHERE "case" = ? ORDER BY date, number', id)
    title = plain(words, "chart.case_timeline", case=words.words({"en": case["title_en"], "fr": case["title_fr"]}))
    undated = case["documents"] - sum(n for _, n in counts)
    return _chart("case-timeline", id, title, words, counts, [e["date"] for e in events], undated=undated)


def code_over_time(db: sqlite3.Connection, words: Wording, layer: str, code: str) -> Chart | None:
    """The documents that have an actor or a tactic, by month or year. None where there is nothing to draw."""
    table, key, name = {"actor": ("actors", "id", "name"), "tactic": ("tactics", "slug", "label")}[layer]
    found = row(db, f"SELECT * FROM {table} WHERE {key} = ?", code)
    if found is None:
        return None
    counts = [
        (str(month["month"]), int(month["documents"]))
        for month in rows(db, "SELECT month, documents FROM months WHERE layer = ? AND code = ?", layer, code)
    ]
    title = plain(words, "chart.over_time", name=words.words({"en": found[f"{name}_en"], "fr": found[f"{name}_fr"]}))
    undated = found["documents"] - sum(n for _, n in counts)
    return _chart(f"{layer}-time", code, title, words, counts, [], undated=undated)


def _chart(
    name: str, id: str, title: str, words: Wording, counts: Counts, marks: list[str], *, undated: int
) -> Chart | None:
    unit = unit_for([*counts, *((mark, 0) for mark in marks)])
    bars: dict[int, int] = {}
    coarse = 0
    for value, n in counts:
        where = position(value, unit)
        if where is None:
            coarse += n
        else:
            bars[where] = bars.get(where, 0) + n
    if not bars:
        return None
    placed = [found for mark in marks if (found := place(mark, unit)) is not None]
    ordered = sorted(bars.items())
    dated = [(value_at(where, unit), n) for where, n in ordered]
    most = max(dated, key=lambda one: one[1])
    said = [
        plain(
            words,
            "chart.span",
            documents=plain(words, "count.documents", count=sum(bars.values())),
            period=words.period(dated[0][0], dated[-1][0]),
        ),
        plain(words, "chart.most", date=words.date(most[0]), documents=plain(words, "count.documents", count=most[1])),
    ]
    notes = [plain(words, "chart.unplaced", documents=plain(words, "count.documents", count=coarse + undated))]
    return Chart(
        name=name,
        id=id,
        title=title,
        summary=" ".join(said),
        columns=("date", "documents"),
        rows=[*dated],
        headings=(plain(words, "chart.date"), plain(words, "chart.documents")),
        table=[(Cell(words.date(value)), Cell(words.number(n), number=True)) for value, n in dated],
        drawn=Bars(unit, ordered, placed),
        notes=notes if coarse + undated else [],
    )
