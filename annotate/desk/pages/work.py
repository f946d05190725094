"""Who has what, for whoever coordinates: giving documents out, taking them back, other days, opening again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, get_args
from urllib.parse import urlencode

import msgspec

from annotate.desk.ask import Answer, Ask, Page, Redirect
from annotate.desk.ground import Room
from annotate.desk.paging import paged
from annotate.desk.work import giving, overview, questions
from annotate.desk.work.assigning import Assignments
from annotate.desk.work.catalogue import Catalogue, Entry, catalogue
from annotate.desk.work.giving import MANY, ORDERS, Wanted
from annotate.desk.work.overview import STATES, Board, Share, State
from corpus.errors import UsageError
from corpus.events import EventLog

FILTERS = ("case", "language", "q", "who", "state", "number")
MOST = 1_000_000


class Line(msgspec.Struct, frozen=True):
    """One document of the list."""

    entry: Entry
    shares: list[Share]
    state: State


class Deed(msgspec.Struct, frozen=True):
    """What the form asks for, checked."""

    documents: list[str]
    to: list[str]
    each: int
    due: str | None
    limit: int | None


class Wrong(Exception):
    """What is wrong in the form: the field, and a key of the messages with its values."""

    def __init__(self, field: str, key: str, **values: object) -> None:
        super().__init__(key)
        self.field, self.key, self.values = field, key, values


async def work_page(ask: Ask) -> Answer:
    """The overview and the list of documents; and what its form asks for."""
    if ask.method != "POST":
        return await ask.desk.read(lambda room: _page(room, ask, {}))
    try:
        done = await _do(ask)
    except Wrong as wrong:
        told = {"field": wrong.field, "text": ask.words.t(f"assign.wrong.{wrong.key}", **wrong.values)}
        return await ask.desk.read(lambda room: _page(room, ask, told))
    kept = {name: value for name in (*FILTERS, "page") if (value := ask.one(name))}
    return Redirect("/work?" + urlencode({**kept, "done": done}))


def wanted_of(ask: Ask) -> Wanted:
    """What the address filters by; what is no filter is left out."""
    state, number = ask.one("state"), ask.one("number") or ""
    return Wanted(
        case=ask.one("case"),
        language=ask.one("language"),
        words=ask.one("q"),
        who=ask.one("who"),
        state=state if state in STATES else None,
        number=min(int(number), MANY) if number.isdecimal() and len(number) < 9 else None,
    )


def _page(room: Room, ask: Ask, wrong: Mapping[str, object]) -> Page:
    standing = overview.board(room.log)
    people = overview.people(room.log, standing)
    found = giving.chosen(room, wanted_of(ask), standing)
    page = paged(ask, "page", found)
    shares = overview.shares(room.log, standing, [one.id for one in page.lines])
    lines = [Line(one, shares.get(one.id, []), standing.state(one.id)) for one in page.lines]
    everything = catalogue(room.corpus, room.store)
    active = [person for person in people if person.role is not None]
    form = ask.form
    return Page(
        "desk/work.html",
        {
            "board": standing,
            "days": standing.days(),
            "people": people,
            "active": active,
            "open_questions": questions.open_by_person(questions.questions(room.log)),
            "page": page,
            "lines": lines,
            "counts": _counts(standing, everything),
            "cases": room.corpus.cases.cases,
            "languages": everything.languages,
            "states": STATES,
            "orders": ORDERS,
            "many": MANY,
            "asked": {name: ask.one(name) or "" for name in FILTERS},
            "query": ask.query,
            "wrong": wrong,
            "done": _done(ask),
            "alone": len(active) == 1,
            "given": _as_sent(form) if form else _to_begin_with(ask, len(active) == 1),
        },
        status=422 if wrong else 200,
    )


def _counts(standing: Board, everything: Catalogue) -> Counter[str]:
    """How many documents each state's filter finds: what is late is in progress too."""
    counts: Counter[str] = Counter(standing.state(id) for id in everything.entries)
    counts["progress"] += counts["late"]
    return counts


def _as_sent(form: Mapping[str, list[str]]) -> dict[str, Any]:
    """The form as it was filled in, so that nothing has to be written twice."""
    one = {name: form.get(name, [""])[0] for name in ("scope", "each", "due", "limit", "order", "day")}
    return one | {"to": form.get("to", []), "ticked": form.get("document", [])}


