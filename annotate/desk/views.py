"""From a route to Datasette's response: who asks is found, the role is checked, and only then the page is asked."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote, unquote, urlencode

import msgspec
from datasette import Response
from datasette.utils.asgi import AsgiStream, Base400, NotFound

from annotate.desk import entering
from annotate.desk.ask import Answer, Ask, Download, Json, Page, Redirect, Refused, Stream
from annotate.desk.ground import Desk
from annotate.desk.people import Annotator
from annotate.desk.routes import Route, may
from annotate.desk.wording import wording
from corpus.errors import HustingsError
from corpus.ids import sha256
from corpus.web.choice import CHOSEN

MOST = 16 * 1024 * 1024  # bytes of a request


def view(desk: Desk, route: Route) -> Callable[..., Awaitable[Any]]:
    """A Datasette view of one route."""

    async def responding(request: Any, datasette: Any) -> Any:
        session = entering.session_in(datasette, request.headers.get("cookie", ""))
        person = await desk.read(lambda room: entering.person_of(room.people, session)) if session else None
        asked = await _ask_of(request, datasette, desk, person)
        refused = _refused(asked, route, request)
        answer: Answer = refused if refused is not None else await _answered(route, asked)
        response = await respond(datasette, request, asked, answer)
        fresh = entering.renewed(session) if session is not None and person is not None else None
        if fresh is not None and "set-cookie" not in response.headers:
            response.headers["set-cookie"] = entering.cookie_of(datasette, fresh, secure=asked.secure)
        return response

    return responding


async def _answered(route: Route, asked: Ask) -> Answer:
    try:
        return await route.handler(asked)
    except msgspec.ValidationError as error:
        return Refused(422, "malformed", {"what": str(error)})
    except msgspec.DecodeError as error:
        return Refused(422, "malformed", {"what": str(error)})
    except HustingsError as error:  # its message is for a person: what, where, what to do
        return Refused(422, "said", {"what": str(error)})


async def _ask_of(request: Any, datasette: Any, desk: Desk, person: Annotator | None) -> Ask:
    length = request.headers.get("content-length") or "0"
    too_long = not length.isdigit() or int(length) > MOST
    body = await request.post_body() if request.method == "POST" and not too_long else b""
    client = request.scope.get("client")
    return Ask(
        desk=desk,
        words=wording(request.scope.get(CHOSEN, "en")),
        method=request.method if not too_long else "TOO-LONG",
        path="/" + request.path.removeprefix(datasette.urls.path("/")).lstrip("/"),
        query=request.query_string,
        body=body,
        media_type=(request.headers.get("content-type") or "").partition(";")[0].strip().lower(),
        address=str(client[0]) if client else "",
        secure=request.scope.get("scheme") == "https",
        person=person,
        datasette=datasette,
        csrf=request.scope.get("csrftoken", str),
        variables={name: unquote(value) for name, value in request.url_vars.items() if value is not None},
    )


def _refused(asked: Ask, route: Route, request: Any) -> Answer | None:
    """Why the page is not even asked; None where it may be."""
    if asked.method == "TOO-LONG":
        return Refused(413, "too-long")
    if asked.method not in route.methods and not (asked.method == "HEAD" and "GET" in route.methods):
        return Refused(405, "method")
    # A second lock behind the token: no browser lets another site's page say that it is this site's.
    if asked.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return Refused(403, "elsewhere")
    if route.least != "anyone" and asked.person is None:
        if asked.is_json or asked.method == "POST":
            return Refused(401, "session")
        return Redirect(f"/-/login?{urlencode({'then': asked.path}, quote_via=quote)}")
    if asked.person is not None and not may(asked.person.role, route.least):
        return Refused(403, "role", {"least": asked.words.t(f"role.{route.least}")})
    return None


async def respond(datasette: Any, request: Any, asked: Ask, answer: Answer) -> Any:
    """The response that Datasette sends. Nothing of the desk may be kept by a browser or a proxy without asking."""
    headers = {"cache-control": "private, no-store"}
    if isinstance(answer, Refused):
        if asked.is_json:
            answer = Json({"status": "refused", "reason": answer.reason, **answer.values}, status=answer.status)
        else:
            answer = Page("desk/refused.html", {"refused": answer}, status=answer.status)
    if isinstance(answer, Redirect):
        there = answer.path + (f"{'&' if '?' in answer.path else '?'}said={answer.said}" if answer.said else "")
        there += f"#{answer.anchor}" if answer.anchor else ""
        if answer.cookie:
            headers["set-cookie"] = answer.cookie
        return Response("", status=303, headers={**headers, "location": datasette.urls.path(there)})
    if isinstance(answer, Json):
        return _json(request, answer, headers)
    if isinstance(answer, Download):
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(answer.name)}"
        return Response(answer.body, content_type=answer.media_type, headers=headers)
    if isinstance(answer, Stream):
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(answer.name)}"
        return AsgiStream(_sending(answer), headers=headers, content_type=answer.media_type)
    html = await datasette.render_template(answer.template, {**answer.context, "ask": asked}, request=request)
    return Response.html(html, status=answer.status, headers=headers)


def _sending(answer: Stream) -> Callable[[Any], Awaitable[None]]:
    async def send(writer: Any) -> None:
        async for part in answer.parts:
            await writer.write(part)

    return send


def _json(request: Any, answer: Json, headers: dict[str, str]) -> Any:
    body = msgspec.json.encode(answer.value)
    if answer.cookie:
        headers["set-cookie"] = answer.cookie
    if answer.kept:
        tag = f'"{sha256(body)[:24]}"'
        headers |= {"cache-control": "private, no-cache", "etag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(b"", status=304, headers=headers)
    return Response(body, status=answer.status, content_type="application/json; charset=utf-8", headers=headers)


def error_page(datasette: Any, desk: Desk, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    """What is answered where something went wrong: a page of ours, JSON where the script asked."""

    async def responding() -> Any:
        asked = await _ask_of(request, datasette, desk, None)
        if isinstance(exception, NotFound):
            answer = Refused(404, "page")
        elif isinstance(exception, Base400):
            answer = Refused(exception.status, "malformed", {"what": str(exception)})
        else:
            # A fault of ours: what it was goes to the server's log and not to the browser.
            traceback.print_exception(exception, file=sys.stderr)
            answer = Refused(500, "fault")
        return await respond(datasette, request, asked, answer)

    return responding


async def nothing_here(asked: Ask) -> Answer:
    """For every address that is not the desk's."""
    return Refused(404, "page")
