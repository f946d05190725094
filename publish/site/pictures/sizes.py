"""How large each picture is, in pixels: a page says so before it is drawn, so that nothing moves."""

from __future__ import annotations

from typing import Literal

from publish.site.charts.chart import Chart

Shape = Literal["wide", "narrow"]
WIDTHS: dict[Shape, int] = {"wide": 736, "narrow": 358}  # a column of the page, and a phone
BARS = ("case-timeline", "actor-time", "tactic-time")
DRAWN = (*BARS, "network", "figures")  # the charts that have a picture; the others are tables enough
MOST_LINES = 24  # statements of a figure that are drawn; the table has them all
_BARS_HEIGHT = 230
_NETWORK_HEIGHT: dict[Shape, int] = {"wide": 520, "narrow": 460}
_LINE: dict[Shape, int] = {"wide": 27, "narrow": 44}


def size(chart: Chart, shape: Shape) -> tuple[int, int]:
    """Width and height of a chart's picture."""
    if chart.name in BARS:
        height = _BARS_HEIGHT
    elif chart.name == "network":
        height = _NETWORK_HEIGHT[shape]
    else:
        height = 46 + _LINE[shape] * min(len(chart.drawn), MOST_LINES)
    return WIDTHS[shape], height
