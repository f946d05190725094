"""The working corpus, corpus.db: the only place where sources, records and documents are written.

Everything is written in batches, each one transaction. A source is either complete or will be gone on with: a reader
gives the same records in the same order every time, so that those already stored are passed over by their number.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from corpus.database import explained, open_database, transaction
from corpus.errors import TakenDown
from corpus.ids import identity, sha256
from corpus.merge import STATED, TEXT, Stated, merged, stated
from corpus.model import (
    Block,
    Document,
    Metric,
    Observation,
    Outcome,
    Place,
    Record,
    Relation,
    Removed,
    Source,
)
from corpus.tombstones import taken_down

PLACE = Place.__struct_fields__
JSON_COLUMNS = ("tags", "notes", "extra")
CHILDREN = {
    table: (shape, shape.__struct_fields__)
    for table, shape in (("blocks", Block), ("removed", Removed), ("relations", Relation))
}
OWN_TABLES = {"id", "metrics", *JSON_COLUMNS, *CHILDREN}
PLAIN_COLUMNS = [name for name in Document.__struct_fields__ if name not in OWN_TABLES]


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record: kept or merged into `document`, or quarantined for a `reason`, told in `message`."""

    outcome: Outcome
    document: str | None = None
    reason: str | None = None  # a short word, for counting
    message: str | None = None


class StoredRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a record, without its bytes (those are in originals.db)."""

    source: str
    number: int
    place: Place
    sha256: str
    format: str
    outcome: Outcome
    reason: str | None = None
    message: str | None = None
    document: str | None = None
    context: str | None = None  # the sha256 of what it needs beside it to be read
    retrieved_at: str | None = None
    retrieved_by: str | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the account: how many records of a source and format had an outcome, and why."""

    source: str
    format: str
    outcome: Outcome
    reason: str | None
    records: int


