"""A row of a table to a draft, by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from corpus.errors import BadRecord
from corpus.model import Block, Document, DocumentKind, Metric, Relation, State
from ingest.clean.platforms import one_id
from ingest.clean.result import Piece, assemble, normalise
from ingest.draft import BLANK_LINES, Draft, dated
from ingest.mapping import Field, Mapping, Values, all_values, columns_of, key, missing, values_of
from ingest.readers.fragment import pieces_of
from ingest.readers.table.cells import EMPTY, Row, cell_of, identifier, list_of, moment_in, text_of, whole_number
from ingest.readers.twitter.post import REPOST, cut_repost, decoded

PLAIN: tuple[Field, ...] = ("platform", "title", "deck", "outlet", "byline", "account", "url", "canonical_url", "case")


def draft_of(columns: Sequence[str], cells: Sequence[str], mapping: Mapping, *, spoilt_ids: bool = False) -> Draft:
    """The draft of a row. `spoilt_ids`: ids in this table lost their last digits to zeros.

    Raises BadRecord (`empty-row`, `no-text`, `wrong-value`).
    """
    row = {key(column): normalise(cell) for column, cell in zip(columns, cells, strict=False)}
    if not any(cell.strip() for cell in row.values()):
        raise BadRecord("empty-row", "All cells of this row are empty.")
    notes: list[str] = []
    state: State = _one_of(get_args(State), text_of(row, mapping.fields.get("state")), "live", "state")
    fields = {name: text_of(row, mapping.fields.get(name)) or None for name in PLAIN}
    text, blocks = _assembled(row, mapping, fields["platform"])
    if not any(block.kind not in ("title", "deck") for block in blocks) and state == "live":
        if missing(mapping, columns):
            raise BadRecord("no-document", "This table has no column of texts: its rows are no posts.")
        raise BadRecord("no-text", "The cell of the text is empty.", todo=_where_text(mapping))
    native_id = _identifier(row, mapping.fields.get("native_id"), notes, spoilt_ids)
    kind: DocumentKind = "post" if fields["account"] or native_id else "article"
    extra = _extra(row, columns, mapping)
    native_id = one_id(fields["platform"], native_id) if native_id else None
    if native_id is not None and fields["platform"] is None:  # or the ids of two platforms would be taken for one
        native_id, extra["id"] = None, native_id
    document = Document(
        id="",
        kind=_one_of(get_args(DocumentKind), text_of(row, mapping.fields.get("kind")), kind, "kind"),
        text=text,
        blocks=blocks,
        native_id=native_id,
        state=state,
        language_declared=text_of(row, mapping.fields.get("language")) or None,
        tags=tuple(tag.lstrip("#") for tag in list_of(row, mapping.fields.get("tags"))),
        relations=tuple(_relations(row, mapping, notes, spoilt_ids, fields["platform"])),
        metrics=tuple(_metrics(row, mapping, notes)),
        extra=extra,
    )
    published = moment_in(row, mapping.fields.get("published_at"), notes)
    updated = moment_in(row, mapping.fields.get("updated_at"), [])
    verbatim = None if published else text_of(row, mapping.fields.get("published_at")) or None
    document = msgspec.structs.replace(
        document,
        updated_at=updated.value if updated else None,
        published_verbatim=verbatim,
        notes=tuple(dict.fromkeys(notes)),
        **fields,
    )
    return Draft(document=dated(_as_twitter_means(document), published))


def _as_twitter_means(document: Document) -> Document:
    """In tables of Twitter's posts a repost has the counters and the ties of its original, and may be cut."""
    reposts = tuple(tie for tie in document.relations if tie.kind == "reposts")
    if document.platform != "twitter" or not (reposts or REPOST.match(document.text)):
        return document
    notes = (*document.notes, *(("cut",) if cut_repost(document.text) else ()))
    return msgspec.structs.replace(document, metrics=(), relations=reposts, notes=notes)


