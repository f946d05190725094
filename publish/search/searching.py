"""Searching a site: ranked hits with the passage that hit, and counts. The command and the pages ask here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from publish.search.across import Expansion, Widening, sensible
from publish.search.counting import Count, Period, facets, histogram
from publish.search.filters import having
from publish.search.finding import Finder, Found
from publish.search.marking import Marker
from publish.search.meaning import fused, limits, words_of
from publish.search.passage import Passage, Span, best_passage
from publish.search.query import And, Node, parse_query
from publish.tokens.least import near_least
from publish.tokens.meaning import Alike
from publish.tokens.reading import Mask, Numbers, Tokens

SHOWN = ("id", "label", "kind", "language", "published_at", "outlet", "byline", "account", "platform", "case")

Order = Literal["best", "newest", "oldest"]


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
    copies: int  # how many near duplicates of it were found as well and are not shown


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of hits. Counts of a facet are under the filters on the other facets, commonest first."""

    query: str
    total: int  # documents
    shown: int  # of these, those that are shown on some page: near duplicates of others are not
    hits: list[Hit]
    facets: dict[str, list[Count]]
    histogram: list[Period]
    expansions: tuple[Expansion, ...]  # what the query was widened to across languages


class Selection(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The documents that a query and filters leave, counted from 0. What is counted and listed begins here."""

    finder: Finder
    node: Node  # what was looked for, widened
    found: Found  # by the query alone
    filters: dict[str, Mask]
    plain: Mask | None  # found by the words that were asked for; None where nothing was widened
    expansions: tuple[Expansion, ...]
    alike: Alike | None = None  # found by meaning

    @property
    def asks_nothing(self) -> bool:
        """Whether no query was given, so that everything is found."""
        return self.node is _NOTHING

    @cached_property
    def left(self) -> Found:
        """What the query and all filters leave, in the order of the numbers."""
        left = self.found
        for mask in self.filters.values():
            left = left.of(mask[left.documents])
        return left

    @property
    def documents(self) -> Numbers:
        """The documents that are left."""
        return self.left.documents


def select(
    db: sqlite3.Connection, tokens: Tokens, query: str, filters: Mapping[str, str], *, across: bool = True
) -> Selection:
    """The documents of a site that a query finds. With `across`, what names a tactic or an actor in one language also
    finds its names in the others and the documents annotated with it. An empty query finds everything.

    Raises QueryError where the query cannot be understood.
    """
    finder = Finder(db, tokens)
    masks = {name: having(tokens, name, value) for name, value in filters.items()}
    if not query.strip():
        every = finder.find(_NOTHING)
        return Selection(finder=finder, node=_NOTHING, found=every, filters=masks, plain=None, expansions=())
    asked = parse_query(query)
    if not across:
        node = sensible(asked)
        return Selection(finder=finder, node=node, found=finder.find(node), filters=masks, plain=None, expansions=())
    widening = Widening(db, finder.languages)
    node = widening.widened(asked)
    found, alike = finder.find(node), _alike(finder, asked)
    plain = finder.mask(sensible(asked)) if widening.expansions or alike is not None else None
    return Selection(
        finder=finder,
        node=node,
        found=found if alike is None else fused(found, alike),
        filters=masks,
        plain=plain,
        expansions=tuple(widening.expansions),
        alike=alike,
    )


def _alike(finder: Finder, asked: And) -> Alike | None:
    """What is found by meaning; None where the site has no vectors or the query asks for words as they stand."""
    words = words_of(asked)
    meaning = finder.tokens.meaning if words is not None else None
    if words is None or meaning is None:
        return None
    return meaning.alike(words, finder.mask(limits(asked)))


_NOTHING = And(())  # no text is marked where nothing was asked


def search(
    db: sqlite3.Connection,
    tokens: Tokens,
    query: str,
    filters: Mapping[str, str] | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    across: bool = True,
    order: Order = "best",
    collapse: bool = True,
) -> Results:
    """Search a site's database (publish.database.open_site) with its token index.

    `filters` are exact values of facets (publish.search.counting.FACETS). With `collapse` only the best of documents
    that are near duplicates of each other is shown. Raises QueryError where the query cannot be understood.
    """
    selection = select(db, tokens, query, filters or {}, across=across)
    return results_of(db, selection, query, limit=limit, offset=offset, order=order, collapse=collapse)


def results_of(
    db: sqlite3.Connection,
    selection: Selection,
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    order: Order = "best",
    collapse: bool = True,
) -> Results:
    """A page of what a query selected, as `search` gives it."""
    tokens = selection.finder.tokens
    documents = selection.documents
    best, copies = ranked(selection, order, offset + limit, collapse=collapse)
    marker = Marker(selection.finder, selection.node)
    page = best.of(np.arange(offset, max(offset, len(best.documents))))
    return Results(
        query=query,
        total=len(documents),
        shown=len(documents) - copies,
        hits=_hits(db, selection, marker, page, documents if collapse else None),
        facets=facets(tokens, selection.found.documents, selection.filters),
        histogram=histogram(tokens, documents),
        expansions=selection.expansions,
    )


def marks_in_text(
    db: sqlite3.Connection, tokens: Tokens, query: str, document: int, *, across: bool = True
) -> list[Span]:
    """Where the text of a document (its number) has what was searched for. Raises QueryError."""
    selection = select(db, tokens, query, {}, across=across)
    if not 0 < document <= tokens.documents:
        return []
    return Marker(selection.finder, selection.node).text(document - 1)


def ranked(selection: Selection, order: Order, wanted: int, *, collapse: bool) -> tuple[Found, int]:
    """The first `wanted` documents and, where they are collapsed, how many near duplicates are left out in all."""
    documents = selection.documents
    cluster = selection.finder.tokens.column["cluster"]
    copies = _surplus(cluster[documents]) if collapse else 0
    if not copies:
        return selection.left.of(_first(selection, order, wanted)), 0
    for many in _more_and_more(wanted, len(documents)):
        found = selection.left.of(_first(selection, order, many))
        found = found.of(_best_of_clusters(cluster[found.documents]))
        if len(found.documents) >= wanted:
            break
    return found.of(np.arange(min(wanted, len(found.documents)))), copies


def _surplus(clusters: Numbers) -> int:
    """How many documents are left out where one of each cluster is shown; those in cluster 0 are in none."""
    together = clusters[clusters > 0]
    return len(together) - int(np.count_nonzero(np.bincount(together)))


def _more_and_more(wanted: int, all: int) -> Iterator[int]:
    """How many documents to sort, until enough are left without their near duplicates."""
    many = max(wanted, 1)
    while True:
        many = min(2 * many, all)
        yield many
        if many == all:
            return


def _best_of_clusters(clusters: Numbers) -> Numbers:
    """The places of documents that are in no cluster, and of the first in each."""
    together = np.flatnonzero(clusters)
    firsts = together[np.unique(clusters[together], return_index=True)[1]]
    return np.sort(np.concatenate([np.flatnonzero(clusters == 0), firsts]))


def _first(selection: Selection, order: Order, wanted: int) -> Numbers:
    """The places in what is left of the first `wanted`, in order."""
    keys = _keys(selection, order)
    places = near_least(keys, wanted)
    return places[np.argsort(keys[places], kind="stable")][:wanted]


def _keys(selection: Selection, order: Order) -> NDArray[Any]:
    """What documents are sorted by; where it is equal they stay as they are."""
    documents, scores = selection.left
    if order == "best":
        return -scores
    dates = selection.finder.tokens.column["date"][documents].astype(np.int64)
    return -dates if order == "newest" else np.where(dates == 0, 99_999_999, dates)  # undated ones last


def _hits(
    db: sqlite3.Connection, selection: Selection, marker: Marker, page: Found, among: Numbers | None
) -> list[Hit]:
    numbers = page.documents.tolist()
    columns = ", ".join(f'"{name}"' for name in SHOWN)
    sql = (
        f"SELECT number, title, text, {columns} FROM documents JOIN texts ON document = number"
        f" WHERE number IN ({', '.join('?' * len(numbers))})"
    )
    rows = {row[0]: tuple(row)[1:] for row in db.execute(sql, [document + 1 for document in numbers])}
    copies = _copies(selection.finder.tokens, numbers, among)
    return [
        _hit(selection, marker, document, float(score), rows[document + 1], copies.get(document, 0))
        for document, score in zip(numbers, page.scores, strict=True)
    ]


def _hit(selection: Selection, marker: Marker, document: int, score: float, row: tuple[str, ...], copies: int) -> Hit:
    title, text, *values = row
    return Hit(
        number=document + 1,
        **dict(zip(SHOWN, values, strict=True)),
        title=None if title is None else Passage(title, 0, tuple(marker.title(document)), len(title)),
        score=round(score, 4),
        snippet=_snippet(selection, document, text, marker.text(document)),
        across=selection.plain is not None and not selection.plain[document],
        copies=copies,
    )


def _snippet(selection: Selection, document: int, text: str, marks: list[Span]) -> Passage:
    """The passage with most of the words asked for; where there is none of them, the paragraph of that meaning."""
    if not marks and selection.alike is not None and document in selection.alike.spans:
        start, end = selection.alike.spans[document]
        part = best_passage(text[start:end], [])
        return Passage(part.text, start, (), len(text))
    return best_passage(text, marks)


def _copies(tokens: Tokens, page: list[int], among: Numbers | None) -> dict[int, int]:
    """How many others of its cluster are among the documents found."""
    cluster = tokens.column["cluster"]
    wanted = {document: int(cluster[document]) for document in page if cluster[document]}
    if not wanted or among is None:
        return {}
    sizes = np.bincount(cluster[among], minlength=int(cluster.max()) + 1)
    return {document: int(sizes[own]) - 1 for document, own in wanted.items()}
