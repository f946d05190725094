"""What the documents of a case give figures of, compared when the site is built (annotate.figures.compare).

It works on what is published: texts and annotations as they stand in the site.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from annotate.figures.compare import Comparison, compare
from annotate.figures.told import PLATFORM
from corpus.ids import short
from corpus.model import Annotation, Document


def write_compared(db: sqlite3.Connection) -> None:
    """Fill the tables `things` and `statements`, case by case."""
    platforms = {id for (id,) in db.execute("SELECT id FROM actors WHERE type = ?", (PLATFORM,))}
    actors = {id for (id,) in db.execute("SELECT id FROM actors")}
    cases = [case for (case,) in db.execute('SELECT DISTINCT "case" FROM facets ORDER BY 1')]
    number = 0
    for case in cases:
        for thing in compare(_annotated(db, case), no_subjects=lambda actor: actor in platforms):
            number += 1
            _write(db, number, case, thing, thing.subject if thing.subject in actors else None)


def _write(db: sqlite3.Connection, number: int, case: str | None, thing: Comparison, actor: str | None) -> None:
    said = (thing.kind, thing.unit, thing.per, thing.subject, actor)
    counted = (thing.documents, len(thing.statements), int(thing.contradicts))
    two = [annotation and _number(db, annotation) for annotation in thing.apart or (None, None)]
    id = short("f", case or "", thing.kind, thing.unit or "", thing.per or "", thing.subject or "")
    row = (number, id, case, *said, *counted, *two)
    db.execute(f"INSERT INTO things VALUES ({', '.join('?' * len(row))})", row)
    db.executemany(
        "INSERT INTO statements SELECT number, ?, ?, ?, ?, ? FROM annotations WHERE id = ?",
        (
            (number, position, one.low, one.high, one.approximation, one.annotation)
            for position, one in enumerate(thing.statements, start=1)
        ),
    )


def _number(db: sqlite3.Connection, annotation: str) -> int:
    return int(db.execute("SELECT number FROM annotations WHERE id = ?", (annotation,)).fetchone()[0])


def _annotated(db: sqlite3.Connection, case: str | None) -> Iterator[tuple[Document, list[Annotation]]]:
    """The documents of a case that have figures, with their figures and actors, one at a time."""
    with_figures = db.execute(
        "SELECT documents.number, documents.id, kind, outlet, account, title, published_at, text FROM documents"
        " JOIN texts ON texts.document = documents.number"
        ' WHERE documents."case" IS ? AND EXISTS'
        " (SELECT 1 FROM annotations WHERE annotations.document = documents.number AND layer = 'figure')"
        " ORDER BY documents.number",
        (case,),
    )
    names = ("kind", "outlet", "account", "title", "published_at", "text")
    for number, id, *said in with_figures:
        found = db.execute(
            'SELECT id, layer, code, start, "end", quotation, attributes, agent, state, made_at FROM annotations'
            " WHERE document = ? AND layer IN ('figure', 'actor') ORDER BY number",
            (number,),
        )
        yield Document(id=id, **dict(zip(names, said, strict=True))), [_annotation(id, row) for row in found]


def _annotation(document: str, row: tuple[Any, ...]) -> Annotation:
    id, layer, code, start, end, quotation, attributes, agent, state, made_at = row
    return Annotation(
        id=id,
        document=document,
        layer=layer,
        code=code,
        start=start,
        end=end,
        quotation=quotation,
        attributes=json.loads(attributes or "{}"),
        agent=agent,
        state=state,
        made_at=made_at,
    )
