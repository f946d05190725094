"""How each chart is drawn, by its name."""

from __future__ import annotations

from corpus.web.wording import Wording
from publish.site.charts.chart import Chart
from publish.site.pictures.bars import bars_in
from publish.site.pictures.canvas import draw
from publish.site.pictures.palette import Look
from publish.site.pictures.ranges import ranges_in
from publish.site.pictures.sizes import BARS, Shape, size
from publish.site.pictures.web import web


def picture(chart: Chart, words: Wording, *, shape: Shape, look: Look) -> bytes:
    """A chart that has a picture, as SVG."""
    drawing = bars_in(words) if chart.name in BARS else ranges_in(words)
    drawing = web if chart.name == "network" else drawing
    return draw(chart, drawing, size(chart, shape), narrow=shape == "narrow", look=look, language=words.language)
