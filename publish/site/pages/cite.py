"""How to cite a document: for its page, and as files that reference managers read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from markupsafe import Markup

from publish.export import bibtex, csl, ris, tei
from publish.export.citation import CITED, Citation, citation
from publish.export.coins import coins
from publish.export.names import Name
from publish.export.schemaorg import as_data_block, described
from publish.export.site import Site, site_of
from publish.site.ask import Answer, Ask, File, Handler, Missing
from publish.site.look import visible
from publish.site.reading import read

Write = Callable[[Iterable[Citation]], Iterator[bytes]]


def cited(db: sqlite3.Connection, ask: Ask) -> tuple[Citation, Site] | None:
    """The citation of the document that the address names, and the site; None where there is no such document."""
    row = db.execute(f"{CITED} WHERE documents.id = ?", (ask.variables["id"],)).fetchone()
    site = site_of(db, ask.base)
    return (citation(row, site), site) if row is not None else None


def cite_box(db: sqlite3.Connection, ask: Ask, words: int) -> dict[str, Any]:
    """What the page of a document shows and holds: the citation in words, COinS, JSON-LD, the permanent address."""
    found = cited(db, ask)
    if found is None:
        return {}
    one, site = found
    return {
        "words": in_words(one, ask, site),
        "coins": coins(one),
        "json_ld": as_data_block(described(one, site, words)),
        "address": one.archive_location,
    }


def in_words(one: Citation, ask: Ask, site: Site) -> Markup:
    """The citation as a reference list has it, in the reader's language: who, title, where, when, and where it is."""
    t = ask.words.t
    title = visible(one.title)
    parts = [
        t("cite.authors", names=t("cite.between").join(_authors(one.author, ask))) if one.author else Markup(),
        t("cite.untitled", words=title) if one.untitled else t("cite.title", title=title),
        t("cite.genre", genre=visible(one.genre)) if one.genre else Markup(),
        t("cite.in", outlet=visible(one.container_title)) if one.container_title and not one.genre else Markup(),
        t("cite.issued", date=ask.words.date(one.issued)) if one.issued else t("cite.undated"),
        t("cite.url", url=visible(one.URL)) if one.URL else Markup(),
        t("cite.accessed", date=ask.words.date(one.accessed)) if one.accessed else Markup(),
        t("cite.archive", archive=site_title(site, ask), address=one.archive_location, build=site.hash[:12]),
    ]
    return Markup(" ").join(part for part in parts if part)


def site_title(site: Site, ask: Ask) -> str:
    """What the corpus is called in the reader's language."""
    return site.title_in(ask.words.language)


def _authors(names: tuple[Name, ...], ask: Ask) -> list[str]:
    """The first as lists sort it, the others as one says them; after the third, « and others »."""
    shown = [visible(name.sorted if place == 0 else name.plain) for place, name in enumerate(names[:3])]
    return [*shown, str(ask.words.t("cite.others"))] if len(names) > 3 else shown


def _handler(write: Write, media_type: str) -> Handler:
    def handler(db: sqlite3.Connection, ask: Ask) -> Answer:
        found = cited(db, ask)
        if found is None:
            return Missing("document")
        return File(b"".join(write([found[0]])), media_type)

    return handler


def document_tei(db: sqlite3.Connection, ask: Ask) -> Answer:
    """`/document/<id>.tei.xml`: the text in its blocks, with its annotations."""
    found, reading = cited(db, ask), read(db, ask.variables["id"])
    if found is None or reading is None:
        return Missing("document")
    return File(tei.tei_file(reading, *found), tei.MEDIA_TYPE)


document_bib = _handler(bibtex.bibtex, bibtex.MEDIA_TYPE)
document_ris = _handler(ris.ris, ris.MEDIA_TYPE)
document_csl = _handler(csl.csl, csl.MEDIA_TYPE)
