"""TEI P5 (https://tei-c.org/guidelines/p5/), stand-off: a file a document, with its text, its codes and annotations.

Each line of the text is a `<p>`, so that the text is their contents with line ends between. An `<annotation>` points
into them with TEI's `string-range(p1,0,12)`: code points, one range for each line that its passage is on, and none of
them empty but where the passage begins or ends with a line's end. A code of the whole document points to the `<text>`.
Codes stand as categories of a taxonomy for each layer, with their labels in the languages of the codebook.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import etree

from annotate.exchange.features import features, found_of
from annotate.exchange.files import read_all, recognised
from annotate.exchange.formats.refi import LAYER_NAMES
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.xmltext import new_root, parsed, serialized, writable
from corpus.errors import Unreadable
from corpus.model import Annotation, Document, Layer

TEI = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
ENDINGS = (".xml",)
_T = f"{{{TEI}}}"
_RANGE = re.compile(r"#string-range\(([^,()]+),\s*(\d+),\s*(\d+)\)")
_NOTES = ("attributes", "state", "score", "agent", "id")


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file a document, `<id>.xml`; nothing is lost."""
    for one in documents:
        yield File(f"{quote(one.document.id, safe='')}.xml", serialized(_document(one, vocabulary)))


def _document(one: Annotated, vocabulary: Vocabulary) -> etree._Element:
    root = new_root(TEI, "TEI")
    if one.document.language not in (None, "und"):
        root.set(XML + "lang", one.document.language or "")
    codes = sorted({(a.layer, a.code) for a in one.annotations})
    named = {code: f"c{number}" for number, code in enumerate(codes, 1)}
    header = _under(root, "teiHeader")
    _described(header, one.document)
    if codes:
        _taxonomies(_under(_under(header, "encodingDesc"), "classDecl"), named, vocabulary)
    lines = one.document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)][:-1]
    if one.annotations:
        annotations = _under(_under(root, "standOff"), "listAnnotation")
        for number, a in enumerate(one.annotations, 1):
            annotation_element(annotations, a, f"a{number}", named[a.layer, a.code], _target(a, lines, starts))
    text = _under(root, "text", {XML + "id": "text"})
    body = _under(text, "body", {XML + "space": "preserve"})
    for number, line in enumerate(lines, 1):
        _under(body, "p", {XML + "id": f"p{number}"}).text = writable(line)
    return root


def _described(header: etree._Element, document: Document) -> None:
    """The title, and what the text is a copy of."""
    file = _under(header, "fileDesc")
    _under(_under(file, "titleStmt"), "title").text = writable(document.title or document.id)
    _under(_under(file, "publicationStmt"), "p").text = "Exported by Hustings from a corpus; not published."
    source = _under(_under(file, "sourceDesc"), "bibl")
    _under(source, "idno", {"type": "hustings"}).text = writable(document.id)
    if document.published_at:
        _under(source, "date", {"when": document.published_at}).text = document.published_at
    if document.url:
        _under(source, "idno", {"type": "URL"}).text = writable(document.url)


def _taxonomies(parent: etree._Element, named: dict[tuple[Layer, str], str], vocabulary: Vocabulary) -> None:
    for layer in dict.fromkeys(layer for layer, _ in named):
        taxonomy = _under(parent, "taxonomy", {XML + "id": f"layer-{layer}"})
        for language, name in LAYER_NAMES[layer].items():
            _under(taxonomy, "desc", {XML + "lang": language}).text = name
        for (own, code), id in named.items():
            if own == layer:
                category = _under(taxonomy, "category", {XML + "id": id, "n": writable(label(layer, code))})
                for language, (name, about) in _labels(layer, code, vocabulary).items():
                    said = _under(category, "catDesc", {XML + "lang": language})
                    _under(said, "term").text = writable(name)
                    if about:
                        _under(said, "gloss").text = writable(about)


