"""Who is named with whom as a network: actors as dots by how many documents tie them, ties as lines."""

from __future__ import annotations

import math
from typing import Any

from publish.site.charts.chart import Chart
from publish.site.charts.network import Web
from publish.site.pictures.canvas import FONT, Sheet, words_for

FEWER = 12  # actors on a phone
SEED = 2012  # of the layout: the same every time
Box = tuple[float, float, float, float]  # left, low, right, high, in pixels
LONGEST = 26  # code points of a name


def web(chart: Chart, sheet: Sheet) -> None:
    """Draw the network."""
    drawn = _fewer(chart.drawn, FEWER) if sheet.narrow else chart.drawn
    axes = sheet.axes(left=0, right=0, top=0, bottom=0)
    axes.set_axis_off()
    colours = sheet.colours
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(0, sheet.height)
    places = _layout(drawn, sheet)
    most = max(documents for _, _, documents in drawn.pairs)
    for one, other, documents in drawn.pairs:
        (x1, y1), (x2, y2) = places[one], places[other]
        width = 0.8 + 5 * documents / most
        axes.plot([x1, x2], [y1, y2], color=colours.edge, linewidth=width, alpha=0.45, zorder=1)
    weights = {id: weight for id, _, weight in drawn.actors}
    heaviest = max(weights.values())
    taken: list[Box] = [(x - 9, y - 9, x + 9, y + 9) for x, y in places.values()]
    for id, name, weight in drawn.actors:
        x, y = places[id]
        radius = 4 + 8 * math.sqrt(weight / heaviest)
        axes.plot([x], [y], "o", markersize=2 * radius, color=colours.link, markeredgecolor=colours.paper, zorder=3)
        _name(axes, sheet, words_for(name), x, y, radius, taken)


def _fewer(drawn: Web, most: int) -> Web:
    kept = {id for id, _, _ in drawn.actors[:most]}
    pairs = [pair for pair in drawn.pairs if pair[0] in kept and pair[1] in kept]
    tied = {id for one, other, _ in pairs for id in (one, other)}
    return Web([actor for actor in drawn.actors if actor[0] in tied], pairs) if pairs else drawn


def _layout(drawn: Web, sheet: Sheet) -> dict[str, tuple[float, float]]:
    """Where each actor stands, in pixels: near whom they are named with most (Fruchterman and Reingold 1991)."""
    import networkx  # type: ignore[import-untyped] # it comes without types

    graph = networkx.Graph()
    graph.add_nodes_from(id for id, _, _ in drawn.actors)
    graph.add_weighted_edges_from(drawn.pairs)
    far = 2.2 / math.sqrt(len(drawn.actors))
    found = networkx.spring_layout(graph, k=far, seed=SEED, iterations=300, weight=None)
    left, right, edge = 62, 62, 34
    xs, ys = [x for x, _ in found.values()], [y for _, y in found.values()]

    def scaled(value: float, values: list[float], start: float, end: float) -> float:
        span = max(values) - min(values)
        return (start + end) / 2 if span == 0 else start + (value - min(values)) / span * (end - start)

    return {
        id: (scaled(x, xs, left, sheet.width - right), scaled(y, ys, edge, sheet.height - edge))
        for id, (x, y) in found.items()
    }


def _name(axes: Any, sheet: Sheet, name: str, x: float, y: float, radius: float, taken: list[Box]) -> None:
    """Write a name where it hides least: below its dot, above, to the right or to the left."""
    short = name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
    width, height = len(short) * FONT * 0.56, FONT + 3
    places = [
        (x - width / 2, y - radius - 2 - height, "center"),
        (x - width / 2, y + radius + 2, "center"),
        (x + radius + 4, y - height / 2, "left"),
        (x - radius - 4 - width, y - height / 2, "right"),
    ]

    def hidden(place: tuple[float, float, str]) -> float:
        left, low, _ = place
        box = (left, low, left + width, low + height)
        outside = (
            max(0, 2 - box[0])
            + max(0, box[2] - sheet.width + 2)
            + max(0, 2 - box[1])
            + max(0, box[3] - sheet.height + 2)
        )
        return sum(_shared(box, other) for other in taken) + outside * height * 4

    left, low, side = min(places, key=hidden)
    taken.append((left, low, left + width, low + height))
    anchor = {"center": left + width / 2, "left": left, "right": left + width}[side]
    outline = {"boxstyle": "square,pad=0.05", "facecolor": sheet.colours.paper, "edgecolor": "none", "alpha": 0.75}
    ink = sheet.colours.ink
    axes.text(anchor, low + 4, short, ha=side, va="baseline", fontsize=FONT, color=ink, bbox=outline, zorder=4)


def _shared(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0
