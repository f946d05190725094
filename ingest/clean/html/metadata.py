"""What a page says about its article: title, byline, outlet, section, tags, language, address.

Each is read from JSON-LD first, then from the head, then from the markup around the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from ingest.clean.dateline import moment_of
from ingest.clean.fold import fold
from ingest.clean.html.cues import strong_cue
from ingest.clean.html.head import Head, Metas
from ingest.clean.html.jsonld import Node, is_free, strings
from ingest.clean.html.title import free_of_site, site_in_title

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$", re.IGNORECASE)
_BY = re.compile(
    r"^(?:(?:écrit |written |posted |publié |propos recueillis |analyse |analysis )?(?:par|by|de|from)\b\s*:?"
    r"|(?:auteur|author)\s*:)\s*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?://|^@?\w+\.\w{2,}$|^(?:admin|administrator|webmaster|user|null|undefined|author|auteur|unknown)$",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(r"\s+(?:[|·•–—]|-)\s+|\s+(?:published|updated|publié|mis à jour|posted)\b", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:[Pp]ar|PAR|[Bb]y|BY)\s+([A-ZÀ-Ý][^|\n,;]{2,80})")
_LONGEST_NAME = 120  # characters; more is a biography
_LONGEST_TAG = 80
_PARTED = re.compile(r"\s*[;,]\s*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """None and () where the page does not say."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    canonical_url: str | None = None
    free: bool | None = None  # schema.org isAccessibleForFree


def read_metadata(tree: HtmlElement, head: Head, node: Node, base: str | None = None) -> Metadata:
    """Everything but the dates (see pagedate.py); before scripts are stripped from the tree."""
    metas = head.metas
    canonical = _canonical(tree, metas, base)
    outlet = _outlet(node, metas) or _outlet_in_title(tree, canonical or base)
    title = first(strings(node.get("headline"))) or head.title
    return Metadata(
        title=free_of_site(title, outlet, ()) if title else None,
        byline=_byline(tree, node, metas),
        outlet=outlet,
        section=first(
            strings(node.get("articleSection")) or metas.get("article:section", []) or metas.get("section", [])
        ),
        tags=_tags(tree, node, metas),
        language=_language(tree, node, metas),
        canonical_url=canonical,
        free=is_free(tree),
    )


def first(values: Iterable[str]) -> str | None:
    """The first of some values; None where there are none."""
    return next(iter(values), None)


def _outlet(node: Node, metas: Metas) -> str | None:
    named = strings(node.get("publisher")) if isinstance(node.get("publisher"), (dict, list)) else []
    found = metas.get("og:site_name", []) + named + metas.get("application-name", []) + metas.get("dc.publisher", [])
    for name in found:
        if len(name) <= _LONGEST_NAME and not name.startswith(("http", "@")):
            return name
    return None


def _outlet_in_title(tree: HtmlElement, address: str | None) -> str | None:
    try:
        host = urlsplit(address or "").hostname
    except ValueError:
        return None
    return site_in_title(tree.findtext(".//title") or "", host) if host else None


def _byline(tree: HtmlElement, node: Node, metas: Metas) -> str | None:
    candidates = [
        strings(node.get("author")) or strings(node.get("creator")),
        metas.get("author", []),
        metas.get("article:author", []) + metas.get("dc.creator", []) + metas.get("sailthru.author", []),
        metas.get("parsely-author", []) + metas.get("byl", []),
        list(_marked_names(tree)),
    ]
    for group in candidates:
        names = list(dict.fromkeys(name for name in map(_name, group) if name))
        if names:
            return ", ".join(names[:8])
    return None


def _marked_names(tree: HtmlElement) -> Iterator[str]:
    """Names marked as authors in the markup, the nearest to a name first; those of one kind only."""
    for path in (
        ".//*[@rel='author']",
        ".//*[@itemprop='author']",
        ".//*[@class='author-name']",
        ".//*[@class='author']",
        ".//*[@class='byline']",
        ".//*[@class='auteur']",
        ".//*[@class='article-author']",
        ".//*[@class='article__author']",
    ):
        elements = [element for element in tree.iterfind(path) if not _in_comments(element)]
        found = [" ".join(" ".join(element.itertext()).split()) for element in elements]
        found = [name for name in found if _name(name)]
        if found:
            yield from found[:4]
            return


def _in_comments(element: HtmlElement) -> bool:
    return any(strong_cue(box) == "comment" for box in (element, *element.iterancestors()))


def signed_by(line: str) -> str | None:
    """The name in a line that signs an article: `Par Jeanne Martin, le 3 mai 2017`; None where it does not say `by`."""
    found = _SIGNED.search(line)
    return _name(found.group(1)) if found else None


def _name(text: str) -> str | None:
    """A name without `by` before it and a date or a place after it."""
    text = _BY.sub("", " ".join(text.split()))
    moment = moment_of(text)
    if moment is not None and moment.verbatim:
        text = text[: fold(text).find(moment.verbatim)]
    text = _AFTER_NAME.split(text)[0].strip(" ,;|·•-–")
    if not text or len(text) > _LONGEST_NAME or _NO_NAME.search(text):
        return None
    return text


def _tags(tree: HtmlElement, node: Node, metas: Metas) -> tuple[str, ...]:
    groups = strings(node.get("keywords"))
    for name in ("article:tag", "parsely-tags", "news_keywords", "keywords"):
        groups = groups or metas.get(name, [])
    groups = groups or [" ".join(link.text_content().split()) for link in tree.iterfind(".//a[@rel='tag']")]
    found = [tag for group in groups for tag in _PARTED.split(group)]
    return tuple(dict.fromkeys(tag for tag in found if tag and len(tag) <= _LONGEST_TAG))


def _language(tree: HtmlElement, node: Node, metas: Metas) -> str | None:
    given = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang")]
    given += strings(node.get("inLanguage"))
    for name in ("content-language", "og:locale", "dc.language"):
        given += metas.get(name, [])
    for language in given:
        if language and _LANGUAGE.match(language.strip()):
            return str(language).strip().replace("_", "-")
    return None


def _canonical(tree: HtmlElement, metas: Metas, base: str | None) -> str | None:
    links = [
        link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for found in links + metas.get("og:url", []):
        try:
            whole = urljoin(base or "", found.strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return str(whole)
    return None


def base_url(tree: HtmlElement, url: str | None) -> str | None:
    """What relative links of the page start from: its <base>, itself resolved against the page's own address."""
    for base in tree.iter("base"):
        href = (base.get("href") or "").strip()
        try:
            return urljoin(url or "", href) if href else url
        except ValueError:
            return url
    return url
