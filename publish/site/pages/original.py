"""What the source had beside what is published of it: every stretch in the order of the source, kept or removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from publish.site.ask import Answer, Ask, Missing, Page
from publish.site.marks import stretches
from publish.site.queries import Row
from publish.site.reading import Reading, read


@dataclass(frozen=True)
class Kept:
    """A stretch of the source that is in the text."""

    text: str
    kind: str  # of the block
    number: int | None  # likewise; None for text that stands in no block
    language: str | None


Removed = list[tuple[str, list[str]]]  # what cleaning took out in one place: reasons with their texts, in order


def original_page(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/document/<id>/original`"""
    reading = read(db, ask.variables["id"])
    if reading is None:
        return Missing("document")
    context = {"document": reading.document, "pieces": list(pieces(reading)), "removed": len(reading.removed)}
    return Page("hustings/original.html", context)


def pieces(reading: Reading) -> Iterator[Kept | Removed]:
    """The source in its order: blocks, and before each what was removed there."""
    left = sorted(reading.removed, key=lambda removed: (removed["before"], removed["number"]))
    for stretch in stretches(reading.text, reading.blocks, []):
        number = stretch.number
        here = [removed for removed in left if number is not None and removed["before"] <= number]
        left = left[len(here) :]
        if here:
            yield _by_reason(here)
        yield Kept(stretch.text, stretch.kind, stretch.number, stretch.language)
    if left:
        yield _by_reason(left)


def _by_reason(removed: list[Row]) -> Removed:
    """Neighbours that went for the same reason together."""
    return [(reason, [one["text"] for one in group]) for reason, group in groupby(removed, key=itemgetter("reason"))]
