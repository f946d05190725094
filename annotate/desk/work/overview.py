"""Who has what, and how far they are: counts of acts and of submissions, never what anybody tagged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Literal

import msgspec

from annotate.desk.people import People, Role
from corpus.clock import now
from corpus.database import explained
from corpus.events import EventLog

State = Literal["none", "progress", "late", "submitted", "adjudicated"]
STATES: tuple[State, ...] = ("none", "progress", "late", "submitted", "adjudicated")
_ANNOTATING = "'create', 'change', 'delete', 'accept', 'reject', 'undo', 'redo'"
Part = tuple[str, str, str | None]  # document, annotator, due


class Share(msgspec.Struct, frozen=True):
    """What one person has of a document; `acts` is how many they did in it."""

    annotator: str
    due: str | None
    acts: int
    submitted: bool
    late: bool


class Person(msgspec.Struct, frozen=True):
    """One person's work; `role` is None for somebody who comes no more."""

    name: str
    role: Role | None
    assigned: int
    begun: int
    submitted: int
    late: int


class Day(msgspec.Struct, frozen=True):
    """What is due by a day; `due` is None for what has none."""

    due: str | None
    assigned: int
    submitted: int
    late: bool


class Sums(msgspec.Struct, frozen=True):
    """What one walk over all assignments counts: by person, by day, and how far each document is."""

    assigned: Counter[str]
    submitted: Counter[str]
    late: Counter[str]
    due: Counter[str | None]
    due_submitted: Counter[str | None]
    states: dict[str, State]


class Board(msgspec.Struct, frozen=True, dict=True):
    """Every assignment, which of them are submitted, and which documents are adjudicated."""

    parts: list[Part]  # by document and annotator
    finished: set[tuple[str, str]]  # document, annotator
    adjudicated: set[str]
    today: str

    @cached_property
    def sums(self) -> Sums:
        """All counts."""
        sums = Sums(Counter(), Counter(), Counter(), Counter(), Counter(), {})
        for document, annotator, due in self.parts:
            sums.assigned[annotator] += 1
            sums.due[due] += 1
            if (document, annotator) in self.finished:
                sums.submitted[annotator] += 1
                sums.due_submitted[due] += 1
                sums.states.setdefault(document, "adjudicated" if document in self.adjudicated else "submitted")
            elif due is not None and due < self.today:
                sums.late[annotator] += 1
                sums.states[document] = "late"
            elif sums.states.get(document) != "late":
                sums.states[document] = "progress"
        return sums

    def is_done(self, part: Part) -> bool:
        """Whether an assignment was submitted."""
        return part[:2] in self.finished

    def is_late(self, part: Part) -> bool:
        """Whether its day has passed and it was not submitted."""
        return part[2] is not None and part[2] < self.today and not self.is_done(part)

    def state(self, document: str) -> State:
        """How far a document is: `late` is what is in progress and should not be any more."""
        return self.sums.states.get(document, "none")

    def state_of(self, part: Part) -> State:
        """How far one person is in one document."""
        if not self.is_done(part):
            return "late" if self.is_late(part) else "progress"
        return "adjudicated" if part[0] in self.adjudicated else "submitted"

    @property
    def submitted(self) -> int:
        """How many assignments were submitted."""
        return self.sums.submitted.total()

    @property
    def late(self) -> int:
        """How many are late."""
        return self.sums.late.total()

    def days(self) -> list[Day]:
        """What is due when, the earliest day first."""
        days = sorted(self.sums.due.items(), key=lambda item: (item[0] is None, item[0] or ""))
        done = self.sums.due_submitted
        return [
            Day(due, assigned, done[due], due is not None and due < self.today and done[due] < assigned)
            for due, assigned in days
        ]


def board(log: EventLog) -> Board:
    """All assignments as they stand."""
    parts: list[Any] = list(_rows(log, "SELECT document, annotator, due FROM assignments ORDER BY 1, 2"))
    adjudicated = {row[0] for row in _rows(log, "SELECT DISTINCT document FROM events WHERE act = 'adjudicate'")}
    return Board(parts, submissions(log), adjudicated, now()[:10])


def submissions(log: EventLog, only: str | None = None) -> set[tuple[str, str]]:
    """Which documents were submitted by whom and not opened again since; of one person where they are named.

    It is `corpus.replay.is_submitted` for all at once.
    """
    query = "SELECT document, agent, act, json_extract(attributes, '$.annotator') FROM events WHERE annotation = ''"
    if only is not None:
        query += " AND (agent = :only OR act = 'reopen')"
    found: set[tuple[str, str]] = set()
    for document, agent, act, annotator in _rows(log, f"{query} ORDER BY document, seq", {"only": only}):
        if act == "submit":
            found.add((document, agent))
        elif act == "undo":
            found.discard((document, agent))
        elif act == "reopen":
            found.discard((document, annotator))
    return found if only is None else {pair for pair in found if pair[1] == only}


def people(log: EventLog, board: Board) -> list[Person]:
    """Everybody who may come in or was given something, by name."""
    here = {person.name: person.role for person in People(log).everybody()}
    begun: Counter[str] = Counter(dict(_rows(log, _BEGUN)))
    sums = board.sums
    return [
        Person(name, here.get(name), sums.assigned[name], begun[name], sums.submitted[name], sums.late[name])
        for name in sorted({*here, *sums.assigned})
    ]


_DID = (
    "FROM events WHERE events.agent = assignments.annotator AND events.document = assignments.document"
    f" AND events.act IN ({_ANNOTATING}) AND events.annotation != ''"
)
_BEGUN = f"SELECT annotator, count(*) FROM assignments WHERE EXISTS (SELECT 1 {_DID}) GROUP BY annotator"


def shares(log: EventLog, board: Board, documents: Iterable[str]) -> dict[str, list[Share]]:
    """Who has each of some documents, with how many acts."""
    query = (
        f"SELECT document, annotator, due, (SELECT count(*) {_DID}) AS acts FROM assignments"
        " WHERE document IN (SELECT value FROM json_each(:these)) ORDER BY document, annotator"
    )
    found: dict[str, list[Share]] = defaultdict(list)
    for document, annotator, due, acts in _rows(log, query, {"these": msgspec.json.encode(list(documents)).decode()}):
        part = (document, annotator, due)
        found[document].append(Share(annotator, due, acts, board.is_done(part), board.is_late(part)))
    return found


def acts_by_document(log: EventLog, annotator: str) -> Counter[str]:
    """How many acts somebody did in each document."""
    query = (
        f"SELECT document, count(*) FROM events WHERE agent = :name AND act IN ({_ANNOTATING}) AND annotation != ''"
        " GROUP BY document"
    )
    return Counter(dict(_rows(log, query, {"name": annotator})))


def _rows(log: EventLog, query: str, values: dict[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
    cursor = log.db.cursor()
    cursor.row_factory = None  # plain tuples: there may be 100,000
    with explained(log.path):
        yield from cursor.execute(query, values or {})
