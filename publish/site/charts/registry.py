"""Every chart by the name that its addresses have."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from corpus.web.wording import Wording
from publish.site.charts.chart import Chart
from publish.site.charts.figures import figures_chart
from publish.site.charts.matrix import matrix_chart
from publish.site.charts.network import network
from publish.site.charts.overtime import case_timeline, code_over_time

Maker = Callable[[sqlite3.Connection, Wording, str], Chart | None]

CHARTS: dict[str, Maker] = {
    "case-timeline": case_timeline,
    "case-matrix": matrix_chart,
    "network": network,
    "figures": figures_chart,
    "actor-time": lambda db, words, id: code_over_time(db, words, "actor", id),
    "tactic-time": lambda db, words, id: code_over_time(db, words, "tactic", id),
}
