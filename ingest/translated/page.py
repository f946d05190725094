"""What a page says, or its markup betrays, of having been translated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from corpus.model import Document
from ingest.translated.evidence import Evidence

EXPLICIT = 6.0  # enough alone
SERVICE = 3.5  # a translation service names another language: people may have gone over its work
FROM_ANOTHER = 2.0  # "Translated from French" without a word of who did it
_LINE = 200  # characters; a statement of translation is a line of its own, or nearly
_PART = 400  # characters of a paragraph that are looked at for such a statement
_ENDS = 4  # blocks at either end of a document that may hold one
_THIS = (
    r"(?:this (?:article|page|text|post|story|content|translation|document|is an?)"
    r"|cet article|cette (?:page|traduction)|ceci est une|ce (?:texte|billet|contenu|document))"
)
_TRANSLATED = r"(?:translat(?:ed|ion)|traduite?s?|traduction)"
_MACHINE = re.compile(
    r"\b(?:google|deepl|bing|microsoft translator|yandex|reverso|systran|chatgpt|machine|automatically|automatic"
    r"|automatiquement|automatique|artificial intelligence|intelligence artificielle|an ai|une ia)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b{_THIS} [^.\n]{{0,80}}\b{_TRANSLATED}\b[^.\n]{{0,80}}"  # "This article was automatically translated."
    rf"|^\W{{0,4}}{_TRANSLATED}\b[^\n]{{0,80}}$"  # "Traduit de l’anglais par Google"
    rf"|^\W{{0,4}}(?:automatic|automatically|machine|google)[- ]{_TRANSLATED}(?: (?:from|by)\b[^.\n]{{0,40}})?\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM = re.compile(
    r"\W{0,4}(?:translated from (?:the )?(?:french|english)|traduite? d(?:e l['’]anglais|u français))\W{0,4}$",
    re.IGNORECASE,
)
_WRITTEN_IN = "written in "  # as ingest.clean.html.translator words it
_TRANSLATED_HOST = re.compile(r"(?:\.translate\.goog|^translate\.google\.[a-z.]+|^translate\.googleusercontent\.com)$")


def page_evidence(document: Document, traces: Sequence[str]) -> Iterator[Evidence]:
    """The evidence outside the text itself; `traces` are what a translating program left in the markup."""
    yield from _statements(document)
    yield from _addresses(document)
    yield from _markup(document, traces)


def _statements(document: Document) -> Iterator[Evidence]:
    ends = (*document.blocks[:_ENDS], *document.blocks[-_ENDS:])
    parts = [
        document.text[block.start : block.end][:_PART] for block in ends if block.kind in ("paragraph", "list_item")
    ]
    parts += [removed.text for removed in document.removed if len(removed.text) <= _LINE]
    for part in parts:
        said = _SAID.search(part)
        if said is None:
            continue
        if _MACHINE.search(said.group()):
            yield Evidence("statement", EXPLICIT, said.group().strip())
            return
        if _FROM.match(said.group()):
            yield Evidence("statement", FROM_ANOTHER, said.group().strip())
            return


def _addresses(document: Document) -> Iterator[Evidence]:
    for address in (document.url, document.canonical_url):
        try:
            host = urlsplit(address or "").hostname or ""
        except ValueError:
            continue
        if _TRANSLATED_HOST.search(host):
            yield Evidence("address", EXPLICIT, host)
            return


def _markup(document: Document, traces: Sequence[str]) -> Iterator[Evidence]:
    for trace in traces:
        if not trace.startswith(_WRITTEN_IN):
            yield Evidence("markup", EXPLICIT, trace)
        elif trace.removeprefix(_WRITTEN_IN) != document.language:
            yield Evidence("markup", SERVICE, trace)
