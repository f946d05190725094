"""Tables as Excel files, read by a mapping as CSV is.

A row has no bytes of its own in such a file, so that its record is the list of its cells in JSON, each as text; numbers
are written in full where Excel kept them in full.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

import msgspec
import orjson
from lxml import etree

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.draft import Draft
from ingest.mapping import Mapping
from ingest.readers.base import Found, Reader
from ingest.readers.press.office import has_member, opened
from ingest.readers.stream import Stream
from ingest.readers.table import Header, Shape, header_of, unique
from ingest.readers.table import row as tablerow
from ingest.readers.table.lines import fits
from ingest.readers.whole import whole_file

EXACT = 2**53  # beyond which a number in a spreadsheet is no longer the one that was typed
MOST_ROWS = 1_048_576  # of a sheet in Excel
MOST_CELLS = 200_000_000  # of a sheet that anybody reads
SAMPLE = 100  # rows that are looked at before the first is read
# What openpyxl raises on damaged files: it checks little by itself.
DAMAGE = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    OSError,
    EOFError,
    SyntaxError,  # xml.etree's ParseError is one
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
)


def recognises(head: bytes) -> bool:
    """An Excel file, by the names of its members."""
    return has_member(head, b"xl/")


def records(stream: Stream, mapping: Mapping | None = None) -> Iterator[Found]:
    """A record for each row of each sheet. A sheet without a mapping is one record with a fault."""
    file = next(whole_file(stream))
    number = 0
    try:
        opened(file).close()
        for found in _rows(file.raw, mapping):
            number += 1
            yield found
        if not number:
            raise BadRecord("no-record", "All sheets of this file are empty.")
    except BadRecord as fault:
        yield msgspec.structs.replace(file, fault=fault)
    except DAMAGE as error:
        damage = BadRecord(
            "truncated",
            f"The file is damaged inside ({type(error).__name__}: {error}).",
            todo="Open it in a spreadsheet program and save it again, or save it as CSV.",
        )
        yield msgspec.structs.replace(file, fault=damage)


def first_shape(data: bytes) -> Shape:
    """The columns and first rows of the first sheet that has any. Raises BadRecord."""
    size = len(data)
    opened(Found(place=Place(offset=0, length=size), raw=data)).close()
    try:
        for _, rows in _sheets(data):
            shape, _ = _begun(rows)
            if shape is not None:
                return shape
    except DAMAGE as error:
        raise BadRecord("truncated", f"The file is damaged inside ({type(error).__name__}: {error}).") from error
    raise BadRecord("no-record", "All sheets of this file are empty.")


Numbered = Iterator[tuple[int, list[str]]]


def _sheets(data: bytes) -> Iterator[tuple[str, Numbered]]:
    """The sheets by name, each with the rows that are not empty and their numbers."""
    import openpyxl  # takes a while, and few runs need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of styles and validations, which nobody reads here
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write wrong ones
                yield sheet.title, _filled(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1))
        finally:
            book.close()


def _filled(rows: Iterator[Sequence[Any]]) -> Numbered:
    """Raises ValueError where a number is beyond all sheets: openpyxl makes empty ones of all rows and cells before."""
    count = 0
    for number, row in enumerate(rows, start=1):
        count += len(row)
        if number > MOST_ROWS or count > MOST_CELLS:
            raise ValueError("a sheet has more rows or cells than Excel writes")
        cells = [text_of(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _begun(rows: Numbered) -> tuple[Shape | None, list[tuple[int, list[str]]]]:
    """The shape of a sheet, and the rows that were read to see it."""
    first = next(rows, None)
    if first is None:
        return None, []
    at, cells = first
    while not cells[-1].strip():
        cells.pop()
    sample = list(islice(rows, SAMPLE))
    return Shape(columns=unique(cells), delimiter=",", encoding="", skip=at, rows=[row for _, row in sample]), sample


def _rows(data: bytes, mapping: Mapping | None) -> Iterator[Found]:
    for name, rows in _sheets(data):
        shape, sample = _begun(rows)
        if shape is None:
            continue
        header, fault = header_of(shape, mapping)
        if header is None:
            raw = orjson.dumps([shape.columns, *(row for _, row in sample)])
            yield Found(place=Place(member=name, line=shape.skip), raw=raw, fault=fault)
            continue
        context = msgspec.json.encode(header)
        for number, row in chain(sample, rows):
            yield _found(name, number, row, header, context)


def _found(sheet: str, number: int, cells: list[str], header: Header, context: bytes) -> Found:
    width = len(header.columns)
    cells = cells + [""] * (width - len(cells))  # a sheet does not store empty cells at the end of a row
    fault = None
    if not fits(cells, width):
        fault = BadRecord(
            "too-many-cells",
            "The row has cells beyond the last column.",
            todo="Name these columns, or empty the cells.",
        )
    at, by = tablerow.retrieved(header.columns, cells, header.mapping)
    return Found(
        place=Place(member=sheet, line=number),
        raw=orjson.dumps(cells),
        fault=fault,
        context=context,
        retrieved_at=at,
        retrieved_by=by,
    )


def text_of(cell: Any) -> str:
    """A cell as text: times in ISO 8601, whole numbers without a point, those too large to be right as they stand."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT:
        return str(int(cell))
    return str(cell)


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The document of a row. Raises BadRecord as table.draft does."""
    if context is None:
        raise BadRecord("no-context", "A row cannot be read without the header of its table.")
    header = msgspec.json.decode(context, type=Header)
    try:
        cells = msgspec.json.decode(raw, type=list[str])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRecord("not-json", f"The cells of this row cannot be read: {error}.") from error
    return tablerow.draft_of(header.columns, cells, header.mapping, spoilt_ids=header.spoilt_ids)


def mapped(mapping: Mapping) -> Reader:
    """The reader of Excel files by a person's own mapping."""
    return msgspec.structs.replace(READER, records=partial(records, mapping=mapping))


READER = Reader(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    recognises=recognises,
    records=records,
    draft=draft,
    mapped=mapped,
)
