"""The address that harvesters ask, by GET or by POST."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from datasette import Response
from datasette.utils import sqlite_timelimit

from corpus.clock import now
from publish.site.app import Site
from publish.site.ask import ask_of
from publish.site.oai.answers import answer
from publish.site.views import TIME_LIMIT_MS

PATH = "/oai"
LONGEST = 16 * 1024  # bytes of a question


def oai_view(site: Site) -> Callable[..., Awaitable[Any]]:
    """A Datasette view. No answer may be kept, for each says when it was given."""

    async def responding(request: Any, datasette: Any) -> Any:
        said = request.scope.get("query_string", b"").decode("latin-1")
        if request.method == "POST":
            said = await _body(request)
        pairs = parse_qsl(said, keep_blank_values=True)
        asked = ask_of(request, site)
        made_at = datetime.fromtimestamp(int(site.made_at), UTC)

        def answered(db: Any) -> bytes:
            with sqlite_timelimit(db, TIME_LIMIT_MS):
                return answer(db, asked, pairs, made_at, now())

        body = await datasette.get_database(site.name).execute_fn(answered)
        return Response(body, headers={"cache-control": "no-store"}, content_type="text/xml; charset=utf-8")

    return responding


async def _body(request: Any) -> str:
    """The body of a form, as much of it as a question may have."""
    body, more = b"", True
    while more and len(body) <= LONGEST:
        message = await request.receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body[:LONGEST].decode("latin-1")
