"""UIMA CAS as XMI and JSON, by dkpro-cassis (https://github.com/dkpro/dkpro-cassis): what INCEpTION reads and writes.

The text is the sofa, with DKPro's sentences and tokens and its document metadata. Passages are of the layer
`hustings.Annotation`; codes of the whole document are `hustings.DocumentCode`, which has no place, as INCEpTION's
document metadata layers. Offsets are UTF-16 code units. `TypeSystem.xml` beside XMI files is what a project's layers
are imported from; JSON files have their types in them.

Of other layers' annotations those are read in which a feature is a label of ours; the others are problems.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

import cassis
import orjson
from cassis.typesystem import TYPE_NAME_ANNOTATION, TYPE_NAME_ANNOTATION_BASE, TYPE_NAME_STRING
from lxml import etree

from annotate.exchange.features import DKPRO, DOCUMENT_CODE, LAYER, NAMES, NO_CODING, features, found_of
from annotate.exchange.files import read_all, recognised
from annotate.exchange.segments import sentences
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.xmltext import parsed, writable
from corpus.errors import Unreadable
from corpus.model import Document

Kind = Literal["xmi", "json"]
Offsets = dict[int, tuple[int, int]]  # by the id of the feature structure, as the file counts
TYPES = "TypeSystem.xml"
SENTENCE, TOKEN = DKPRO + "segmentation.type.Sentence", DKPRO + "segmentation.type.Token"
METADATA = DKPRO + "metadata.type.DocumentMetaData"
XMI_NULL, XMI_VIEW = "{http:///uima/cas.ecore}NULL", "{http:///uima/cas.ecore}View"
JSON_KEYS = (b'"%TYPES"', b'"%FEATURE_STRUCTURES"')
XMI_ID = "{http://www.omg.org/XMI}id"


@cache
def _types() -> Any:
    """The types of what we write."""
    types = cassis.TypeSystem(add_document_annotation_type=True)
    for name, parent in ((LAYER, TYPE_NAME_ANNOTATION), (DOCUMENT_CODE, TYPE_NAME_ANNOTATION_BASE)):
        own = types.create_type(name, parent)
        for feature in NAMES:
            types.create_feature(own, feature, TYPE_NAME_STRING)
    for name in (SENTENCE, TOKEN):
        types.create_type(name, TYPE_NAME_ANNOTATION)
    metadata = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for feature in ("documentTitle", "documentId", "documentUri"):
        types.create_feature(metadata, feature, TYPE_NAME_STRING)
    return types


def write(kind: Kind, documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A file a document, `<id>.xmi` or `<id>.json`, and for XMI the types; nothing is lost."""
    for one in documents:
        cas = _cas(one)
        text = cas.to_xmi() if kind == "xmi" else cas.to_json()
        yield File(f"{quote(one.document.id, safe='')}.{kind}", text.encode("utf-8"))
    if kind == "xmi":
        yield File(TYPES, _types().to_xml().encode("utf-8"))


def _cas(one: Annotated) -> Any:
    types = _types()
    cas = cassis.Cas(typesystem=types)
    document = one.document
    text = writable(document.text)
    cas.sofa_string = text
    cas.sofa_mime = "text/plain"
    cas.add(types.get_type(METADATA)(begin=0, end=len(text), **_metadata(document)))
    sentence, token = types.get_type(SENTENCE), types.get_type(TOKEN)
    for place in sentences(text, document.language):
        cas.add(sentence(begin=place.start, end=place.end))
        cas.add_all(token(begin=start, end=end) for start, end in place.tokens)
    layer, code = types.get_type(LAYER), types.get_type(DOCUMENT_CODE)
    for a in one.annotations:
        said = {name: writable(value) for name, value in features(a).items()}
        cas.add(code(**said) if a.start == a.end else layer(begin=a.start, end=a.end, **said))
    return cas


def _metadata(document: Document) -> dict[str, str]:
    said = {"documentId": document.id, "documentTitle": document.title or document.id, "documentUri": document.url}
    found = {name: writable(value) for name, value in said.items() if value}
    return {**found, "language": document.language or "x-unspecified"}


def read(kind: Kind, path: Path) -> Iterator[Incoming]:
    """The document of a file, or those of a folder's files."""
    return read_all(path, (f".{kind}",), partial(_read, kind))


