"""A sheet to draw on, and what is drawn on it as SVG: the same bytes for the same chart, words as text.

Nothing in it needs a style sheet, since the site's content security policy would refuse one in a picture that is opened
by itself, and drawing programs read attributes more surely. A picture comes in two looks and two shapes; a page chooses
between them by the reader's screen.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from lxml import etree

from publish.site.charts.chart import Chart
from publish.site.look import visible
from publish.site.pictures.palette import Look, Palette, palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT = 13  # pixels
DPI = 72  # so that a point is a pixel
FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', sans-serif"
_ALONE = Lock()  # matplotlib's settings are those of the whole process
SVG = "{http://www.w3.org/2000/svg}"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "hustings",
    "text.parse_math": False,  # a dollar is a dollar
    "text.usetex": False,
    "font.size": FONT,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # which comes with matplotlib: by its widths words are placed
    "axes.unicode_minus": True,
}


@dataclass(frozen=True)
class Sheet:
    """What a drawing is given: the figure, its size in pixels, its colours, and whether it is for a phone."""

    figure: Figure
    width: int
    height: int
    colours: Palette
    narrow: bool

    def axes(self, *, left: float, right: float, top: float, bottom: float) -> Axes:
        """Axes with these margins in pixels, without a frame, their words in soft ink."""
        w, h = self.width, self.height
        axes = self.figure.add_axes((left / w, bottom / h, (w - left - right) / w, (h - top - bottom) / h))
        axes.set_facecolor("none")
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(self.colours.edge)
        axes.tick_params(colors=self.colours.soft, length=0, labelsize=FONT - 1, pad=6)
        return axes


Drawing = Callable[[Chart, Sheet], None]


def draw(chart: Chart, drawing: Drawing, size: tuple[int, int], *, narrow: bool, look: Look, language: str) -> bytes:
    """A chart as an SVG file of this size in pixels, with its title and summary for those who listen."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    colours = palette(look)
    width, height = size
    # The reader's browser has the letters that matplotlib's own font lacks, since words stay words.
    warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font", UserWarning)
    with _ALONE, rc_context(_SETTINGS):
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor=colours.paper)
        FigureCanvasSVG(figure)
        drawing(chart, Sheet(figure, width, height, colours, narrow))
        written = io.BytesIO()
        figure.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return _plain(written.getvalue(), chart, language)


def words_for(text: str) -> str:
    """A text as a picture may hold it: without what XML has no place for, and nothing unseen."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _plain(svg: bytes, chart: Chart, language: str) -> bytes:
    """The file with attributes in place of styles, and with what it shows in words."""
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    for style in [*root.iter(f"{SVG}style"), *root.iter(f"{SVG}metadata")]:
        style.getparent().remove(style)
    for element in root.iter(etree.Element):
        for rule in str(element.attrib.pop("style", "")).split(";"):
            name, _, value = rule.partition(":")
            if value.strip():
                element.set(name.strip(), FAMILY if name.strip() == "font-family" else value.strip())
    width, height = (str(root.get(name, "")).removesuffix("pt") for name in ("width", "height"))
    root.attrib.update({"width": width, "height": height, "role": "img", "aria-labelledby": "title description"})
    root.attrib.update({"stroke-linejoin": "round", "{http://www.w3.org/XML/1998/namespace}lang": language})
    for position, (tag, text) in enumerate((("title", chart.title), ("desc", chart.summary))):
        element = etree.Element(f"{SVG}{tag}", {"id": {"title": "title", "desc": "description"}[tag]})
        element.text = words_for(text)
        root.insert(position, element)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
