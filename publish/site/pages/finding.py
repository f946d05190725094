"""What leads others to the site: sitemap (sitemaps.org), robots.txt (RFC 9309) and OpenSearch description."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from urllib.parse import quote

from publish.site.ask import Answer, Ask, File, Missing
from publish.site.queries import number
from publish.site.searched.asked import VIEWS
from publish.site.xml import new_root, under, xml_file

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
MOST = 50_000  # addresses of one sitemap, by its protocol
PAGES = ("/", "/documents", "/cases", "/actors", "/tactics", "/about")
SHORT_NAME = 16  # characters, by OpenSearch
DESCRIPTION = 1024


def sitemap_index(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/sitemap.xml`: the sitemaps there are."""
    root = new_root(SITEMAP, "sitemapindex")
    parts = -(-number(db, "SELECT coalesce(max(number), 0) FROM documents") // MOST)
    for name in ("pages", *(f"documents-{part}" for part in range(1, parts + 1))):
        under(under(root, "sitemap"), "loc", f"{ask.base}/sitemap-{name}.xml")
    return xml_file(root, "application/xml")


def sitemap(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/sitemap-pages.xml`, `/sitemap-documents-1.xml`: at most 50,000 addresses each."""
    name = ask.variables["name"]
    paths = _pages(db) if name == "pages" else _documents(db, int(name.removeprefix("documents-")))
    root = new_root(SITEMAP, "urlset")
    for path in paths:
        under(under(root, "url"), "loc", ask.base + path)
    if not len(root):
        return Missing("page")
    return xml_file(root, "application/xml")


def _pages(db: sqlite3.Connection) -> list[str]:
    """Our pages, and those of cases, tactics and actors that have documents."""
    found = [
        *PAGES,
        *(f"/case/{quote(row[0], safe='')}" for row in db.execute("SELECT id FROM cases ORDER BY position")),
    ]
    for kind, key, table in (("tactic", "slug", "tactics"), ("actor", "id", "actors")):
        used = db.execute(f"SELECT {key} FROM {table} WHERE documents > 0 ORDER BY documents DESC, {key}")
        found += [f"/{kind}/{quote(row[0], safe='')}" for row in used]
    return found[:MOST]


def _documents(db: sqlite3.Connection, part: int) -> Iterator[str]:
    # Documents are numbered from 1 without a gap, so that a part is a stretch of the key.
    first = (part - 1) * MOST
    for row in db.execute(
        "SELECT id FROM documents WHERE number > ? AND number <= ? ORDER BY number", (first, first + MOST)
    ):
        yield f"/document/{quote(row[0], safe='')}"


def robots(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/robots.txt`: the pages that people read may be indexed; searches and raw tables, which have no end, not.

    Nothing of a site that was built for a team.
    """
    if ask.site.build["tier"] != "public":
        return File(b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")
    name = ask.site.name
    # Some readers of this file take `/site?` for all that begins with `/site`, and the first rule that fits.
    lines = [
        "User-agent: *",
        "Allow: /sitemap",
        *(f"Disallow: /{view}" for view in VIEWS),
        f"Disallow: /{name}/",
        f"Disallow: /{name}?",
        f"Disallow: /{name}.",
    ]
    lines += ["Disallow: /*?layers=", "Disallow: /oai", "", f"Sitemap: {ask.base}/sitemap.xml", ""]
    return File("\n".join(lines).encode("utf-8"), "text/plain; charset=utf-8")


def opensearch(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/opensearch.xml`: by it a browser can search the site from its address bar."""
    title = ask.site.title(ask.words.language)
    root = new_root(OPENSEARCH, "OpenSearchDescription")
    under(root, "ShortName", title if len(title) <= SHORT_NAME else title[: SHORT_NAME - 1].rstrip() + "…")
    under(root, "LongName", title[:48])
    under(root, "Description", str(ask.words.t("opensearch.what", title=title).unescape())[:DESCRIPTION])
    under(root, "Url", attributes={"type": "text/html", "template": f"{ask.base}/search?q={{searchTerms}}"})
    under(
        root,
        "Url",
        attributes={
            "type": "application/opensearchdescription+xml",
            "rel": "self",
            "template": f"{ask.base}/opensearch.xml",
        },
    )
    for language in ("en", "fr"):
        under(root, "Language", language)
    under(root, "InputEncoding", "UTF-8")
    under(root, "OutputEncoding", "UTF-8")
    return xml_file(root, "application/opensearchdescription+xml")
