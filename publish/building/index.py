"""What a site is searched with, made from its own tables in one pass: the full-text index and the token index."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.ids import short
from publish.tokens.columns import write_columns, write_quoted
from publish.tokens.making import Stream, write_stream, write_vocabulary
from publish.tokens.reading import Tokens
from publish.tokens.vocabulary import Vocabulary

if TYPE_CHECKING:
    from corpus.console import Step

# How much a hit weighs in the text's lemmas, the title's lemmas, and in the codes of annotations.
WEIGHTS = (1.0, 4.0, 0.5)


def code_token(layer: str, code: str) -> str:
    """The one word that stands in the full-text index for a code of the codebook or the authority file."""
    return short("c", layer, code)


def write_index(db: sqlite3.Connection, folder: Path, step: Step) -> None:
    """Index every document's title, text and codes; the token index is put in `folder`, which is made."""
    folder.mkdir()
    db.execute(f"INSERT INTO search (search, rank) VALUES ('rank', 'bm25({', '.join(map(str, WEIGHTS))})')")
    vocabulary, text, title = Vocabulary(), Stream("text"), Stream("title")
    rows = db.execute(
        "SELECT number, title, text, language FROM documents JOIN texts ON document = number ORDER BY number"
    )
    for number, named, written, language in rows:
        named = named or ""
        in_title = vocabulary.read(named, language)
        in_text = vocabulary.read(written, language, _stretches(db, number))
        title.add(in_title)
        text.add(in_text)
        codes = " ".join(_codes(db, number))
        db.execute(
            "INSERT INTO search (rowid, text, title, codes) VALUES (?, ?, ?, ?)",
            (number, vocabulary.shadow(written, in_text), vocabulary.shadow(named, in_title), codes),
        )
        step.advance()
    db.execute("INSERT INTO search (search) VALUES ('optimize')")
    _write_tokens(db, folder, vocabulary, text, title)


def _write_tokens(db: sqlite3.Connection, folder: Path, vocabulary: Vocabulary, text: Stream, title: Stream) -> None:
    words = write_vocabulary(folder, vocabulary)
    types: Any = np.load(folder / "piece_types.npy").astype(np.uint32)
    lengths = np.load(folder / "piece_lengths.npy")
    counts = write_stream(folder, text, types, lengths, len(words))
    write_stream(folder, title, types, lengths, len(words))
    write_columns(db, folder)
    np.save(folder / "quoted.npy", np.empty(0, np.uint8))
    tokens = Tokens(folder)
    write_quoted(db, folder, tokens)
    documents = np.diff(tokens.text.postings)
    db.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?, ?)",
        (
            (number, lemma, form, int(counts[number]), int(documents[number]))
            for number, (lemma, form) in enumerate(words)
        ),
    )


def hash_of(folder: Path) -> str:
    """The sha256 of all files of a token index."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode("ascii") + b"\0")
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    return digest.hexdigest()


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
