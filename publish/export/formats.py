"""The public formats by name: what each is, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import orjson

from publish.export.bibtex import bibtex
from publish.export.citation import Citation
from publish.export.csl import csl
from publish.export.outgoing import Outgoing
from publish.export.ris import ris
from publish.export.tables import write_csv, write_parquet
from publish.export.tei import write_tei
from publish.export.w3c import write_w3c
from publish.site.reading import as_json

Write = Callable[..., None]  # what leaves, a file open for bytes, and the options of a table


def write_jsonl(out: Outgoing, file: BinaryIO) -> None:
    """A line a document, as `/document/ID.json` of the site says it."""
    for reading, _ in out.readings():
        file.write(orjson.dumps(as_json(reading)) + b"\n")


def _cited(pieces: Callable[[Iterable[Citation]], Iterator[bytes]]) -> Write:
    def write(out: Outgoing, file: BinaryIO) -> None:
        for piece in pieces(out.citations()):
            file.write(piece)

    return write


FORMATS: dict[str, Write] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
    "tei": write_tei,
    "w3c": write_w3c,
    "bibtex": _cited(bibtex),
    "ris": _cited(ris),
    "csl": _cited(csl),
}
