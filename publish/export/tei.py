"""The published documents as TEI P5 (https://tei-c.org/guidelines/p5/): a teiCorpus, or one TEI document by itself.

Blocks keep their kind: headings begin a `<div>`, lists, quotations and captions are what they are. Annotations stand
off (`<standOff>`) and point into the blocks with TEI's `string-range(id,start,length)`, in code points. Every xml:id
begins with the document's id, so that documents may stand in one file.
"""

from __future__ import annotations

from typing import BinaryIO

from lxml import etree

from annotate.exchange.formats.refi import LAYER_NAMES
from annotate.exchange.formats.tei import TEI, XML, annotation_element
from annotate.exchange.labels import label
from annotate.exchange.xmltext import new_root, writable
from corpus.model import Layer
from corpus.web.wording import LANGUAGES
from publish.export.citation import Citation
from publish.export.names import Name
from publish.export.outgoing import Outgoing, annotations_of
from publish.export.site import Site
from publish.site.marks import covering
from publish.site.reading import Reading

MEDIA_TYPE = "application/tei+xml; charset=utf-8"
_T = f"{{{TEI}}}"
SHORT = {  # how much of a text is published, where it is not whole
    "excerpt": "Only the beginning of the text is published.",
    "citation": "The text is not published, only what it takes to cite it.",
}
ABOVE = ("title", "deck")  # blocks that are heads where they stand before all others
Placed = list[tuple[str, int, int]]  # a block's xml:id, its start and its end in the text
Codes = dict[tuple[Layer, str], str]  # a code and the xml:id of its category


