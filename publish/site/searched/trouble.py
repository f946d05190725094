"""What is wrong with a query, in the reader's language, and where in it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from markupsafe import Markup

from corpus.errors import QueryError
from publish.search.query import QUOTES
from publish.site.ask import Ask
from publish.site.look import visible

LONGEST = 1000  # code points of a query that is shown again
AROUND = 40  # code points shown on either side of what is wrong


@dataclass(frozen=True)
class Trouble:
    """Why a query cannot be understood. `before`, `at` and `after` are the query around the place, if it has one."""

    words: Markup | str
    language: str | None  # of the words, where it is not the reader's
    before: str = ""
    at: str = ""
    after: str = ""


def trouble(ask: Ask, error: QueryError, query: str) -> Trouble:
    """The error in words."""
    key = f"query.{error.key}"
    if not error.key or not ask.words.has(key):
        return Trouble(" ".join(part for part in (error.what, error.todo) if part), "en")
    values = {name: value if isinstance(value, int) else visible(value) for name, value in error.values.items()}
    if "field" in values:
        values["field"] = ask.words.t(f"query.field.{values['field']}")
    words = ask.words.t(key, **values)
    place = error.values.get("place")
    asked = unicodedata.normalize("NFC", query[:LONGEST].translate(QUOTES))
    if not isinstance(place, int) or not 0 < place <= len(asked):
        return Trouble(words, None)
    start = place - 1
    end = min((at for at in (asked.find(" ", start + 1), len(asked)) if at > start), default=len(asked))
    cut = max(0, start - AROUND)
    before, after = asked[cut:start], asked[end : end + AROUND]
    return Trouble(
        words,
        None,
        f"{'…' if cut else ''}{visible(before)}",
        visible(asked[start:end]),
        f"{visible(after)}{'…' if end + AROUND < len(asked) else ''}",
    )


def plain(error: QueryError) -> dict[str, object]:
    """The same for programs, in English."""
    return {"ok": False, "error": error.what, "todo": error.todo, "key": error.key, **error.values, "status": 400}
