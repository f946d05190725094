"""A site is read: what asks for anything else is refused before any page is asked, whatever address it names."""

from __future__ import annotations

from collections.abc import Container

from corpus.web.asgi import App, Receive, Scope, Send

READING = ("GET", "HEAD")
BODY = b"405: This site can only be read.\n"


def read_only(app: App, *, asked_by_post: Container[str] = ()) -> App:
    """The application without any method but GET and HEAD; POST for the addresses whose protocol asks so."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in READING:
            await app(scope, receive, send)
            return
        by_post = scope["path"] in asked_by_post
        if by_post and scope["method"] == "POST":
            await app(scope, receive, send)
            return
        headers = [
            (b"allow", b"GET, HEAD, POST" if by_post else b"GET, HEAD"),
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(BODY)).encode("ascii")),
        ]
        await send({"type": "http.response.start", "status": 405, "headers": headers})
        await send({"type": "http.response.body", "body": BODY})

    return wrapped
