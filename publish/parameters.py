"""Parameters of addresses. A page has hundreds of links that differ in one of them: a query is read once, and what is
written is encoded once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, quote

Pairs = tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def read(query: str) -> Pairs:
    """The parameters of a query (what stands behind the ? of an address), those that are empty left out."""
    return tuple(parse_qsl(query))


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as a query."""
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in pairs)


@lru_cache(maxsize=1 << 13)
def _encoded(words: str) -> str:
    return quote(words, safe="")