def _to_begin_with(ask: Ask, alone: bool) -> dict[str, Any]:
    """An empty form. Whoever works alone has only to press the button."""
    who = [ask.who.name] if alone else [name for name in (ask.one("who"),) if name]
    return {"scope": "all" if alone else "ticked", "each": "", "due": "", "limit": "", "order": "earliest", "day": "",
            "to": who, "ticked": []}  # fmt: skip


def _done(ask: Ask) -> dict[str, Any] | None:
    """What the address says was done: `give-12`, counts that nobody but this person sees."""
    what, _, count = (ask.one("done") or "").partition("-")
    if what not in _DEEDS or not count.isdecimal() or len(count) > 9:
        return None
    return {"key": f"assign.done.{what}" + ("" if int(count) else ".none"), "count": int(count)}


async def _do(ask: Ask) -> str:
    """Do what the form asks for; what was done and how often, for the address that shows it."""
    what = ask.field("do")
    if what not in _DEEDS:
        raise Wrong("do", "do")
    deed = await ask.desk.read(lambda room: _checked(room, ask, what))
    try:
        count = await ask.desk.write(lambda log: _DEEDS[what](log, deed, ask.who.name))
    except UsageError as error:  # somebody left meanwhile
        raise Wrong("to", "said", what=str(error)) from error
    return f"{what}-{count}"


def _give(log: EventLog, deed: Deed, by: str) -> int:
    given = giving.give(log, deed.documents, deed.to, each=deed.each, by=by, due=deed.due, limit=deed.limit)
    return len(given.pairs)


def _take_back(log: EventLog, deed: Deed, by: str) -> int:
    return giving.take_back(log, deed.documents, deed.to).total()


def _reopen(log: EventLog, deed: Deed, by: str) -> int:
    return giving.reopen(log, deed.documents, deed.to, by=by)


def _set_due(log: EventLog, deed: Deed, by: str) -> int:
    return Assignments(log).set_due(deed.documents, deed.to, deed.due)


_DEEDS: dict[str, Callable[[EventLog, Deed, str], int]] = {
    "give": _give,
    "back": _take_back,
    "reopen": _reopen,
    "due": _set_due,
}


def _checked(room: Room, ask: Ask, what: str) -> Deed:
    """What is asked for; Wrong says which field cannot be."""
    known = {person.name: person.role for person in overview.people(room.log, overview.board(room.log))}
    to = list(dict.fromkeys(ask.form.get("to", [])))
    if not to:
        raise Wrong("to", "nobody")
    stranger = next((name for name in to if name not in known), None)
    if stranger is not None:
        raise Wrong("to", "stranger", name=stranger)
    left = next((name for name in to if known[name] is None), None)
    if left is not None and what == "give":
        raise Wrong("to", "left", name=left)
    each, limit = _number(ask, "each"), _number(ask, "limit")
    if what == "give" and each is not None and each > len(to):
        raise Wrong("each", "each", count=len(to), each=each)
    due = _day(ask, "due" if what == "give" else "day") if what in ("give", "due") else None
    order = ask.field("order")
    entries = _documents(room, ask)
    documents = giving.ordered(entries, order if order in get_args(giving.Order) else "earliest")  # type: ignore[arg-type] # it is one
    return Deed(documents, to, each or len(to), due, limit if what == "give" else None)


def _documents(room: Room, ask: Ask) -> list[Entry]:
    ticked = ask.form.get("document", [])
    if ask.field("scope") == "all":
        found = giving.chosen(room, wanted_of(ask))
        if ticked:
            raise Wrong("scope", "both", count=len(ticked), all=len(found))
        if not found:
            raise Wrong("scope", "none_found")
        return found
    if not ticked:
        raise Wrong("scope", "none_ticked")
    everything, chosen = catalogue(room.corpus, room.store).entries, set(ticked)
    if not chosen <= everything.keys():
        raise Wrong("scope", "gone")
    return [one for one in everything.values() if one.id in chosen]


def _number(ask: Ask, name: str) -> int | None:
    text = ask.field(name)
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9 or not 1 <= int(text) <= MOST:
        raise Wrong(name, "number", what=text)
    return int(text)


def _day(ask: Ask, name: str) -> str | None:
    text = ask.field(name)
    try:
        return giving.day(text)
    except UsageError as error:
        raise Wrong(name, "past" if giving.is_day(text) else "day", what=text) from error
