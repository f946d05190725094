"""A citation as COinS (ContextObjects in Spans): what reference managers read from a page with nothing to click.

The keys are those that Zotero writes and reads for kinds without a format of their own: Dublin Core with Zotero's names
of types.
"""

from __future__ import annotations

from publish import parameters
from publish.export.citation import Citation

TYPES = {"article-newspaper": "newspaperArticle", "webpage": "webpage", "post": "forumPost"}


def coins(one: Citation) -> str:
    """The title attribute of a `<span class="Z3988">`; the page has yet to escape it for HTML."""
    pairs: list[tuple[str, str | None]] = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", TYPES.get(one.type, "document")),
        ("rft.title", one.title),
        ("rft.source", one.container_title),
    ]
    first = one.author[0] if one.author else None
    if first is not None and not first.literal:
        pairs += [("rft.aufirst", first.given), ("rft.aulast", first.family)]
    pairs += [("rft.au", name.plain) for name in one.author]
    pairs += [
        ("rft.date", one.issued),
        ("rft.identifier", one.URL or one.archive_location),
        ("rft.language", one.language),
        ("rft.description", one.abstract),
        ("rft_id", one.archive_location),
    ]
    return parameters.written((name, value) for name, value in pairs if value)
