"""brat stand-off (https://brat.nlplab.org/standoff.html): a .txt and an .ann of each document, and the configuration.

A type is our label in the letters that brat allows, and undoes itself: `actor_h_e9_l_e8_ne-morvan` is
`actor:hélène-morvan`, with the hexadecimal number of each other letter between underscores. A passage is split where
its line breaks. An attribute is an A line where brat can hold it; all else that there is to know stands as JSON in the
annotator's note. Offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

import msgspec
import orjson

from annotate.exchange.details import details, found, in_a_line
from annotate.exchange.files import read_all, recognised
from annotate.exchange.formats.brat_configuration import configuration, name_of
from annotate.exchange.labels import label, unlabel
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from corpus.errors import Unreadable
from corpus.model import Annotation, Layer

ENDINGS = (".ann",)
NOTE = "AnnotatorNotes"
WHOLE = "brat marks passages only: a code of the whole document has no place in it."
NO_CODE = "Its type is no code, as tactic_sponsored-memes is."
PIECES = "It has pieces with other words between them."
EMPTY = "brat marks words: a passage of nothing but line breaks has no place in it."
_LINE = re.compile(
    r"[^\n\r\v\f\t\x1c-\x1e\x85\u2028\u2029]+"
)  # brat's lines end where Python's do; a tab ends a column
_TEXT_BOUND = re.compile(r"(?P<type>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)\Z")
_NAME = re.compile(r"[A-Za-z0-9_-]+\Z")
_ESCAPED = re.compile(r"_([0-9a-f]+)_")

Spans = tuple[tuple[int, int], ...]


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """Two files a document, then annotation.conf and visual.conf. Codes of whole documents are lost."""
    used: dict[str, Annotation] = {}
    values: dict[str, set[str | Literal[True]]] = {}
    for one in documents:
        text, name = one.document.text, quote(one.document.id, safe="")
        lines: list[str] = []
        for annotation in one.annotations:
            spans = _spans(text, annotation.start, annotation.end)
            if not spans:
                yield Loss(annotation, WHOLE if annotation.start == annotation.end else EMPTY)
                continue
            plain = {name: value for name, value in annotation.attributes.items() if _is_plain(name, value)}
            used[label(annotation.layer, annotation.code)] = annotation
            for attribute, value in plain.items():
                values.setdefault(attribute, set()).add(value)
            lines += _lines(text, annotation, spans, plain, len(lines) + 1)
        yield File(f"{name}.txt", text.encode("utf-8"))
        yield File(f"{name}.ann", "".join(line + "\n" for line in lines).encode("utf-8"))
    yield from configuration(vocabulary, used, values)


def _spans(text: str, start: int, end: int) -> Spans:
    """The pieces of a passage that stand on one line each."""
    return tuple(match.span() for match in _LINE.finditer(text, start, end))


def _lines(text: str, annotation: Annotation, spans: Spans, plain: Mapping[str, Any], number: int) -> Iterator[str]:
    """An annotation's T line, its A lines and its note, numbered from `number` on: no two lines share a number."""
    type, id = name_of(annotation.layer, annotation.code), f"T{number}"
    places = ";".join(f"{start} {end}" for start, end in spans)
    yield f"{id}\t{type} {places}\t{' '.join(text[start:end] for start, end in spans)}"
    note = details(annotation)
    for further, (name, value) in enumerate(plain.items(), start=1):
        yield f"A{number + further}\t{name} {id}" + ("" if value is True else f" {value}")
    note["attributes"] = {name: value for name, value in annotation.attributes.items() if name not in plain}
    if (spans[0][0], spans[-1][1]) != (annotation.start, annotation.end):
        note["passage"] = [annotation.start, annotation.end]
    yield f"#{number + len(plain) + 1}\t{NOTE} {id}\t{in_a_line(note)}"


def _is_plain(name: str, value: Any) -> bool:
    """Whether an A line can hold an attribute: a name with a word, or with yes."""
    return bool(_NAME.match(name)) and (value is True or (isinstance(value, str) and bool(_NAME.match(value))))


