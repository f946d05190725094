"""What somebody has to do, and how far they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from annotate.desk.ask import Answer, Ask, Page
from annotate.desk.assigning import Assignment, Assignments
from annotate.desk.ground import Room
from annotate.desk.sheet import finished
from corpus.clock import now


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


async def queue_page(ask: Ask) -> Answer:
    """The queue: what waits first, then what is done."""
    lines = await ask.desk.read(lambda room: queue_of(room, ask.who.name))
    return Page(
        "desk/queue.html",
        {
            "waiting": [line for line in lines if not line.submitted],
            "done": [line for line in lines if line.submitted],
        },
    )


def queue_of(room: Room, name: str) -> list[Line]:
    """A person's documents in the order in which they are to be done."""
    done, begun = finished(room.log, name), _acts(room, name)
    today = now()[:10]
    lines = []
    for one in Assignments(room.log).of(name):
        document = room.store.document(one.document)
        if document is None:
            continue
        submitted = one.document in done
        lines.append(
            Line(
                assignment=one,
                title=document.title or document.text[:80],
                language=document.language,
                outlet=document.outlet or document.account,
                characters=len(document.text),
                submitted=submitted,
                acts=begun[one.document],
                late=bool(one.due and one.due < today and not submitted),
            )
        )
    return lines


def _acts(room: Room, name: str) -> Counter[str]:
    query = "SELECT document, count(*) FROM events WHERE agent = ? AND annotation != '' GROUP BY document"
    found: Any = room.log.db.execute(query, (name,)).fetchall()
    return Counter(dict(found))
