"""The hooks through which Datasette finds us, and nothing else. Each answers only for a Datasette that is ours."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from pluggy import HookimplMarker

from corpus.web.choice import with_language
from corpus.web.policy import secured
from publish.site.app import site_of
from publish.site.cache import cached
from publish.site.compress import compressed
from publish.site.look import template_words
from publish.site.oai.view import PATH as OAI
from publish.site.readonly import read_only
from publish.site.routes import routes
from publish.site.views import error_page

hookimpl = HookimplMarker("datasette")  # the same as Datasette's own, with types


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Our pages, before Datasette's own."""
    site = site_of(datasette)
    return routes(site) if site is not None else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Policy outermost, so that no response is without it; then what refuses to write; the language; the cache.

    Answers are compressed inside the cache, so that it keeps them as they are sent.
    """
    site = site_of(datasette)
    if site is None:
        return lambda app: app
    return lambda app: secured(
        read_only(with_language(cached(compressed(app), release=site.release)), asked_by_post=(OAI,))
    )


@hookimpl
def skip_csrf(datasette: Any, scope: Any) -> bool:
    """Harvesters may ask by POST, which changes nothing here."""
    return site_of(datasette) is not None and scope.get("path") == OAI


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """The words and helpers that every template uses, Datasette's as ours."""
    site = site_of(datasette)
    return template_words(datasette, site, request) if site is not None else {}


@hookimpl(wrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, list[Any], list[Any]]:
    """Errors in our look and the reader's language, in place of Datasette's, which print a traceback a time."""
    others = yield
    site = site_of(datasette)
    return others if site is None else [error_page(datasette, site, request, exception)]
