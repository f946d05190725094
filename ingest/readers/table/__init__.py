"""Tables as CSV and TSV, read by a mapping: a shipped one that recognises the header, or a person's own (`--map`).

Encoding and delimiter are decided by what the header says, since guessing them from samples of text is fragile.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

import msgspec

from corpus.errors import BadRecord
from corpus.model import Place
from ingest.draft import Draft
from ingest.mapping import Mapping, key, mapping_for, missing, values_of
from ingest.readers.base import HEAD, Found, Reader
from ingest.readers.stream import Stream
from ingest.readers.table import row as tablerow
from ingest.readers.table.cells import EXACT, ends_in_zeros
from ingest.readers.table.lines import Line, Lines, fits, parse_row, rows
from ingest.readers.text import WESTERN, looks_binary
from ingest.readers.whole import whole_file

DELIMITERS = ",;\t|"
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*\Z', re.IGNORECASE)  # Excel's own first line
NO_TABLE = re.compile(r"\s*[<{\[]")
SENTENCE = re.compile(r"[.!?…]\s*\Z|https?://|\A[\d\s.,:/-]+\Z")
LONGEST_NAME = 60  # characters of a column's name
CONSISTENT = (0.8, 0.5)  # share of rows with as many cells as the header; few prose lines agree on four or more
SPOILT = 0.9  # share of the long ids of a table that end in zeros, above which a spreadsheet has rounded them


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a row needs beside its own bytes. `encoding` is empty where each row shows its own."""

    columns: list[str]
    delimiter: str
    mapping: Mapping
    encoding: str = ""
    spoilt_ids: bool = False


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What a table looks like: the lines before its first row, its delimiter, columns and first rows."""

    columns: list[str]
    delimiter: str
    encoding: str
    skip: int  # lines up to the header, with it
    rows: list[list[str]]


def recognises(head: bytes, mapping: Mapping | None = None) -> bool:
    """Text whose first line names columns and whose other lines have as many cells, or columns that we know."""
    return shape_of(head, mapping) is not None


def shape_of(head: bytes, mapping: Mapping | None = None) -> Shape | None:
    """The shape of the table that begins like this; None where it is no table."""
    encoding = next((name for mark, name in WIDE.items() if head.startswith(mark)), "")
    encoding = encoding or (mapping.encoding if mapping and mapping.encoding else "")
    stray = head.count(b"\x00") <= len(head) // 1000  # some exports hold a NUL here and there
    if not encoding and looks_binary(head.replace(b"\x00", b"") if stray else head):
        return None
    text = decoded(head[: len(head) - len(head) % 2] if encoding.startswith("utf-16") else head, encoding, strict=False)
    lines = lines_of(text)
    cut = len(head) >= HEAD or not text.endswith(("\n", "\r"))
    if cut and len(lines) > 2:
        lines = lines[:-1]
    if not lines or NO_TABLE.match(text):
        return None
    told = SEPARATOR_LINE.match(lines[0])
    skip = next((at for at, line in enumerate(lines[int(told is not None) :]) if line.strip()), 0) + (told is not None)
    delimiters = told.group(1) if told else (mapping.delimiter if mapping and mapping.delimiter else DELIMITERS)
    shapes = (_shape(lines[skip:], delimiter, encoding, skip + 1, cut) for delimiter in delimiters)
    found = [shape for shape in shapes if shape is not None and _is_table(shape, mapping)]
    return max(found, key=lambda shape: len(shape.columns), default=None)


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as csv knows them: `\\n`, `\\r\\n` or `\\r` and nothing else."""
    return list(io.StringIO(text, newline=""))


def _shape(lines: Sequence[str], delimiter: str, encoding: str, skip: int, cut: bool) -> Shape | None:
    try:
        parsed = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        parsed = [row for row in (parse_row(line, delimiter) for line in lines) if row]
    if not parsed or len(parsed[0]) < 2:
        return None
    if cut and len(parsed) > 2:
        parsed.pop()  # a cell with several lines may be cut too
    header = [name.replace("\ufeff", "").strip() for name in parsed[0]]
    while header and not header[-1]:
        header.pop()
    skip += sum(name.count("\n") for name in parsed[0])
    return Shape(columns=unique(header), delimiter=delimiter, encoding=encoding, skip=skip, rows=parsed[1:])