def _read(kind: Kind, path: Path) -> Iterator[Incoming]:
    try:
        load: Callable[[Path], tuple[Any, Offsets]] = _load_xmi if kind == "xmi" else _load_json
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of offsets that fit no character: such annotations go to review
            cas, offsets = load(path)
        text = cas.sofa_string
    except Unreadable:
        raise
    except Exception as error:  # cassis raises whatever a damaged file makes it stumble over
        raise Unreadable(f"The file is no CAS ({error!r:.200}).", where=str(path)) from error
    if not isinstance(text, str):
        raise Unreadable("The CAS has no text.", where=str(path))
    found: list[Found] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    document = unquote(path.stem)
    for structure in cas.select_all_fs():
        name = structure.type.name
        if name == METADATA or name.endswith(".DocumentMetaData"):
            document = structure.get("documentId") or document
        if name.startswith(NO_CODING):
            continue
        start, end = offsets.get(structure.xmiID, (0, 0))
        said = _said(structure)
        try:
            found.append(found_of(said, start, end))
        except ValueError as error:
            data = {"type": name, "begin": start, "end": end, "words": _words(structure, text), **said}
            problems.append((f"It is no annotation of ours ({error}).", data))
    yield Incoming(document=document, text=text, found=tuple(found), unit="utf-16", problems=tuple(problems))


def _said(structure: Any) -> dict[str, Any]:
    """The features of a feature structure that are text or numbers."""
    names = (feature.name for feature in structure.type.all_features if feature.name not in ("begin", "end", "sofa"))
    return {name: structure.get(name) for name in names if isinstance(structure.get(name), str | int | float | bool)}


def _words(structure: Any, text: str) -> str:
    begin, end = structure.get("begin"), structure.get("end")
    return text[begin:end] if isinstance(begin, int) and isinstance(end, int) else ""


def _load_xmi(path: Path) -> tuple[Any, Offsets]:
    """A CAS with the types that stand beside it, and ours."""
    root = parsed(path)
    offsets = {
        int(element.attrib[XMI_ID]): (int(element.attrib["begin"]), int(element.attrib["end"]))
        for element in root
        if all(name in element.attrib for name in (XMI_ID, "begin", "end"))
    }
    beside = path.with_name(TYPES)
    if beside.is_file():
        parsed(beside)  # refused where it is not safe to read
    types = _types_beside(beside.read_bytes() if beside.is_file() else b"")
    missing = [element for element in root if _is_new(types, element)]
    if missing:
        types = cassis.merge_typesystems(types)
        for element in missing:
            _add_type(types, element)
    return cassis.load_cas_from_xmi(path, typesystem=types), offsets


@lru_cache(maxsize=4)
def _types_beside(data: bytes) -> Any:
    return cassis.merge_typesystems(_types(), cassis.load_typesystem(BytesIO(data))) if data else _types()


def _type_name(element: etree._Element) -> str:
    return str(element.tag).removeprefix("{http:///").replace("/", ".").replace(".ecore}", ".")


def _features(element: etree._Element) -> set[str]:
    return {str(name) for name in element.attrib} - {XMI_ID}


def _is_new(types: Any, element: etree._Element) -> bool:
    """Whether a layer, or a feature of it, stands in no type system."""
    name = _type_name(element)
    if element.tag in (XMI_NULL, XMI_VIEW) or name.startswith("uima.cas."):
        return False
    return not types.contains_type(name) or bool(_features(element) - _known_features(types, name))


def _known_features(types: Any, name: str) -> set[str]:
    return {feature.name.rstrip("_") for feature in types.get_type(name).all_features}


def _add_type(types: Any, element: etree._Element) -> None:
    """A type for a layer of which none is known, with what the element has as text features."""
    name = _type_name(element)
    if not types.contains_type(name):
        types.create_type(name, TYPE_NAME_ANNOTATION if "begin" in element.attrib else TYPE_NAME_ANNOTATION_BASE)
    for feature in sorted(_features(element) - _known_features(types, name)):
        types.create_feature(types.get_type(name), feature, TYPE_NAME_STRING)


def _load_json(path: Path) -> tuple[Any, Offsets]:
    data = path.read_bytes()
    structures = orjson.loads(data)["%FEATURE_STRUCTURES"]
    offsets = {one["%ID"]: (one["begin"], one["end"]) for one in structures if {"begin", "end"} <= one.keys()}
    return cassis.load_cas_from_json(BytesIO(data)), offsets


def recognises_xmi(path: Path) -> bool:
    """XML with the namespace of CAS."""
    return recognised(path, (".xmi",), partial(_begins_with, b"uima/cas.ecore"))


def recognises_json(path: Path) -> bool:
    """JSON with the types of a CAS, or its feature structures."""
    return recognised(path, (".json",), lambda file: any(_begins_with(key, file) for key in JSON_KEYS))


def _begins_with(words: bytes, path: Path) -> bool:
    with path.open("rb") as file:
        return words in file.read(4096)


XMI = Format(
    name="cas-xmi",
    title="UIMA CAS XMI (INCEpTION)",
    write=partial(write, "xmi"),
    read=partial(read, "xmi"),
    recognises=recognises_xmi,
)
JSON = Format(
    name="cas-json",
    title="UIMA CAS JSON (INCEpTION)",
    write=partial(write, "json"),
    read=partial(read, "json"),
    recognises=recognises_json,
)
