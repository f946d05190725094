"""Taking a document down: it leaves every file of the corpus, and a tombstone keeps it from coming back.

Each step can be done again. The tombstone stands first, in one transaction with the document's going, so that what is
stopped half-way can only be finished, never undone. Deleted pages are overwritten and the files written anew, because
SQLite leaves deleted bytes where they were.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from corpus.clock import now
from corpus.database import explained, transaction
from corpus.embedded import where_shown
from corpus.errors import StoreError, UsageError
from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.model import Document
from corpus.originals import Originals
from corpus.store import Store
from corpus.tombstones import Tombstone, marks, record_mark, set_tombstone, shown_mark, tombstones

TAKEN_DOWN = "taken-down"  # the reason under which its records are counted
NO_PLACE = "/"  # of a source of which nothing is left
ALIKE = 20  # other documents with the same words that are named


class TakenDown(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken down, and what of it stays elsewhere."""

    tombstone: Tombstone
    records: int  # of which no bytes are kept any more
    acts: int  # of annotation, that were moved to sealed.db without their words
    alike: list[str]  # other documents in which its words stand too
    kept_in: list[str]  # documents whose records hold it as a part


def take_down(corpus: Corpus, id: str, reason: str, by: str | None = None) -> TakenDown:
    """Take a document down; for one that is down already, finish what was left to do.

    Raises UsageError where there is no such document, StoreError where the corpus cannot be written.
    """
    with corpus.store() as store:
        document = store.document(id)
        stone = next((stone for stone in tombstones(store.db) if stone.document == id), None)
        if document is None and stone is None:
            raise UsageError(f"There is no document {id}.", todo="`hustings search` and the site show the ids.")
        alike: list[str] = []
        kept_in: list[str] = []
        if document is not None:
            stone = Tombstone(document=id, reason=reason, at=now(), by=by)
            alike, kept_in = _alike(store, document), _kept_in(store, id)
            with store.writing():
                _bury(store.db, document, stone, list(_shown(store, document)))
        with corpus.originals() as originals:
            records = _without_bytes(store, originals)
            _scrub(originals.db, originals)
        _scrub(store.db, store)
    assert stone is not None  # noqa: S101 - one of the two is there, see above
    return TakenDown(tombstone=stone, records=records, acts=_acts(corpus), alike=alike, kept_in=kept_in)


def _alike(store: Store, document: Document) -> list[str]:
    """Other documents in which all its words stand: a repost, an article that shows it, the same text elsewhere."""
    if len(document.text.split()) < 3:  # a word or two stand anywhere
        return []
    rows = store.db.execute(
        "SELECT id FROM documents WHERE id != ? AND instr(text, ?) ORDER BY id LIMIT ?",
        (document.id, document.text, ALIKE),
    )
    return [row["id"] for row in rows]


def _kept_in(store: Store, id: str) -> list[str]:
    """The documents that are made of records in which this one is only a part: their bytes must stay."""
    rows = store.db.execute(
        "SELECT DISTINCT records.document FROM observations JOIN records USING (source, number)"
        " WHERE observations.document = ?1 AND observations.part != '' AND records.document != ?1 ORDER BY 1",
        (id,),
    )
    return [row["document"] for row in rows]


def _shown(store: Store, document: Document) -> Iterator[str]:
    """What stands where articles show it: their texts stay, but these places are no longer published."""
    rows = store.db.execute("SELECT document FROM relations WHERE target = ? AND kind = 'embeds'", (document.id,))
    for row in rows.fetchall():
        article = store.document(row["document"])
        if article is not None:
            posts = (tie.target for tie in article.relations if tie.kind == "embeds" and tie.target != document.id)
            others = [post.text for id in posts if id is not None and (post := store.document(id)) is not None]
            yield from (article.text[start:end] for start, end in where_shown(article, [document.text], others))


def _bury(db: sqlite3.Connection, document: Document, stone: Tombstone, shown: Iterable[str]) -> None:
    """Set the tombstone and take out the document with all that is its own, inside a transaction. `shown` is what
    stands where articles show it."""
    id = document.id
    db.execute("PRAGMA defer_foreign_keys = ON")
    shas = [row["sha256"] for row in db.execute("SELECT sha256 FROM records WHERE document = ?", (id,))]
    set_tombstone(db, stone, (*marks(document), *map(record_mark, shas), *map(shown_mark, shown)))
    # What programs found out between it and others goes; what others state themselves stays theirs.
    db.execute("DELETE FROM relations WHERE target = ? AND (made_by IS NOT NULL OR kind = 'embeds')", (id,))
    db.execute("UPDATE relations SET target = NULL WHERE target = ?", (id,))
    db.execute("DELETE FROM observations WHERE document = ?", (id,))
    db.execute(
        "UPDATE records SET outcome = 'quarantined', reason = ?, message = ?, document = NULL, member = NULL,"
        " pointer = NULL WHERE document = ?",
        (TAKEN_DOWN, f"It was taken down on {stone.at[:10]}: {stone.reason}", id),
    )
    db.execute("DELETE FROM documents WHERE id = ?", (id,))
    # A file of which nothing is left: its name may say whose it was.
    db.execute(
        "UPDATE sources SET name = ? || '/' || id, path = ? WHERE id IN (SELECT source FROM records WHERE reason = ?)"
        " AND NOT EXISTS (SELECT 1 FROM records WHERE source = sources.id AND reason IS NOT ?)",
        (TAKEN_DOWN, NO_PLACE, TAKEN_DOWN, TAKEN_DOWN),
    )


def _without_bytes(store: Store, originals: Originals) -> int:
    """Take out the bytes of all records that were taken down and of what only they need; returns how many there are."""
    gone = list(store.db.execute("SELECT sha256, context FROM records WHERE reason = ?", (TAKEN_DOWN,)))
    hashes = {sha for row in gone for sha in row if sha is not None}
    needed = (
        "SELECT 1 FROM records WHERE (sha256 = ?1 OR context = ?1) AND reason IS NOT ?2"  # of any record that stays
    )
    drop = [sha for sha in sorted(hashes) if store.db.execute(needed, (sha, TAKEN_DOWN)).fetchone() is None]
    with explained(originals.path), transaction(originals.db):
        originals.db.execute("PRAGMA secure_delete = ON")
        originals.db.executemany("DELETE FROM originals WHERE sha256 = ?", [(sha,) for sha in drop])
    with store.writing():
        store.db.execute("UPDATE records SET context = NULL WHERE reason = ?", (TAKEN_DOWN,))
    return len(gone)


def _acts(corpus: Corpus) -> int:
    """Move the acts on all documents that were taken down to sealed.db, without their words."""
    with corpus.store() as store:
        gone = [stone.document for stone in tombstones(store.db)]
    with corpus.events() as log, corpus.sealed() as sealed:
        acts = [act for id in gone for act in log.events(id)]
        sealed.keep_acts(acts)
        log.forget(gone)
        _scrub(log.db, log)
    return len(acts)


def _scrub(db: sqlite3.Connection, of: Store | Originals | EventLog) -> None:
    """Write the file anew without what was deleted from it, and empty its journal."""
    with explained(of.path):
        db.execute("VACUUM")
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreError(
            "Somebody else has this file open, and its journal still holds what was deleted.",
            where=str(of.path),
            todo="Stop the desk and whatever reads the corpus, and run the same command again.",
        )
