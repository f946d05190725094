"""What templates are given: messages, addresses, and the ways of showing text that came from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from corpus.web.choice import CHOSEN, address_in
from corpus.web.wording import LANGUAGES, Wording
from publish.site.app import Site
from publish.site.ask import NOWHERE, base_of
from publish.site.i18n import wording
from publish.site.pictures.sizes import size

# Controls, and the characters that turn the direction of what follows them.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
NAMES = {"en": "English", "fr": "Français"}


def web_address(value: str | None) -> str | None:
    """An address that may be linked: http or https, with a host. None for anything else."""
    if not value or UNSEEN.search(value):
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    return value.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def visible(value: object) -> str:
    """A name, handle or address from outside, whose unseen characters show as �, so that it cannot pass for another."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", str(value))


def place(words: Wording, record: Mapping[str, Any]) -> str:
    """Where a record stands in its source, in words: as `corpus.model.Place` says it, in the reader's language."""
    parts = [
        words.t(f"place.{name}", value=visible(record[name]))
        for name in ("member", "line", "pointer", "warc_record_id")
        if record[name] is not None
    ]
    if record["offset"] is not None and record["length"] is not None:
        start, end = record["offset"], record["offset"] + record["length"]
        parts.append(words.t("place.bytes", start=start, end=end))
    return ", ".join(parts) or str(words.t("place.whole"))


def template_words(datasette: Any, site: Site, request: Any) -> dict[str, Any]:
    """The variables that all templates share."""
    language = request.scope.get(CHOSEN, LANGUAGES[0]) if request is not None else LANGUAGES[0]
    words = wording(language)
    path, query = (request.path, request.query_string) if request is not None else ("/", "")
    return {
        "t": words.t,
        "words": words,
        "ui": language,
        "site": site,
        "site_title": site.title(language),
        "alternates": [
            {"language": code, "name": NAMES[code], "href": address_in(code, path, query)} for code in LANGUAGES
        ],
        # Before an address that search engines want whole; nothing where pages become files, whose links are relative.
        "origin": base_of(request, site) if request is not None and not request.scope.get(NOWHERE) else "",
        "here": path,
        "to": datasette.urls.path,
        "static": lambda name: datasette.urls.path(f"/-/hustings/{site.release}/{name}"),
        "data_path": datasette.urls.database(site.name),
        "address": _addresses(datasette.urls.path),
        "address_of": lambda kind, chart: datasette.urls.path(chart.path(kind)),
        "picture_size": size,  # `size` is Datasette's word for that of the database
        "said": lambda row, name: words.words({code: row[f"{name}_{code}"] or "" for code in LANGUAGES}),
        "also_said": lambda row, name: _other(row, name, language),
        "foreign": lambda code: _foreign(code, language),
        "web_address": web_address,
        "visible": visible,
        "place": lambda record: place(words, record),
    }


def _addresses(path: Callable[[str], str]) -> Callable[[str, object], str]:
    def address(kind: str, id: object) -> str:
        """The page of a document, case, actor or tactic."""
        return path(f"/{kind}/{quote(str(id), safe='')}")

    return address


def _other(row: Mapping[str, Any], name: str, language: str) -> list[tuple[str, str]]:
    """The same words in the other languages, where they differ: pairs of language and text."""
    own = row[f"{name}_{language}"]
    return [
        (code, wording(code).words({code: row[f"{name}_{code}"]}))
        for code in LANGUAGES
        if code != language and row[f"{name}_{code}"] and row[f"{name}_{code}"] != own
    ]


@lru_cache(maxsize=1 << 10)
def _foreign(code: str | None, language: str) -> Markup:
    """` lang="fr"` for text in another language than the interface's; nothing where it is the same or unknown."""
    if not code or code in ("und", language) or not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", code):
        return Markup()
    return Markup(' lang="{}"').format(code)
