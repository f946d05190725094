"""Offsets in other units to code points, and the question which unit a file really uses.

Many tools count UTF-16 code units, as browsers do, some count what a reader takes for one character, and hardly any
file says which. A quotation does: the unit is the one by which every quotation of the file stands where it says. It is
never guessed span by span.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from annotate.exchange.shapes import Found, Incoming, Unit

UNITS: tuple[Unit, ...] = ("code point", "utf-16", "grapheme")
_GRAPHEME = regex.compile(r"\X")


@lru_cache(maxsize=4)
def _edges(text: str, unit: Unit) -> tuple[int | None, ...]:
    """For each offset in the unit the code point it stands before; None inside a character of two units."""
    if unit == "utf-16":
        edges: list[int | None] = []
        for number, character in enumerate(text):
            edges += [number, None] if ord(character) > 0xFFFF else [number]
        return (*edges, len(text))
    return (*(match.start() for match in _GRAPHEME.finditer(text)), len(text))


def code_point(text: str, offset: int, unit: Unit) -> int | None:
    """An offset as code points; None where it stands outside the text or inside a character."""
    if unit == "code point":
        return offset if 0 <= offset <= len(text) else None
    edges = _edges(text, unit)
    return edges[offset] if 0 <= offset < len(edges) else None


def in_unit(text: str, offset: int, unit: Unit) -> int:
    """A code point's offset in another unit; inside a grapheme, the grapheme's own."""
    if unit == "code point":
        return offset
    if unit == "utf-16":
        return offset + sum(ord(character) > 0xFFFF for character in text[:offset])
    return sum(1 for _ in _GRAPHEME.finditer(text[:offset]))


def passage(text: str, found: Found, unit: Unit) -> tuple[int, int] | None:
    """Where an annotation stands, in code points, if its quotation (where it has one) is what stands there."""
    start, end = code_point(text, found.start, unit), code_point(text, found.end, unit)
    if start is None or end is None or start > end:
        return None
    if found.quotation is not None and not same(found.quotation, text[start:end]):
        return None
    return start, end


def same(quotation: str, passage: str) -> bool:
    """Whether a quotation is that passage; formats that cannot hold line ends write spaces for them."""
    return quotation == passage or quotation.split() == passage.split()


def verifies(incoming: Incoming, text: str, unit: Unit) -> bool:
    """Whether every annotation of a document lies in its text, and every quotation stands where it says."""
    return all(passage(text, found, unit) is not None for found in incoming.found)


def unit_of(documents: Sequence[tuple[Incoming, str]]) -> Unit | None:
    """The unit of a file, of whose documents each comes with the text that its offsets count in.

    It is the one by which most documents verify, of several the one by which most annotations do, and of several the
    format's own. None where the format defines none and no document verifies, or nothing is quoted and units differ in
    these texts.
    """
    own = next((incoming.unit for incoming, _ in documents if incoming.unit), None)
    if not any(found.quotation is not None for incoming, _ in documents for found in incoming.found):
        return own or ("code point" if all(_all_the_same(text) for _, text in documents) else None)
    candidates = dict.fromkeys((own, *UNITS) if own else UNITS)

    def fits(unit: Unit) -> tuple[int, int]:
        there = [[passage(text, one, unit) is not None for one in incoming.found] for incoming, text in documents]
        return sum(map(all, there)), sum(map(sum, there))

    best = max(candidates, key=fits)
    return best if own or fits(best)[0] else None


def _all_the_same(text: str) -> bool:
    return len(_edges(text, "grapheme")) == len(text) + 1 == len(_edges(text, "utf-16"))
