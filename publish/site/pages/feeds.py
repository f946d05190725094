"""New documents as an Atom feed (RFC 4287), the newest in the corpus first.

A document's entry is updated when it was retrieved: the build knows of no other time at which it came. So the same
build says the same, whenever it is asked.
"""

from __future__ import annotations

import re
import sqlite3
from urllib.parse import urlencode

from lxml import etree

from corpus.web.wording import typeset
from publish.export.citation import CITED, Citation, citation, one_line
from publish.export.site import Site, site_of
from publish.site.ask import Answer, Ask, Missing
from publish.site.look import visible
from publish.site.queries import Row, rows
from publish.site.xml import XML, new_root, under, xml_file

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
ENTRIES = 50
SUMMARY = 400  # code points
LONG_AGO = "1970-01-01T00:00:00Z"  # where nothing says when: Atom wants a time
_TIME = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?\Z"
)


def feed(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/feed.atom?case=...&language=...`"""
    case, language = ask.one("case"), ask.one("language")
    named = rows(db, "SELECT title_en, title_fr FROM cases WHERE id = ?", case) if case else []
    if case and not named:
        return Missing("case")
    site = site_of(db, ask.base)
    chosen = {"case": case, "language": language}
    query = urlencode({name: value for name, value in chosen.items() if value})
    address = f"{ask.base}/feed.atom{'?' + query if query else ''}"
    title = ask.site.title(ask.words.language)
    if named:
        title += ask.words.t("colon") + " " + typeset(named[0][f"title_{ask.words.language}"], ask.words.language)
    found = newest(db, case, language)
    root = new_root(ATOM, "feed")
    root.set(XML + "lang", ask.words.language)
    under(root, "id", address)
    under(root, "title", str(title))
    under(root, "subtitle", str(ask.words.t("feed.what")))
    under(root, "updated", max((_updated(row) for row in found), default=LONG_AGO))
    under(root, "link", attributes={"rel": "self", "type": MEDIA_TYPE, "href": address})
    under(root, "link", attributes={"rel": "alternate", "type": "text/html", "href": f"{ask.base}/"})
    under(under(root, "author"), "name", ask.site.title(ask.words.language))
    under(root, "generator", "Hustings", {"version": site.hustings})
    for row in found:
        _entry(root, row, citation(row, site), site)
    return xml_file(root, MEDIA_TYPE)


def newest(db: sqlite3.Connection, case: str | None, language: str | None) -> list[Row]:
    """The documents that were retrieved last, with what a citation needs; then those published last."""
    first = rows(
        db,
        "SELECT documents.number FROM documents JOIN observations ON observations.document = documents.number"
        " AND observations.first = 1 JOIN records ON records.number = observations.record"
        " JOIN sources ON sources.number = records.source"
        ' WHERE (:case IS NULL OR documents."case" = :case) AND (:language IS NULL OR documents.language = :language)'
        " ORDER BY coalesce(records.retrieved_at, sources.retrieved_at) DESC NULLS LAST,"
        " documents.published_at DESC NULLS LAST, documents.number DESC LIMIT :limit",
        case=case,
        language=language,
        limit=ENTRIES,
    )
    return [rows(db, f"{CITED} WHERE documents.number = ?", found["number"])[0] for found in first]


def _entry(parent: etree._Element, row: Row, one: Citation, site: Site) -> None:
    entry = under(parent, "entry")
    if one.language:
        entry.set(XML + "lang", one.language)
    under(entry, "id", one.archive_location)
    under(entry, "title", visible(one.title))
    under(entry, "link", attributes={"rel": "alternate", "type": "text/html", "href": one.archive_location})
    if one.URL:
        under(entry, "link", attributes={"rel": "via", "href": one.URL})
    under(entry, "updated", _updated(row))
    published = timestamp(row["published_at"])
    if published is not None:
        under(entry, "published", published)
    for name in one.author:
        under(under(entry, "author"), "name", visible(name.plain))
    if row["case"]:
        under(entry, "category", attributes={"term": row["case"], "scheme": f"{site.address}/cases"})
    under(entry, "category", attributes={"term": one.kind})
    under(entry, "summary", visible(_summary(row)), {"type": "text"})


def _updated(row: Row) -> str:
    return timestamp(row["retrieved_at"]) or timestamp(row["updated_at"]) or timestamp(row["published_at"]) or LONG_AGO


def timestamp(value: str | None) -> str | None:
    """A time as RFC 3339 wants it, whole, of a date of any precision (its first moment); None of what is no date."""
    match = _TIME.match(value or "")
    if match is None:
        return None
    year, month, day, clock, seconds, zone = match.groups()
    return f"{year}-{month or '01'}-{day or '01'}T{clock or '00:00'}{seconds or ':00'}{zone or 'Z'}"


def _summary(row: Row) -> str:
    words = one_line(row["deck"]) or one_line(row["text"][: 4 * SUMMARY])
    return words if len(words) <= SUMMARY else words[:SUMMARY].rsplit(" ", 1)[0] + "…"
