"""The full-text index of a site, made from its own tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.ids import short
from publish.lemmas import Shadows, spelled_out

if TYPE_CHECKING:
    from corpus.console import Step

# How much a hit weighs in the text, its lemmas, the title, its lemmas, and in the codes of annotations.
WEIGHTS = (1.0, 1.0, 4.0, 4.0, 0.5)


def code_token(layer: str, code: str) -> str:
    """The one word that stands in the index for a code of the codebook or the authority file."""
    return short("c", layer, code)


def write_index(db: sqlite3.Connection, step: Step) -> None:
    """Index every document's title, text, lemmas and codes, and note which words have another lemma."""
    db.execute(f"INSERT INTO search (search, rank) VALUES ('rank', 'bm25({', '.join(map(str, WEIGHTS))})')")
    shadows = Shadows()
    rows = db.execute(
        "SELECT number, title, text, language FROM documents JOIN texts ON document = number ORDER BY number"
    )
    for number, title, text, language in rows:
        title = title or ""
        db.execute(
            "INSERT INTO search (rowid, text, text_lemmas, title, title_lemmas, codes) VALUES (?, ?, ?, ?, ?, ?)",
            (
                number,
                spelled_out(text),
                shadows.shadow(text, language, _stretches(db, number)),
                spelled_out(title),
                shadows.shadow(title, language),
                " ".join(_codes(db, number)),
            ),
        )
        step.advance()
    db.executemany("INSERT INTO forms VALUES (?, ?)", sorted(shadows.forms))
    db.execute("INSERT INTO search (search) VALUES ('optimize')")


def _stretches(db: sqlite3.Connection, document: int) -> list[tuple[int, int, str]]:
    return db.execute(
        'SELECT start, "end", language FROM blocks WHERE document = ? AND language IS NOT NULL ORDER BY number',
        (document,),
    ).fetchall()


def _codes(db: sqlite3.Connection, document: int) -> Iterable[str]:
    codes = db.execute(
        "SELECT DISTINCT layer, code FROM annotations WHERE document = ? AND coalesce(actor, tactic) IS NOT NULL"
        " ORDER BY layer, code",
        (document,),
    )
    return (code_token(layer, code) for layer, code in codes)
