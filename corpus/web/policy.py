"""What every response forbids a browser to do, whoever made it: one of our pages, Datasette's, an error, a file."""

from __future__ import annotations

from corpus.web.asgi import App, Message, Receive, Scope, Send, with_headers

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode("ascii")),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def secured(app: App) -> App:
    """The same application, each of whose responses carries the policy."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            await send(with_headers(message, HEADERS) if message["type"] == "http.response.start" else message)

        await app(scope, receive, guarded if scope["type"] == "http" else send)

    return wrapped
