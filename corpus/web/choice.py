"""Which language a reader sees: `?ui=fr` in the address, else the cookie it left, else what the browser prefers.

`ui` is taken out of the query before anyone else sees it, so that it works on Datasette's own pages too, where an
unknown parameter would be a filter on a column.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, urlencode

from corpus.web.asgi import App, Message, Receive, Scope, Send, header
from corpus.web.wording import LANGUAGES, negotiate

PARAMETER = "ui"
COOKIE = "ui"
CHOSEN = "hustings.language"  # where the choice stands in the scope
YEAR = 365 * 24 * 60 * 60  # seconds


def with_language(app: App) -> App:
    """The application with the reader's language in its scope, remembering the one asked for in the address."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        asked, scope = _without_parameter(scope)
        chosen = asked or _remembered(header(scope, b"cookie")) or negotiate(header(scope, b"accept-language"))
        scope[CHOSEN] = chosen

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*(message.get("headers") or ()), (b"set-cookie", _cookie(chosen))]}
            await send(message)

        await app(scope, receive, remembering if asked else send)

    return wrapped


def _cookie(language: str) -> bytes:
    return f"{COOKIE}={language}; Path=/; Max-Age={YEAR}; SameSite=Lax".encode("ascii")


def _remembered(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return None
    return found.value if found is not None and found.value in LANGUAGES else None


def _without_parameter(scope: Scope) -> tuple[str | None, Scope]:
    """The language asked for in the address, and the scope without it."""
    query = bytes(scope.get("query_string") or b"")
    if PARAMETER.encode() + b"=" not in query:
        return None, {**scope}
    parts = query.split(b"&")
    kept = [part for part in parts if not part.startswith(PARAMETER.encode() + b"=")]
    asked = dict(parse_qsl(query.decode("latin-1"))).get(PARAMETER)
    changed: Scope = {**scope, "query_string": b"&".join(kept)}
    return (asked if asked in LANGUAGES else None), changed


def address_in(language: str, path: str, query: str) -> str:
    """The same address in a language, for the switch and for `hreflang`.

    `path` is as it stands in the request, still encoded; `query` has no `ui` any more.
    """
    pairs = [*parse_qsl(query, keep_blank_values=True), (PARAMETER, language)]
    return f"{path}?{urlencode(pairs, quote_via=quote)}"
