"""What the tests of readers share: a reader's records of a file, and their drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.stream import open_stream

SAMPLES = Path(__file__).parents[2] / "../shared/samples"


def sample(name: str) -> Path:
    """A real file beside the project; the test is skipped where it is not there."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project (../shared/samples)")
    return path


def founds(reader: Reader, path: Path) -> list[Found]:
    """The records of a file, which the reader recognises."""
    assert reader.recognises(path.read_bytes()[:65_536]), f"{reader.name} does not recognise {path.name}"
    with open_stream(path) as stream:
        return list(reader.records(stream))


def drafted(reader: Reader, found: Found) -> Draft:
    """The draft of a record. Raises its fault."""
    if found.fault is not None:
        raise found.fault
    return reader.draft(found.raw) if found.context is None else reader.draft(found.raw, found.context)


def drafts(reader: Reader, path: Path) -> Iterator[tuple[Found, Draft]]:
    """The records that are documents, with their drafts."""
    for found in founds(reader, path):
        try:
            yield found, drafted(reader, found)
        except BadRecord:
            continue


def faults(reader: Reader, path: Path) -> list[str]:
    """The codes of the records that are no documents."""
    codes = []
    for found in founds(reader, path):
        try:
            drafted(reader, found)
        except BadRecord as fault:
            codes.append(fault.code)
    return codes


def written(folder: Path, name: str, *values: object, indent: int | None = None) -> Path:
    """A file with these values, one a line."""
    path = folder / name
    path.write_text("\n".join(json.dumps(value, indent=indent, ensure_ascii=False) for value in values) + "\n", "utf-8")
    return path


def only(reader: Reader, path: Path) -> Draft:
    """The draft of the one record of a file."""
    (found,) = founds(reader, path)
    return drafted(reader, found)


def ties(document: Document) -> set[tuple[str, str | None]]:
    """A document's relations by kind and native id."""
    return {(relation.kind, relation.native_id) for relation in document.relations}
