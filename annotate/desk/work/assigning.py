"""Who was given which document, by whom, until when. An assignment is taken back, never the work."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from annotate.desk.people import People
from corpus.clock import now
from corpus.database import explained, transaction
from corpus.errors import UsageError
from corpus.events import EventLog


class Assignment(msgspec.Struct, frozen=True):
    """One document of one person; `due` is a day, as 2026-12-01."""

    document: str
    annotator: str
    assigned_by: str
    assigned_at: str
    due: str | None


class Assignments:
    """The table of assignments in a corpus's annotations.db."""

    def __init__(self, log: EventLog) -> None:
        self.log = log
        self.db = log.db

    def give(self, documents: Iterable[str], annotator: str, *, by: str, due: str | None = None) -> int:
        """Assign documents; how many were new. One that they had keeps who gave it, and gets the new day.

        UsageError where nobody of that name may come in.
        """
        if not People(self.log).known(annotator).active:
            raise UsageError(f"{annotator} comes no more.", todo=f"hustings annotators add {annotator!r} lets them in.")
        with explained(self.log.path), transaction(self.db):
            rows = [(document, annotator, by, now(), due) for document in documents]
            there = {one.document for one in self.of(annotator)}
            self.db.executemany(
                "INSERT INTO assignments (document, annotator, assigned_by, assigned_at, due) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (document, annotator) DO UPDATE SET due = excluded.due"
                " WHERE excluded.due IS NOT assignments.due",
                rows,
            )
        return len({row[0] for row in rows} - there)

    def take_back(self, documents: Iterable[str], annotator: str) -> int:
        """Take documents out of somebody's queue; how many were in it. What they did there stays."""
        with explained(self.log.path), transaction(self.db):
            pairs = [(document, annotator) for document in documents]
            before = self.db.total_changes
            self.db.executemany("DELETE FROM assignments WHERE document = ? AND annotator = ?", pairs)
            return self.db.total_changes - before

    def set_due(self, documents: Iterable[str], annotators: Iterable[str], due: str | None) -> int:
        """Another day, or none, for documents of some people; how many assignments changed."""
        given, names = list(documents), list(annotators)
        with explained(self.log.path), transaction(self.db):
            before = self.db.total_changes
            self.db.executemany(
                "UPDATE assignments SET due = ?1 WHERE document = ?2 AND annotator = ?3 AND due IS NOT ?1",
                [(due, document, name) for document in given for name in names],
            )
            return self.db.total_changes - before

    def of(self, annotator: str) -> list[Assignment]:
        """Somebody's queue: what is due first, first; then as it was given."""
        query = "SELECT * FROM assignments WHERE annotator = ? ORDER BY due IS NULL, due, assigned_at, document"
        return list(self._found(query, annotator))

    def find(self, document: str, annotator: str) -> Assignment | None:
        """This document of this person; None where it is not theirs."""
        query = "SELECT * FROM assignments WHERE document = ? AND annotator = ?"
        return next(self._found(query, document, annotator), None)

    def everything(self) -> Iterator[Assignment]:
        """All assignments, by document and person."""
        return self._found("SELECT * FROM assignments ORDER BY document, annotator")

    def _found(self, query: str, *values: object) -> Iterator[Assignment]:
        with explained(self.log.path):
            for row in self.db.execute(query, values):
                yield _assignment(row)


def _assignment(row: sqlite3.Row) -> Assignment:
    return Assignment(**{name: row[name] for name in Assignment.__struct_fields__})
