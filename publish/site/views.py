"""From a page's function to Datasette's response."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

from publish.site.app import Site
from publish.site.ask import Answer, Ask, File, Handler, Missing, Page, ask_of
from publish.site.look import template_words
from publish.site.pages.gone import missing_document

TIME_LIMIT_MS = 10_000  # wall clock, of one page's queries together


def view(site: Site, handler: Handler) -> Callable[..., Awaitable[Any]]:
    """A Datasette view: the page's queries and its template run together in one of its threads, so that those who come
    first are answered first."""

    async def responding(request: Any, datasette: Any) -> Any:
        asked = ask_of(request, site)

        def respond(db: Any) -> Any:
            answer = _limited(db, asked, handler)
            if isinstance(answer, File):
                return Response(answer.body, answer.status, answer.headers, answer.media_type)
            page = missing(answer.what) if isinstance(answer, Missing) else answer
            return rendered(datasette, site, request, page, asked)

        return await datasette.get_database(site.name).execute_fn(respond)

    return responding


def rendered(datasette: Any, site: Site, request: Any, page: Page, asked: Ask) -> Any:
    """A page of ours as a response."""
    template = datasette.page_templates.get_template(page.template)
    html = template.render({**template_words(datasette, site, request), **page.context, "ask": asked})
    return Response.html(html, status=page.status)


def _limited(db: Any, asked: Ask, handler: Handler) -> Answer:
    with sqlite_timelimit(db, TIME_LIMIT_MS):
        answer = handler(db, asked)
        if isinstance(answer, Missing) and answer.what == "document":
            return missing_document(db, asked)  # it may have been here
        return answer


def missing(what: str = "page") -> Page:
    """The page for something that is not there."""
    return Page("hustings/missing.html", {"what": what}, status=404)


def hidden(site: Site) -> Callable[..., Awaitable[Any]]:
    """A view for what Datasette would show and we do not."""
    return view(site, lambda db, asked: Missing("page"))


def error_page(datasette: Any, site: Site, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """What Datasette does about an error, on a page of ours; JSON where JSON was asked for."""

    async def responding() -> Any:
        status, message = _explained(exception)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": message, "status": status, "title": None}, status=status)
        if status == 404:
            page = missing()
        else:
            page = Page("hustings/error.html", {"status": status, "message": message}, status=status)
        return rendered(datasette, site, request, page, ask_of(request, site))

    return responding


def _explained(exception: Exception) -> tuple[int, str]:
    """The status, and what may be told of it."""
    if isinstance(exception, DatasetteError):
        message = exception.message or exception.error_dict
        return exception.status, Markup(message).striptags() if exception.message_is_html else str(message)  # noqa: S704 - its tags go
    if isinstance(exception, Base400):
        return exception.status, str(exception)
    if isinstance(exception, QueryInterrupted) or str(exception) == "interrupted":  # SQLite's word for a time limit
        return 503, "The query took too long and was stopped."
    # A fault of ours: what it was goes to the server's log and not to the reader.
    traceback.print_exception(exception, file=sys.stderr)
    return 500, ""
