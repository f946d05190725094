"""What each source says of one thing: a line a statement, its value as a dot, or as a bar from bound to bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from corpus.web.wording import Wording
from publish.site.charts.chart import Chart, plain
from publish.site.charts.figures import Value
from publish.site.pictures.canvas import FONT, Drawing, Sheet, words_for
from publish.site.pictures.sizes import MOST_LINES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST = 1e-6  # below it the axis is not logarithmic: nobody counts so little
ROUND = 50  # from this ratio of the largest to the smallest on, the axis counts in powers of ten


def ranges_in(words: Wording) -> Drawing:
    """The drawing for readers of a language."""

    def drawing(chart: Chart, sheet: Sheet) -> None:
        values: list[Value] = chart.drawn[:MOST_LINES]
        left = 22 if sheet.narrow else 196
        axes = sheet.axes(left=left, right=22 if sheet.narrow else 148, top=8, bottom=34)
        axes.set_ylim(len(values) - 0.4, -0.75 if sheet.narrow else -0.6)
        low, high = min(one.low for one in values), max(one.high for one in values)
        if low > LEAST and high / low > ROUND:
            axes.set_xscale("log")
            axes.set_xlim(low / 2, high * 2)
        else:
            room = (high - low or abs(high) or 1) * 0.08
            axes.set_xlim(low - room, high + room)
        axes.tick_params(axis="x", which="minor", bottom=False, labelbottom=False)
        _ticks(axes, words, 3 if sheet.narrow else 5, sheet.colours.rule)
        axes.set_axisbelow(True)
        axes.set_yticks([])
        for line, one in enumerate(values):
            _line(axes, sheet, one, line, words)

    return drawing


def _ticks(axes: Axes, words: Wording, most: int, colour: str) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

    log = axes.get_xscale() == "log"
    axes.xaxis.set_major_locator(LogLocator(numticks=most) if log else MaxNLocator(most))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.number(round(value, 4))))
    axes.xaxis.grid(visible=True, color=colour, linewidth=0.8)


def _line(axes: Axes, sheet: Sheet, one: Value, line: int, words: Wording) -> None:
    colour = sheet.colours.accent if one.opposed else sheet.colours.link
    axes.plot([one.low, one.high], [line, line], color=colour, linewidth=4, solid_capstyle="round", zorder=3)
    marker = {"more": ">", "less": "<"}.get(one.open_end, "o")
    ends = [one.low] if one.low == one.high else [one.low, one.high]
    axes.plot(ends, [line] * len(ends), marker=marker, markersize=9, color=colour, linestyle="none", zorder=4)
    source = words_for(one.source)
    longest = 24 if sheet.narrow else 22
    source = source if len(source) <= longest else source[: longest - 1].rstrip() + "…"
    at = axes.get_yaxis_transform()

    def write(x: float, y: float, text: str, side: Literal["left", "right"]) -> None:
        axes.text(x, y, text, transform=at, ha=side, va="center", fontsize=FONT, color=sheet.colours.ink)

    if sheet.narrow:
        write(0, line - 0.34, f"{source}{plain(words, 'colon')} {words_for(one.words)}", "left")
    else:
        write(-0.02, line, source, "right")
        write(1.02, line, words_for(one.words), "left")
