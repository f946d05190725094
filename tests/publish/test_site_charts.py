"""Dates on an axis, figures that cannot both be right, and pictures whatever stands in them."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from publish.site.charts.calendar import UNITS, Unit, parts, place, position, short, ticks, unit_for, value_at
from publish.site.charts.chart import Cell, Chart
from publish.site.charts.figures import Value
from publish.site.charts.network import Web
from publish.site.charts.overtime import Bars
from publish.site.i18n import wording
from publish.site.pictures.drawings import picture
from publish.site.pictures.palette import palette
from publish.site.pictures.sizes import Shape, size

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 12, 31))
ANYTHING = st.text(max_size=40)


@given(DAYS, st.sampled_from(UNITS))
def test_a_date_stands_where_it_is_read_again(day: date, unit: Unit) -> None:
    value = day.isoformat()
    where = position(value, unit)
    assert where is not None
    assert value.startswith(value_at(where, unit))
    near = place(value, unit)
    assert near is not None
    assert abs(near - where) <= 0.5


@given(st.one_of(ANYTHING, st.from_regex(r"\A\d{4}-\d\d-\d\d\Z")))
def test_what_is_no_date_has_no_place(value: str) -> None:
    if not parts(value):
        assert all(position(value, unit) is None and place(value, unit) is None for unit in UNITS)


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        (["2020-02-13", "2020-03-09"], "day"),
        (["2012-11-07", "2013-12-17"], "month"),
        (["1990-01-01", "2013-12-17"], "year"),
        (["2020-02", "2020-02", "2020-03-09"], "month"),  # told to the month for the most part
        (["2020", "2021", "2020-03-09"], "year"),
        ([], "year"),
    ],
)
def test_the_unit_fits_the_period_and_what_is_known(values: list[str], unit: str) -> None:
    assert unit_for([(value, 1) for value in values]) == unit


@example(first=1, length=863, unit="month", most=2)
@given(st.integers(1, 9000), st.integers(0, 3000), st.sampled_from(UNITS), st.integers(2, 6))
def test_there_are_never_more_labels_than_there_is_room_for(first: int, length: int, unit: Unit, most: int) -> None:
    found = ticks(first, first + length, unit, most)
    assert 0 < len(found) <= most
    assert all(first <= where <= first + length for where in found)


def test_an_axis_says_dates_as_the_reader_does() -> None:
    assert short("2012-11-06", wording("en")) == "6 Nov 2012"
    assert short("2012-11", wording("fr")) == "nov. 2012"
    assert short("2012", wording("fr")) == "2012"


def chart(name: str, drawn: object, text: str) -> Chart:
    return Chart(name, "x", text, text, ("a",), [(text,)], (text,), [(Cell(text),)], drawn)


NAMES = st.one_of(ANYTHING, st.sampled_from(["$x^{", r"\frac", "<b>&", "\x00\ud800", "\N{RIGHT-TO-LEFT OVERRIDE}gnp"]))


@settings(max_examples=8, deadline=None)
@given(
    st.lists(NAMES, min_size=2, max_size=6),
    st.lists(st.floats(min_value=-1e12, max_value=1e12), min_size=1, max_size=4),
    st.sampled_from(["wide", "narrow"]),
)
def test_any_text_and_any_number_can_be_drawn(names: list[str], numbers: list[float], shape: Shape) -> None:
    words = wording("fr")
    actors = [(str(place), name, 1) for place, name in enumerate(names)]
    pairs = [(str(place), str(place + 1), 1) for place in range(len(names) - 1)]
    values = [Value(names[0], min(numbers), number, "more", names[1], True) for number in numbers]
    bars = Bars("year", [(2000 + place, 1 + place) for place in range(len(numbers))], [2000.3, 2000.3])
    for made in (
        chart("network", Web(actors, pairs), names[0]),
        chart("figures", values, names[0]),
        chart("case-timeline", bars, names[0]),
    ):
        root = etree.fromstring(picture(made, words, shape=shape, look="dark"))
        assert (root.get("width"), root.get("height")) == tuple(map(str, size(made, shape)))


def test_the_colours_are_those_of_the_house() -> None:
    day, night = palette("light"), palette("dark")
    assert day.paper != night.paper
    assert all(set(colour) <= set(string.hexdigits + "#") for colour in (*vars(day).values(), *vars(night).values()))
