"""What the desk's templates are given: messages, addresses, who is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

import msgspec
from markupsafe import Markup

from annotate.desk.routes import SECTIONS, may
from annotate.desk.wording import common_script_words, wording
from corpus.web.choice import CHOSEN, address_in
from corpus.web.wording import LANGUAGES

if TYPE_CHECKING:
    from annotate.desk.app import DeskServer

NAMES = {"en": "English", "fr": "Français"}


def template_words(server: DeskServer, request: Any) -> dict[str, Any]:
    """The variables that all templates share."""
    language = request.scope.get(CHOSEN, LANGUAGES[0]) if request is not None else LANGUAGES[0]
    words = wording(language)
    path, query = (request.path, request.query_string) if request is not None else ("/", "")
    said = next((value for key, value in parse_qsl(query) if key == "said"), "")
    corpus = server.desk.corpus
    return {
        "t": words.t,
        "words": words,
        "ui": language,
        "corpus_title": corpus.settings.title_in(language),
        "problem": server.desk.problem,
        "alternates": [
            {"language": code, "name": NAMES[code], "href": address_in(code, path, query)} for code in LANGUAGES
        ],
        "here": path,
        "said": words.t(f"said.{said}") if words.has(f"said.{said}") else None,
        "to": server.urls.path,
        "address": lambda kind, id: server.urls.path(f"/{kind}/{quote(str(id), safe='')}"),
        "static": lambda name: server.urls.path(f"/-/desk/{server.release}/{name}"),
        "script_text": _script_text,
        "common_script_words": common_script_words(language),
        "may": may,
        "sections": SECTIONS,
        "csrf": request.scope["csrftoken"] if request is not None and "csrftoken" in request.scope else lambda: "",
    }


def _script_text(value: Any) -> Markup:
    """JSON as the text of a <script type="application/json">, which ends at `</`."""
    json = msgspec.json.encode(value).decode("utf-8")
    return Markup(json.replace("<", "\\u003c"))  # noqa: S704 - inside a string of JSON \u003c is <
