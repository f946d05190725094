"""WebAnno TSV 3 read: the text put together again from its sentences, and the annotations from their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from annotate.exchange.features import NO_CODING, found_of
from annotate.exchange.files import read_all
from annotate.exchange.shapes import Found, Incoming, Unit
from annotate.exchange.units import code_point, in_unit
from corpus.errors import Unreadable

VERSION_3 = "#FORMAT=WebAnno TSV 3"
HEADER = VERSION_3 + ".3"
ENDINGS = (".tsv",)
MOST_WHITE_SPACE = 100_000  # between two sentences: a file that says more is damaged
_ROW = re.compile(r"\d+-\d+(?:\.\d+)?\t(\d+)-(\d+)\t([^\t]*)((?:\t[^\t]*)*)")
_STACKED = re.compile(r"(?:\\.|[^|\\])+", re.DOTALL)
_NUMBERED = re.compile(r"((?:\\.|[^\\\[])*)\[(\d+)\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_NAMED = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}


class _Layer(msgspec.Struct, frozen=True):
    name: str
    columns: tuple[str, ...]
    spans: bool  # and neither relations nor chains


class _Row(msgspec.Struct, frozen=True):
    start: int
    end: int
    words: str
    cells: tuple[str, ...]
    is_part: bool


class _Sentence(msgspec.Struct):
    text: str
    rows: list[_Row] = []


class _Mark(msgspec.Struct):
    """An annotation while its lines are put together."""

    layer: _Layer
    said: dict[str, str]
    start: int
    end: int


def read(path: Path) -> Iterator[Incoming]:
    """The document of a file, named as the document's id, or those of a folder's files."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    try:
        lines = [line.removesuffix("\r") for line in path.read_bytes().decode("utf-8-sig").split("\n")]
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"The file cannot be read ({error}).", where=str(path)) from error
    if not lines[0].startswith(VERSION_3):
        raise Unreadable("The file does not begin with the version of WebAnno TSV 3.", where=str(path))
    layers = [_layer(line) for line in lines if line.startswith(("#T_SP=", "#T_RL=", "#T_CH="))]
    problems: list[tuple[str, dict[str, Any]]] = []
    sentences = _sentences(lines, problems)
    unit, text = _text(sentences)
    if sentences and not _is_whole(sentences[-1]):
        raise Unreadable("The file ends in the middle of a sentence.", where=str(path))
    found: list[Found] = []
    for mark in _marks(layers, [row for sentence in sentences for row in sentence.rows]):
        try:
            if not mark.layer.spans:
                raise ValueError("it is a relation or a chain")
            found.append(found_of(mark.said, mark.start, mark.end))
        except ValueError as error:
            data = {"layer": mark.layer.name, "start": mark.start, "end": mark.end, **mark.said}
            problems.append((f"It is no annotation of ours ({error}).", data))
    yield Incoming(
        document=unquote(path.stem), text=text, found=tuple(found), unit=unit, problems=tuple(problems)
    )  # fmt: skip


def _layer(line: str) -> _Layer:
    name, *columns = line.partition("=")[2].split("|")
    return _Layer(name, tuple(columns or [""]), line.startswith("#T_SP="))


def _sentences(lines: Sequence[str], problems: list[tuple[str, dict[str, Any]]]) -> list[_Sentence]:
    """Sentences with their lines. A line that is neither is a problem."""
    found: list[_Sentence] = []
    for number, line in enumerate(lines, 1):
        row = _ROW.fullmatch(line)
        if line.startswith("#Text="):
            text = _unescaped(line.removeprefix("#Text="))
            if found and not found[-1].rows:
                found[-1].text += "\n" + text  # a sentence of several lines
            else:
                found.append(_Sentence(text))
        elif row is not None and found:
            start, end, words, cells = row.groups()
            is_part = "." in line.partition("\t")[0]
            cells = tuple(cells.split("\t")[1:])
            found[-1].rows.append(_Row(int(start), int(end), _unescaped(words), cells, is_part))
        elif line.strip() and not line.startswith("#"):
            problems.append(("A line is neither a sentence nor a token.", {"line": number, "text": line}))
    return found


def _is_whole(sentence: _Sentence) -> bool:
    """Whether the last token of a sentence is where its text ends."""
    tokens = [row for row in sentence.rows if not row.is_part]
    return bool(tokens) and sentence.text.rstrip().endswith(tokens[-1].words)


def _text(sentences: Sequence[_Sentence]) -> tuple[Unit, str]:
    """The text, with white space between the sentences, and the unit by which its tokens stand where they say."""
    units: tuple[Unit, ...] = ("utf-16", "code point")
    for unit in units:
        text = _joined(sentences, unit)
        if text is not None and all(_is_there(text, row, unit) for one in sentences for row in one.rows):
            return unit, text
    return "utf-16", _joined(sentences, "utf-16") or ""


def _joined(sentences: Sequence[_Sentence], unit: Unit) -> str | None:
    parts, length = [], 0
    for sentence in sentences:
        if not sentence.rows:
            continue
        first = sentence.rows[0]
        before = sentence.text[: max(0, sentence.text.find(first.words))]
        gap = first.start - in_unit(before, len(before), unit) - length
        if gap < 0 or gap > MOST_WHITE_SPACE:
            return None
        parts += ["\n" * gap, sentence.text]
        length += gap + in_unit(sentence.text, len(sentence.text), unit)
    return "".join(parts)


def _is_there(text: str, row: _Row, unit: Unit) -> bool:
    start, end = code_point(text, row.start, unit), code_point(text, row.end, unit)
    return start is not None and end is not None and text[start:end] == row.words


def _marks(layers: Sequence[_Layer], rows: Sequence[_Row]) -> list[_Mark]:
    """The annotations: those with a number are one on all lines that have it."""
    marks: dict[tuple[str, str], _Mark] = {}
    for row in rows:
        at = 0
        for layer in layers:
            cells = row.cells[at : at + len(layer.columns)]
            at += len(layer.columns)
            if layer.name.startswith(NO_CODING):
                continue
            for number, said in _stack(layer, cells):
                key = (layer.name, number or f"line {len(marks)}")
                mark = marks.setdefault(key, _Mark(layer, said, row.start, row.end))
                mark.start, mark.end = min(mark.start, row.start), max(mark.end, row.end)
    return list(marks.values())


def _stack(layer: _Layer, cells: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The annotations of a layer on one line, each with its number, empty where it has none."""
    stacks = [_STACKED.findall(cell) for cell in cells if cell != "_"]
    names = [name for name, cell in zip(layer.columns, cells, strict=False) if cell != "_"]
    for index in range(max(map(len, stacks), default=0)):
        number, said = "", {}
        for name, stack in zip(names, stacks, strict=True):
            value = stack[index] if index < len(stack) else "*"
            numbered = _NUMBERED.fullmatch(value)
            if numbered is not None:
                value, number = numbered.groups()
            if value not in ("*", "_"):
                said[name] = _unescaped(value)
        yield number, said


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: _NAMED.get(match[1], match[1]), text)
