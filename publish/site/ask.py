"""What a reader asked for, and the kinds of answer: what stands between Datasette's requests and our pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from corpus.web.choice import CHOSEN
from corpus.web.wording import Wording
from publish import parameters
from publish.site.app import Site
from publish.site.i18n import wording

NOWHERE = "hustings.nowhere"  # in the scope of who asks for files that will stand at no address that is known
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Ask:
    """One request for one of our pages."""

    site: Site
    words: Wording
    path: str  # as in the request, still encoded
    query: str  # without `ui`
    variables: Mapping[str, str] = field(default_factory=dict)  # of the route, decoded
    base: str = ""  # where the site is, for addresses that are read elsewhere; without a slash at its end

    def one(self, name: str) -> str | None:
        """The first value of a parameter; None where it is missing or empty."""
        return next((value for key, value in parameters.read(self.query) if key == name and value.strip()), None)

    @property
    def page(self) -> int:
        """Which page of a list, from 1."""
        asked = self.one("page") or "1"
        return min(max(1, int(asked)), 10_000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1

    def link(self, **changes: object) -> str:
        """This address with some parameters changed; None takes one out. The page number starts again unless given."""
        changes.setdefault("page", None)
        return changed(self.path, self.query, **changes)


def changed(path: str, query: str, **changes: object) -> str:
    """An address with some parameters changed; None takes one out."""
    pairs = [(key, value) for key, value in parameters.read(query) if key not in changes]
    pairs += [(key, str(value)) for key, value in changes.items() if value is not None]
    return f"{path}?{parameters.written(pairs)}" if pairs else path


@dataclass(frozen=True)
class Page:
    """An HTML page: a template and what it shows."""

    template: str
    context: dict[str, Any]
    status: int = 200


@dataclass(frozen=True)
class File:
    """Something that is not a page of ours: plain text, JSON. Never text/html."""

    body: bytes
    media_type: str
    status: int = 200
    name: str | None = None  # under which a browser saves it; None where it shows it
    dated: bool = False  # it says what day it is, so that nobody may keep it

    @property
    def headers(self) -> dict[str, str]:
        """What is said of it beside its media type."""
        found = {"Cache-Control": "no-store"} if self.dated else {}
        if self.name:
            found["Content-Disposition"] = f'attachment; filename="{self.name}"'
        return found


@dataclass(frozen=True)
class Missing:
    """There is no such thing; `what` is the kind of thing that was asked for."""

    what: str


Answer = Page | File | Missing
Handler = Callable[[sqlite3.Connection, Ask], Answer]


@dataclass(frozen=True)
class Pages:
    """Where in a list that is shown page by page."""

    number: int  # from 1
    size: int
    total: int  # items in all

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        """How many items stand before this page."""
        return (self.number - 1) * self.size

    @property
    def first_item(self) -> int:
        """The number of the page's first item, from 1."""
        return min(self.offset + 1, self.total)

    @property
    def last_item(self) -> int:
        return min(self.offset + self.size, self.total)


def ask_of(request: Any, site: Site) -> Ask:
    """Read a Datasette request."""
    variables = {name: unquote(value) for name, value in request.url_vars.items() if value is not None}
    return Ask(
        site=site,
        words=wording(request.scope.get(CHOSEN, "en")),
        path=request.path,
        query=request.query_string,
        variables=variables,
        base=base_of(request, site),
    )


def base_of(request: Any, site: Site) -> str:
    """The site's own address, else the one that it was asked under; a name of a host that is none is not repeated.

    Empty where neither is known: then citations name documents by their URNs.
    """
    if request.scope.get(NOWHERE):
        return str(site.build["address"] or "")
    asked = request.host or ""
    host = asked if HOST.fullmatch(asked) else "localhost"
    return str(site.build["address"] or f"{request.scheme}://{host}")
