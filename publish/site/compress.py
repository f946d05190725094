"""Answers made smaller on their way: brotli or gzip, as the reader's browser says it can read."""

from __future__ import annotations

import gzip

import brotli  # type: ignore[import-untyped]  # it has no types

from corpus.web.asgi import App, Message, Receive, Scope, Send, header, with_headers

LEAST = 1_000  # bytes; less is not worth it
QUALITY = 5  # of brotli: a page in a millisecond; the next steps cost three times as much for a twentieth
TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml", "application/x-")


def coding(scope: Scope) -> str:
    """Which coding an answer is sent in: br, gzip, or an empty string for none."""
    accepted = {}
    for part in header(scope, b"accept-encoding").lower().split(","):
        name, _, quality = part.partition(";")
        accepted[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if accepted.get(name)), "")


def compressed(app: App) -> App:
    """The application with text sent compressed where it comes in one piece; what is streamed stays as it is."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        chosen = coding(scope) if scope["type"] == "http" and scope["method"] == "GET" else ""
        await app(scope, receive, _Compressor(send, chosen) if chosen else send)

    return wrapped


class _Compressor:
    """Holds back the start of a response until its first piece says whether it is the whole."""

    def __init__(self, send: Send, chosen: str) -> None:
        self.send = send
        self.coding = chosen
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        if self.start is not None:
            start, self.start = self.start, None
            body = message.get("body", b"")
            if not message.get("more_body") and len(body) >= LEAST and _is_text(start):
                body = (
                    brotli.compress(body, quality=QUALITY) if self.coding == "br" else gzip.compress(body, 6, mtime=0)
                )
                length = str(len(body)).encode("ascii")
                start = with_headers(
                    start, [(b"content-encoding", self.coding.encode("ascii")), (b"content-length", length)]
                )
                message = {**message, "body": body}
            await self.send(start)
        await self.send(message)


def _is_text(start: Message) -> bool:
    return header(start, b"content-type").startswith(TEXT) and not header(start, b"content-encoding")
