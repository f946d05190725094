"""Our own JSON Lines (docs/fields.md): all that there is to know of an annotation, an annotation a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import orjson

from annotate.exchange.files import read_all, recognised
from annotate.exchange.shapes import Annotated, File, Format, Found, Incoming, Loss, Vocabulary
from corpus.errors import Unreadable
from corpus.rows import annotation_row

NAME = "annotations.jsonl"
ENDINGS = (".jsonl", ".ndjson")
TAKEN = (
    "layer",
    "code",
    "start",
    "end",
    "quotation",
    "prefix",
    "suffix",
    "attributes",
    "id",
    "agent",
    "score",
    "state",
)


def write(documents: Iterable[Annotated], vocabulary: Vocabulary) -> Iterator[File | Loss]:
    """One file; nothing is lost."""
    lines = [orjson.dumps(annotation_row(a)) + b"\n" for document in documents for a in document.annotations]
    yield File(NAME, b"".join(lines))


def read(path: Path) -> Iterator[Incoming]:
    """The documents of a file, or of those of a folder."""
    return read_all(path, ENDINGS, _read)


def _read(path: Path) -> Iterator[Incoming]:
    """The documents of a file. A line that is no annotation is a problem of the document that it names, or of none."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"The file cannot be read ({error}).", where=str(path)) from error
    rows = [_row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    rows.sort(key=_document)
    for document, own in groupby(rows, key=_document):
        found: list[Found] = []
        problems: list[tuple[str, dict[str, Any]]] = []
        for row in own:
            try:
                found.append(msgspec.convert({name: row[name] for name in TAKEN if name in row}, Found))
            except msgspec.ValidationError as error:
                problems.append((f"It is no annotation: {error}.", row))
        yield Incoming(
            document=document or None, text=None, found=tuple(found), unit="code point", problems=tuple(problems)
        )


def _row(number: int, line: str) -> dict[str, Any]:
    """A line's object; of a line that has none, the line."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        row = None
    return row if isinstance(row, dict) else {"line": number, "text": line}


def _document(row: dict[str, Any]) -> str:
    return str(row.get("document") or "")


def recognises(path: Path) -> bool:
    """JSON objects, a line each, that have a layer and a document."""
    return recognised(path, ENDINGS, _recognises)


def _recognises(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            row = orjson.loads(file.readline(1_000_000))
        except orjson.JSONDecodeError:
            return False
    return isinstance(row, dict) and {"layer", "document", "start", "end"} <= row.keys()


FORMAT = Format(name="jsonl", title="JSON Lines of Hustings", write=write, read=read, recognises=recognises)