def _where_text(mapping: Mapping) -> str:
    names = (name for value in values_of(mapping.fields.get("text")) for name in columns_of(value))
    columns = ", ".join(dict.fromkeys(names))
    return f"The mapping {mapping.name} takes it from {columns or 'no column'}."


def _one_of(allowed: Sequence[Any], given: str, default: Any, name: str) -> Any:
    """One of a closed set of words. Raises BadRecord `wrong-value`."""
    if not given:
        return default
    if given not in allowed:
        raise BadRecord(
            "wrong-value", f"{given} is no {name}.", todo=f"Map it to one of {', '.join(allowed)} (`values:`)."
        )
    return given


def _assembled(row: Row, mapping: Mapping, platform: str | None) -> tuple[str, tuple[Block, ...]]:
    title, deck = (text_of(row, mapping.fields.get(name)) for name in ("title", "deck"))
    pieces = [Piece("title", title), Piece("deck", deck)]
    for value in values_of(mapping.fields.get("text")):
        body = cell_of(row, value).strip()
        body = decoded(body) if platform == "twitter" else body  # as Twitter itself escapes it, and tools leave it
        if body:
            own = pieces_of(body) if value.html else [Piece("paragraph", part) for part in BLANK_LINES.split(body)]
            return assemble((*(piece for piece in pieces if piece.text != body), *own))
    return assemble(pieces)


def _identifier(row: Row, values: Values | None, notes: list[str], spoilt: bool) -> str | None:
    for value in values_of(values):
        text = cell_of(row, value).strip()
        if text.casefold() in EMPTY:
            continue
        id, damaged = identifier(text, spoilt=spoilt and value.pattern is None)
        if damaged:
            notes.append("damaged id")
        elif id is not None:
            return id
    return None


def _relations(row: Row, mapping: Mapping, notes: list[str], spoilt: bool, platform: str | None) -> list[Relation]:
    found = []
    for relation in mapping.relations:
        id, url = _identifier(row, relation.native_id, notes, spoilt), text_of(row, relation.url) or None
        if id or url:
            found.append(Relation(kind=relation.kind, native_id=one_id(platform, id) if id else None, url=url))
    return found


def _metrics(row: Row, mapping: Mapping, notes: list[str]) -> list[Metric]:
    at = moment_in(row, mapping.metrics_at, [])
    found = []
    for name, values in mapping.metrics.items():
        present = [value for value in values_of(values) if any(key(name) in row for name in columns_of(value))]
        if not present:
            continue
        text = text_of(row, list(present))
        number = whole_number(text, present[0].decimal)
        if text and number is None:
            notes.append("number not understood")
        elif number is None:
            found.append(Metric(name=name, status="not_provided", at=at.value if at else None))
        else:
            found.append(Metric(name=name, value=number, at=at.value if at else None))
    return found


def retrieved(columns: Sequence[str], cells: Sequence[str], mapping: Mapping) -> tuple[str | None, str | None]:
    """When a row was retrieved and who says so, where its table says it."""
    if mapping.retrieved_at is None:
        return None, None
    row = {key(column): cell for column, cell in zip(columns, cells, strict=False)}
    moment = moment_in(row, mapping.retrieved_at, [])
    return (moment.value, mapping.retrieved_by or mapping.name) if moment else (None, None)


def _extra(row: Row, columns: Sequence[str], mapping: Mapping) -> dict[str, Any]:
    named = {key(name) for value in all_values(mapping) for name in columns_of(value)}
    found: dict[str, Any] = {"mapping": mapping.name}
    for name, values in mapping.extra.items():
        split = any(value.split for value in values_of(values))
        content = list_of(row, values) if split else text_of(row, values)
        if content:
            found[name] = content
    rest = {column: row[key(column)] for column in columns if column and key(column) not in named}
    rest = {column: cell for column, cell in rest.items() if cell.strip()}
    if rest and mapping.rest == "keep":
        found["columns"] = rest
    return found
