"""doccano's JSON Lines for sequence labelling: `{"text", "label": [[start, end, "tactic:x"]], "cats": [...]}`.

doccano's page counts as JavaScript does, in UTF-16 code units, and its server keeps the numbers as they come (doccano
issue 2290); projects set to "count grapheme clusters as one character" count those. No file says which. UTF-16 is
written, for doccano shows it right as it comes; what was read is told from the quotations that we write beside it.

What doccano does not know (`hustings`) is a column more, which it keeps with the text and exports again. An annotation
that was moved in doccano no longer is the one that stands there, and comes back as a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import orjson

from annotate.exchange.details import details, found
from annotate.exchange.files import read_all, recognised
from annotate.exchange.labels import label, unlabel
from annotate.exchange.palette import palette
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from annotate.exchange.units import in_unit
from corpus.errors import Unreadable
from corpus.model import Annotation

NAME = "all.jsonl"
LABELS = "span_labels.json"
CATEGORIES = "category_labels.json"
ENDINGS = (".jsonl", ".ndjson")
NO_CODE = "Its label is no code, as tactic:sponsored-memes is."
BROKEN = "doccano's line is not as it writes them."
OURS = "hustings"

Place = tuple[int, int, str]  # start, end, label


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """The texts with their annotations, and the labels to import beforehand. Nothing is lost."""
    lines: list[bytes] = []
    used: dict[str, Annotation] = {}
    for one in documents:
        lines.append(orjson.dumps(_row(one)) + b"\n")
        used |= {label(annotation.layer, annotation.code): annotation for annotation in one.annotations}
    yield File(NAME, b"".join(lines))
    labels = [
        {"text": entry.label, "suffix_key": None, "background_color": entry.colour, "text_color": "#ffffff"}
        for entry in palette(vocabulary, used.values())
    ]
    for name in (LABELS, CATEGORIES):
        yield File(name, orjson.dumps(labels, option=orjson.OPT_INDENT_2) + b"\n")


def _row(one: Annotated) -> dict[str, Any]:
    text = one.document.text
    spans: dict[Place, None] = {}
    categories: dict[str, None] = {}
    ours = []
    for a in one.annotations:
        name = label(a.layer, a.code)
        start, end = in_unit(text, a.start, "utf-16"), in_unit(text, a.end, "utf-16")
        if start == end:
            categories[name] = None
        else:
            spans[start, end, name] = None
        ours.append({"label": name, "start": start, "end": end, "quotation": a.quotation, **details(a)})
    return {
        "text": text,
        "label": list(spans),
        "cats": list(categories),
        "document": one.document.id,
        OURS: ours,
    }


class _Entity(msgspec.Struct):
    """A span as doccano writes it for projects with relations."""

    start_offset: int
    end_offset: int
    label: str


class _Line(msgspec.Struct):
    """A text as doccano exports it, of whichever kind its project is."""

    text: str
    label: list[Place | str] | None = None
    entities: list[_Entity | Place] | None = None
    cats: list[str] | None = None
    relations: list[dict[str, Any]] | None = None
    document: Any = None
    hustings: list[dict[str, Any]] | None = None


def read(path: Path) -> Iterator[Incoming]:
    """The texts of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    """The texts of a file. Relations are problems, and so are labels that are no codes."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise Unreadable(f"The file cannot be read ({error}).", where=str(path)) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _incoming(msgspec.json.decode(line, type=_Line))
        except msgspec.DecodeError as error:  # not JSON, or not doccano's
            said = {"line": number, "error": str(error), "begins": line[:200].decode("utf-8", "replace")}
            yield Incoming(document=None, text=None, found=(), problems=((BROKEN, said),))


def _incoming(line: _Line) -> Incoming:
    ours: dict[Place, list[Mapping[str, Any]]] = {}
    for beside in line.hustings or []:
        match beside:
            case {"start": int(start), "end": int(end), "label": str(name)}:
                ours.setdefault((start, end, name), []).append(beside)
    taken: list[Found] = []
    problems: list[tuple[str, dict[str, Any]]] = []
    for place in _places(line):
        known = unlabel(place[2], {})
        if known is None:
            problems.append((NO_CODE, {"start": place[0], "end": place[1], "label": place[2], "text": line.text}))
            continue
        if place not in ours:
            taken.append(found(*known, *place[:2]))
        for said in ours.get(place, ()):
            quotation = said.get("quotation") if place[0] < place[1] else None
            taken.append(found(*known, *place[:2], quotation if isinstance(quotation, str) else None, said))
    problems += [("It is a relation, which annotations here have not.", relation) for relation in line.relations or []]
    return Incoming(
        document=line.document if isinstance(line.document, str) else None,
        text=line.text,
        found=tuple(taken),
        unit="utf-16" if line.hustings is not None else None,
        problems=tuple(problems),
    )


def _places(line: _Line) -> Iterator[Place]:
    """What is marked, each once: spans of every kind of project, then categories, as places of no words."""
    marked = [*(line.label or []), *(line.entities or [])]
    places = [
        one if isinstance(one, tuple) else (one.start_offset, one.end_offset, one.label)
        for one in marked
        if not isinstance(one, str)
    ]
    names = [*(line.cats or []), *(one for one in marked if isinstance(one, str))]
    yield from dict.fromkeys([*places, *((0, 0, name) for name in names)])


def recognises(path: Path) -> bool:
    """JSON objects, a line each, with a text and labels or entities."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            row = orjson.loads(file.readline(10_000_000))
        except orjson.JSONDecodeError:
            return False
    return isinstance(row, dict) and isinstance(row.get("text"), str) and bool(row.keys() & {"label", "entities"})


FORMAT = Format(name="doccano", title="doccano", write=write, read=read, recognises=recognises)
