"""Collocates, typical words, n-grams and frequency over time."""

from __future__ import annotations

from typing import Any, cast

from corpus.errors import QueryError
from publish.counts import words
from publish.counts.contrast import Contrast, contrast
from publish.counts.overtime import Group, Point, over_time
from publish.counts.rows import point_rows, struct_rows
from publish.search.counting import facets
from publish.site.ask import Ask
from publish.site.facets import label
from publish.site.searched import bars, counted
from publish.site.searched.asked import number, one_of, shared
from publish.site.searched.counted import Asked, Counted, OfTheOther

MEASURES = ("log_dice", "log_likelihood", "mutual_information", "count")
BY = ("", "language", "outlet", "kind", "case")
COMPARED = ("outlet", "year", "language", "case", "kind")  # what a sub-corpus may be compared with by choosing
MOST_COMPARED = 20  # values of each


def _near(ask: Ask) -> dict[str, Any]:
    return {
        "left": number(ask, "left", 5, 0, 10),
        "right": number(ask, "right", 5, 0, 10),
        "least": number(ask, "least", 3, 1, 10_000),
        "order": one_of(ask, "order", MEASURES),
        "measures": MEASURES,
    }


def _collocates(asked: Asked) -> Counted:
    chosen = _near(asked.ask)
    found = words.collocates(
        asked.db,
        asked.subcorpus,
        left=chosen["left"],
        right=chosen["right"],
        least=chosen["least"],
        order=cast(words.Measure, chosen["order"]),
        limit=asked.limit,
    )
    columns = ["word", "lemma", "together", "count", "log_dice", "log_likelihood", "mutual_information"]
    more = {"window": [chosen["left"], chosen["right"]], "least": chosen["least"], "order": chosen["order"]}
    return Counted(columns, list(struct_rows(found)), more)


def _typical(ask: Ask) -> dict[str, Any]:
    return {"least": number(ask, "least", 5, 1, 10_000), "against": (ask.one("against") or "").strip()}


def _keywords(asked: Asked) -> Counted:
    chosen = _typical(asked.ask)
    two = _two(asked, chosen["against"])
    found = words.keywords(
        asked.db, asked.subcorpus.tokens, two.here, two.there, least=chosen["least"], limit=asked.limit
    )
    columns = ["word", "lemma", "here", "there", "log_likelihood", "log_ratio"]
    context = {
        "two": two,
        "found": int(two.here.sum()),
        "others": two.told(),
        "compared": [] if asked.whole else _compared(asked),
    }
    return Counted(columns, list(struct_rows(found)), {"against": two.told(), "least": chosen["least"]}, context)


def _two(asked: Asked, against: str) -> Contrast:
    try:
        return contrast(asked.db, asked.subcorpus.selection, asked.question, against)
    except QueryError as error:
        raise OfTheOther(error.what, todo=error.todo, key=error.key, values=error.values) from error


def _compared(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the corpus has of each: under the field's name, (what it is called, address that compares with it)."""
    ask, tokens = asked.ask, asked.subcorpus.tokens
    every = facets(tokens, asked.subcorpus.mask | True, {})
    found = []
    for name in COMPARED:
        values = [value for value, _ in every[name] if value is not None][:MOST_COMPARED]
        if len(values) > 1:
            ordered = sorted(values) if name == "year" else values
            found.append((name, [(label(ask, name, one), ask.link(against=_query(name, one))) for one in ordered]))
    return found


def _query(name: str, value: str) -> str:
    """The query that finds the documents of one value of a filter."""
    if name == "year":
        return f"after:{value} before:{int(value) + 1:04}"
    field = {"language": "lang"}.get(name, name)
    quoted = value.replace('"', " ")  # which the language has no way to write; the words are found all the same
    return f'{field}:"{quoted}"'


def _rows(ask: Ask) -> dict[str, Any]:
    return {"length": number(ask, "length", 3, 2, 5), "least": number(ask, "least", 2, 1, 10_000)}


def _ngrams(asked: Asked) -> Counted:
    chosen = _rows(asked.ask)
    found = words.ngrams(asked.db, asked.subcorpus, chosen["length"], least=chosen["least"], limit=asked.limit)
    return Counted(["words", "count"], list(struct_rows(found)), chosen)


def _by(ask: Ask) -> dict[str, Any]:
    return {"by": one_of(ask, "by", BY), "bys": BY}


def _frequency(asked: Asked) -> Counted:
    by = _by(asked.ask)["by"]
    points = over_time(asked.subcorpus, cast(Group, by) if by else None)
    columns = [*(["group"] if by else []), "year", "hits", "documents", "tokens", "per_million"]
    rows = [{name: row[name] for name in columns} for row in point_rows(points)]
    context = {} if asked.whole else _drawn(asked.ask, by, points)
    return Counted(columns, rows, {"by": by or None}, context)


def _drawn(ask: Ask, by: str, points: list[Point]) -> dict[str, Any]:
    def title(group: str | None) -> str:
        if not by:
            return ""
        return label(ask, by, group) if group is not None else str(ask.words.t("frequency.unknown"))

    def link(point: Point) -> str:
        own = {by: point.group} if by and point.group is not None else {}
        return f"concordance?{shared(ask, year=point.year, **own)}"

    drawn = bars.frequency(points, title, link)
    named = {one: label(ask, by, one) for one in {point.group for point in points} if one is not None}
    return {"drawn": drawn, "named": named.get, "top": max((one.top for one in drawn), default=0.0)}


collocates_page = counted.page("collocates", _collocates, _near, words=True)
collocates_file = counted.file("collocates", _collocates)
keywords_page = counted.page("keywords", _keywords, _typical, words=False)
keywords_file = counted.file("keywords", _keywords)
ngrams_page = counted.page("ngrams", _ngrams, _rows, words=False)
ngrams_file = counted.file("ngrams", _ngrams)
frequency_page = counted.page("frequency", _frequency, _by, words=True)
frequency_file = counted.file("frequency", _frequency)
