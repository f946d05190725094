"""Who is named with whom: pairs of actors that stand in one block of a text, in a case or in the whole corpus."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from corpus.web.wording import Wording
from publish.site.charts.chart import Cell, Chart, plain
from publish.site.queries import Row, row, rows

PAIRS, ACTORS = 60, 24  # drawn, and told in the table
FEWER = 12  # actors on a phone
ALL = 20_000  # pairs in the data


@dataclass(frozen=True)
class Web:
    """Actors with their names and documents, those of most pairs first, and the pairs with theirs."""

    actors: list[tuple[str, str, int]]
    pairs: list[tuple[str, str, int]]


def network(db: sqlite3.Connection, words: Wording, id: str) -> Chart | None:
    """The pairs of a case, or of the corpus where `id` is empty. None where there is no such case or no pair."""
    title = plain(words, "chart.network.all")
    if id:
        case = row(db, "SELECT * FROM cases WHERE id = ?", id)
        if case is None:
            return None
        title = plain(words, "chart.network", case=words.words({"en": case["title_en"], "fr": case["title_fr"]}))
    found = _pairs(db, id)
    if not found:
        return None
    names = _names(db, words)
    web = _web(found, names)
    drawn = {(one, other) for one, other, _ in web.pairs}
    told = [pair for pair in found if (pair["actor"], pair["code"]) in drawn]
    first = told[0]
    summary = plain(
        words,
        "chart.network.summary",
        actors=plain(words, "count.actors", count=len(web.actors)),
        pairs=plain(words, "count.pairs", count=len(told)),
        one=names[first["actor"]],
        other=names[first["code"]],
        documents=plain(words, "count.documents", count=first["documents"]),
    )
    return Chart(
        name="network",
        id=id,
        title=title,
        summary=summary,
        columns=("actor", "name", "other", "other_name", "documents", "blocks"),
        rows=[_data(pair, names) for pair in found],
        headings=tuple(plain(words, key) for key in ("chart.actor", "chart.with", "chart.documents")),
        table=[_told(pair, names, words, id) for pair in told],
        drawn=web,
        notes=_notes(words, len(web.actors), len(told), len(found)),
    )


def _notes(words: Wording, actors: int, told: int, pairs: int) -> list[str]:
    notes = [plain(words, "chart.network.narrow", count=FEWER)] if actors > FEWER else []
    return notes + ([plain(words, "chart.network.more", count=pairs)] if pairs > told else [])


def _pairs(db: sqlite3.Connection, case: str) -> list[Row]:
    return rows(
        db,
        "SELECT actor, code, sum(documents) AS documents, sum(blocks) AS blocks FROM together WHERE layer = 'actor'"
        + (' AND "case" = ?' if case else "")
        + " GROUP BY actor, code ORDER BY 3 DESC, 4 DESC, actor, code LIMIT ?",
        *((case, ALL) if case else (ALL,)),
    )


def _names(db: sqlite3.Connection, words: Wording) -> dict[str, str]:
    found = rows(db, "SELECT id, name_en, name_fr FROM actors")
    return {actor["id"]: words.words({"en": actor["name_en"], "fr": actor["name_fr"]}) for actor in found}


def _web(pairs: list[Row], names: dict[str, str]) -> Web:
    weight: Counter[str] = Counter()
    for pair in pairs:
        weight[pair["actor"]] += pair["documents"]
        weight[pair["code"]] += pair["documents"]
    chosen = [actor for actor, _ in sorted(weight.items(), key=lambda one: (-one[1], one[0]))[:ACTORS]]
    kept = [
        (pair["actor"], pair["code"], pair["documents"])
        for pair in pairs
        if pair["actor"] in chosen and pair["code"] in chosen
    ][:PAIRS]
    tied = {actor for one, other, _ in kept for actor in (one, other)}
    return Web([(actor, names[actor], weight[actor]) for actor in chosen if actor in tied], kept)


def _data(pair: Row, names: dict[str, str]) -> tuple[object, ...]:
    one, other = pair["actor"], pair["code"]
    return one, names[one], other, names[other], pair["documents"], pair["blocks"]


def _told(pair: Row, names: dict[str, str], words: Wording, case: str) -> tuple[Cell, ...]:
    one, other = quote(pair["actor"], safe=""), quote(pair["code"], safe="")
    passages = f"/passages?actor={one}&with={other}" + (f"&case={quote(case, safe='')}" if case else "")
    return (
        Cell(names[pair["actor"]], f"/actor/{one}"),
        Cell(names[pair["code"]], f"/actor/{other}"),
        Cell(words.number(pair["documents"]), passages, number=True),
    )
