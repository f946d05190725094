"""Which documents are ready to be adjudicated: two people or more submitted them, and nobody is still at work there.

Whoever was given a document and has not submitted it sees nothing of what others did there, whatever their role.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from itertools import groupby

import msgspec

from annotate.desk.adjudication.disagreements import Item, items
from annotate.desk.ground import Room
from annotate.desk.people import People
from annotate.desk.work.assigning import Assignments
from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.model import WHOLE_DOCUMENT, Event
from corpus.replay import is_submitted

KEPT = 2_000  # documents whose tally is remembered


class Ground(msgspec.Struct, frozen=True):
    """Who submitted a document, and who was given it and is still at work."""

    submitted: tuple[str, ...] = ()
    at_work: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether it can be adjudicated."""
        return len(self.submitted) > 1 and not self.at_work

    def refusal(self, person: str) -> tuple[str, str] | None:
        """Why this person may not see it: a key of the messages and who is meant; None where they may."""
        if person in self.at_work:
            return "own-work-first", person
        if self.at_work:
            return "still-at-work", ", ".join(self.at_work)
        return None if self.ready else ("nobody-to-compare", "")


def ground(log: EventLog, document: str) -> Ground:
    """Who has done what in one document."""
    query = "SELECT annotator FROM assignments JOIN annotators ON name = annotator WHERE active AND document = ?"
    given = [str(row[0]) for row in log.db.execute(query, (document,))]
    return _ground(list(log.acts_on(document, [WHOLE_DOCUMENT])), given)


def grounds(log: EventLog) -> dict[str, Ground]:
    """The documents of two people or more of which one has submitted them."""
    given = _given(log)
    found = {}
    for document, acts in groupby(log.on_whole_documents(), key=lambda act: act.document):
        one = _ground(list(acts), given.get(document, []))
        if one.submitted and len(one.submitted) + len(one.at_work) > 1:
            found[document] = one
    return found


def _given(log: EventLog) -> dict[str, list[str]]:
    """To whom of those who still come each document was given."""
    there = {person.name for person in People(log).everybody()}
    found: dict[str, list[str]] = {}
    for one in Assignments(log).everything():
        if one.annotator in there:
            found.setdefault(one.document, []).append(one.annotator)
    return found


def _ground(acts: list[Event], given: Iterable[str]) -> Ground:
    agents = {act.agent for act in acts if act.act == "submit"}
    submitted = {agent for agent in agents if is_submitted(acts, agent)}
    return Ground(tuple(sorted(submitted)), tuple(sorted(set(given) - submitted)))


class Tally(msgspec.Struct, frozen=True):
    """How far a document is: how many items all agree on, on how many they differ, and how much is decided."""

    agreed: int = 0
    differing: int = 0
    decided: int = 0
    changed: int = 0  # since they were decided

    @property
    def items(self) -> int:
        """All of them."""
        return self.agreed + self.differing

    @property
    def done(self) -> bool:
        """Whether nothing is left to decide."""
        return self.decided == self.items


def tally(found: Iterable[Item]) -> Tally:
    """The items counted."""
    told = list(found)
    agreed = sum(item.agreed for item in told)
    return Tally(agreed, len(told) - agreed, sum(item.decided for item in told), sum(item.changed for item in told))


class Line(msgspec.Struct, frozen=True):
    """A document in the list."""

    document: str
    title: str
    language: str | None
    ground: Ground
    tally: Tally


_remembered: OrderedDict[tuple[str, str, int, str, tuple[str, ...]], Tally] = OrderedDict()


def lines(room: Room, person: str) -> tuple[list[Line], list[Line]]:
    """The documents that can be adjudicated, those with something left first; and those that wait for somebody."""
    ready: list[Line] = []
    waiting: list[Line] = []
    latest = dict(room.log.db.execute("SELECT document, max(seq) FROM events GROUP BY document").fetchall())
    for id, one in grounds(room.log).items():
        document = room.store.document(id)
        if document is None:
            continue
        counted = _tally_of(room.log, room.corpus, id, one.submitted, latest[id]) if one.ready else Tally()
        title = document.title or document.text[:80]
        (ready if one.ready else waiting).append(Line(id, title, document.language, one, counted))
    return sorted(ready, key=lambda line: (line.tally.done, line.title.casefold())), waiting


def _tally_of(log: EventLog, corpus: Corpus, document: str, coders: tuple[str, ...], latest: int) -> Tally:
    """The tally of a document: counted once for each state of its log."""
    key = (str(corpus.root), document, latest, corpus.codebook.version, coders)
    found = _remembered.get(key)
    if found is None:
        found = _remembered[key] = tally(items(corpus, list(log.events(document)), coders))
        while len(_remembered) > KEPT:
            _remembered.popitem(last=False)
    return found
