"""Asking our own application for a page, without a network between."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from corpus.web.asgi import App, Message, Scope, header
from corpus.web.wording import LANGUAGES
from publish.site.ask import NOWHERE
from publish.static.addresses import Asked


@dataclass(frozen=True)
class Answered:
    """What the application answered, uncompressed."""

    status: int
    media_type: str
    body: bytes


async def ask(app: App, asked: Asked) -> Answered:
    """Ask for a page in its language, as a reader whose site has no address but the one it was built with."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(asked.path),
        "raw_path": asked.path.encode("ascii"),
        "query_string": asked.query_string.encode("ascii"),
        "headers": [(b"host", b"localhost"), (b"accept-language", (asked.language or LANGUAGES[0]).encode("ascii"))],
        NOWHERE: True,
    }
    starts: list[Message] = []
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            starts.append(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    return Answered(starts[0]["status"], header(starts[0], b"content-type"), b"".join(parts))
