"""Filters as links: the values that a list can be narrowed to, with their counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from publish.site.ask import Ask
from publish.site.look import visible
from publish.site.queries import Row

Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class Choice:
    """One value of a filter; `href` chooses it or, where it is chosen, lets go of it."""

    label: str
    count: int | None
    href: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter: `case`, `language`, `kind`, `year`."""

    name: str
    choices: list[Choice]


def facets(ask: Ask, counted: Iterable[tuple[str, Counts]], cases: Iterable[Row]) -> list[Facet]:
    """The filters that have something to choose between, or something chosen."""
    titles = {case["id"]: ask.words.words({code: case[f"title_{code}"] for code in ("en", "fr")}) for case in cases}
    found = []
    for name, counts in counted:
        current = ask.one(name)
        if len(counts) < 2 and current is None:
            continue
        if current is not None and current not in dict(counts):
            counts = [*counts, (current, 0)]
        choices = [
            Choice(
                label=visible(titles.get(value, value) if name == "case" else label(ask, name, value)),
                count=count,
                href=ask.link(**{name: None if value == current else value}),
                chosen=value == current,
            )
            for value, count in _ordered(name, counts)
        ]
        found.append(Facet(name, [Choice("", None, ask.link(**{name: None}), current is None), *choices]))
    return found


def _ordered(name: str, counts: Counts) -> Counts:
    return sorted(counts) if name == "year" else counts


def label(ask: Ask, name: str, value: str) -> str:
    """What a value of a filter is called, in the reader's language."""
    if name == "language":
        return ask.words.language_name(value)
    if name == "kind" and ask.words.has(f"kind.{value}"):
        return str(ask.words.t(f"kind.{value}"))
    if (name, value) in ask.site.labels:
        return ask.words.words(ask.site.labels[name, value])
    return value
