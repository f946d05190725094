"""What programs that translate pages leave in their markup."""

from __future__ import annotations

import re

_HTML_TAG = re.compile(
    r"<html\b[^>]{0,2000}?\bclass\s*=\s*[\"'][^\"']{0,1000}?\b(translated-(?:ltr|rtl))\b", re.IGNORECASE
)
_HEAD = 20_000  # characters within which a page has its <html>
# A browser's translator wraps what it writes in <font> elements of this style, two for each piece of text.
_FONT = re.compile(r"<font\b[^>]{0,80}vertical-align:\s*inherit", re.IGNORECASE)
_FONTS = 4
_SERVICES = ("gtranslate", "weglot", "conveythis")  # each names the language that a site is written in
_WRITTEN_IN = re.compile(
    r"[\"'\\]*(?:default_language|language_from|originalLanguage|source_language)[\"'\\]*\s*:\s*[\"'\\]+([a-z]{2})\b"
)


def translator_traces(page: str) -> tuple[str, ...]:
    """The traces in the text of a page: markup as it stands, or `written in fr` where a translation service says so."""
    traces = []
    if said := _HTML_TAG.search(page[:_HEAD]):
        traces.append(f"class={said.group(1).lower()}")
    if "vertical-align" in page and len(_FONT.findall(page)) >= _FONTS:
        traces.append('<font style="vertical-align: inherit">')
    if any(service in page for service in _SERVICES) and (said := _WRITTEN_IN.search(page)):
        traces.append(f"written in {said.group(1)}")
    return tuple(traces)
