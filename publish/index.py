"""The full-text index of a site, made from its own tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpus.ids import short
from publish.lemmas import changed_forms, shadow, spelled_out

if TYPE_CHECKING:
    from corpus.console import Step

# How much a hit weighs in the title, the text, the same as lemmas, and in the codes of annotations.
WEIGHTS = (4.0, 1.0, 4.0, 1.0, 0.5)


def code_token(layer: str, code: str) -> str:
    """The one word that stands in the index for a code of the codebook or the authority file."""
    return short("c", layer, code)


def write_index(db: sqlite3.Connection, step: Step) -> None:
    """Index every document's title, text, lemmas and codes, and note which words have another lemma."""
    db.execute(f"INSERT INTO search (search, rank) VALUES ('rank', 'bm25({', '.join(map(str, WEIGHTS))})')")
    forms: set[tuple[str, str]] = set()
    rows = db.execute(
        "SELECT number, title, text, language FROM documents JOIN texts ON document = number ORDER BY number"
    )
    for number, title, text, language in rows:
        stretches = _stretches(db, number)
        title = title or ""
        db.execute(
            "INSERT INTO search (rowid, title, text, title_lemmas, text_lemmas, codes) VALUES (?, ?, ?, ?, ?, ?)",
            (
                number,
                spelled_out(title),
                spelled_out(text),
                shadow(title, language),
                shadow(text, language, stretches),
                " ".join(_codes(db, number)),
            ),
        )
        forms.update(changed_forms(text, language))
        for start, end, other in stretches:
            forms.update(changed_forms(text[start:end], other))
        step.advance()
    db.executemany("INSERT INTO forms VALUES (?, ?)", sorted(forms))
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
