"""The hooks through which Datasette finds the desk. Each answers only for a Datasette that is ours."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from pluggy import HookimplMarker

from annotate.desk.app import server_of
from annotate.desk.look import template_words
from annotate.desk.routes import ROUTES, Route
from annotate.desk.views import error_page, nothing_here, view
from corpus.web.choice import with_language
from corpus.web.files import static_view
from corpus.web.policy import secured

hookimpl = HookimplMarker("datasette")  # the same as Datasette's own, with types


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Our pages, and nothing instead of any other page: what is Datasette's stands behind them."""
    server = server_of(datasette)
    if server is None:
        return []
    nowhere = Route(r"/.*$", ("GET", "POST"), "anyone", nothing_here)
    return [
        (r"/-/desk/(?P<release>[0-9a-f]+)/(?P<name>[\w.-]+)$", static_view(server.files_sent, server.release)),
        *((route.pattern, view(server.desk, route)) for route in (*ROUTES, nowhere)),
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Policy outermost, so that no response is without it; then the language."""
    if server_of(datasette) is None:
        return lambda app: app
    return lambda app: secured(with_language(app))


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """The words and helpers that every template uses."""
    server = server_of(datasette)
    return template_words(server, request) if server is not None else {}


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """Errors in our look and the reader's language."""
    others = yield
    server = server_of(datasette)
    return others if server is None else [error_page(datasette, server.desk, request, exception)]
