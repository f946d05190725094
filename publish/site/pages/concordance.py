"""The concordance: every hit between the words around it, sorted, grouped, page by page."""

from __future__ import annotations

from typing import Any

from corpus.errors import QueryError
from publish import parameters
from publish.counts.concordance import MOST_KEYS, SORTS, Concordance, sorts_of
from publish.counts.rows import line_rows
from publish.counts.subcorpus import beside, grouped
from publish.search.hits import Hits
from publish.site.ask import Ask, Pages
from publish.site.facets import label
from publish.site.searched import counted
from publish.site.searched.asked import number, one_of
from publish.site.searched.counted import Asked, Counted
from publish.site.searched.downloads import MOST
from publish.tokens.reading import Words

LINES = 50  # on a page
SIDES = (5, 8, 10, 15, 20)
GROUPS = ("", "outlet", "year", "language", "case", "kind")
MOST_GROUPS = 60
WINDOW = 10  # words on either side in which another is looked for, at most
TOLD = ("id", "label", "published_at", "outlet", "account", "language", "case")  # of the document
COLUMNS = ["left", "hit", "right", *TOLD, "start", "end", "page"]


def _options(ask: Ask) -> dict[str, Any]:
    """What the form offers, and what is chosen."""
    try:
        keys: list[str] = [*sorts_of(_sort(ask))]
    except QueryError:  # said where lines are counted
        keys = []
    return {
        "sorts": SORTS,
        "sort": [*keys, *["document"] * MOST_KEYS][:MOST_KEYS],
        "side": number(ask, "side", 10, 1, 50),
        "sides": SIDES,
        "group": one_of(ask, "group", GROUPS),
        "groups": GROUPS,
        "beside": ask.one("with"),
        "everywhere": ask.link(**{"with": None, "left": None, "right": None}),
    }


def _sort(ask: Ask) -> str:
    asked = [value for name, value in parameters.read(ask.query) if name == "sort" and value != "document"]
    return ",".join(asked)


def _window(ask: Ask) -> tuple[int, int]:
    return number(ask, "left", 5, 0, WINDOW), number(ask, "right", 5, 0, WINDOW)


def _count(asked: Asked) -> Counted:
    ask, subcorpus, tokens = asked.ask, asked.subcorpus, asked.subcorpus.tokens
    keys, word = sorts_of(_sort(ask)), ask.one("with")
    left, right = _window(ask)
    hits = beside(subcorpus, Words(asked.db).of_lemma(word), left, right) if word else subcorpus.hits
    found = Concordance(subcorpus, keys, hits)
    pages = Pages(1 if asked.whole else ask.page, MOST if asked.whole else LINES, len(found))
    lines = found.lines(pages.offset, pages.offset + pages.size, number(ask, "side", 10, 1, 50))
    base = ask.base if asked.whole else ""
    more = {"sort": list(keys), "lines": len(found), "given": len(lines)}
    if word:
        more |= {"with": word, "window": [left, right]}
    by = one_of(ask, "group", GROUPS)
    context = {
        "pages": pages,
        "lines": len(found),
        "left": left,
        "right": right,
        "grouped": [] if asked.whole or not by else _grouped(ask, hits, by, tokens),
    }
    return Counted(COLUMNS, list(line_rows(asked.db, lines, base)), more, context)


def _grouped(ask: Ask, hits: Hits, by: str, tokens: Any) -> list[tuple[str, int, int, str | None]]:
    """Each group: what it is called, hits, documents, and the address with it alone."""
    return [
        (
            label(ask, by, value) if value is not None else "",
            found,
            documents,
            None if value is None else ask.link(**{by: value, "group": None}),
        )
        for value, found, documents in grouped(tokens, hits, by)[:MOST_GROUPS]
    ]


concordance_page = counted.page("concordance", _count, _options, words=True)
concordance_file = counted.file("concordance", _count)
