"""Documents that were taken down: by what they are known when they come again, so that nothing brings them back.

A document is known again by the bytes of its record, by its platform's id, and by its words. The words of a post are
its author's only: where seventy people post the same sentence, one of them has asked to be left out.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from corpus.ids import identity, sha256
from corpus.model import Document
from corpus.terms import POSTS

WORDS = 8  # fewer words are nobody's in particular
_WORD = re.compile(r"\w+")


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What stays of a document that was taken down."""

    document: str
    reason: str
    at: str
    by: str | None = None


def record_mark(record_sha256: str) -> str:
    """How a record is known by its bytes."""
    return f"record {record_sha256}"


def shown_mark(text: str) -> str:
    """How a place is known at which an article shows a post, by all that stands there."""
    return f"shown {sha256(_words(text))}"


def marks(document: Document) -> Iterator[str]:
    """How a document is known, whatever record it comes from."""
    yield f"id {document.id}"
    yield f"identity {identity(document)}"
    words = _words(document.text)
    author = ""
    if document.kind in POSTS:
        author = "\x1f".join((document.platform or "", (document.account or document.byline or "").casefold()))
    if words.count(" ") + 1 >= WORDS:
        yield f"words {sha256(author + chr(31) + words)}"


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def tombstones(db: sqlite3.Connection) -> list[Tombstone]:
    """All tombstones of a corpus.db, by the day on which they were set."""
    rows = db.execute("SELECT document, reason, at, by FROM tombstones ORDER BY at, document")
    return [Tombstone(**dict(row)) for row in rows]


def marked(db: sqlite3.Connection, found: Iterable[str]) -> Tombstone | None:
    """The tombstone that one of these marks belongs to."""
    for mark in found:
        row = db.execute(
            "SELECT document, reason, at, by FROM tombstones JOIN tombstone_marks USING (document) WHERE mark = ?",
            (mark,),
        ).fetchone()
        if row is not None:
            return Tombstone(**dict(row))
    return None


def any_taken_down(db: sqlite3.Connection) -> bool:
    """Whether there is any tombstone."""
    return db.execute("SELECT 1 FROM tombstones LIMIT 1").fetchone() is not None


def taken_down(db: sqlite3.Connection, document: Document) -> Tombstone | None:
    """The tombstone of this document, or of one that it is; None also for one that is in the corpus."""
    if not any_taken_down(db):
        return None
    there = "SELECT 1 FROM documents WHERE identity = ? OR id = ?"
    if db.execute(there, (identity(document), document.id)).fetchone() is not None:
        return None
    return marked(db, marks(document))


def set_tombstone(db: sqlite3.Connection, stone: Tombstone, found: Iterable[str]) -> None:
    """Set a tombstone with its marks, inside a transaction."""
    db.execute(
        "INSERT INTO tombstones VALUES (?, ?, ?, ?) ON CONFLICT (document) DO UPDATE SET reason = excluded.reason",
        (stone.document, stone.reason, stone.at, stone.by),
    )
    db.executemany("INSERT OR IGNORE INTO tombstone_marks VALUES (?, ?)", [(mark, stone.document) for mark in found])
