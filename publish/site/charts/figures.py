"""What the documents of a case give figures of: each thing with what every source says, and where they disagree."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass

from corpus.web.wording import Wording
from publish.site.charts.chart import Cell, Chart, plain
from publish.site.look import visible
from publish.site.queries import CANDIDATE, Row, row, rows
from publish.site.said import amount_of

STATEMENTS = 8  # of a thing, shown on the page of a case
MOST = 2000  # shown on its own page


@dataclass(frozen=True)
class Value:
    """One statement as a line of the picture: who says it, its bounds, and the words for them."""

    source: str
    low: float
    high: float
    open_end: str  # `more` or `less` where the figure says so, else empty
    words: str
    opposed: bool


def things(db: sqlite3.Connection, words: Wording, case: str, *, limit: int, offset: int = 0) -> list[Row]:
    """What several documents of a case speak of: contradictions first, then what most of them speak of.

    Each with its `statements`, at most STATEMENTS of them, its `label`, and `two` that contradict each other.
    """
    found = rows(
        db,
        f'{_THINGS} WHERE things."case" = ? AND things.documents > 1'
        " ORDER BY contradicts DESC, things.documents DESC, things.number LIMIT ? OFFSET ?",
        case,
        limit,
        offset,
    )
    return [_told(db, words, thing, STATEMENTS) for thing in found]


def count_things(db: sqlite3.Connection, case: str) -> tuple[int, int]:
    """How many things several documents of a case speak of, and on how many they contradict each other."""
    sql = 'SELECT count(*) AS n, coalesce(sum(contradicts), 0) AS c FROM things WHERE "case" = ? AND documents > 1'
    found = rows(db, sql, case)[0]
    return found["n"], found["c"]


def thing(db: sqlite3.Connection, words: Wording, id: str) -> Row | None:
    """One thing with all that is said of it."""
    found = row(db, f"{_THINGS} WHERE things.id = ?", id)
    return None if found is None else _told(db, words, found, MOST)


def figures_chart(db: sqlite3.Connection, words: Wording, id: str) -> Chart | None:
    """The values of one thing beside each other; None where there is no such thing."""
    found = thing(db, words, id)
    if found is None or not found["statements"]:
        return None
    statements = found["statements"]
    opposed = {found["lower"], found["higher"]} if found["contradicts"] else set()
    values = [
        Value(one["source"], one["low"], one["high"], _open(one), one["value"], one["number"] in opposed)
        for one in statements
    ]
    key = "chart.figures.apart" if found["contradicts"] else "chart.figures.agree"
    lowest, highest = min(values, key=lambda v: v.low), max(values, key=lambda v: v.high)
    summary = plain(
        words,
        key,
        documents=plain(words, "count.documents", count=found["documents"]),
        lowest=lowest.words,
        highest=highest.words,
    )
    return Chart(
        name="figures",
        id=id,
        title=found["label"],
        summary=summary,
        columns=("document", "source", "published_at", "low", "high", "approximation", "passage", "start", "end"),
        rows=[_data(one) for one in statements],
        headings=tuple(plain(words, f"chart.{key}") for key in ("source", "date", "value")),
        table=[
            (
                Cell(one["source"], f"/document/{one['document']}#p{one['start']}-{one['end']}"),
                Cell(words.date(one["published_at"]) if one["published_at"] else ""),
                Cell(one["value"], number=True),
            )
            for one in statements
        ],
        drawn=values,
    )


_THINGS = (
    "SELECT things.*, actors.name_en AS actor_en, actors.name_fr AS actor_fr, cases.title_en AS case_en,"
    " cases.title_fr AS case_fr FROM things LEFT JOIN actors ON actors.id = things.actor"
    ' LEFT JOIN cases ON cases.id = things."case"'
)
_DATA = ("document", "source", "published_at", "low", "high", "approximation", "quotation", "start", "end")


def _data(statement: Row) -> tuple[object, ...]:
    return tuple(statement[name] for name in _DATA)


def _told(db: sqlite3.Connection, words: Wording, found: Row, limit: int) -> Row:
    statements = rows(
        db,
        "SELECT annotations.number, statements.low, statements.high, statements.approximation, annotations.attributes,"
        ' annotations.quotation, annotations.start, annotations."end", annotations.state, documents.id,'
        " documents.id AS document, documents.language, documents.published_at,"
        " coalesce(documents.outlet, documents.account, documents.label) AS source"
        " FROM statements JOIN annotations ON annotations.number = statements.annotation"
        " JOIN documents ON documents.number = annotations.document"
        " WHERE statements.annotation IN (SELECT annotation FROM statements WHERE thing = ? AND position <= ?"
        " UNION SELECT ? UNION SELECT ?) ORDER BY statements.position",
        found["number"],
        limit,
        found["lower"],
        found["higher"],
    )
    for one in statements:
        one["source"] = visible(one["source"])
        one["value"] = amount_of(json.loads(one["attributes"] or "{}"), words)
    wanted = (found["lower"], found["higher"])
    by_number = {one["number"]: one for one in statements}
    two = [by_number[number] for number in wanted if number in by_number]
    of = _subject(found, words)
    label = _label(found, words, _unit(statements, words.language))
    return {
        **found,
        "statements": statements,
        "more": found["statements"] - len(statements),
        "label": plain(words, "things.of", what=label, whose=of) if of else label,
        "two": two if len(two) == 2 else [],
    }


def _unit(statements: list[Row], language: str) -> str:
    """What is counted, in a word of the documents: of those in the reader's language, if there are any."""
    units = [(one["language"] != language, json.loads(one["attributes"] or "{}").get("unit")) for one in statements]
    found = Counter((foreign, visible(unit)) for foreign, unit in units if unit)
    return min(found, key=lambda one: (one[0], -found[one], one[1]))[1] if found else ""


def _label(found: Row, words: Wording, unit: str) -> str:
    """What is counted, in a few words."""
    kind, per = found["kind"], found["per"]
    key = f"figure.{kind}"
    label = plain(words, key) if words.has(key) else visible(kind).replace("_", " ")
    if unit and (kind in ("money", "count", "places") or (kind == "people" and found["unit"] != "person")):
        label = f"{label} ({unit})"
    if per:
        key = f"amount.per.{per}"
        label = plain(words, key, amount=label) if words.has(key) else f"{label} / {visible(per)}"
    return label


def _subject(found: Row, words: Wording) -> str:
    if found["actor"]:
        return words.words({"en": found["actor_en"], "fr": found["actor_fr"]})
    return visible((found["subject"] or "").removeprefix(CANDIDATE).replace("-", " "))


def _open(statement: Row) -> str:
    return {"more_than": "more", "at_least": "more", "less_than": "less", "at_most": "less"}.get(
        statement["approximation"] or "", ""
    )