class _Drawn(msgspec.Struct):
    """A T line with what further lines say of it."""

    type: str
    spans: Spans
    text: str
    attributes: dict[str, Any] = {}
    note: str | None = None


def read(path: Path) -> Iterator[Incoming]:
    """The documents of an .ann file, or of those of a folder; the .txt beside each is its text."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    """One document. Relations, events and normalizations of brat are problems, and so are types that are no codes."""
    text_file = path.with_suffix(".txt")
    try:
        lines = path.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")
        text = text_file.read_bytes().decode("utf-8") if text_file.exists() else None
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"The file cannot be read ({error}).", where=str(path)) from error
    drawn, problems = _drawn(lines)
    taken: list[Found] = []
    for one in drawn.values():
        known = _label(one.type)
        if known is None:
            problems.append((NO_CODE, msgspec.to_builtins(one)))
        elif text is not None and not _is_one_piece(text, one.spans):
            problems.append((PIECES, msgspec.to_builtins(one)))
        else:
            taken.append(_found(one, *known, text))
    id = unquote(path.stem)
    yield Incoming(document=id, text=text, found=tuple(taken), unit="code point", problems=tuple(problems))


def _is_one_piece(text: str, spans: Spans) -> bool:
    """Whether nothing but white space stands between the pieces, which follow each other."""
    between = [(end, start) for (_, end), (start, _) in pairwise(spans)]
    return all(end <= start and not text[end:start].strip() for end, start in between)


def _drawn(lines: Iterable[str]) -> tuple[dict[str, _Drawn], list[tuple[str, dict[str, Any]]]]:
    """The T lines by their ids, each with its A lines and its note, and what is neither."""
    drawn: dict[str, _Drawn] = {}
    problems: list[tuple[str, dict[str, Any]]] = []
    later: list[tuple[str, str, str, str]] = []
    for line in filter(str.strip, lines):
        id, data, tail = (*line.split("\t", 2), "", "")[:3]
        bound = _TEXT_BOUND.match(data) if id.startswith("T") else None
        if bound is not None and id not in drawn:
            spans = tuple((int(a), int(b)) for a, b in (span.split(" ") for span in bound["spans"].split(";")))
            drawn[id] = _Drawn(bound["type"], spans, tail)
        else:
            later.append((id, data, tail, line))
    for id, data, tail, line in later:
        kind, target, value = (*data.split(" ", 2), "", "")[:3]
        one = drawn.get(target)
        if one is not None and id[:1] in ("A", "M"):
            one.attributes[kind] = value or True
        elif one is not None and kind == NOTE:
            one.note = tail
        else:
            problems.append(("This line of brat is no annotation of a passage.", {"line": line}))
    return drawn, problems


def _label(type: str) -> tuple[Layer, str] | None:
    """Layer and code of a type, written in brat's letters or as we write labels elsewhere."""
    layer, _, code = type.partition("_")
    try:
        code = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), code)
    except (ValueError, OverflowError):
        return None
    return unlabel(f"{layer}:{code}", {}) or unlabel(type, {})


def _found(one: _Drawn, layer: Layer, code: str, text: str | None) -> Found:
    (start, _), (_, end) = one.spans[0], one.spans[-1]
    said, quotation = _said(one.note), one.text
    if text is not None:
        match said and said.get("passage"):
            case [int(first), int(last)] if _spans(text, first, last) == one.spans:
                start, end = first, last  # line breaks at its ends, which brat does not mark
        if " ".join(text[first:last] for first, last in one.spans) == one.text:
            quotation = text[start:end]
    if one.attributes or said is not None:
        known = (said or {}).get("attributes")
        said = {**(said or {}), "attributes": (known if isinstance(known, dict) else {}) | one.attributes}
    return found(layer, code, start, end, quotation, said)


def _said(note: str | None) -> Mapping[str, Any] | None:
    """What a note of ours says; None for a person's own words."""
    try:
        value = orjson.loads(note or "")
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def recognises(path: Path) -> bool:
    """An .ann file, or a folder with some."""
    return recognised(path, ENDINGS, lambda file: file.suffix == ".ann")


FORMAT = Format(name="brat", title="brat stand-off", write=write, read=read, recognises=recognises)
