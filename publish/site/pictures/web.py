"""Who is named with whom as a network: actors as dots by how many documents tie them, ties as lines."""

from __future__ import annotations

import math
from typing import Any

from publish.site.charts.chart import Chart
from publish.site.charts.network import FEWER, Web
from publish.site.pictures.canvas import FONT, Sheet, words_for

SIDE, EDGE = 58, 30  # pixels that stay free at the sides, and above and below
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
    """Where each actor stands, in pixels: as far from the others as there are ties between (Kamada and Kawai 1989)."""
    import networkx  # type: ignore[import-untyped] # it comes without types

    graph = networkx.Graph()
    graph.add_nodes_from(id for id, _, _ in drawn.actors)
    graph.add_edges_from((one, other) for one, other, _ in drawn.pairs)
    order = {id: place for place, (id, _, _) in enumerate(drawn.actors)}
    # Those who are tied to nobody of the others stay near: their first is held to the first of all by a tie unseen.
    groups = [sorted(group, key=lambda id: order[id]) for group in networkx.connected_components(graph)]
    firsts = sorted((group[0] for group in groups), key=lambda id: order[id])
    graph.add_edges_from((firsts[0], first) for first in firsts[1:])
    found = networkx.kamada_kawai_layout(graph)
    xs, ys = [float(x) for x, _ in found.values()], [float(y) for _, y in found.values()]
    return _parted(
        {
            id: (
                _scaled(float(x), xs, SIDE, sheet.width - SIDE),
                _scaled(float(y), ys, EDGE, sheet.height - EDGE),
            )
            for id, (x, y) in found.items()
        },
        sheet,
    )


def _scaled(value: float, values: list[float], start: float, end: float) -> float:
    span = max(values) - min(values)
    return (start + end) / 2 if span == 0 else start + (value - min(values)) / span * (end - start)


def _parted(places: dict[str, tuple[float, float]], sheet: Sheet) -> dict[str, tuple[float, float]]:
    """The same places, moved apart where two names would lie on each other."""
    wide, high = (104, 40) if not sheet.narrow else (84, 44)
    now = {id: [x, y] for id, (x, y) in places.items()}
    ids = list(now)
    for _ in range(200):
        moved = False
        for place, one in enumerate(ids):
            for other in ids[place + 1 :]:
                a, b = now[one], now[other]
                across, down = wide - abs(a[0] - b[0]), high - abs(a[1] - b[1])
                if across <= 0 or down <= 0:
                    continue
                moved = True
                axis, step = (1, down / 4) if down <= across else (0, across / 4)
                sign = 1 if a[axis] >= b[axis] else -1
                a[axis] += sign * step
                b[axis] -= sign * step
        for at in now.values():
            at[0] = min(max(at[0], SIDE), sheet.width - SIDE)
            at[1] = min(max(at[1], EDGE), sheet.height - EDGE)
        if not moved:
            break
    return {id: (x, y) for id, (x, y) in now.items()}


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
