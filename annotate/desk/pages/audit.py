"""Every act of everybody and every log-in, to read and to keep."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, get_args

import msgspec

from annotate.desk.ask import Answer, Ask, Page, Refused, Stream
from annotate.desk.ground import Desk, Room
from annotate.desk.paging import with_query
from annotate.desk.work import audit, overview
from annotate.desk.work.assigning import Assignments
from annotate.desk.work.audit import Sought
from annotate.desk.work.catalogue import catalogue
from annotate.desk.work.giving import is_day
from corpus.terms import Act

ACTS: tuple[Act, ...] = get_args(Act)
SIZE = 100  # lines of a page
AT_ONCE = 2_000  # lines of a file that are read at once
MOST_DOCUMENTS = 1_000  # whose titles have some words
FILTERS = ("agent", "document", "act", "day", "name")


class Line(msgspec.Struct, frozen=True):
    """An act as the page shows it, with its document's title."""

    act: dict[str, Any]
    title: str
    language: str


class Filter(msgspec.Struct, frozen=True):
    """What the address asks for; `wrong` is a key of the messages where it cannot be had."""

    sought: Sought
    wrong: str | None = None


async def acts_page(ask: Ask) -> Answer:
    """Acts, the newest first."""
    return await ask.desk.read(lambda room: _acts(room, ask))


def _acts(room: Room, ask: Ask) -> Page:
    asked = _filter(room, ask)
    veiled = _veiled(room, ask.who.name)
    before, after = _place(ask, "before"), _place(ask, "after")
    found = audit.acts(
        room.log, asked.sought, number=SIZE + 1, before=before, after=after, veiled=veiled, coder=ask.who.name
    )
    rows, beside = _beside(ask, found, before, after)
    entries = catalogue(room.corpus, room.store).entries
    lines = []
    for row in rows:
        entry = entries.get(row["document"])
        lines.append(Line(row, entry.title if entry else row["document"], (entry.language if entry else None) or ""))
    context = {"lines": lines, "agents": audit.agents(room.log), "kinds": ACTS, "download": with_query(ask, _NO_PLACE)}
    return Page("desk/audit.html", {**context, **beside, **_asked(ask), "wrong": asked.wrong, "most": MOST_DOCUMENTS})


async def entries_page(ask: Ask) -> Answer:
    """Who came in, went out or tried in vain, the newest first."""

    def look(room: Room) -> Page:
        day, before, after = ask.one("day"), _place(ask, "before"), _place(ask, "after")
        wrong = "day" if day is not None and not is_day(day) else None
        found = audit.entries(
            room.log, number=SIZE + 1, name=ask.one("name"), day=None if wrong else day, before=before, after=after
        )
        rows, beside = _beside(ask, found, before, after)
        return Page("desk/audit_entries.html", {"lines": rows, **beside, **_asked(ask), "wrong": wrong})

    return await ask.desk.read(look)


async def acts_file(ask: Ask) -> Answer:
    """The same acts as JSON Lines, in the order in which they were written."""
    asked, end = await ask.desk.read(lambda room: (_filter(room, ask), audit.last(room.log)))
    if asked.wrong == "day":
        return Refused(422, "said", {"what": ask.words.t("audit.wrong.day", what=ask.one("day"))})
    parts = _parts(ask.desk, asked.sought, end, ask.who.name)
    return Stream(parts, "application/jsonl; charset=utf-8", "audit.jsonl")


async def _parts(desk: Desk, sought: Sought, end: int, coder: str) -> AsyncIterator[str]:
    """A part at a time: what is written meanwhile is not waited for, nobody waits, and little is kept in memory."""
    place = 0
    while True:
        rows = await desk.read(
            lambda room, place=place: audit.acts(  # type: ignore[misc] # mypy has no type for a default of a lambda
                room.log, sought, number=AT_ONCE, after=place, veiled=_veiled(room, coder), coder=coder
            )
        )
        rows = [row for row in rows if row["seq"] <= end]
        if not rows:
            return
        yield msgspec.json.Encoder().encode_lines(rows).decode("utf-8")
        place = rows[-1]["seq"]


_NO_PLACE = {"before": None, "after": None}


def _filter(room: Room, ask: Ask) -> Filter:
    day, act, words = ask.one("day"), ask.one("act"), ask.one("document")
    documents, wrong = None, None
    if words is not None:
        entries = catalogue(room.corpus, room.store).entries
        documents = [words.strip()]  # also of one that is no longer there
        if words.strip() not in entries:
            parts = words.casefold().split()
            documents += [one.id for one in entries.values() if all(part in one.title.casefold() for part in parts)]
        if len(documents) > MOST_DOCUMENTS:
            documents, wrong = documents[:MOST_DOCUMENTS], "many"
    if day is not None and not is_day(day):
        day, wrong = None, "day"
    sought = Sought(agent=ask.one("agent"), documents=documents, act=act if act in ACTS else None, day=day)
    return Filter(sought, wrong)


def _veiled(room: Room, coder: str) -> set[str]:
    """The documents that somebody has to annotate and has not submitted."""
    done = {document for document, _ in overview.submissions(room.log, coder)}
    return {one.document for one in Assignments(room.log).of(coder)} - done


def _place(ask: Ask, name: str) -> int | None:
    text = ask.one(name) or ""
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _beside(
    ask: Ask, found: list[dict[str, Any]], before: int | None, after: int | None
) -> tuple[list[dict[str, Any]], dict[str, str | None]]:
    """A page of rows, the newest first, with the addresses of the pages beside it."""
    more = len(found) > SIZE
    rows = found[:SIZE]
    if after is not None:
        rows = rows[::-1]
    older = more if after is None else True
    newer = before is not None if after is None else more
    first, last = (rows[0]["seq"], rows[-1]["seq"]) if rows else (None, None)
    return rows, {
        "older": with_query(ask, {"before": last, "after": None}) if older and rows else None,
        "newer": with_query(ask, {"before": None, "after": first}) if newer and rows else None,
        "newest": with_query(ask, _NO_PLACE) if newer or not rows else None,
    }


def _asked(ask: Ask) -> dict[str, Any]:
    return {"asked": {name: ask.one(name) or "" for name in FILTERS}}
