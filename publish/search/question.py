"""What somebody asks of a site: the query, the filters, and whether names in other languages count too."""

from __future__ import annotations

import sqlite3
from typing import Any

import msgspec

from publish.search.counting import FACETS
from publish.search.searching import Selection, select
from publish.tokens.reading import Tokens


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query in the language of publish.search.query, and exact values by the names of FACETS."""

    query: str = ""
    filters: dict[str, str] = {}
    across: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether everything is asked for."""
        return not self.query.strip() and not self.filters

    def select(self, db: sqlite3.Connection, tokens: Tokens) -> Selection:
        """The documents that it leaves. Raises QueryError."""
        return select(db, tokens, self.query, self.filters, across=self.across)

    def told(self) -> dict[str, Any]:
        """It as fields for a file or a program."""
        return {"query": self.query, "filters": self.filters, "across": self.across}

    def written(self) -> str:
        """The filters in one line: `language=fr; year=2017`."""
        return "; ".join(f"{name}={self.filters[name]}" for name in FACETS if name in self.filters)
