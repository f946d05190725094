"""Long lists, a page at a time; and addresses that keep what else they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec

from annotate.desk.ask import Ask

T = TypeVar("T")
SIZE = 50  # lines of a page


class Paged(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list; `back` and `on` are the addresses of the pages beside it."""

    lines: list[T]
    number: int
    pages: int
    total: int
    back: str | None
    on: str | None


def paged(ask: Ask, name: str, everything: Sequence[T], *, size: int = SIZE) -> Paged[T]:
    """The page that the parameter `name` of the address asks for, the nearest one where there is no such page."""
    pages = max(1, -(-len(everything) // size))
    asked = ask.one(name) or "1"
    number = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), pages)
    return Paged(
        lines=list(everything[(number - 1) * size : number * size]),
        number=number,
        pages=pages,
        total=len(everything),
        back=with_query(ask, {name: number - 1}) if number > 1 else None,
        on=with_query(ask, {name: number + 1}) if number < pages else None,
    )


def with_query(ask: Ask, changed: Mapping[str, object]) -> str:
    """This page's address with some parameters changed, and without those that are None."""
    kept = [(key, value) for key, value in parse_qsl(ask.query) if key not in changed and key not in ("said", "done")]
    return "?" + urlencode([*kept, *((key, value) for key, value in changed.items() if value is not None)])
