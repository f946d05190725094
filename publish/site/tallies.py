"""How many documents or passages there are by language, case, kind and year: one pass over them serves every count."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # exports read by these modules too, and need no server
    from publish.site.ask import Ask

NAMES = ("language", "case", "kind", "year")  # columns of table `facets`
EVERYTHING = "1"  # the clause that leaves all documents


@dataclass(frozen=True)
class Filter:
    """Which documents: those with all of these; None leaves open."""

    language: str | None = None
    case: str | None = None
    kind: str | None = None
    year: str | None = None

    @classmethod
    def of(cls, ask: Ask, *names: str, **more: str) -> Filter:
        """As the address says of these names, or of all of them."""
        return cls(**{name: ask.one(name) for name in names or NAMES}, **more)

    def where(self, *more: str) -> str:
        """The clause over table `facets`, with named parameters."""
        clauses = [f'facets."{name}" = :{name}' for name, value in self.__dict__.items() if value is not None]
        return " AND ".join([*more, *clauses]) or EVERYTHING


@dataclass(frozen=True)
class Tallies:
    """Counts by what `NAMES` names: the values, how many, and in how many documents."""

    counted: list[tuple[dict[str, str | None], int, int]]

    def total(self, chosen: Filter) -> tuple[int, int]:
        """How many the filter leaves, and in how many documents."""
        left = [(n, documents) for values, n, documents in self.counted if _passes(values, chosen)]
        return sum(n for n, _ in left), sum(documents for _, documents in left)

    def of(self, name: str, chosen: Filter) -> list[tuple[str, int]]:
        """The values under one name and the filters on the others, with how many each has, commonest first."""
        found: Counter[str] = Counter()
        for values, n, _ in self.counted:
            value = values[name]
            if value is not None and _passes(values, chosen, but=name):
                found[value] += n
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _passes(values: dict[str, str | None], chosen: Filter, but: str | None = None) -> bool:
    return all(wanted in (None, values[name]) for name, wanted in chosen.__dict__.items() if name != but)


def tallies(db: sqlite3.Connection, source: str = "facets", where: str = EVERYTHING, **named: object) -> Tallies:
    """Count the rows of `source`, a table or join that has `facets` in it, under a clause with named parameters."""
    columns = ", ".join(f'facets."{name}"' for name in NAMES)
    documents = "count(*)" if source == "facets" else "count(DISTINCT facets.document)"
    rows = db.execute(
        f"SELECT {columns}, count(*), {documents} FROM {source} WHERE {where}"
        f" GROUP BY {', '.join(str(place) for place, _ in enumerate(NAMES, start=1))}",
        named,
    )
    return Tallies([(dict(zip(NAMES, tuple(row), strict=False)), row[-2], row[-1]) for row in rows])
