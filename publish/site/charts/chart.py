"""A chart: what is drawn, what its table says, and what its data are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from corpus.web.wording import Wording


def plain(words: Wording, key: str, /, **values: Any) -> str:
    """A message as text, which whoever shows it escapes: in a page, a picture, a file."""
    return words.t(key, **values).unescape()


@dataclass(frozen=True)
class Cell:
    """A cell of a table for people; `path` is a page of ours that it leads to."""

    text: str
    path: str | None = None
    number: bool = False


@dataclass(frozen=True)
class Chart:
    """One chart, in one language.

    `summary` says in a sentence what a picture of it would show. `columns` and `rows` are its data as they are
    downloaded, all of them; `headings` and `table` what people read. `drawn` is what the drawing of its name takes.
    """

    name: str  # in addresses: case-timeline, network
    id: str  # of the case, actor or tactic; empty for the whole corpus
    title: str
    summary: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    headings: tuple[str, ...]
    table: list[tuple[Cell, ...]]
    drawn: Any
    notes: list[str] = field(default_factory=list)

    def path(self, kind: str) -> str:
        """Its address as a `picture` or as `data`, without the ending."""
        return f"/{kind}/{self.name}" + (f"/{quote(self.id, safe='')}" if self.id else "")
