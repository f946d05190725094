"""What somebody has to do, and how far they are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from annotate.desk.ask import Answer, Ask, Page
from annotate.desk.coding.sheet import finished
from annotate.desk.ground import Room
from annotate.desk.paging import Paged, paged
from annotate.desk.work.assigning import Assignment, Assignments
from annotate.desk.work.overview import acts_by_document
from annotate.desk.work.questions import newly_answered
from corpus.clock import now
from corpus.store import Store

SOON = timedelta(days=7)


class Line(msgspec.Struct, frozen=True):
    """One document of a queue."""

    assignment: Assignment
    title: str
    language: str | None
    outlet: str | None
    characters: int
    submitted: bool
    acts: int  # of this person's, in it
    late: bool
    answered: bool  # a question of theirs, after the last thing that they did there


class Queue(msgspec.Struct, frozen=True):
    """Somebody's documents: what waits, in the order in which it is to be done, and what is submitted."""

    waiting: Paged[Line]
    done: Paged[Line]
    first: str | None  # of all that wait
    late: int
    soon: int  # due within a week


async def queue_page(ask: Ask) -> Answer:
    """The queue: what waits first, then what is done."""
    return Page("desk/queue.html", {"queue": await ask.desk.read(lambda room: queue_of(room, ask))})


def queue_of(room: Room, ask: Ask) -> Queue:
    """A person's queue, a page of it."""
    name, today = ask.who.name, now()[:10]
    week = (date.fromisoformat(today) + SOON).isoformat()
    there = _there(room.store)
    given = [one for one in Assignments(room.log).of(name) if one.document in there]
    submitted = finished(room.log, name)
    waiting = [one for one in given if one.document not in submitted]
    done = [one for one in given if one.document in submitted]
    begun, answered = acts_by_document(room.log, name), newly_answered(room.log, name)

    def page(parameter: str, ones: list[Assignment]) -> Paged[Line]:
        some = paged(ask, parameter, ones)
        facts = _facts(room.store, [one.document for one in some.lines])
        lines = [
            Line(
                assignment=one,
                **facts[one.document],
                submitted=one.document in submitted,
                acts=begun[one.document],
                late=bool(one.due and one.due < today and one.document not in submitted),
                answered=one.document in answered,
            )
            for one in some.lines
        ]
        return Paged(lines, some.number, some.pages, some.total, some.back, some.on)

    return Queue(
        waiting=page("page", waiting),
        done=page("done", done),
        first=waiting[0].document if waiting else None,
        late=sum(one.due is not None and one.due < today for one in waiting),
        soon=sum(one.due is not None and today <= one.due <= week for one in waiting),
    )


def _there(store: Store) -> set[str]:
    """The documents of the corpus: one that went is in nobody's queue."""
    return set(store.document_ids())


def _facts(store: Store, documents: list[str]) -> dict[str, dict[str, Any]]:
    query = (
        "SELECT id, coalesce(title, substr(text, 1, 80)) AS title, language, coalesce(outlet, account) AS outlet,"
        " length(text) AS characters FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    )
    rows = [dict(row) for row in store.db.execute(query, (msgspec.json.encode(documents).decode(),))]
    return {row.pop("id"): row for row in rows}
