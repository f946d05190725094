"""The search page and its files. Its address says everything, so that a search can be kept, sent and cited."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import orjson

from corpus.errors import QueryError
from publish.counts.rows import DESCRIBED, document_rows
from publish.counts.told import of_build
from publish.export import bibtex, csl, ris
from publish.export.citation import Citation, citations
from publish.export.coins import coins
from publish.export.site import site_of
from publish.search.finding import Found
from publish.search.listing import results_as_json
from publish.search.question import Question
from publish.search.searching import Order, Results, Selection, ranked, results_of
from publish.site import queries
from publish.site.ask import Answer, Ask, File, Page, Pages
from publish.site.searched import bars, downloads
from publish.site.searched.asked import number, one_of, question_of
from publish.site.searched.examples import examples
from publish.site.searched.frame import frame
from publish.site.searched.trouble import trouble

RESULTS = 20  # on a page
MOST_AS_JSON = 200  # on a page of the JSON interface, each with its passage
ORDERS = ("best", "newest", "oldest")
COLUMNS = ["place", *DESCRIBED, "score", "page"]

Write = Callable[[Iterable[Citation]], Iterator[bytes]]
CITED: dict[str, tuple[Write, str]] = {
    "bib": (bibtex.bibtex, bibtex.MEDIA_TYPE),
    "ris": (ris.ris, ris.MEDIA_TYPE),
    "csl.json": (csl.csl, csl.MEDIA_TYPE),
}


def search_page(db: sqlite3.Connection, ask: Ask) -> Page:
    """`/search?q=&language=&case=&kind=&outlet=&year=&tactic=&actor=&order=&collapse=no&bars=share&page=&across=no`"""
    question = question_of(ask)
    if question.is_empty:
        shown = frame(db, ask, question, "search") | {"results": None, "examples": examples(db, ask)}
        return Page("hustings/search.html", shown)
    try:
        selection = question.select(db, ask.site.tokens)
    except QueryError as error:
        shown = frame(db, ask, question, "search") | {"error": trouble(ask, error, question.query)}
        return Page("hustings/search.html", shown | {"results": None, "examples": []}, status=400)
    results = _results(db, ask, question, selection, RESULTS)
    share = ask.one("bars") == "share"
    site = site_of(db, ask.base)
    numbers = [hit.number for hit in results.hits]
    return Page(
        "hustings/search.html",
        {
            **frame(db, ask, question, "search", selection, results.facets),
            "results": results,
            "pages": Pages(ask.page, RESULTS, results.shown),
            "documents": queries.documents_numbered(db, numbers),
            "coins": {one.id: coins(one) for one in citations(db, site, numbers)},
            "orders": [(order, ask.link(order=None if order == ORDERS[0] else order)) for order in ORDERS],
            "order": one_of(ask, "order", ORDERS),
            "collapse": ask.one("collapse") != "no",
            "bars": bars.histogram(ask, results.histogram, share=share),
            "share": share,
            "examples": examples(db, ask) if not results.total else [],
        },
    )


def _results(db: sqlite3.Connection, ask: Ask, question: Question, selection: Selection, limit: int) -> Results:
    return results_of(
        db,
        selection,
        question.query,
        limit=limit,
        offset=(ask.page - 1) * limit,
        order=cast(Order, one_of(ask, "order", ORDERS)),
        collapse=ask.one("collapse") != "no",
    )


def _search_file(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/search.csv`, `/search.jsonl`: the documents; `/search.json`: a page of results with passages and counts."""
    question = question_of(ask)
    selection = question.select(db, ask.site.tokens)
    about: dict[str, Any] = {**question.told(), **of_build(db), "page": downloads.address(ask)}
    if ask.variables["format"] == "json":
        limit = number(ask, "limit", RESULTS, 1, MOST_AS_JSON)
        found = results_as_json(_results(db, ask, question, selection, limit))
        return File(orjson.dumps({**about, **found}, option=orjson.OPT_INDENT_2), downloads.JSON, dated=True)
    rows = document_rows(db, _all(ask, selection), ask.base)
    return downloads.file(ask, "search", about, COLUMNS, rows)


def _search_cited(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/search.bib`, `/search.ris`, `/search.csl.json`: how to cite the documents found."""
    question = question_of(ask)
    selection = question.select(db, ask.site.tokens)
    write, media_type = CITED[ask.variables["format"]]
    found = citations(db, site_of(db, ask.base), (_all(ask, selection).documents + 1).tolist())
    about = {**question.told(), **of_build(db)}
    name = downloads.file_name("search", about, ask.variables["format"])
    return File(b"".join(write(found)), media_type, name=name)


def _all(ask: Ask, selection: Selection) -> Found:
    """The documents of a file in their order."""
    order = cast(Order, one_of(ask, "order", ORDERS))
    return ranked(selection, order, downloads.MOST, collapse=ask.one("collapse") != "no")[0]


search_file = downloads.answering(_search_file)
search_cited = downloads.answering(_search_cited)
