"""The reading page of a document, and the same as JSON and as plain text."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson

from corpus.errors import QueryError
from corpus.web.wording import LANGUAGES, Wording
from publish.search.searching import marks_in_text
from publish.site.ask import Answer, Ask, File, Missing, Page
from publish.site.fragments import Fragments
from publish.site.marks import HIT, Run, Span, Stretch, runs, stretches
from publish.site.pages.cite import cite_box
from publish.site.queries import CANDIDATE, Row
from publish.site.reading import LAYERS, Reading, as_json, embedded, read, removed_by_reason
from publish.site.said import said_of

HEAD = ("title", "deck")  # blocks that stand above the text


@dataclass(frozen=True)
class Code:
    """A code and its passages in this document."""

    label: str
    href: tuple[str, str] | None  # kind of page and id
    group: int | None
    annotations: list[Row]


@dataclass(frozen=True)
class LayerList:
    """A layer, whether its marks are shown, and the address that changes that."""

    name: str
    count: int
    shown: bool
    toggle: str
    agent: str | None  # the model that suggested most of it: said once for all
    codes: list[Code]


def document_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/document/<id>?layers=actor,tactic`"""
    reading = read(db, ask.variables["id"])
    if reading is None:
        return Missing("document")
    present = [layer for layer in LAYERS if any(a["layer"] == layer for a in reading.annotations)]
    shown = _shown(ask, present)
    hits = _hits(db, ask, reading.document["number"])
    head, body = _text(reading, shown, hits)
    return Page(
        "hustings/document.html",
        {
            "document": reading.document,
            "reading": reading,
            "head": head,
            "body": body,
            "layers": [_layer(ask, name, reading.annotations, present, shown) for name in present],
            "all_layers": ask.link(layers=None),
            "no_layers": ask.link(layers="none"),
            "none_shown": not shown,
            "embedded": embedded(db, reading),
            "said_of": lambda annotation: said_of(annotation, ask.words),
            "removed": removed_by_reason(reading),
            "ties": ties(reading),
            "hits": len(hits),
            "query": ask.one("q"),
            "cite": cite_box(db, ask, reading.document["words"]),
            "fragments": Fragments(reading.text),
        },
    )


def document_json(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/document/<id>.json`"""
    reading = read(db, ask.variables["id"])
    if reading is None:
        return Missing("document")
    return File(orjson.dumps(as_json(reading), option=orjson.OPT_INDENT_2), "application/json; charset=utf-8")


def document_text(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/document/<id>.txt`: the cleaned text and nothing else, so that offsets count from its first character."""
    reading = read(db, ask.variables["id"])
    if reading is None:
        return Missing("document")
    return File(reading.text.encode("utf-8"), "text/plain; charset=utf-8")


def _shown(ask: Ask, present: Sequence[str]) -> list[str]:
    asked = ask.one("layers")
    return list(present) if asked is None else [layer for layer in present if layer in asked.split(",")]


def _hits(db: sqlite3.Connection, ask: Ask, number: int) -> list[Span]:
    """What a search that led here was looking for; nothing where it cannot be understood."""
    query = ask.one("q")
    if query is None:
        return []
    try:
        found = marks_in_text(db, ask.site.tokens, query, number, across=ask.one("across") != "no")
    except QueryError:
        return []
    return [Span(f"{HIT}{start}", start, end, HIT, "") for start, end in found]


def _text(reading: Reading, shown: Sequence[str], hits: list[Span]) -> tuple[dict[str, list[Stretch]], list[Run]]:
    """The blocks that stand above the text by kind, and the others in runs."""
    spans = [
        Span(a["id"], a["start"], a["end"], a["layer"], a["state"], a["group_position"])
        for a in reading.annotations
        if a["layer"] in shown
    ] + hits
    shown_stretches = list(stretches(reading.text, reading.blocks, spans))
    above = 0
    while above < len(shown_stretches) and shown_stretches[above].kind in HEAD:
        above += 1
    head = {kind: [s for s in shown_stretches[:above] if s.kind == kind] for kind in HEAD}
    return head, runs(shown_stretches[above:])


def _layer(ask: Ask, name: str, annotations: list[Row], present: Sequence[str], shown: Sequence[str]) -> LayerList:
    own = [annotation for annotation in annotations if annotation["layer"] == name]
    is_shown = name in shown
    after = [layer for layer in present if (layer in shown) != (layer == name)]
    toggle = ask.link(layers=None if after == list(present) else ",".join(after) or "none")
    agents = Counter(annotation["agent"] for annotation in own if annotation["state"] == "suggested")
    agent = next((name for name, count in agents.most_common(1) if count > 1), None)
    return LayerList(name, len(own), is_shown, toggle, agent, _codes(ask, own))


def _codes(ask: Ask, annotations: list[Row]) -> list[Code]:
    """The codes of one layer in the order in which the text first has them."""
    first: dict[str, int] = {}
    for position, annotation in enumerate(annotations):
        first.setdefault(annotation["code"], position)
    ordered = sorted(annotations, key=lambda annotation: first[annotation["code"]])
    return [_code(ask, list(members)) for _, members in groupby(ordered, key=lambda annotation: annotation["code"])]


def _code(ask: Ask, members: list[Row]) -> Code:
    one = members[0]
    href = None
    if one["layer"] == "actor":
        href = ("actor", one["code"])
    elif one["tactic"]:
        href = ("tactic", one["tactic"])
    return Code(_label(ask.words, one), href, one["group_position"], members)


def _label(words: Wording, annotation: Row) -> str:
    """What a code is called; nothing where it only repeats the layer."""
    label = words.words({code: annotation[f"label_{code}"] or "" for code in LANGUAGES})
    if label or annotation["code"] == annotation["layer"]:
        return label
    key = f"{annotation['layer']}.{annotation['code']}"
    if words.has(key):
        return str(words.t(key))
    return str(annotation["attributes"].get("name") or annotation["code"].removeprefix(CANDIDATE))


def ties(reading: Reading) -> list[dict[str, Any]]:
    """Relations both ways in one list: each with its direction."""
    return [
        *({**relation, "direction": "to"} for relation in reading.relations),
        *({**relation, "direction": "from"} for relation in reading.mentions),
    ]
