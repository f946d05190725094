"""What an address asks for, and the addresses of the other views of the same."""

from __future__ import annotations

from publish import parameters
from publish.search.counting import FACETS
from publish.search.question import Question
from publish.site.ask import Ask

VIEWS = ("search", "concordance", "collocates", "keywords", "ngrams", "frequency")
SHARED = ("q", "across", *FACETS)  # parameters that all views understand alike


def question_of(ask: Ask) -> Question:
    """The query, the filters, and whether other languages count."""
    return Question(
        query=(ask.one("q") or "").strip(),
        filters={name: value for name in FACETS if (value := ask.one(name))},
        across=ask.one("across") != "no",
    )


def shared(ask: Ask, **more: object) -> str:
    """The parameters that all views share, with others, as they stand behind the ? of an address."""
    pairs: list[tuple[str, str]] = [(name, value) for name in SHARED if (value := ask.one(name))]
    pairs = [(name, value) for name, value in pairs if name not in more]
    pairs += [(name, str(value)) for name, value in more.items() if value is not None]
    return parameters.written(pairs)


def number(ask: Ask, name: str, default: int, least: int, most: int) -> int:
    """A whole number between two others; the default where it is none."""
    asked = ask.one(name) or ""
    found = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else default
    return min(max(found, least), most)


def one_of(ask: Ask, name: str, values: tuple[str, ...]) -> str:
    """One of these; the first where it is none of them."""
    asked = ask.one(name)
    return asked if asked in values else values[0]
