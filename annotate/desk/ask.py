"""What is asked of the desk, and the kinds of answer: what stands between Datasette's requests and our pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from annotate.desk.ground import Desk
from annotate.desk.people import Annotator
from corpus.web.wording import Wording


@dataclass(frozen=True)
class Ask:
    """One request that may be answered: whoever asks has the role that the route wants."""

    desk: Desk
    words: Wording
    method: str
    path: str  # without the address under which the desk is served
    query: str
    body: bytes
    media_type: str
    address: str  # whence it comes
    secure: bool  # whether it came by https
    person: Annotator | None
    datasette: Any  # signs cookies
    csrf: Callable[[], str]  # the token that a form must send back
    variables: Mapping[str, str] = field(default_factory=dict)  # of the route, decoded

    @property
    def who(self) -> Annotator:
        """The person, on a route that nobody else reaches."""
        assert self.person is not None  # noqa: S101 - routes.py lets nobody else in
        return self.person

    def one(self, name: str) -> str | None:
        """The first value of a parameter of the address; None where it is missing or blank."""
        return next((value for key, value in parse_qsl(self.query) if key == name and value.strip()), None)

    def all(self, name: str) -> list[str]:
        """Every value of a parameter of the address."""
        return [value for key, value in parse_qsl(self.query) if key == name and value.strip()]

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form that was sent, each with all its values."""
        found: dict[str, list[str]] = {}
        if self.media_type == "application/x-www-form-urlencoded":
            for key, value in parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True):
                found.setdefault(key, []).append(value)
        return found

    def field(self, name: str) -> str:
        """The first value of a form's field without blanks around it; empty where it is missing."""
        return self.form.get(name, [""])[0].strip()

    @property
    def is_json(self) -> bool:
        """Whether the script of a page asks, which wants JSON back."""
        return self.media_type == "application/json" or self.path.endswith(".json")


@dataclass(frozen=True)
class Page:
    """An HTML page: a template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class Json:
    """Anything that msgspec can write. With `kept` a browser may ask whether it is still the same (ETag)."""

    value: Any
    status: int = 200
    kept: bool = False
    cookie: str | None = None


@dataclass(frozen=True)
class Redirect:
    """Go on there (303), a path under the desk's root; `said` is a key of the messages that is shown there once.

    `anchor` is the element of the page to go to.
    """

    path: str
    said: str | None = None
    cookie: str | None = None
    anchor: str | None = None


@dataclass(frozen=True)
class Download:
    """A file to keep."""

    body: bytes
    media_type: str
    name: str


@dataclass(frozen=True)
class Stream:
    """A file to keep that is as long as it is: its parts, one after the other."""

    parts: AsyncIterator[str]
    media_type: str
    name: str


@dataclass(frozen=True)
class Refused:
    """No: 403 it is not theirs, 404 there is no such thing, 422 what was sent cannot be, 429 too often.

    `reason` is a key of the messages under `refused.`; `values` are filled in.
    """

    status: int
    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


Answer = Page | Json | Redirect | Download | Stream | Refused
Handler = Callable[[Ask], Awaitable[Answer]]


def decoded(ask: Ask, kind: Any) -> Any:
    """The JSON that was sent as this type; ValueError (msgspec's) where it is something else."""
    return msgspec.json.decode(ask.body, type=kind)
