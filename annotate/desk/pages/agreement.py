"""How far those agree who finished the same documents, as of now."""

from __future__ import annotations

import msgspec

from annotate.agreement.codings import GOLD
from annotate.agreement.report import EVERY, HEADINGS, NOTHING, SAME, UNSTABLE, Agreement, Measure, Name
from annotate.desk.adjudication.adjudicable import grounds
from annotate.desk.adjudication.measuring import Question, measured, state_of
from annotate.desk.ask import Answer, Ask, Page
from annotate.desk.codewords import CodeWords
from annotate.desk.ground import Room

REASONS = {SAME: "same", NOTHING: "nothing", UNSTABLE: "unstable"}


class Cell(msgspec.Struct, frozen=True):
    """A measure as a page shows it; `reason` is a key of the messages."""

    value: str | None
    low: str | None
    high: str | None
    reason: str | None


class Row(msgspec.Struct, frozen=True):
    """A code, or a whole layer (`every`), with what each coder found: their own, and what they only accepted."""

    label: str
    colour: str
    every: bool
    documents: int
    passages: list[tuple[int, int]]
    cells: list[Cell | None]


class Table(msgspec.Struct, frozen=True):
    """A layer."""

    layer: str
    coders: list[str]
    rows: list[Row]


async def agreement_page(ask: Ask) -> Answer:
    """The figures, as soon as they are there; those of before while they are being measured."""
    me = ask.who.name

    def look(room: Room) -> tuple[int, frozenset[str], int]:
        there = grounds(room.log)
        hidden = frozenset(id for id, one in there.items() if me in one.at_work)
        return state_of(room.log), hidden, sum(len(one.submitted) > 1 for one in there.values())

    state, hidden, shared = await ask.desk.read(look)
    question = Question(ask.one("accepted") == "without", ask.one("gold") == "with", hidden)
    corpus = ask.desk.corpus
    found, fresh = await measured(corpus, question, state)
    words = CodeWords(corpus, ask.words)
    return Page(
        "desk/agreement.html",
        {
            "tables": tables(found.found, words) if found is not None else [],
            "at": found.at if found is not None else None,
            "fresh": fresh,
            "question": question,
            "hidden": len(hidden),
            "shared": shared,
            "headings": list(HEADINGS),
            "gold": GOLD,
        },
    )


def tables(found: list[Agreement], words: CodeWords) -> list[Table]:
    """A table a layer, the rows in the order in which they were measured: the whole layer first."""
    made = []
    for layer in dict.fromkeys(one.layer for one in found):
        own = [one for one in found if one.layer == layer]
        coders = sorted({coder for one in own for coder in one.passages})
        made.append(Table(layer, coders, [_row(one, coders, words) for one in own]))
    return made


def _row(one: Agreement, coders: list[str], words: CodeWords) -> Row:
    measures: dict[Name, Measure] = {"alpha" if m.name == "alpha of sets" else m.name: m for m in one.measures}
    every = one.code == EVERY
    return Row(
        label=str(words.words.t(f"agreement.every.{one.layer}")) if every else words.code(one.layer, one.code),
        colour="" if every else words.colour(one.layer, one.code),
        every=every,
        documents=one.documents,
        passages=[(one.passages[c] - one.only_accepted[c], one.only_accepted[c]) for c in coders],
        cells=[_cell(measures[name], words) if name in measures else None for name in HEADINGS],
    )


def _cell(measure: Measure, words: CodeWords) -> Cell:
    value, low, high = (
        None if number is None else words.words.number(round(number, 2))
        for number in (measure.value, measure.low, measure.high)
    )
    return Cell(value, low, high, REASONS.get(measure.reason or ""))