def _labels(layer: Layer, code: str, vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """A code's name and what it means, by language; nothing of a code that has none."""
    tactic = vocabulary.codebook.tactic.get(code) if layer == "tactic" else None
    if tactic is not None:
        return {language: (name, tactic.definition.get(language, "")) for language, name in tactic.label.items()}
    actor = vocabulary.authority.actor.get(code) if layer == "actor" else None
    if actor is not None:
        return {language: (name, actor.description.get(language, "")) for language, name in actor.names.items()}
    return {}


def _target(a: Annotation, lines: Sequence[str], starts: Sequence[int]) -> str:
    """Pointers to the passage, one for each line that it is on."""
    if a.start == a.end:
        return "#text"
    first, last = bisect_right(starts, a.start) - 1, bisect_right(starts, a.end) - 1
    ranges = []
    for number in range(first, last + 1):
        begin = max(0, a.start - starts[number])
        end = min(len(lines[number]), a.end - starts[number])
        if begin < end or number in (first, last):
            ranges.append(f"#string-range(p{number + 1},{begin},{max(0, end - begin)})")
    return " ".join(ranges)


def annotation_element(parent: etree._Element, a: Annotation, id: str, code: str, target: str) -> None:
    """One `<annotation>`: what it points to, its code as the id of a category, who made it, and the rest as notes."""
    purpose = "classifying" if a.start == a.end else "tagging"
    element = _under(parent, "annotation", {XML + "id": id, "motivation": purpose, "target": target, "ana": f"#{code}"})
    said = features(a)
    by = _under(element, "respStmt")
    _under(by, "resp").text = "annotation"
    _under(by, "name").text = writable(a.agent)
    for name in _NOTES:
        if name in said and name != "agent":
            _under(element, "note", {"type": name}).text = writable(said[name])
    if a.quotation:
        _under(element, "note", {"type": "quotation"}).text = writable(a.quotation)


def _under(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, _T + name, attributes or {})


def read(path: Path) -> Iterator[Incoming]:
    """The document of a file, or those of a folder's files."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    root = parsed(path)
    body = root.find(f"{_T}text/{_T}body")
    if root.tag != _T + "TEI" or body is None:
        raise Unreadable("The file is no TEI with a text.", where=str(path))
    text, starts = "", {"text": 0}
    for number, line in enumerate(body.iter(_T + "p")):
        text += "\n" if number else ""
        starts[line.get(XML + "id", "")] = len(text)
        text += "".join(map(str, line.itertext()))
    codes = {"#" + category.get(XML + "id", ""): category.get("n", "") for category in root.iter(_T + "category")}
    found: list[Found] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    for element in root.iter(_T + "annotation"):
        said = _said(element)
        try:
            known = unlabel(codes.get(element.get("ana", ""), ""), {})
            if known is None:
                raise ValueError("its code is none of ours")
            place = _place(element.get("target", ""), starts)
            found.append(found_of({**said, "layer": known[0], "code": known[1]}, *place, said.get("quotation")))
        except ValueError as error:
            attributes = {str(name): str(value) for name, value in element.items()}
            problems.append((f"It is no annotation of ours ({error}).", {**attributes, **said}))
    document = root.findtext(f".//{_T}idno[@type='hustings']")
    yield Incoming(document=document, text=text, found=tuple(found), unit="code point", problems=tuple(problems))


def _said(element: etree._Element) -> dict[str, str]:
    """What the notes of an annotation say, and who made it."""
    said = {note.get("type", ""): note.text or "" for note in element.findall(_T + "note")}
    agent = element.findtext(f"{_T}respStmt/{_T}name")
    return {**said, "agent": agent} if agent else said


def _place(target: str, starts: dict[str, int]) -> tuple[int, int]:
    """From the first range's beginning to the last one's end. ValueError where there is no such place."""
    if target == "#text":
        return 0, 0
    ranges = [(starts.get(p), int(begin), int(length)) for p, begin, length in _RANGE.findall(target)]
    places = [(start + begin, start + begin + length) for start, begin, length in ranges if start is not None]
    if not places or len(places) != len(ranges):
        raise ValueError(f"there is no such place: {target}")
    return min(places)[0], max(end for _, end in places)


def recognises(path: Path) -> bool:
    """XML with the namespace of TEI."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    with path.open("rb") as file:
        return TEI.encode() in file.read(4096)


FORMAT = Format(name="tei", title="TEI P5, stand-off", write=write, read=read, recognises=recognises)
