"""The little of ASGI that our wrappers share: its types, and the headers of a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def header(scope_or_message: MutableMapping[str, Any], name: bytes) -> str:
    """The first header of that name (in lower case), or an empty string."""
    for key, value in scope_or_message.get("headers") or ():
        if key.lower() == name:
            return bytes(value).decode("latin-1")
    return ""


def with_headers(message: Message, new: Iterable[tuple[bytes, bytes]]) -> Message:
    """A copy of a response's start with these headers in place of any others of their names."""
    new = list(new)
    names = {name for name, _ in new}
    kept = [(key, value) for key, value in message.get("headers") or () if key.lower() not in names]
    return {**message, "headers": [*kept, *new]}
