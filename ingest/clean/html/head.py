"""What the head of a page says before anything is read: enough to tell title and deck apart from the body."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from ingest.clean.html.title import free_of_site

Metas = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Head:
    """`title` is freed of the site's name; `metas`: the contents of the <meta> elements by name, in small letters."""

    title: str | None
    description: str | None
    metas: Metas


def read_head(tree: HtmlElement) -> Head:
    """The head of a parsed page; looks at the whole page, since broken markup moves head elements into the body."""
    metas = _metas(tree)
    titles = (
        metas.get("og:title", [])
        + metas.get("twitter:title", [])
        + [" ".join((tree.findtext(".//title") or "").split())]
    )
    title = next(filter(None, titles), None)
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1", "h2", "h3")]
    site = next(iter(metas.get("og:site_name", [])), None)
    descriptions = metas.get("og:description", []) + metas.get("description", []) + metas.get("twitter:description", [])
    return Head(free_of_site(title, site, headings) if title else None, next(iter(descriptions), None), metas)


def _metas(tree: HtmlElement) -> Metas:
    metas: Metas = {}
    for meta in tree.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        if content:
            for name in {meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv")} - {None}:
                metas.setdefault(str(name).strip().lower(), []).append(content)
    return metas
