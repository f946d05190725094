"""Fixity and integrity: is everything in the corpus still what it was, and does everything refer to something?

`hustings verify` re-hashes the originals, and checks every offset, quotation, reference and count.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from corpus.codebook import PROPOSED
from corpus.events import EventLog, is_in_place
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Document
from corpus.originals import KEEP_LIMIT, WITHHELD, Originals
from corpus.sealed import Sealed
from corpus.store import Store
from corpus.takedown import TAKEN_DOWN

DANGLING = {
    "records without a source": """
        SELECT source || ':' || number FROM records WHERE source NOT IN (SELECT id FROM sources)""",
    "records whose document is missing": """
        SELECT source || ':' || number FROM records
        WHERE document IS NOT NULL AND document NOT IN (SELECT id FROM documents)""",
    "observations without a record": """
        SELECT document FROM observations AS o
        WHERE NOT EXISTS (SELECT 1 FROM records AS r WHERE r.source = o.source AND r.number = o.number)""",
    "observations without a document": """
        SELECT document FROM observations WHERE document NOT IN (SELECT id FROM documents)""",
    "documents never observed": """
        SELECT id FROM documents WHERE id NOT IN (SELECT document FROM observations)""",
    "embedded posts that are missing": """
        SELECT document FROM relations
        WHERE kind = 'embeds' AND target IS NOT NULL AND target NOT IN (SELECT id FROM documents)""",
    "relations without a document": """
        SELECT document FROM relations WHERE document NOT IN (SELECT id FROM documents)""",
    "blocks without a document": """
        SELECT document FROM blocks WHERE document NOT IN (SELECT id FROM documents)""",
}

COUNTS = {
    "kept or merged records without a document": """
        SELECT source || ':' || number FROM records WHERE outcome != 'quarantined' AND document IS NULL""",
    "quarantined records without a reason": """
        SELECT source || ':' || number FROM records WHERE outcome = 'quarantined' AND reason IS NULL""",
    "sources whose records are not numbered without gaps": """
        SELECT source FROM records GROUP BY source HAVING min(number) != 0 OR max(number) + 1 != count(*)""",
    "documents that no record made": """
        SELECT id FROM documents AS d
        WHERE NOT EXISTS (SELECT 1 FROM records AS r WHERE r.document = d.id AND r.outcome = 'kept')
        AND NOT EXISTS (SELECT 1 FROM observations AS o WHERE o.document = d.id AND o.part != '')""",
}


class Fault(msgspec.Struct, frozen=True):
    """Something that is wrong, and where."""

    where: str
    what: str


class Report(msgspec.Struct, frozen=True):
    """How much was checked and what is wrong."""

    checked: dict[str, int]
    faults: list[Fault]


def verify_corpus(corpus: Corpus) -> Report:
    """Check everything. Reads only; StoreError where a database cannot be read at all."""
    checked: dict[str, int] = {}
    faults: list[Fault] = []
    with corpus.store() as store, corpus.originals() as originals, corpus.events() as log:
        for name, database in (("corpus.db", store), ("originals.db", originals), ("annotations.db", log)):
            faults += _database(name, database)
        if (corpus.root / "sealed.db").exists():
            with corpus.sealed() as sealed:
                faults += _database("sealed.db", sealed)
        faults += _originals(store, originals, checked)
        faults += _documents(store, checked)
        faults += _references(store, corpus)
        faults += _annotations(store, log, corpus, checked)
        for table in ("sources", "records", "observations", "relations"):
            checked[table] = store.count(table)
    return Report(checked=checked, faults=faults)


def _database(name: str, database: Store | Originals | EventLog | Sealed) -> Iterator[Fault]:
    for row in database.db.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Fault(name, f"SQLite finds it damaged: {row[0]}.")


def _originals(store: Store, originals: Originals, checked: dict[str, int]) -> Iterator[Fault]:
    held = originals.hashes()
    checked["originals"] = len(held)
    for sha in originals.damaged():
        yield Fault(f"originals.db, {sha}", "The bytes are no longer those that were captured.")
    for record in store.records():
        kept = (record.place.length or 0) <= KEEP_LIMIT and record.reason not in (WITHHELD, TAKEN_DOWN)
        if kept and record.sha256 not in held:
            yield Fault(f"record {record.source}:{record.number}", "Its original is missing.")
        if record.context is not None and record.context not in held:
            yield Fault(f"record {record.source}:{record.number}", "What it needs beside it to be read is missing.")


def _documents(store: Store, checked: dict[str, int]) -> Iterator[Fault]:
    checked["documents"] = checked["blocks"] = 0
    stored = {row["id"]: row["text_sha256"] for row in store.db.execute("SELECT id, text_sha256 FROM documents")}
    for document in store.documents():
        checked["documents"] += 1
        checked["blocks"] += len(document.blocks)
        if sha256(document.text) != stored[document.id]:
            yield Fault(f"document {document.id}", "Its text is not the one that was hashed.")
        yield from _blocks(document)


def _blocks(document: Document) -> Iterator[Fault]:
    end = 0
    for number, block in enumerate(document.blocks):
        where = f"document {document.id}, block {number}"
        if not end <= block.start < block.end <= len(document.text):
            yield Fault(where, f"It stands at {block.start}-{block.end}, out of order or outside the text.")
        end = block.end
    for number, removed in enumerate(document.removed):
        if not 0 <= removed.before <= len(document.blocks):
            yield Fault(f"document {document.id}, removed {number}", f"There is no block {removed.before}.")


def _references(store: Store, corpus: Corpus) -> Iterator[Fault]:
    for what, sql in {**DANGLING, **COUNTS}.items():
        places = [str(row[0]) for row in store.db.execute(sql)]
        if places:
            yield Fault(", ".join(places[:5]) + (" ..." if len(places) > 5 else ""), f"{len(places)} {what}.")
    known = set(corpus.cases.case)
    for row in store.db.execute('SELECT id, "case" FROM documents WHERE "case" IS NOT NULL'):
        if row["case"] not in known:
            yield Fault(f"document {row['id']}", f"Its case {row['case']} is not in cases.yaml.")


def _annotations(store: Store, log: EventLog, corpus: Corpus, checked: dict[str, int]) -> Iterator[Fault]:
    checked["annotations"] = 0
    document: Document | None = None
    text_sha256 = ""
    for annotation in log.annotations():
        checked["annotations"] += 1
        where = f"annotation {annotation.id} on document {annotation.document}"
        if document is None or document.id != annotation.document:
            document = store.document(annotation.document)
            text_sha256 = sha256(document.text) if document else ""
        if document is None:
            yield Fault(where, "There is no such document.")
            continue
        if not is_in_place(annotation, document.text, text_sha256):
            what = f"Its quotation is not what stands at {annotation.start}-{annotation.end}, or not surely"
            yield Fault(where, f"{what}: the text has changed. See `hustings annotate reanchor`.")
        is_proposed = annotation.code.startswith(PROPOSED)
        if annotation.layer == "tactic" and not is_proposed and corpus.codebook.find(annotation.code) is None:
            yield Fault(where, f"The codebook has no tactic {annotation.code}. See `hustings codebook review`.")
        current = corpus.authority.current(annotation.code)
        known_actor = current in corpus.authority.actor or current.startswith("candidate:")
        if annotation.layer == "actor" and not known_actor:
            yield Fault(where, f"The authority file has no actor {annotation.code}.")
