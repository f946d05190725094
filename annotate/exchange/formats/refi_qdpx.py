"""REFI-QDA project exchange (.qdpx): texts, codes and coded passages, for NVivo, ATLAS.ti, MAXQDA and others.

A zip of `project.qde` and the texts. Positions are written as the standard has them: code points, the end excluded.
What else there is to know of an annotation stands as JSON in its selection's description; of a code of the whole
document, which has none, in a note.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

import orjson
from lxml import etree

from annotate.exchange.features import features
from annotate.exchange.formats.refi import ORIGIN, PROJECT, Code, add_codes, code_guid, guid, headings
from annotate.exchange.formats.refi_read import DOCUMENT, read, recognises
from annotate.exchange.shapes import Annotated, File, Format, Loss, Vocabulary
from annotate.exchange.xmltext import new_root, serialized, writable
from corpus.model import Annotation

LONGEST_NAME = 200  # code points of a passage that name its selection
_NAME = re.compile(r"\s+")


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """A project a language of the codebook, `annotations.<language>.qdpx`, which differ in the codes' names alone."""
    everything = list(documents)
    for language in vocabulary.codebook.codebook.languages:
        root = _project(everything, vocabulary, language)
        yield File(f"annotations.{language}.qdpx", _zipped(root, everything))


def _zipped(root: etree._Element, documents: Sequence[Annotated]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        # With a fixed time, so that the same annotations are the same bytes.
        archive.writestr(_member("project.qde"), serialized(root))
        for one in documents:
            name = f"Sources/{guid('document', one.document.id)}.txt"
            archive.writestr(_member(name), one.document.text.encode("utf-8"))
    return buffer.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _project(documents: Sequence[Annotated], vocabulary: Vocabulary, language: str) -> etree._Element:
    root = new_root(PROJECT, "Project")
    root.set("name", "Hustings")
    root.set("origin", ORIGIN)
    own = [a for one in documents for a in one.annotations]
    if own:
        users = _under(root, "Users")
        for agent in sorted({a.agent for a in own}):
            _under(users, "User", guid=guid("user", agent), name=writable(agent))
    used: set[Code] = {(a.layer, a.code) for a in own}
    add_codes(_under(_under(root, "CodeBook"), "Codes"), headings(vocabulary, used, language), PROJECT)
    if documents:
        sources, notes = _under(root, "Sources"), etree.Element(f"{{{PROJECT}}}Notes")
        for one in documents:
            _source(sources, notes, one, vocabulary)
        if len(notes):
            root.append(notes)
    return root


def _source(sources: etree._Element, notes: etree._Element, one: Annotated, vocabulary: Vocabulary) -> None:
    """A text with its selections, then the codes of the whole of it."""
    document = one.document
    own = guid("document", document.id)
    name = writable(_NAME.sub(" ", document.title or "").strip() or document.id)
    source = _under(sources, "TextSource", guid=own, name=name, plainTextPath=f"internal://{own}.txt")
    _under(source, "Description").text = writable(DOCUMENT + document.id)
    for a in one.annotations:
        if a.start < a.end:
            made = {"creatingUser": guid("user", a.agent), "creationDateTime": _time(a.made_at)}
            words = a.quotation if len(a.quotation) <= LONGEST_NAME else a.quotation[:LONGEST_NAME] + "…"
            place = {"startPosition": str(a.start), "endPosition": str(a.end), "name": writable(words)}
            selection = _under(source, "PlainTextSelection", guid=guid("selection", document.id, a.id), **place, **made)
            _under(selection, "Description").text = writable(_said(a))
            _coding(selection, a, vocabulary)
    for a in one.annotations:
        if a.start == a.end:
            note = guid("note", document.id, a.id)
            _under(_coding(source, a, vocabulary), "NoteRef", targetGUID=note)
            content = _under(notes, "Note", guid=note, name=writable(f"{a.layer}:{a.code}"))
            _under(content, "PlainTextContent").text = writable(_said(a))


def _coding(parent: etree._Element, a: Annotation, vocabulary: Vocabulary) -> etree._Element:
    made = {"creatingUser": guid("user", a.agent), "creationDateTime": _time(a.made_at)}
    coding = _under(parent, "Coding", guid=guid("coding", a.document, a.id), **made)
    _under(coding, "CodeRef", targetGUID=code_guid(a.layer, a.code, vocabulary))
    return coding


def _said(a: Annotation) -> str:
    """What a selection has no fields for."""
    return orjson.dumps({name: value for name, value in features(a).items() if name not in ("layer", "code")}).decode()


def _time(made_at: str) -> str:
    """A full time, as XML Schema wants it."""
    try:
        return datetime.fromisoformat(made_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return "1970-01-01T00:00:00Z"


def _under(parent: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{PROJECT}}}{element}", attributes)


FORMAT = Format(
    name="refi-qdpx",
    title="REFI-QDA project (NVivo, ATLAS.ti, MAXQDA)",
    write=write,
    read=read,
    recognises=recognises,
)
