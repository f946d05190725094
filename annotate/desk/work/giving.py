"""Choosing documents and people, and giving the ones to the others: evenly, and the same way every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import combinations
from typing import Literal
from uuid import uuid4

import msgspec

from annotate.desk.ground import Room
from annotate.desk.people import People
from annotate.desk.work.assigning import Assignments
from annotate.desk.work.catalogue import Catalogue, Entry, catalogue, matching
from annotate.desk.work.overview import Board, State, board, submissions
from corpus.clock import now
from corpus.errors import UsageError
from corpus.events import EventLog
from corpus.model import WHOLE_DOCUMENT, Event

Order = Literal["earliest", "latest", "lot"]
ORDERS: tuple[Order, ...] = ("earliest", "latest", "lot")
MANY = 3  # annotators of a document: so many or more


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which documents: all that fit what is named here."""

    case: str | None = None
    language: str | None = None
    words: str | None = None
    who: str | None = None  # somebody who has it; `state` is then theirs
    state: State | None = None
    number: int | None = None  # of annotators who have it; MANY is that many or more


class Given(msgspec.Struct, frozen=True):
    """What was given to whom: document and annotator; in the order in which it was given."""

    pairs: list[tuple[str, str]]

    @property
    def documents(self) -> int:
        """How many documents went to anybody."""
        return len({document for document, _ in self.pairs})


def chosen(room: Room, wanted: Wanted, standing: Board | None = None) -> list[Entry]:
    """The documents that fit, the earliest first."""
    everything: Catalogue = catalogue(room.corpus, room.store)
    found = list(everything.entries.values())
    if wanted.case is not None:
        found = [one for one in found if one.case == wanted.case]
    if wanted.language is not None:
        found = [one for one in found if one.language == wanted.language]
    if wanted.words is not None:
        there = matching(room.store, wanted.words)
        found = [one for one in found if one.id in there]
    if wanted.who is None and wanted.state is None and wanted.number is None:
        return found
    standing = standing or board(room.log)
    if wanted.number is not None:
        holders = Counter(part[0] for part in standing.parts)
        found = [one for one in found if min(holders[one.id], MANY) == wanted.number]
    states: Mapping[str, State] = standing.sums.states
    if wanted.who is not None:
        states = {part[0]: standing.state_of(part) for part in standing.parts if part[1] == wanted.who}
        found = [one for one in found if one.id in states]
    if wanted.state is None:
        return found
    states_wanted = ("progress", "late") if wanted.state == "progress" else (wanted.state,)
    return [one for one in found if states.get(one.id, "none") in states_wanted]


def ordered(entries: Iterable[Entry], order: Order) -> list[str]:
    """The ids in the order in which they are given out. A lot falls the same way every time."""
    ids = [one.id for one in entries]
    if order == "latest":
        return ids[::-1]
    return sorted(ids, key=lambda id: sha256(id.encode()).digest()) if order == "lot" else ids


def spread(
    documents: Sequence[str], annotators: Sequence[str], each: int, had: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    """Which document goes to whom, so that `each` of these annotators have every document.

    Whoever has fewest comes first; of those who have as many, whoever has shared fewest documents with the others
    who get this one. What remains alike falls by lot, the same way every time. `had` says who has what already.
    """
    load: Counter[str] = Counter()
    together: Counter[frozenset[str]] = Counter()
    for document in documents:
        there = had.get(document, set()) & set(annotators)
        load.update(there)
        together.update(map(frozenset, combinations(sorted(there), 2)))
    pairs = []
    for document in documents:
        have = had.get(document, set()) & set(annotators)
        while len(have) < each:
            name = _next(document, [one for one in annotators if one not in have], have, load, together)
            together.update(frozenset((name, other)) for other in have)
            have.add(name)
            load[name] += 1
            pairs.append((document, name))
    return pairs


def _next(
    document: str, names: Sequence[str], have: Iterable[str], load: Counter[str], together: Counter[frozenset[str]]
) -> str:
    """Whose turn it is."""
    fewest = min(load[name] for name in names)
    names = [name for name in names if load[name] == fewest]
    if len(names) > 1 and have:
        shared = {name: sum(together[frozenset((name, other))] for other in have) for name in names}
        names = [name for name in names if shared[name] == min(shared.values())]
    return names[0] if len(names) == 1 else min(names, key=lambda name: sha256(f"{document} {name}".encode()).digest())


def give(
    log: EventLog, documents: Sequence[str], annotators: Sequence[str], *, each: int, by: str, due: str | None = None,
    limit: int | None = None,
) -> Given:  # fmt: skip
    """Assign documents, each to so many of these people, at most `limit` documents that somebody does not have yet.

    What somebody has already counts and stays as it is. UsageError where somebody may not come in.
    """
    annotators = list(dict.fromkeys(annotators))
    for name in annotators:
        People(log).known(name)
    had = holders(log)
    if limit is not None:
        wanting = [one for one in documents if len(had.get(one, set()) & set(annotators)) < each]
        documents = wanting[:limit]
    pairs = spread(documents, annotators, each, had)
    for name in annotators:
        Assignments(log).give([document for document, one in pairs if one == name], name, by=by, due=due)
    return Given(pairs)


def holders(log: EventLog) -> dict[str, set[str]]:
    """Who has each document."""
    found: dict[str, set[str]] = {}
    for document, annotator in log.db.execute("SELECT document, annotator FROM assignments"):
        found.setdefault(document, set()).add(annotator)
    return found


def take_back(log: EventLog, documents: Sequence[str], annotators: Iterable[str]) -> Counter[str]:
    """Take documents out of people's queues; how many of each. What they did there stays."""
    return Counter({name: Assignments(log).take_back(documents, name) for name in annotators})


def reopen(log: EventLog, documents: Iterable[str], annotators: Iterable[str], *, by: str) -> int:
    """Let people go on with what they submitted; how many submissions that were."""
    done, names, at = submissions(log), list(annotators), now()
    opened = [(document, name) for document in documents for name in names if (document, name) in done]
    return log.insert(
        Event(
            id=f"{uuid4().hex}.0", annotation=WHOLE_DOCUMENT, document=document, act="reopen", agent=by, made_at=at,
            attributes={"annotator": name},
        )
        for document, name in opened
    )  # fmt: skip


def day(text: str) -> str | None:
    """A day as 2026-12-01, None where nothing was written. UsageError for what is no day, and for one that is past."""
    if not text.strip():
        return None
    if not is_day(text.strip()):
        raise UsageError(f"{text} is no day.", todo="Write it as in 2026-12-01.")
    if text.strip() < now()[:10]:
        raise UsageError(f"{text} is past.", todo="Name a day to come.")
    return text.strip()


def is_day(text: str) -> bool:
    """Whether it is a day of the calendar, as 2026-12-01."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
