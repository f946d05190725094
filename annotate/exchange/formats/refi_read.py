"""REFI-QDA projects read, ours and those of other programs, which count positions in their own ways.

The name of a selection is often its words: the unit, and whether a line's end counts as one or as two, are those by
which most names stand where their selections say; those of the standard where no name tells.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import orjson
from lxml import etree

from annotate.exchange.features import found_of
from annotate.exchange.files import read_all, recognised
from annotate.exchange.formats.refi import PROJECT
from annotate.exchange.labels import unlabel
from annotate.exchange.shapes import Found, Incoming, Unit
from annotate.exchange.units import UNITS, passage, same
from annotate.exchange.xmltext import parsed
from corpus.errors import Unreadable

DOCUMENT = "Hustings document "
ENDINGS = (".qdpx",)
MOST_BYTES = 2_000_000_000  # of one member: more is no text
_Q = f"{{{PROJECT}}}"


class _Known(msgspec.Struct, frozen=True):
    """What the parts of a project name by their GUIDs."""

    codes: dict[str, dict[str, str]]  # layer and code, or the name of a code that is none of ours
    users: dict[str, str]
    notes: dict[str, str]


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a project, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def recognises(path: Path) -> bool:
    """A zip with a project in it."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.casefold() == "project.qde" for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def _read(path: Path) -> Iterator[Incoming]:
    try:
        with zipfile.ZipFile(path) as archive:
            root = parsed(path, _member(archive, "project.qde"))
            known = _known(root)
            for source in root.iter(_Q + "TextSource"):
                yield _incoming(source, known, _text(archive, source))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"The file is no project of REFI-QDA ({error}).", where=str(path)) from error


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member by its name, however its case is written; empty where there is none."""
    for member in archive.infolist():
        if member.filename.casefold() == name.casefold() and member.file_size <= MOST_BYTES:
            return archive.read(member)
    return b""


def _text(archive: zipfile.ZipFile, source: etree._Element) -> str | None:
    """The text of a source, which stands in it or in a file of its own."""
    inside = source.findtext(_Q + "PlainTextContent")
    if inside is not None:
        return inside
    name = source.get("plainTextPath", "").removeprefix("internal://")
    data = _member(archive, f"Sources/{name}") or _member(archive, name)
    return data.decode("utf-8", "replace") if data else None


def _known(root: etree._Element) -> _Known:
    codes = {}
    for code in root.iter(_Q + "Code"):
        name, described = code.get("name", ""), code.findtext(_Q + "Description") or ""
        ours = unlabel(described.rstrip().rpartition("\n")[2], {}) or unlabel(name, {})
        codes[_key(code)] = {"name": name} if ours is None else {"layer": ours[0], "code": ours[1]}
    users = {_key(user): user.get("name") or user.get("id") or "" for user in root.iter(_Q + "User")}
    notes = {_key(note): note.findtext(_Q + "PlainTextContent") or "" for note in root.iter(_Q + "Note")}
    return _Known(codes, users, notes)


def _key(element: etree._Element, name: str = "guid") -> str:
    return element.get(name, "").strip("{}").casefold()


def _incoming(source: etree._Element, known: _Known, text: str | None) -> Incoming:
    marks: list[tuple[int, int, str, dict[str, Any]]] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    for selection in (*source.iter(_Q + "PlainTextSelection"), source):
        try:
            start, end = int(selection.get("startPosition", 0)), int(selection.get("endPosition", 0))
        except ValueError as error:
            problems.append(
                (f"A selection has no place ({error}).", {str(name): str(value) for name, value in selection.items()})
            )
            continue
        name = selection.get("name", "") if selection is not source else ""
        described = selection.findtext(_Q + "Description") if selection is not source else None
        marks += [
            (start, end, name, said)
            for coding in selection.findall(_Q + "Coding")
            for said in _codings(coding, described, known)
        ]
    text, unit = _counted(text, marks)
    found: list[Found] = []
    for start, end, name, said in marks:
        try:
            found.append(found_of(said, start, end))
        except ValueError as error:
            problems.append(
                (f"Its code is none of ours ({error}).", {"start": start, "end": end, "words": name, **said})
            )
    described = source.findtext(_Q + "Description") or ""
    document = described.removeprefix(DOCUMENT) if described.startswith(DOCUMENT) else None
    return Incoming(document=document, text=text, found=tuple(found), unit=unit, problems=tuple(problems))


def _codings(coding: etree._Element, described: str | None, known: _Known) -> Iterator[dict[str, Any]]:
    """What a coding says: its codes, who made it, and what our own description or note adds."""
    notes = [known.notes.get(_key(note, "targetGUID"), "") for note in coding.findall(_Q + "NoteRef")]
    more = next((own for text in (described, *notes) if (own := _own(text))), {})
    user = known.users.get(_key(coding, "creatingUser"))
    maker = {} if user is None else {"agent": user}
    for reference in coding.findall(_Q + "CodeRef"):
        yield {**maker, **more, **known.codes.get(_key(reference, "targetGUID"), {})}


def _own(text: str | None) -> dict[str, Any]:
    """The fields of ours in a description, none where a person wrote it."""
    try:
        said = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) and "id" in said else {}


def _counted(text: str | None, marks: Sequence[tuple[int, int, str, Mapping[str, Any]]]) -> tuple[str | None, Unit]:
    """The text as positions count in it, and their unit."""
    if text is None:
        return None, "code point"
    bare = text.removeprefix("\ufeff")  # a mark of UTF-8, or the text's own first character
    best: tuple[int, str, Unit] = (0, bare, "code point")
    for variant in dict.fromkeys((text, bare, text.replace("\r\n", "\n"), bare.replace("\r\n", "\n"))):
        for unit in UNITS:
            there = sum(_names_it(variant, start, end, name, unit) for start, end, name, _ in marks)
            if there > best[0]:
                best = (there, variant, unit)
    return best[1], best[2]


def _names_it(text: str, start: int, end: int, name: str, unit: Unit) -> bool:
    place = passage(text, Found(layer="tactic", code="", start=start, end=end), unit)
    return place is not None and bool(name.strip()) and same(name, text[slice(*place)])
