"""Documents and annotations as tables: CSV (RFC 4180, UTF-8) and Parquet, with the same columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, Literal

from corpus.errors import UsageError
from publish.export.citation import RETRIEVED
from publish.export.outgoing import Outgoing
from publish.export.site import Site

Table = Literal["documents", "annotations"]
ROWS_AT_ONCE = 5_000  # of a Parquet file's row groups
NUMBERS = {"words": "int32", "annotations": "int32", "start": "int32", "end": "int32", "score": "float64"}
DOCUMENT = (
    *("id", "kind", "platform", "title", "deck", "language", "published_at", "published_precision", "updated_at"),
    *("outlet", "byline", "account", "url", "canonical_url", "native_id", "case", "state", "shown", "words"),
    "annotations",
)
ANNOTATION = (
    *("id", "layer", "code", "start", "end", "quotation", "attributes", "agent", "score", "state", "made_at"),
)


def _named(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f'{table}."{name}"' for name in names)


TAGS = "(SELECT json_group_array(tag) FROM (SELECT tag FROM tags WHERE document = documents.number ORDER BY number))"
DOCUMENTS = (
    f"SELECT {_named('documents', DOCUMENT)}, {TAGS} AS tags, {RETRIEVED} AS retrieved_at,"
    " texts.text AS text FROM documents JOIN texts ON texts.document = documents.number"
)
ANNOTATIONS = (
    f"SELECT documents.id AS document, {_named('annotations', ANNOTATION)},"
    " coalesce(actors.name_en, tactics.label_en) AS label_en, coalesce(actors.name_fr, tactics.label_fr) AS label_fr,"
    ' documents.language, documents."case"'
    " FROM documents JOIN annotations ON annotations.document = documents.number"
    " LEFT JOIN actors ON actors.id = annotations.actor LEFT JOIN tactics ON tactics.slug = annotations.tactic"
)
COLUMNS: dict[Table, tuple[str, ...]] = {
    "documents": (*DOCUMENT, "tags", "retrieved_at", "page", "text"),
    "annotations": ("document", *ANNOTATION, "label_en", "label_fr", "language", "case", "page"),
}


def table_rows(out: Outgoing, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table by column; `tags` is a list, `page` the permanent address."""
    if table == "documents":
        for row in out.rows(DOCUMENTS):
            yield {**row, "tags": json.loads(row["tags"]), "page": out.site.document(row["id"])}
    else:
        for row in out.rows(ANNOTATIONS, "annotations.number"):
            yield {**row, "page": passage(out.site, row["document"], row["start"], row["end"])}


def passage(site: Site, document: str, start: int, end: int) -> str:
    """The permanent address of a passage; of its document where it is of the whole."""
    return site.document(document) + (f"#p{start}-{end}" if start < end else "")


def columns(table: Table, *, text: bool) -> list[str]:
    """The columns of a table, perhaps without the texts."""
    return [name for name in COLUMNS[table] if text or name != "text"]


def write_csv(out: Outgoing, file: BinaryIO, *, table: Table = "documents", text: bool = True) -> None:
    """A line of names, then a row a document or annotation. Tags stand in one cell, `; ` between them."""
    names = columns(table, text=text)
    wrapped = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(wrapped)
    writer.writerow(names)
    for row in table_rows(out, table):
        cells = (row[name] for name in names)
        writer.writerow("; ".join(cell) if isinstance(cell, list) else cell for cell in cells)
    wrapped.detach()  # the file is the caller's


def write_parquet(out: Outgoing, file: BinaryIO, *, table: Table = "documents", text: bool = True) -> None:
    """A Parquet file, zstd, whose metadata name the build. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow  # type: ignore[import-untyped]
        import pyarrow.parquet  # type: ignore[import-untyped]
    except ImportError as error:
        raise UsageError("pyarrow is not installed.", todo="pip install 'hustings[parquet]'") from error
    names = columns(table, text=text)
    kinds = {"tags": pyarrow.list_(pyarrow.string())}
    kinds |= {name: getattr(pyarrow, kind)() for name, kind in NUMBERS.items()}
    schema = pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in names])
    schema = schema.with_metadata({"hustings.build": out.site.hash, "hustings.title": out.site.title_en})
    rows = table_rows(out, table)
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := [{name: row[name] for name in names} for row in islice(rows, ROWS_AT_ONCE)]:
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
