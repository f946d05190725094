"""Charts at addresses of their own: as pictures, and as data to take away."""

from __future__ import annotations

import sqlite3
from typing import Any

import orjson

from corpus.web.wording import LANGUAGES
from publish.sheets import as_csv
from publish.site.ask import Answer, Ask, File, Missing
from publish.site.charts.chart import Chart
from publish.site.charts.registry import CHARTS
from publish.site.i18n import wording
from publish.site.pictures.drawings import picture
from publish.site.pictures.sizes import DRAWN


def picture_svg(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/picture/<chart>/<id>.svg?lang=fr&shape=narrow&look=dark`"""
    chart = _chart(db, ask)
    if chart is None or chart.name not in DRAWN:
        return Missing("page")
    drawn = picture(
        chart,
        wording(_language(ask)),
        shape="narrow" if ask.one("shape") == "narrow" else "wide",
        look="dark" if ask.one("look") == "dark" else "light",
    )
    return File(drawn, "image/svg+xml")


def data_csv(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/data/<chart>/<id>.csv`: its rows under their names."""
    chart = _chart(db, ask)
    if chart is None:
        return Missing("page")
    rows = as_csv(chart.columns, _rows(chart))
    return File(rows.encode("utf-8"), "text/csv; charset=utf-8")


def data_json(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/data/<chart>/<id>.json`: what it is, and its rows as objects."""
    chart = _chart(db, ask)
    if chart is None:
        return Missing("page")
    told = {
        "title": chart.title,
        "summary": chart.summary,
        "notes": chart.notes,
        "build": ask.site.build["hash"],
        "rows": _rows(chart),
    }
    return File(orjson.dumps(told, option=orjson.OPT_INDENT_2), "application/json; charset=utf-8")


def _rows(chart: Chart) -> list[dict[str, Any]]:
    return [dict(zip(chart.columns, values, strict=True)) for values in chart.rows]


def _chart(db: sqlite3.Connection, ask: Ask) -> Chart | None:
    make = CHARTS.get(ask.variables["name"])
    return make(db, wording(_language(ask)), ask.variables.get("id", "")) if make is not None else None


def _language(ask: Ask) -> str:
    """What the address says, so that a picture that is kept or sent stays in the language of its page."""
    asked = ask.one("lang")
    return asked if asked in LANGUAGES else ask.words.language
