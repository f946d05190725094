"""Nexis Uni as Word files: many articles in one file, each ended by a line `End of Document`.

A record is the verbatim XML of an article's paragraphs inside `word/document.xml`. Other Word files are recognised too,
so that they end in quarantine with a reason and not as a heap of XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from lxml import etree

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.clean.fold import fold
from ingest.clean.result import normalise
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.press.article import draft_of
from ingest.readers.press.nexisfields import BY_LABEL, CUT, END, Certificate, certificate_of, uni_article_of
from ingest.readers.press.office import has_member, member, opened
from ingest.readers.press.xmltree import xml_tree
from ingest.readers.stream import Stream
from ingest.readers.whole import whole_file

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
ROOT = re.compile(rb"<\w+:document\b[^>]*>")
BODY = re.compile(rb"<\w+:body\b[^>]*>")
PARAGRAPH_END = b"</w:p>"
PARAGRAPH = re.compile(rb"<w:p[ >].*?</w:p>", re.DOTALL)
TAG = re.compile(rb"<[^<>]*>")
LINK = re.compile(rb"<Relationship\b[^<>]*>")
URN = re.compile(r"urn:contentItem:[A-Z0-9]{4}-[A-Z0-9-]{10,40}")
USED = re.compile(rb'\br:id="([^"]+)"')


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What an article needs beside its own XML: the names of its tags, the cover, its address at Nexis."""

    root: str
    certificate: Certificate | None = None
    urn: str | None = None


def recognises(head: bytes) -> bool:
    """Any Word file."""
    return has_member(head, b"word/")


def records(stream: Stream) -> Iterator[Found]:
    """A record for each article; a Word file of anything else is one record with a fault."""
    file = next(whole_file(stream))
    try:
        with opened(file) as archive:
            xml, relations = member(archive, DOCUMENT), member(archive, RELATIONS)
        yield from _articles(xml, relations)
    except BadRecord as fault:
        yield msgspec.structs.replace(file, fault=fault)


def _articles(xml: bytes, relations: bytes) -> Iterator[Found]:
    root, body = ROOT.search(xml), BODY.search(xml)
    ends = [found.end() for found in _paragraphs(xml) if END.search(_text(found.group()))]
    if root is None or body is None or not ends:
        raise BadRecord(
            "no-article",
            "This Word file holds no article of Nexis: no line says End of Document.",
            todo="Save it as plain text, if it is an article, or as HTML.",
        )
    cover = certificate_of("\n".join(_text(found.group()) for found in _paragraphs(xml[: ends[0]])))
    urns = _urns(relations)
    for start, end in zip([body.end(), *ends[:-1]], ends, strict=True):
        raw = xml[start:end]
        used = (urns.get(found.group(1).decode("utf-8", "replace")) for found in USED.finditer(raw))
        around = Around(
            root=root.group().decode("utf-8", "replace"), certificate=cover, urn=next(filter(None, used), None)
        )
        place = Place(member=DOCUMENT, offset=start, length=end - start)
        yield Found(place=place, raw=raw, context=msgspec.json.encode(around))
    if any(_text(found.group()) for found in _paragraphs(xml[ends[-1] :])):
        rest = Place(member=DOCUMENT, offset=ends[-1], length=len(xml) - ends[-1])
        yield Found(place=rest, raw=xml[ends[-1] :], fault=CUT)


def _paragraphs(xml: bytes) -> Iterator[re.Match[bytes]]:
    return PARAGRAPH.finditer(xml, 0, xml.rfind(PARAGRAPH_END) + len(PARAGRAPH_END))  # none behind that has an end


def _text(paragraph: bytes) -> str:
    return TAG.sub(b"", paragraph).decode("utf-8", "replace").strip()


def _urns(relations: bytes) -> dict[str, str]:
    """The ids of links in the file, and the number of the document at Nexis to which each leads."""
    found = {}
    for link in LINK.finditer(relations):
        text = link.group().decode("utf-8", "replace").replace("%3A", ":").replace("%3a", ":")
        id, urn = re.search(r'\bId="([^"]+)"', text), URN.search(text)
        if id and urn:
            found[id.group(1)] = urn.group()
    return found


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The article. Raises BadRecord `no-article`, `damaged`."""
    if context is None:
        raise BadRecord("no-context", "An article of a Word file cannot be read without the file.")
    around = msgspec.json.decode(context, type=Around)
    tree = xml_tree(around.root + raw.decode("utf-8", "replace") + "</w:document>")
    lines, breaks = _lines(tree)
    body = next((at for at, line in enumerate(lines) if BY_LABEL.get(fold(line)) == "body"), len(lines))
    starts = [at for at in breaks if at <= body]
    article = uni_article_of(lines, starts[-1] if starts else None, around.certificate)
    article.number = around.urn
    return draft_of(article)


def _lines(tree: etree._Element) -> tuple[Sequence[str], Sequence[int]]:
    """The paragraphs as lines, and the numbers of those that stand first after a page or section break."""
    lines: list[str] = []
    breaks: list[int] = []
    for paragraph in tree.iter("{*}p"):
        text = "".join(_run(node) for node in paragraph.iter("{*}t", "{*}br", "{*}tab"))
        lines.extend(normalise(part).strip() for part in text.split("\n"))
        if next(paragraph.iter("{*}sectPr"), None) is not None:
            breaks.append(len(lines))
    return lines, breaks


def _run(node: etree._Element) -> str:
    if node.tag.endswith("}t"):
        return node.text or ""
    return "\n" if node.tag.endswith("}br") else " "


READER = Reader(
    name="nexisdocx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    recognises=recognises,
    records=records,
    draft=draft,
)
