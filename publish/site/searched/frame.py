"""The frame that all views of a search stand in: form, views, filters, what the sub-corpus is, what was added."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publish.search.across import Expansion
from publish.search.counting import FACETS, Count, facets
from publish.search.question import Question
from publish.search.searching import Selection
from publish.site import queries
from publish.site.ask import Ask
from publish.site.facets import facets as links
from publish.site.searched.asked import SHARED, VIEWS, shared
from publish.site.searched.trouble import LONGEST

SHORT = 8  # values of a filter that are shown at once


@dataclass(frozen=True)
class Widening:
    """What a query was widened to: a code, and the terms that it is found by in each language."""

    kind: str  # of page: tactic or actor
    id: str
    label: str
    asked: str
    terms: list[tuple[str, list[str]]]


def frame(
    db: sqlite3.Connection,
    ask: Ask,
    question: Question,
    view: str,
    selection: Selection | None = None,
    counted: Mapping[str, list[Count]] | None = None,
) -> dict[str, Any]:
    """What every view gives its template; filters and the like only where documents were selected."""
    shown: dict[str, Any] = {
        "question": question,
        "query": question.query[:LONGEST],
        "across": question.across,
        "across_off": ask.link(across="no"),
        "across_on": ask.link(across=None),
        "view": view,
        "views": [(name, shared(ask)) for name in VIEWS],
        "kept": [(name, ask.one(name)) for name in SHARED if name != "q" and ask.one(name)],
        "unfiltered": ask.link(**dict.fromkeys(FACETS)),
        "shared": lambda **more: shared(ask, **more),
        "error": None,
        "of_the_other": False,
    }
    if selection is None:
        return shown | {"facets": [], "chosen": [], "widened": []}
    if counted is None:
        counted = facets(selection.finder.tokens, selection.found.documents, selection.filters)
    known = [(name, [(str(value), n) for value, n in counts if value is not None]) for name, counts in counted.items()]
    filters = links(ask, known, queries.cases(db))
    chosen = [(facet.name, one) for facet in filters for one in facet.choices if one.label and one.chosen]
    return shown | {
        "facets": filters,
        "short": SHORT,
        "chosen": chosen,
        "widened": [_widening(ask, expansion) for expansion in selection.expansions],
    }


def _widening(ask: Ask, expansion: Expansion) -> Widening:
    terms: dict[str, list[str]] = {}
    for language, term in expansion.terms:
        terms.setdefault(language, []).append(term)
    label = ask.words.words(ask.site.labels.get((expansion.layer, expansion.code), {"en": expansion.code}))
    return Widening(expansion.layer, expansion.code, label, expansion.asked, list(terms.items()))
