"""The answers of the protocol's six verbs, and of its errors, as XML."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from lxml import etree

from publish.export.citation import citation
from publish.export.site import Site, site_of
from publish.site.ask import Ask
from publish.site.oai import dublincore, items
from publish.site.oai.asked import PREFIX, SECOND, Asked, Refused, read, token
from publish.site.oai.items import Item
from publish.site.xml import XML, under

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
AT_ONCE = 100  # records of one answer


class Harvest:
    """One request under way: the database, the site, the moment at which its build was put in place."""

    def __init__(self, db: sqlite3.Connection, ask: Ask, made_at: datetime) -> None:
        self.db = db
        self.base = ask.base
        self.site: Site = site_of(db, ask.base)
        self.title = ask.site.title("en")
        # The protocol wants one of every archive; where nobody said whose, none that could be somebody's.
        self.contact: str = ask.site.build["contact"] or f"nobody@{items.NOWHERE}"
        self.datestamp = made_at
        self.written = made_at.strftime(SECOND)


def answer(db: sqlite3.Connection, ask: Ask, pairs: Sequence[tuple[str, str]], made_at: datetime, now: str) -> bytes:
    """The whole answer to the pairs of a request. `now` is when it is given, in UTC."""
    harvest = Harvest(db, ask, made_at)
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})  # type: ignore[dict-item]
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    under(root, "responseDate", now)
    request = under(root, "request", f"{ask.base}/oai")
    try:
        asked = read(pairs)
        for name, value in ({"verb": asked.verb} | asked.arguments).items():
            request.set(name, value)
        holder = etree.Element(f"{{{OAI}}}{asked.verb}")
        VERBS[asked.verb](harvest, asked, holder)
        root.append(holder)
    except Refused as refused:
        under(root, "error", refused.what, {"code": refused.code})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _identify(harvest: Harvest, asked: Asked, holder: etree._Element) -> None:
    under(holder, "repositoryName", harvest.title)
    under(holder, "baseURL", f"{harvest.base}/oai")
    under(holder, "protocolVersion", "2.0")
    under(holder, "adminEmail", harvest.contact)
    under(holder, "earliestDatestamp", harvest.written)
    # What was taken down is told for ever; what left in another way, with its source or by a rule, is not.
    under(holder, "deletedRecord", "transient")
    under(holder, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    own = etree.SubElement(under(holder, "description"), f"{{{IDENTIFIER}}}oai-identifier", nsmap={None: IDENTIFIER})  # type: ignore[dict-item]
    own.set(f"{{{XSI}}}schemaLocation", f"{IDENTIFIER} {IDENTIFIER}.xsd")
    under(own, "scheme", "oai")
    under(own, "repositoryIdentifier", items.namespace(harvest.base))
    under(own, "delimiter", ":")
    under(own, "sampleIdentifier", items.identifier(harvest.base, "d0123456789abcdef"))


def _formats(harvest: Harvest, asked: Asked, holder: etree._Element) -> None:
    if asked.identifier is not None:
        items.of_identifier(harvest.db, harvest.base, asked.identifier)
    found = under(holder, "metadataFormat")
    under(found, "metadataPrefix", PREFIX)
    under(found, "schema", dublincore.SCHEMA)
    under(found, "metadataNamespace", dublincore.CONTAINER)


def _sets(harvest: Harvest, asked: Asked, holder: etree._Element) -> None:
    if "resumptionToken" in asked.arguments:
        raise Refused("badResumptionToken", "All sets come in one list.")
    for name, title in items.sets(harvest.db):
        found = under(holder, "set")
        under(found, "setSpec", name)
        under(found, "setName", title)


def _get(harvest: Harvest, asked: Asked, holder: etree._Element) -> None:
    _record(harvest, holder, items.of_identifier(harvest.db, harvest.base, asked.identifier or ""))


def _list(harvest: Harvest, asked: Asked, holder: etree._Element) -> None:
    outside = (asked.since and harvest.datestamp < asked.since) or (asked.until and harvest.datestamp > asked.until)
    found = [] if outside else items.page(harvest.db, asked.set, asked.after, AT_ONCE)
    if not found:
        if asked.cursor:
            raise Refused("badResumptionToken", "The list has changed: there is a new build. Ask again from its start.")
        raise Refused("noRecordsMatch", "No document fits.")
    for item in found[:AT_ONCE]:
        if asked.verb == "ListRecords":
            _record(harvest, holder, item)
        else:
            _header(harvest, holder, item)
    goes_on = len(found) > AT_ONCE
    if goes_on or asked.cursor:
        # The last part of a list ends with an empty token.
        next_part = token(asked, found[AT_ONCE - 1].id, asked.cursor + AT_ONCE) if goes_on else None
        size = {"completeListSize": str(items.total(harvest.db, asked.set)), "cursor": str(asked.cursor)}
        under(holder, "resumptionToken", next_part, size)


def _header(harvest: Harvest, parent: etree._Element, item: Item) -> None:
    header = under(parent, "header", attributes={"status": "deleted"} if item.row is None else {})
    under(header, "identifier", items.identifier(harvest.base, item.id))
    under(header, "datestamp", harvest.written)
    for name in items.sets_of(item.row) if item.row is not None else ():
        under(header, "setSpec", name)


def _record(harvest: Harvest, parent: etree._Element, item: Item) -> None:
    record = under(parent, "record")
    _header(harvest, record, item)
    if item.row is None:
        return
    spaces = {"oai_dc": dublincore.CONTAINER, "dc": dublincore.SPACE}
    holder = etree.SubElement(under(record, "metadata"), f"{{{dublincore.CONTAINER}}}dc", nsmap=spaces)
    holder.set(f"{{{XSI}}}schemaLocation", f"{dublincore.CONTAINER} {dublincore.SCHEMA}")
    for name, text, language in dublincore.elements(harvest.db, item.row, citation(item.row, harvest.site)):
        element = under(holder, f"{{{dublincore.SPACE}}}{name}", text)
        if language:
            element.set(XML + "lang", language)


VERBS: dict[str, Callable[[Harvest, Asked, etree._Element], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