def write_tei(out: Outgoing, file: BinaryIO) -> None:
    """A teiCorpus of all documents, written as it goes."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{_T}teiCorpus", nsmap={None: TEI}):
            xml.write("\n", _corpus_header(out.site), "\n")
            for reading, one in out.readings():
                xml.write(tei_document(reading, one, out.site), "\n")


def tei_file(reading: Reading, one: Citation, site: Site) -> bytes:
    """One document as a file of its own."""
    return etree.tostring(tei_document(reading, one, site), xml_declaration=True, encoding="UTF-8") + b"\n"


def tei_document(reading: Reading, one: Citation, site: Site) -> etree._Element:
    """One document: header, annotations, text."""
    root = new_root(TEI, "TEI")
    root.set(XML + "id", one.id)
    if one.language:
        root.set(XML + "lang", one.language)
    annotations = annotations_of(reading)
    codes: Codes = {
        code: f"{one.id}-c{number}" for number, code in enumerate(sorted({(a.layer, a.code) for a in annotations}), 1)
    }
    _header(root, reading, one, site, codes)
    text = etree.Element(f"{_T}text", {XML + "id": f"{one.id}-text"})
    placed = _body(text, reading, one)
    if annotations:
        stood_off = _under(_under(root, "standOff"), "listAnnotation")
        for number, a in enumerate(annotations, 1):
            target = _target(placed, a.start, a.end, f"{one.id}-text")
            annotation_element(stood_off, a, f"{one.id}-a{number}", codes[a.layer, a.code], target)
    root.append(text)
    return root


def _corpus_header(site: Site) -> etree._Element:
    header = new_root(TEI, "teiHeader")
    file = _under(header, "fileDesc")
    title = _under(file, "titleStmt")
    for language, words in (("en", site.title_en), ("fr", site.title_fr)):
        _under(title, "title", words, {XML + "lang": language})
    published = _under(file, "publicationStmt")
    _under(published, "publisher", site.title_en)
    if site.address:
        _under(published, "idno", f"{site.address}/", {"type": "URI"})
    _under(published, "idno", site.hash, {"type": "build"})
    _under(_under(file, "sourceDesc"), "p", "What each document was read from stands in its own header.")
    _software(_under(header, "encodingDesc"), site)
    return header


def _header(root: etree._Element, reading: Reading, one: Citation, site: Site, codes: Codes) -> None:
    header = _under(root, "teiHeader")
    file = _under(header, "fileDesc")
    title = _under(file, "titleStmt")
    _under(title, "title", one.title)
    for name in one.author:
        _author(title, name)
    published = _under(file, "publicationStmt")
    _under(published, "publisher", one.archive)
    _under(published, "idno", one.id, {"type": "hustings"})
    _under(published, "idno", one.archive_location, {"type": "URI"})
    rights = list(dict.fromkeys(seen["rights"] for seen in reading.observations if seen["rights"]))
    available = _under(published, "availability", attributes={"status": "restricted" if rights else "unknown"})
    for note in rights or ["Nothing is known of the rights in this text."]:
        _under(available, "p", note)
    if reading.document["shown"] in SHORT:
        _under(available, "p", SHORT[reading.document["shown"]])
    _source(_under(_under(file, "sourceDesc"), "bibl", attributes={"type": one.kind}), reading, one)
    encoding = _under(header, "encodingDesc")
    _normalized(encoding, reading.text)
    _software(encoding, site)
    if codes:
        _taxonomies(_under(encoding, "classDecl"), one, codes, reading)
    profile = _under(header, "profileDesc")
    if one.language:
        _under(_under(profile, "langUsage"), "language", one.language, {"ident": one.language})
    if reading.tags:
        keywords = _under(_under(profile, "textClass"), "keywords")
        for tag in reading.tags:
            _under(keywords, "term", tag)


def _source(bibl: etree._Element, reading: Reading, one: Citation) -> None:
    """What the text is a copy of, and where it was found."""
    _under(bibl, "title", one.title)
    for name in one.author:
        _author(bibl, name)
    if one.container_title:
        _under(bibl, "publisher", one.container_title)
    if one.issued:
        _under(bibl, "date", one.issued, {"when": one.issued})
    if one.URL:
        _under(bibl, "ref", one.URL, {"target": one.URL})
    if one.accessed:
        _under(bibl, "note", one.accessed, {"type": "retrieved"})
    for seen in reading.observations:
        _under(bibl, "note", f"{seen['name']}, {seen['place']}, sha256 {seen['record_sha256']}", {"type": "record"})


def _author(parent: etree._Element, name: Name) -> None:
    author = _under(parent, "author")
    if name.literal:
        author.text = writable(name.literal)
        return
    person = _under(author, "persName")
    if name.given:
        _under(person, "forename", name.given)
    _under(person, "surname", name.family)


def _normalized(encoding: etree._Element, text: str) -> None:
    """What was done to the text: cleaning, and the characters that XML has no place for."""
    lost = sum(a != b for a, b in zip(text, writable(text), strict=True))
    said = "The text is what cleaning kept of the page, in Unicode normal form C with line feeds."
    if lost:
        said += f" {lost} characters that XML 1.0 cannot hold stand as U+FFFD; offsets are not changed by this."
    _under(_under(_under(encoding, "editorialDecl"), "normalization"), "p", said)


def _software(encoding: etree._Element, site: Site) -> None:
    application = _under(
        _under(encoding, "appInfo"), "application", attributes={"ident": "hustings", "version": site.hustings}
    )
    _under(application, "label", "Hustings")


def _taxonomies(parent: etree._Element, one: Citation, codes: Codes, reading: Reading) -> None:
    """The codes that the document is annotated with, by layer, under their labels in both languages."""
    labels = {(a["layer"], a["code"]): a for a in reading.annotations}
    for layer in dict.fromkeys(layer for layer, _ in codes):
        taxonomy = _under(parent, "taxonomy", attributes={XML + "id": f"{one.id}-layer-{layer}"})
        for language, name in LAYER_NAMES[layer].items():
            _under(taxonomy, "desc", name, {XML + "lang": language})
        for (own, code), id in codes.items():
            if own == layer:
                category = _under(taxonomy, "category", attributes={XML + "id": id, "n": label(layer, code)})
                for language in LANGUAGES:
                    name = labels[layer, code][f"label_{language}"] or code
                    _under(_under(category, "catDesc", attributes={XML + "lang": language}), "term", name)


def _body(text: etree._Element, reading: Reading, one: Citation) -> Placed:
    """The text block by block, each with an xml:id; where each stands."""
    body = _under(text, "body", attributes={XML + "space": "preserve"})
    div = _under(body, "div")
    placed: Placed = []
    holder, last, above = div, "", True
    for place, (kind, number, language, start, end) in enumerate(covering(reading.text, reading.blocks)):
        above = above and kind in ABOVE
        if kind in ("heading", *ABOVE) and not above:
            div = _under(body, "div") if len(div) else div
        if kind != last or kind not in ("list_item", "quotation"):
            holder = _holder(div, kind)
        last = kind
        element = _under(holder, _element(kind), reading.text[start:end])
        if kind in ABOVE:
            element.set("type", kind)
        if language:
            element.set(XML + "lang", language)
        id = f"{one.id}-b{number}" if number is not None else f"{one.id}-x{place}"
        element.set(XML + "id", id)
        placed.append((id, start, end))
    if not len(div):
        _under(div, "p")  # a div may not be empty
    return placed


def _holder(div: etree._Element, kind: str) -> etree._Element:
    """What a block of a kind stands in."""
    if kind == "list_item":
        return _under(div, "list")
    if kind == "quotation":
        return _under(div, "quote")
    if kind == "embedded_post":
        return _under(div, "quote", attributes={"type": kind})
    return _under(div, "figure") if kind == "caption" else div


def _element(kind: str) -> str:
    return {"list_item": "item", "heading": "head", "title": "head", "deck": "head"}.get(kind, "p")


def _target(placed: Placed, start: int, end: int, whole: str) -> str:
    """Pointers to a passage, one for each block that it is in; to the whole text where it is in none."""
    ranges = [
        f"#string-range({id},{max(start, first) - first},{min(end, last) - max(start, first)})"
        for id, first, last in placed
        if first < end and last > start
    ]
    return " ".join(ranges) or f"#{whole}"


def _under(
    parent: etree._Element, name: str, text: str | None = None, attributes: dict[str, str] | None = None
) -> etree._Element:
    child = etree.SubElement(parent, _T + name, {key: writable(value) for key, value in (attributes or {}).items()})
    child.text = None if text is None else writable(text)
    return child
