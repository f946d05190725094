"""A document as simple Dublin Core, the one format that every harvester reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from publish.export.citation import Citation, one_line
from publish.site.queries import Row, rows

SPACE = "http://purl.org/dc/elements/1.1/"
CONTAINER = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
TYPES = {"article": "newspaper article", "post": "post", "comment": "comment", "page": "web page"}


def elements(db: sqlite3.Connection, row: Row, one: Citation) -> Iterator[tuple[str, str, str | None]]:
    """The elements of a document: name, text, language of the text where it is the document's."""
    yield "title", one.title, one.language
    for name in one.author:
        yield "creator", name.sorted, None
    for tag in rows(db, "SELECT tag FROM tags WHERE document = ? ORDER BY number", row["number"]):
        yield "subject", one_line(tag["tag"]), one.language
    for case in rows(db, "SELECT title_en, title_fr FROM cases WHERE id = ?", row["case"]):
        yield "subject", case["title_en"], "en"
        if case["title_fr"] != case["title_en"]:
            yield "subject", case["title_fr"], "fr"
    if one.abstract:
        yield "description", one.abstract, one.language
    if one.container_title:
        yield "publisher", one.container_title, None
    if one.issued:
        yield "date", one.issued, None
    yield "type", "Text", None
    yield "type", TYPES.get(one.kind, one.kind), "en"
    yield "format", "text/html", None
    yield "identifier", one.archive_location, None
    yield "identifier", one.id, None
    if one.URL:
        yield "source", one.URL, None
    if one.language:
        yield "language", one.language, None
    yield "relation", one.archive, None
    for note in rows(
        db,
        "SELECT DISTINCT sources.rights FROM observations JOIN records ON records.number = observations.record"
        " JOIN sources ON sources.number = records.source"
        " WHERE observations.document = ? AND sources.rights IS NOT NULL ORDER BY 1",
        row["number"],
    ):
        yield "rights", one_line(note["rights"]), None
