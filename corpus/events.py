"""The acts of annotation, annotations.db: appended, never changed. Annotations are a view of them.

`synchronous=FULL`: an act that was acknowledged survives the machine losing its power.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from corpus.database import explained, open_database, transaction
from corpus.model import Annotation, AnnotationState, Event, Layer
from corpus.replay import replay
from corpus.terms import REMARKS

NAMES = [field.name for field in msgspec.structs.fields(Event)]
COLUMNS = ", ".join(f'"{name}"' for name in NAMES)
CONTEXT = 32  # code points kept before and after a quotation


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Something that an import brought and that does not fit; `data` is all that the file says of it."""

    id: str
    origin: str  # the file's name
    document: str | None
    reason: str
    data: dict[str, Any]
    added_at: str


class EventLog:
    """The file `annotations.db` of a corpus."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: sqlite3.Connection = open_database(path, "annotations", synchronous="FULL")

    def close(self) -> None:
        self.db.close()

    def append(self, events: Iterable[Event]) -> int:
        """Write events in one transaction and return how many were new; an id that is there already changes nothing."""
        with explained(self.path), transaction(self.db):
            return self.insert(events)

    def insert(self, events: Iterable[Event]) -> int:
        """The same inside a transaction that is open already: for whoever has to look before writing."""
        before = self.db.total_changes
        self.db.executemany(
            f"INSERT OR IGNORE INTO events ({COLUMNS}) VALUES ({', '.join('?' * len(NAMES))})",
            (_values(event) for event in events),
        )
        return self.db.total_changes - before

    def has(self, event: str) -> bool:
        """Whether an act of this id was written."""
        return self.db.execute("SELECT 1 FROM events WHERE id = ?", (event,)).fetchone() is not None

    def events(self, document: str | None = None) -> Iterator[Event]:
        """Events grouped by document and annotation, in the order in which they were written."""
        only, values = ("", ()) if document is None else ("WHERE document = ?", (document,))
        with explained(self.path):
            for row in self.db.execute(
                f"SELECT {COLUMNS} FROM events {only} ORDER BY document, annotation, seq", values
            ):
                yield _event(row)

    def acts_on(self, document: str, annotations: Iterable[str]) -> Iterator[Event]:
        """The acts on some annotations of a document, by annotation, in the order in which they were written."""
        query = f"SELECT {COLUMNS} FROM events WHERE document = ? AND annotation = ? ORDER BY seq"
        with explained(self.path):
            for annotation in sorted(set(annotations)):
                for row in self.db.execute(query, (document, annotation)):
                    yield _event(row)

    def acts_of_layer(self, layer: Layer) -> Iterator[Event]:
        """All acts on annotations that ever were of a layer, by document and annotation, in the order of the log."""
        query = (
            f"SELECT {COLUMNS} FROM events WHERE annotation IN (SELECT annotation FROM events WHERE layer = ?)"
            " ORDER BY document, annotation, seq"
        )
        with explained(self.path):
            for row in self.db.execute(query, (layer,)):
                yield _event(row)

    def on_whole_documents(self) -> Iterator[Event]:
        """The acts on documents as a whole (`submit`, ...), by document, in the order in which they were written."""
        query = f"SELECT {COLUMNS} FROM events WHERE annotation = '' ORDER BY document, seq"
        with explained(self.path):
            for row in self.db.execute(query):
                yield _event(row)

    def acts_of(self, document: str, agent: str) -> Iterator[Event]:
        """What one agent did in a document, in the order in which it was written."""
        with explained(self.path):
            query = f"SELECT {COLUMNS} FROM events WHERE document = ? AND agent = ? ORDER BY seq"
            for row in self.db.execute(query, (document, agent)):
                yield _event(row)

    def annotations(
        self, document: str | None = None, *, deleted: bool = False, states: Iterable[AnnotationState] | None = None
    ) -> Iterator[Annotation]:
        """Annotations as their events leave them, by document; deleted ones only where asked for, remarks never."""
        wanted = None if states is None else set(states)
        for _, acts in groupby(self.events(document), key=lambda event: (event.document, event.annotation)):
            annotation = replay(acts)
            if annotation is None or (annotation.state == "deleted" and not deleted) or annotation.layer in REMARKS:
                continue
            if wanted is None or annotation.state in wanted:
                yield annotation

    def put_to_review(self, waiting: Iterable[Review]) -> int:
        """Keep what a person has to look at, in one transaction, and return how many were new."""
        before = self.db.total_changes
        with explained(self.path), transaction(self.db):
            self.db.executemany(
                "INSERT OR IGNORE INTO review (id, origin, document, reason, data, added_at) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (one.id, one.origin, one.document, one.reason, msgspec.json.encode(one.data).decode(), one.added_at)
                    for one in waiting
                ],
            )
        return self.db.total_changes - before

    def in_review(self) -> Iterator[Review]:
        """What waits for a person, in the order in which it came."""
        with explained(self.path):
            for row in self.db.execute("SELECT * FROM review WHERE settled_at IS NULL ORDER BY rowid"):
                fields = {name: row[name] for name in Review.__struct_fields__}
                yield Review(**{**fields, "data": msgspec.json.decode(fields["data"])})

    def settle_review(self, id: str, at: str) -> bool:
        """Note that somebody has looked at it; False where nothing of this id waits."""
        with explained(self.path), transaction(self.db):
            done = self.db.execute("UPDATE review SET settled_at = ? WHERE id = ? AND settled_at IS NULL", (at, id))
        return done.rowcount == 1

    def forget(self, documents: Iterable[str]) -> None:
        """Take out all acts on these documents and what waits for them: they were taken down. Nothing else takes an act
        out of the log, and what forbids it forbids it again afterwards."""
        gone = [(document,) for document in documents]
        with explained(self.path), transaction(self.db):
            self.db.execute("PRAGMA secure_delete = ON")
            triggers = self.db.execute("SELECT name, sql FROM sqlite_master WHERE name = 'events_stay'").fetchall()
            for trigger in triggers:
                self.db.execute(f"DROP TRIGGER {trigger['name']}")
            for table in ("events", "review", "assignments"):
                self.db.executemany(f"DELETE FROM {table} WHERE document = ?", gone)
            for trigger in triggers:
                self.db.execute(trigger["sql"])


def _event(row: Sequence[Any]) -> Event:
    fields = dict(zip(NAMES, row, strict=True))
    fields["attributes"] = msgspec.json.decode(fields["attributes"])
    return msgspec.convert(fields, Event)


def _values(event: Event) -> tuple[object, ...]:
    row = msgspec.structs.asdict(event)
    row["attributes"] = msgspec.json.encode(event.attributes).decode()
    return tuple(row[name] for name in NAMES)


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """A little of the text before and after a passage, kept with an annotation so that it can be found again."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def is_in_place(annotation: Annotation, text: str, text_sha256: str) -> bool:
    """Whether an annotation surely says what it says of the words at its offsets in its document's text.

    The quotation stands there; and it was made on this very text, or what stood around it is the same to the last
    character: the same words alone may be another passage that a change of the text has brought there.
    """
    if text[annotation.start : annotation.end] != annotation.quotation:
        return False
    if not annotation.text_sha256 or not annotation.quotation or annotation.text_sha256 == text_sha256:
        return True
    if context(text, annotation.start, annotation.end) != (annotation.prefix, annotation.suffix):
        return False
    around = annotation.prefix + annotation.quotation + annotation.suffix
    return text.find(around, text.find(around) + 1) < 0  # where it stands twice nobody can say which was meant
