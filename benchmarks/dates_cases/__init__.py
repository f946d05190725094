"""Sentences with the time expressions that a person finds in them, for the benchmark and the tests.

A line is `date of publication | sentence`, where `-` is no date. An expression stands as `[words=EDTF]`, with
`@precision` where the value does not tell it, or as `[words=?]` where nobody can tell. The rules were written with the
development half in view.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

_EXPRESSION = re.compile(r"\[([^\]=]+)=([^\]]+)\]")
_NUMBERED = {"2": "season", "3": "quarter", "4": "half"}


class Expression(NamedTuple):
    """A time expression in a sentence; `value` is EDTF, None where it cannot be told."""

    start: int
    end: int
    value: str | None
    precision: str | None


class Case(NamedTuple):
    """A sentence, when it was published (`YYYY`, `YYYY-MM`, `YYYY-MM-DD` or None), and its expressions."""

    half: str
    published: str | None
    text: str
    expressions: list[Expression]


def cases(language: str) -> list[Case]:
    """The cases of a language, the development half first."""
    half, found = "", []
    for line in (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            half = line.lstrip("# ")
        elif line.strip():
            published, _, marked = line.partition(" | ")
            found.append(Case(half, None if published.strip() == "-" else published.strip(), *_unmarked(marked)))
    return found


def _unmarked(marked: str) -> tuple[str, list[Expression]]:
    text, last, expressions = "", 0, []
    for match in _EXPRESSION.finditer(marked):
        text += marked[last : match.start()]
        value, _, told = match[2].partition("@")
        fine = None if value == "?" else told or precision(value)
        expressions.append(Expression(len(text), len(text) + len(match[1]), None if fine is None else value, fine))
        text, last = text + match[1], match.end()
    return text + marked[last:], expressions


def precision(value: str) -> str:
    """How fine an EDTF value is, as Hustings names it."""
    ends = [end.rstrip("~") for end in value.split("/") if end not in ("", "..")]
    if len(ends) == 2 and len(ends[0]) == 10 == len(ends[1]):
        first, last = map(date.fromisoformat, ends)
        if first.weekday() == 0 and (last - first).days == 6:
            return "week"
    return max(
        (_of_one(end) for end in ends), key=("minute", "day", "month", "season", "quarter", "year", "decade").index
    )


def _of_one(end: str) -> str:
    if "T" in end:
        return "minute"
    if end.endswith("X"):
        return "decade"
    if len(end) == 7:
        return _NUMBERED.get(end[5], "month")
    return "day" if len(end) == 10 else "year"
