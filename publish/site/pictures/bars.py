"""Documents over time as bars, with numbered marks above them for what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.web.wording import Wording
from publish.site.charts.calendar import short, ticks, value_at
from publish.site.charts.chart import Chart
from publish.site.charts.overtime import Bars
from publish.site.pictures.canvas import FONT, Drawing, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEFT, RIGHT = 38, 22  # pixels
LABEL = 84  # pixels that a date below the axis takes
MARK = 19.0  # pixels from one mark's middle to the next


def bars_in(words: Wording) -> Drawing:
    """The drawing for readers of a language."""

    def drawing(chart: Chart, sheet: Sheet) -> None:
        drawn: Bars = chart.drawn
        rows = _rows(drawn, sheet)
        axes = sheet.axes(left=LEFT, right=RIGHT, top=16 + 20 * (max(rows) + 1 if rows else 0), bottom=34)
        first, last = _ends(drawn)
        axes.set_xlim(first, last)
        highest = max(height for _, height in drawn.bars)
        axes.set_ylim(0, highest * 1.08)
        axes.bar(
            [where for where, _ in drawn.bars],
            [height for _, height in drawn.bars],
            width=0.82,
            color=sheet.colours.link,
            linewidth=0,
        )
        at = ticks(round(first + 0.5), round(last - 0.5), drawn.unit, 3 if sheet.narrow else 6)
        scale = (sheet.width - LEFT - RIGHT) / (last - first)
        room = [LEFT + (where - first) * scale for where in at]  # a label must not stick out
        at = [where for where, x in zip(at, room, strict=True) if LABEL / 2 <= x <= sheet.width - LABEL / 2] or at[:1]
        axes.set_xticks(at, [short(value_at(where, drawn.unit), words) for where in at])
        levels = _levels(highest)
        axes.set_yticks(levels, [words.number(level) for level in levels])
        axes.yaxis.grid(visible=True, color=sheet.colours.rule, linewidth=0.8)
        axes.set_axisbelow(True)
        for number, (where, row) in enumerate(zip(drawn.marks, rows, strict=True), start=1):
            _mark(axes, sheet, where, number, row)

    return drawing


def _ends(drawn: Bars) -> tuple[float, float]:
    """The axis: every bar and mark, and never fewer than twelve places, so that one bar is not a wall."""
    places = [float(where) for where, _ in drawn.bars] + drawn.marks
    first, last = min(places) - 0.7, max(places) + 0.7
    missing = max(0.0, 12 - (last - first)) / 2
    return first - missing, last + missing


def _levels(highest: int) -> list[int]:
    """At most four round numbers up to the highest bar."""
    step = 1
    while highest // step > 4:
        step = step * 2 if str(step)[0] != "2" else step // 2 * 5
    return list(range(0, highest + 1, step))


def _rows(drawn: Bars, sheet: Sheet) -> list[int]:
    """The row of each mark above the bars, so that no two lie on each other."""
    first, last = _ends(drawn)
    scale = (sheet.width - LEFT - RIGHT) / (last - first)
    ends: list[float] = []
    rows = []
    for where in drawn.marks:
        x = where * scale
        row = next((row for row, end in enumerate(ends) if x - end >= MARK), len(ends))
        ends[row : row + 1] = [x]
        rows.append(row)
    return rows


def _mark(axes: Axes, sheet: Sheet, where: float, number: int, row: int) -> None:
    accent = sheet.colours.accent
    axes.axvline(where, color=accent, linewidth=1, linestyle=(0, (2, 2)), zorder=0.5)
    axes.annotate(
        str(number),
        (where, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 11 + 20 * row),
        textcoords="offset points",
        ha="center",
        va="center",
        color=sheet.colours.paper,
        fontsize=FONT - 2,
        fontweight="bold",
        bbox={"boxstyle": "circle,pad=0.22", "facecolor": accent, "edgecolor": accent},
    )
