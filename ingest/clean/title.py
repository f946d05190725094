"""The title of a page, freed of the site's name."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_SEPARATOR = re.compile(r"\s+[|·•»«:—–-]+\s+|\s*\|\s*")


def head_title(tree: HtmlElement) -> str | None:
    """The title as the head of the page gives it for sharing, or else its <title>."""
    for name in ("og:title", "twitter:title"):
        for meta in tree.iterfind(f".//meta[@property='{name}']"):
            if (meta.get("content") or "").strip():
                return str(meta.get("content")).strip()
    title = tree.findtext(".//title")
    return title.strip() if title and title.strip() else None
