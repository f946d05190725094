"""A document as schema.org JSON-LD, as search engines and reference managers read it from a page."""

from __future__ import annotations

from typing import Any

import orjson
from markupsafe import Markup

from publish.export.citation import Citation
from publish.export.names import Name
from publish.export.site import Site

TYPES = {"article": "NewsArticle", "post": "SocialMediaPosting", "comment": "Comment", "page": "WebPage"}
# What would end the element that holds it, or begin another; JSON reads them as they were.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def described(one: Citation, site: Site, words: int | None = None) -> dict[str, Any]:
    """The document, where it is archived, and the corpus that it is part of. `words` is how many its text has."""
    parts: list[dict[str, Any]] = [
        {"@type": "Collection", "name": one.archive, **({"url": f"{site.address}/"} if site.address else {})}
    ]
    if one.kind == "article" and one.container_title:
        parts.insert(0, {"@type": "Newspaper", "name": one.container_title})
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES.get(one.kind, "CreativeWork"),
        "@id": one.archive_location,
        "identifier": one.id,
        "headline": None if one.untitled else one.title,
        "name": one.title,
        "author": [_author(name) for name in one.author],
        "publisher": {"@type": "Organization", "name": one.container_title} if one.container_title else None,
        "datePublished": one.issued,
        "inLanguage": one.language,
        "abstract": one.abstract,
        "url": one.URL,
        "archivedAt": one.archive_location if site.address else None,
        "isPartOf": parts,
        "wordCount": words,
    }
    return {name: value for name, value in found.items() if value}


def as_data_block(found: dict[str, Any]) -> Markup:
    """JSON that may stand inside `<script type="application/ld+json">`: nothing in it can end the element."""
    text = orjson.dumps(found).decode("utf-8")
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - no sign of markup is left


def _author(name: Name) -> dict[str, str]:
    if name.literal:
        return {"@type": "Person" if name.literal.startswith("@") else "Organization", "name": name.literal}
    person = {"@type": "Person", "name": name.plain, "familyName": name.family, "givenName": name.given}
    return {key: value for key, value in person.items() if value}