class Store:
    """The file `corpus.db` of a corpus."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db: sqlite3.Connection = open_database(path, "corpus")

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all that is written inside is stored together or not at all."""
        with explained(self.path), transaction(self.db):
            yield

    def _rows(self, sql: str, *values: object) -> Iterator[sqlite3.Row]:
        with explained(self.path):
            yield from self.db.execute(sql, values)

    # Sources

    def add_source(self, source: Source) -> None:
        """Note a source; where it is known, only the case that it is ingested for may change."""
        row = msgspec.structs.asdict(source)
        columns = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        self.db.execute(
            f"INSERT INTO sources ({columns}) VALUES ({marks})"
            ' ON CONFLICT (id) DO UPDATE SET "case" = coalesce(excluded."case", "case")',
            row,
        )

    def complete(self, source: str) -> None:
        """Every record of this source is in."""
        self.db.execute("UPDATE sources SET complete = 1 WHERE id = ?", (source,))

    def is_complete(self, source: str) -> bool:
        """Whether every record of this source is in."""
        return any(row["complete"] for row in self._rows("SELECT complete FROM sources WHERE id = ?", source))

    def incomplete(self) -> set[str]:
        """The sources of which not every record is in: their ingest was stopped."""
        return {row["id"] for row in self._rows("SELECT id FROM sources WHERE NOT complete")}

    def reopen(self, source: str) -> bool:
        """Let a source be read again of which nothing became a document; False where something did."""
        if any(self._rows("SELECT 1 FROM records WHERE source = ? AND outcome != 'quarantined'", source)):
            return False
        with self.writing():
            self.db.execute("DELETE FROM records WHERE source = ?", (source,))
            self.db.execute("UPDATE sources SET complete = 0 WHERE id = ?", (source,))
        return True

    def sources(self) -> Iterator[Source]:
        """All sources, by id."""
        for row in self._rows("SELECT * FROM sources ORDER BY id"):
            yield Source(**{key: row[key] for key in row.keys() if key != "complete"})  # noqa: SIM118 - a Row iterates over its values

    # Records

    def next_number(self, source: str) -> int:
        """The number of the first record of a source that is not stored yet."""
        row = next(self._rows("SELECT max(number) FROM records WHERE source = ?", source))
        return 0 if row[0] is None else int(row[0]) + 1

    def add_record(self, record: Record, fate: Fate) -> None:
        """Note a record and what became of it."""
        row = {
            "source": record.source,
            "number": record.number,
            **msgspec.structs.asdict(record.place),
            "sha256": record.sha256,
            "format": record.format,
            **msgspec.structs.asdict(fate),
            "context": None if record.context is None else sha256(record.context),
            "retrieved_at": record.retrieved_at,
            "retrieved_by": record.retrieved_by,
        }
        columns = ", ".join(row)
        self.db.execute(f"INSERT INTO records ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def settle(self, record: StoredRecord, fate: Fate, *, format: str) -> None:
        """Note what became of a record that is there already, when it was tried again."""
        row = {**msgspec.structs.asdict(fate), "format": format}
        changes = ", ".join(f"{name} = ?" for name in row)
        self.db.execute(
            f"UPDATE records SET {changes} WHERE source = ? AND number = ?",
            (*row.values(), record.source, record.number),
        )

    def records(self, *, outcome: Outcome | None = None) -> Iterator[StoredRecord]:
        """Records by source and number, all or those of one outcome."""
        for row in self._rows(
            "SELECT * FROM records WHERE (?1 IS NULL OR outcome = ?1) ORDER BY source, number",
            outcome,
        ):
            yield _record(row)

    def tallies(self, sources: Iterable[str] | None = None) -> list[Tally]:
        """The account, by source, format, outcome and reason; of these sources only where they are given."""
        chosen = None if sources is None else msgspec.json.encode(list(sources)).decode()
        return [
            Tally(**dict(row))
            for row in self._rows(
                "SELECT source, format, outcome, reason, count(*) AS records FROM records"
                " WHERE ?1 IS NULL OR source IN (SELECT value FROM json_each(?1))"
                " GROUP BY source, format, outcome, reason ORDER BY source, format, outcome, reason",
                chosen,
            )
        ]

    def retrieved(self) -> dict[str, tuple[str, str]]:
        """Of the sources whose records say themselves when they were retrieved: from when, and who says so."""
        rows = self._rows(
            "SELECT source, min(retrieved_at) AS at, retrieved_by FROM records WHERE retrieved_at IS NOT NULL"
            " GROUP BY source"
        )
        return {row["source"]: (row["at"], row["retrieved_by"]) for row in rows}

    # Documents

    def put(
        self, document: Document, observation: Observation, *, cleaned_by: str, evidence: int = STATED
    ) -> tuple[str, Outcome]:
        """Store a document or, where it is known, merge into it what this record says (corpus.merge) and note the
        observation. `evidence` is how good the record is.

        Returns the document's id (that of the first one seen) and whether it was kept or merged. Raises TakenDown for a
        document that was taken down.
        """
        if (stone := taken_down(self.db, document)) is not None:
            raise TakenDown("taken-down", f"It was taken down on {stone.at[:10]}: {stone.reason}")
        key = identity(document)
        known = self.db.execute(
            "SELECT id, identity, ranks FROM documents WHERE identity = ?1 OR id = ?2 ORDER BY identity != ?1",
            (key, document.id),
        ).fetchone()
        seen = stated(document, evidence)
        if known is None:
            self._write(seen, key, cleaned_by)
        else:
            self._merge(known, seen, cleaned_by)
        target = document.id if known is None else str(known["id"])
        self._metrics(target, document.metrics)
        self.db.execute(
            "INSERT OR IGNORE INTO observations VALUES (?, ?, ?, ?)",
            (target, observation.source, observation.number, observation.part or ""),
        )
        return target, "kept" if known is None else "merged"

    def _merge(self, known: sqlite3.Row, seen: Stated, cleaned_by: str) -> None:
        ranks = msgspec.json.decode(known["ranks"]) if known["ranks"] else None
        if ranks is not None and ranks[TEXT] == seen.ranks[TEXT]:
            return  # it says the very same
        document = next(self._documents("WHERE id = ?", known["id"]))
        before = Stated(document, ranks) if ranks is not None else stated(document, STATED)
        after = merged(before, seen)
        if after.ranks != ranks or after.document != msgspec.structs.replace(document, metrics=()):
            self._write(after, known["identity"], cleaned_by)

    def _write(self, seen: Stated, key: str, cleaned_by: str) -> None:
        document = seen.document
        row: dict[str, Any] = {name: getattr(document, name) for name in ("id", *PLAIN_COLUMNS)}
        row |= {name: msgspec.json.encode(getattr(document, name)).decode() for name in JSON_COLUMNS}
        row |= {"identity": key, "text_sha256": sha256(document.text), "cleaned_by": cleaned_by}
        row["ranks"] = msgspec.json.encode(seen.ranks).decode()
        columns = ", ".join(f'"{name}"' for name in row)
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in row)
        self.db.execute(
            f"INSERT INTO documents ({columns}) VALUES ({', '.join('?' * len(row))})"
            f" ON CONFLICT (id) DO UPDATE SET {changes}",
            list(row.values()),
        )
        for table, (_, names) in CHILDREN.items():
            self.db.execute(f"DELETE FROM {table} WHERE document = ?", (document.id,))
            columns = ", ".join(f'"{name}"' for name in names)
            self.db.executemany(
                f"INSERT INTO {table} (document, number, {columns}) VALUES ({', '.join('?' * (len(names) + 2))})",
                [
                    (document.id, number, *(getattr(child, name) for name in names))
                    for number, child in enumerate(getattr(document, table))
                ],
            )

    def _metrics(self, document: str, metrics: Iterable[Metric]) -> None:
        """Counters, each of its time. Where two records disagree about one time, a number beats none, and the higher
        the lower: counters grow, and which record comes first is chance."""
        self.db.executemany(
            "INSERT INTO metrics (document, name, at, value, status) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET value = excluded.value, status = excluded.status"
            " WHERE coalesce(excluded.value, -1) > coalesce(value, -1)"
            " OR (value IS NULL AND excluded.status = 'hidden' AND status = 'not_provided')",
            [(document, m.name, m.at or "", m.value, m.status) for m in metrics],
        )

    def tie_relations(self) -> None:
        """Point relations that know only a platform's id to the documents that have come in since."""
        self.db.execute(
            "UPDATE relations SET target = ("
            " SELECT far.id FROM documents AS far JOIN documents AS near ON near.id = relations.document"
            " WHERE far.native_id = relations.native_id AND far.platform IS near.platform)"
            " WHERE target IS NULL AND native_id IS NOT NULL"
        )

    def replace_relations(self, made_by: str, found: Iterable[tuple[str, Relation]]) -> None:
        """Put what a program found out about documents, as pairs of a document's id and its relation, in the place of
        all that it had found before. Inside a transaction."""
        self.db.execute("DELETE FROM relations WHERE made_by = ?", (made_by,))
        for document, relation in found:
            row = {**msgspec.structs.asdict(relation), "made_by": made_by, "document": document}
            columns = ", ".join(row)
            self.db.execute(
                f"INSERT INTO relations (number, {columns})"
                f" SELECT coalesce(max(number), -1) + 1, {', '.join(f':{name}' for name in row)}"
                " FROM relations WHERE document = :document",
                row,
            )

    def revise(self, document: Document, *, cleaned_by: str) -> None:
        """Put a document that was cleaned again in the place of what it was, inside a transaction.

        Its id and identity stay, and so do the relations that programs found out.
        """
        known = self.db.execute("SELECT identity, ranks FROM documents WHERE id = ?", (document.id,)).fetchone()
        found = tuple(self._children(document.id, "relations", "made_by IS NOT NULL"))
        own = tuple(relation for relation in document.relations if relation.made_by is None)
        revised = stated(msgspec.structs.replace(document, relations=(*own, *found)), STATED)
        if known["ranks"]:  # how good the records are has not changed
            revised = msgspec.structs.replace(revised, ranks=msgspec.json.decode(known["ranks"]))
        self._write(revised, known["identity"], cleaned_by)

    def document(self, id: str) -> Document | None:
        """One document, whole; None where there is none with this id."""
        return next(self._documents("WHERE id = ?", id), None)

    def documents(self) -> Iterator[Document]:
        """All documents, whole, by id."""
        return self._documents("ORDER BY id")

    def document_ids(self) -> list[str]:
        """The ids of all documents, in order."""
        return [row[0] for row in self._rows("SELECT id FROM documents ORDER BY id")]

    def _documents(self, clause: str, *values: object) -> Iterator[Document]:
        for row in self._rows(f"SELECT * FROM documents {clause}", *values):
            fields: dict[str, Any] = {name: row[name] for name in ("id", *PLAIN_COLUMNS)}
            for name in JSON_COLUMNS:
                fields[name] = msgspec.json.decode(row[name])
            for table in CHILDREN:
                fields[table] = tuple(self._children(row["id"], table))
            fields["metrics"] = tuple(self.metrics(row["id"]))
            yield msgspec.convert(fields, Document)

    def _children(self, document: str, table: str, where: str = "TRUE") -> Iterator[Any]:
        shape, names = CHILDREN[table]
        for row in self._rows(f"SELECT * FROM {table} WHERE document = ? AND {where} ORDER BY number", document):
            yield shape(**{name: row[name] for name in names})

    def metrics(self, document: str) -> Iterator[Metric]:
        """The counters of a document, by name and time."""
        for row in self._rows("SELECT * FROM metrics WHERE document = ? ORDER BY name, at", document):
            yield Metric(name=row["name"], at=row["at"] or None, value=row["value"], status=row["status"])

    def observations(self, document: str) -> list[tuple[Observation, Source, StoredRecord]]:
        """Where a document was seen: each record with its source, the one it was made from first."""
        found = []
        for row in self._rows(
            "SELECT observations.part, records.*, sources.id AS source_id, sources.name, sources.path,"
            " sources.sha256 AS source_sha256, sources.format AS source_format, sources.size, sources.media_type,"
            " sources.retrieved_at AS source_retrieved_at, sources.retrieved_by AS source_retrieved_by, sources.rights"
            " FROM observations JOIN records USING (source, number) JOIN sources ON sources.id = records.source"
            " WHERE observations.document = ?"
            " ORDER BY records.outcome = 'merged', sources.rowid, records.number",
            document,
        ):
            names = ("name", "path", "size", "media_type", "rights")
            own = {name: row[f"source_{name}"] for name in ("id", "sha256", "format", "retrieved_at", "retrieved_by")}
            source = Source(**own, **{name: row[name] for name in names})
            record = _record(row)
            seen = Observation(document=document, source=source.id, number=record.number, part=row["part"] or None)
            found.append((seen, source, record))
        return found

    def count(self, table: str) -> int:
        """How many rows one of the store's own tables has."""
        return int(next(self._rows(f"SELECT count(*) FROM {table}"))[0])


def _record(row: sqlite3.Row) -> StoredRecord:
    return StoredRecord(
        source=row["source"],
        number=row["number"],
        place=Place(**{name: row[name] for name in PLACE}),
        sha256=row["sha256"],
        format=row["format"],
        outcome=row["outcome"],
        reason=row["reason"],
        message=row["message"],
        document=row["document"],
        context=row["context"],
        retrieved_at=row["retrieved_at"],
        retrieved_by=row["retrieved_by"],
    )