def unique(names: Sequence[str]) -> list[str]:
    """Two columns of one name are told apart: the second `Likes` is `Likes (2)`."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[key(name)] = seen.get(key(name), 0) + 1
        unique.append(name if seen[key(name)] == 1 else f"{name} ({seen[key(name)]})")
    return unique


def _is_table(shape: Shape, mapping: Mapping | None) -> bool:
    if mapping_for(shape.columns) is not None or (mapping is not None and not missing(mapping, shape.columns)):
        return True
    names = [name for name in shape.columns if name]
    if len(names) < 2 or len(names) < len(shape.columns) - 1 or len({key(name) for name in names}) < len(names):
        return False
    if any(len(name) > LONGEST_NAME or SENTENCE.search(name) for name in names):
        return False
    fitting = sum(fits(row, len(shape.columns)) for row in shape.rows)
    enough = CONSISTENT[len(names) > 3] * len(shape.rows)
    return fitting >= (2 if len(names) == 2 else 1) and fitting >= enough


def records(stream: Stream, mapping: Mapping | None = None) -> Iterator[Found]:
    """A record for each row. A table without a mapping is one record with a fault that says what to do."""
    head = stream.peek()[:HEAD]
    shape = shape_of(head, mapping)
    header, fault = header_of(shape, mapping) if shape else (None, _no_table())
    if shape is None or header is None:
        yield msgspec.structs.replace(next(whole_file(stream)), fault=fault)
        return
    context = msgspec.json.encode(header)
    wide = header.encoding.startswith("utf-16")
    end = "\n" if "\n" in decoded(head[: len(head) // 2 * 2], header.encoding, strict=False) else "\r"
    newline = end.encode(header.encoding) if wide else end.encode()
    lines = Lines(stream, newline, len(newline))
    for _ in range(shape.skip):
        lines.take()
    decode = partial(decoded, encoding=header.encoding, strict=False)
    for row in rows(lines, header.delimiter, len(header.columns), decode):
        at, by = tablerow.retrieved(header.columns, row.cells, header.mapping)
        found = _found(row.lines, newline, row.fault, context)
        yield msgspec.structs.replace(found, retrieved_at=at, retrieved_by=by) if at else found
    if stream.fault is not None:
        yield Found(place=Place(), raw=b"", fault=stream.fault)


def header_of(shape: Shape, mapping: Mapping | None) -> tuple[Header | None, BadRecord | None]:
    """The header of a table of this shape, by a person's mapping or a shipped one; else why there is none."""
    absent = missing(mapping, shape.columns) if mapping is not None else []
    chosen = mapping_for(shape.columns) if mapping is None or absent else mapping
    if chosen is None and mapping is not None:
        return None, BadRecord(
            "wrong-mapping",
            f"The mapping {mapping.name} takes the text from {', '.join(absent)}, which is no column of this table.",
            todo=f"Its columns are: {', '.join(shape.columns)}.",
        )
    if chosen is None:
        return None, _no_mapping(shape.columns)
    header = Header(
        columns=shape.columns,
        delimiter=shape.delimiter,
        mapping=chosen,
        encoding=shape.encoding,
        spoilt_ids=_spoilt(shape, chosen),
    )
    return header, None


def _no_table() -> BadRecord:
    return BadRecord("no-table", "No header of a table was found.", todo="A table's first line names its columns.")


def _no_mapping(columns: Sequence[str]) -> BadRecord:
    return BadRecord(
        "no-mapping",
        f"No mapping says what the columns of this table are: {', '.join(columns)}.",
        todo="Sketch one (`hustings ingest --sketch-map FILE > map.yaml`), correct it, ingest with `--map map.yaml`.",
    )


def _spoilt(shape: Shape, mapping: Mapping) -> bool:
    """Whether nearly all long ids of the first rows end in zeros, as they do after a spreadsheet has saved them."""
    wanted = {key(v.column) for v in values_of(mapping.fields.get("native_id")) if v.column and v.pattern is None}
    at = [number for number, column in enumerate(shape.columns) if key(column) in wanted]
    cells = (row[number].strip() for row in shape.rows for number in at if number < len(row))
    long = [cell for cell in cells if cell.isdecimal() and len(cell) > EXACT + 1]
    return len(long) > 1 and sum(map(ends_in_zeros, long)) >= SPOILT * len(long)


def _found(lines: Sequence[Line], newline: bytes, fault: BadRecord | None, context: bytes) -> Found:
    first = lines[0]
    if first.sha256 is not None:
        place = Place(offset=first.offset, length=first.length, line=first.number)
        return Found(place=place, raw=b"", sha256=first.sha256, fault=fault)
    raw = b"".join(line.raw for line in lines).removesuffix(newline)
    place = Place(offset=first.offset, length=len(raw), line=first.number)
    return Found(place=place, raw=raw, fault=fault, context=context)


def decoded(data: bytes, encoding: str, *, strict: bool = True) -> str:
    """Text of a known encoding, or of UTF-8, windows-1252 or Mac Roman, the first that gives text of our languages.

    Raises BadRecord `not-utf8` where none does, unless not `strict`.
    """
    for name in (encoding,) if encoding else ("utf-8-sig", "cp1252", "mac_roman"):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if name.startswith("utf") or encoding or all(char in WESTERN for char in text if ord(char) > 127):
            return text.removeprefix("\ufeff")
    if not strict:
        return data.decode(encoding if encoding.startswith("utf") else "utf-8", "replace").removeprefix("\ufeff")
    raise BadRecord(
        "not-utf8",
        f"The row is no text in {encoding or 'UTF-8, windows-1252 or Mac Roman'}.",
        todo="Save the table again as UTF-8, or name its `encoding` in a mapping.",
    )


@lru_cache(maxsize=8)
def _header(context: bytes) -> Header:
    return msgspec.json.decode(context, type=Header)


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The document of a row. Raises BadRecord (`not-utf8`, `empty-row`, `no-text`, `wrong-value`, `no-context`)."""
    if context is None:
        raise BadRecord("no-context", "A row cannot be read without the header of its table.")
    header = _header(context)
    cells = parse_row(decoded(raw, header.encoding), header.delimiter)
    return tablerow.draft_of(header.columns, cells, header.mapping, spoilt_ids=header.spoilt_ids)


def mapped(mapping: Mapping) -> Reader:
    """The reader of tables by a person's own mapping."""
    return msgspec.structs.replace(
        READER, recognises=partial(recognises, mapping=mapping), records=partial(records, mapping=mapping)
    )


READER = Reader(name="table", media_type="text/csv", recognises=recognises, records=records, draft=draft, mapped=mapped)
