"""Searching a site: ranked hits with the passage that hit, and how many there are by language, case and kind.

The command and the pages ask here, so that they find the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from publish.match import Expansion, Match, match_of
from publish.passage import CLOSE, OPEN, Passage, Span, best_passage, spans_between_marks, united
from publish.query import parse_query

TEXT, TEXT_LEMMAS, TITLE, TITLE_LEMMAS = range(4)  # columns of the index
FACETS = ("language", "case", "kind")
SHOWN = ("id", "label", "kind", "language", "published_at", "outlet", "byline", "account", "platform", "case")

Count = tuple[str | None, int]  # a value, or None where it is unknown, and how many documents have it


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was found."""

    number: int
    id: str
    label: str
    title: Passage | None  # whole, with hits marked; None where the document has no title
    kind: str
    language: str | None
    published_at: str | None
    outlet: str | None
    byline: str | None
    account: str | None
    platform: str | None
    case: str | None
    score: float  # BM25, higher is better; comparable within one search only
    snippet: Passage
    across: bool  # found only by its codes or by words of another language than was asked in


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of hits. Counts of a facet are under the filters on the other facets, commonest first."""

    query: str
    total: int
    hits: list[Hit]
    languages: list[Count]
    cases: list[Count]
    kinds: list[Count]
    expansions: tuple[Expansion, ...]  # what the query was widened to across languages


def search(
    db: sqlite3.Connection,
    query: str,
    *,
    language: str | None = None,
    case: str | None = None,
    kind: str | None = None,
    limit: int = 20,
    offset: int = 0,
    across: bool = True,
) -> Results:
    """Search a site's database (publish.build.open_site).

    With `across`, what names a tactic or an actor in one language also finds its names in the others and the documents
    annotated with it. Raises QueryError where the query cannot be understood.
    """
    match = match_of(db, parse_query(query), across=across)
    filters = {"language": language, "case": case, "kind": kind}
    counts = _counts(db, match)
    found = _best(db, match, filters, limit, offset)
    return Results(
        query=query,
        total=sum(n for values, n in counts if _passes(values, filters)),
        hits=[_hit(db, match, number, rank) for number, rank in found],
        languages=_facet(counts, filters, "language"),
        cases=_facet(counts, filters, "case"),
        kinds=_facet(counts, filters, "kind"),
        expansions=match.expansions,
    )


def marks_in_text(db: sqlite3.Connection, query: str, document: int, *, across: bool = True) -> list[Span]:
    """Where a document's text has what was searched for: for the page that a hit leads to. Raises QueryError."""
    match = match_of(db, parse_query(query), across=across)
    text = db.execute("SELECT text FROM texts WHERE document = ?", (document,)).fetchone()
    return _marks(db, match, document, text[0]) if text else []


_Counts = Sequence[tuple[Sequence[str | None], int]]


def _counts(db: sqlite3.Connection, match: Match) -> _Counts:
    """How many documents match, by language, case and kind at once: one pass over the hits serves every count."""
    rows = db.execute(
        'SELECT language, "case", kind, count(*) FROM search CROSS JOIN facets ON facets.document = search.rowid'
        " WHERE search MATCH ? GROUP BY 1, 2, 3",
        (match.wide,),
    )
    return [(tuple(row)[:3], row[3]) for row in rows]


def _passes(values: Sequence[str | None], filters: dict[str, str | None], but: str | None = None) -> bool:
    return all(filters[name] in (None, value) for name, value in zip(FACETS, values, strict=True) if name != but)


def _facet(counts: _Counts, filters: dict[str, str | None], name: str) -> list[Count]:
    place = FACETS.index(name)
    found: dict[str | None, int] = {}
    for values, n in counts:
        if _passes(values, filters, but=name):
            found[values[place]] = found.get(values[place], 0) + n
    return sorted(found.items(), key=lambda item: (-item[1], item[0] or ""))


def _best(
    db: sqlite3.Connection, match: Match, filters: dict[str, str | None], limit: int, offset: int
) -> list[tuple[int, float]]:
    chosen = {name: value for name, value in filters.items() if value is not None}
    # ORDER BY rank alone: the index then ranks by itself, and the join only passes rows over.
    rows = db.execute(
        "SELECT search.rowid, rank FROM search"
        + (" CROSS JOIN facets ON facets.document = search.rowid" if chosen else "")
        + " WHERE search MATCH ?"
        + "".join(f' AND facets."{name}" = ?' for name in chosen)
        + " ORDER BY rank LIMIT ? OFFSET ?",
        (match.wide, *chosen.values(), limit, offset),
    )
    return [(row[0], row[1]) for row in rows]


def _hit(db: sqlite3.Connection, match: Match, number: int, rank: float) -> Hit:
    columns = ", ".join(f'"{name}"' for name in SHOWN)
    row = db.execute(
        f"SELECT title, text, {columns} FROM documents JOIN texts ON document = number WHERE number = ?", (number,)
    ).fetchone()
    title, text = row[0], row[1]
    shown = dict(zip(SHOWN, tuple(row)[2:], strict=True))
    return Hit(
        number=number,
        **shown,
        title=None if title is None else Passage(title, 0, tuple(_title_marks(db, match, number, title)), len(title)),
        score=-rank,
        snippet=best_passage(text, _marks(db, match, number, text)),
        across=match.wide != match.plain and not _matches(db, match.plain, number),
    )


def _matches(db: sqlite3.Connection, expression: str, number: int) -> bool:
    sql = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
    return db.execute(sql, (expression, number)).fetchone() is not None


def _highlighted(
    db: sqlite3.Connection, match: Match, number: int, columns: Iterable[int], text: str
) -> Iterator[Span]:
    calls = ", ".join(f"highlight(search, {column}, ?2, ?3)" for column in columns)
    row = db.execute(
        f"SELECT {calls} FROM search WHERE search MATCH ?1 AND rowid = ?4", (match.wide, OPEN, CLOSE, number)
    ).fetchone()
    for marked in row or ():
        yield from spans_between_marks(marked, text)


def _title_marks(db: sqlite3.Connection, match: Match, number: int, title: str) -> list[Span]:
    return united(_highlighted(db, match, number, (TITLE, TITLE_LEMMAS), title))


def _marks(db: sqlite3.Connection, match: Match, number: int, text: str) -> list[Span]:
    """Hits in the text; where it was found by its codes alone, the passages that are annotated with these."""
    marks = united(_highlighted(db, match, number, (TEXT, TEXT_LEMMAS), text))
    if marks:
        return marks
    return united(
        (row[0], row[1])
        for expansion in match.expansions
        for row in db.execute(
            'SELECT start, "end" FROM annotations WHERE document = ? AND layer = ? AND code = ?',
            (number, expansion.layer, expansion.code),
        )
    )
