"""What the search in the browser shows and filters by: documents, names of tactics and actors, numbers a document."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

import orjson

from publish.lemmas import WORD
from publish.search.across import FUNCTION_WORDS
from publish.search.finding import CODED, TITLE
from publish.static.addresses import Asked
from publish.static.tables import order
from publish.static.words import Row, lemma_in
from publish.tokens.reading import Tokens


def numbers(tokens: Tokens, languages: list[str], looked_up: int) -> dict[str, Any]:
    """What every search needs: lengths and columns of all documents, and the constants of the ranking."""
    columns = ("case", "language", "kind")
    return {
        "documents": tokens.documents,
        "languages": languages,
        "lookedUp": looked_up,
        "functionWords": sorted(FUNCTION_WORDS),
        "title": TITLE,
        "coded": CODED,
        "lengths": (tokens.text.lengths + tokens.title.lengths).tolist(),
        "columns": {name: tokens.column[name].tolist() for name in (*columns, "date", "cluster")},
        "values": {name: tokens.values[name] for name in columns},
    }


def document_rows(db: sqlite3.Connection) -> Iterator[Row]:
    """Table `documents`, by their numbers from 0: page, id, label, title, text, language, kind, date, who, case."""
    rows = db.execute(
        "SELECT number - 1, id, label, title, text, language, kind, published_at, coalesce(outlet, account, byline),"
        ' "case" FROM documents JOIN texts ON document = number ORDER BY number'
    )
    for number, id, *shown in rows:
        yield f"{number:09}", orjson.dumps([Asked("", f"/document/{quote(id, safe='')}").file, id, *shown]).decode()


def name_rows(db: sqlite3.Connection) -> Iterator[Row]:
    """Table `names`: under which key of folded lemmas, in which language, which code goes by it."""
    rows = db.execute("SELECT DISTINCT key, language, layer, code FROM terms").fetchall()
    for key, language, layer, code in sorted(rows, key=lambda row: (order(row[0]), row[1:])):
        yield key, f"{key}\t{language}\t{layer}:{code}"


def code_rows(db: sqlite3.Connection, tokens: Tokens, labels: dict[tuple[str, str], dict[str, str]]) -> Iterator[Row]:
    """Table `codes`: for each tactic and actor its names with their lemmas, its documents and passages, its page."""
    names: dict[tuple[str, str], list[tuple[str, str, list[str]]]] = {}
    for layer, code, language, term in db.execute("SELECT layer, code, language, term FROM terms ORDER BY 1, 2, 3, 4"):
        lemmas = [lemma_in(word, language) for word in WORD.findall(term)]
        entry = (language, term, lemmas)
        if entry not in names.setdefault((layer, code), []):
            names[layer, code].append(entry)
    for layer, code in sorted(names, key=lambda one: order(":".join(one))):
        spans = db.execute(
            'SELECT document - 1, start, "end" FROM annotations WHERE layer = ? AND code = ? ORDER BY 1, 2, 3',
            (layer, code),
        )
        passages = {str(number): [row[1:] for row in rows] for number, rows in groupby(spans, key=lambda row: row[0])}
        told = {
            "names": names[layer, code],
            "documents": tokens.documents_coded(layer, code).tolist(),
            "passages": passages,
            "label": labels.get((layer, code), {}),
            "page": Asked("", f"/{layer}/{quote(code, safe='')}").file,
        }
        yield f"{layer}:{code}", f"{layer}:{code}\t{orjson.dumps(told).decode()}"
