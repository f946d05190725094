"""Columns over time: what a picture shows and its table says, each a link to the documents of that time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publish.counts.overtime import Point
from publish.search.counting import Period
from publish.site.ask import Ask

WIDEST = 32  # pixels of a column, where there are few


@dataclass(frozen=True)
class Bar:
    """A column: its height is a share of the highest; `rate` is None where nothing is known of that time."""

    label: str
    count: int
    rate: float | None
    height: float
    href: str | None


@dataclass(frozen=True)
class Bars:
    """Columns beside each other. `top` is what a column of full height stands for."""

    bars: list[Bar]
    top: float
    title: str = ""

    @property
    def width(self) -> int:
        """In pixels, at most; a narrower place makes narrower columns."""
        return len(self.bars) * WIDEST


def histogram(ask: Ask, periods: Sequence[Period], *, share: bool) -> Bars | None:
    """Documents over time, by number or as a share of all that the corpus has of that time; None for fewer than two."""
    if len(periods) < 2:
        return None
    rates = [period.found / period.all if period.all else None for period in periods]
    heights = [rate or 0.0 for rate in rates] if share else [float(period.found) for period in periods]
    top = max(heights)
    return Bars(
        [
            Bar(ask.words.date(period.period), period.found, rate, height / (top or 1.0), _year(ask, period))
            for period, rate, height in zip(periods, rates, heights, strict=True)
        ],
        top,
    )


def _year(ask: Ask, period: Period) -> str | None:
    """The address with that year alone; none from a month, which no filter knows, or from a time without any."""
    return ask.link(year=period.period) if period.found and len(period.period) == 4 else None


def frequency(points: Sequence[Point], title: Callable[[str | None], str], link: Callable[[Point], str]) -> list[Bars]:
    """Hits in a million words by year, one row of columns a group, all to the same scale."""
    top = max((point.per_million or 0.0 for point in points), default=0.0)
    groups: dict[str | None, list[Bar]] = {}
    for point in points:
        rate = point.per_million
        href = link(point) if point.hits else None
        groups.setdefault(point.group, []).append(Bar(point.year, point.hits, rate, (rate or 0.0) / (top or 1.0), href))
    return [Bars(bars, top, title(group)) for group, bars in groups.items()]
