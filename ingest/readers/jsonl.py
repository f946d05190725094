"""JSON Lines of articles or posts, in the fields that `hustings export documents` writes (docs/fields.md).

Of these `text` alone is enough. Fields that Hustings does not know are kept under `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonlines
import msgspec
import orjson

from corpus.errors import BadRecord
from corpus.ids import DOCUMENT_ID
from corpus.model import Block, BlockKind, Document, DocumentKind, Metric, Place, Relation, Removed, State
from ingest.clean.platforms import one_id
from ingest.clean.result import normalise
from ingest.draft import Draft, blocks_of, dated
from ingest.readers.base import Found, Reader
from ingest.readers.lines import Line, lines
from ingest.readers.stream import Stream
from ingest.times import parse_time

BOM = b"\xef\xbb\xbf"
MOST = 2**63 - 1  # of a whole number in SQLite
OBJECT = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*(?:"|\})')


class Fields(msgspec.Struct, kw_only=True):
    """A line. Absent or null means unknown."""

    text: str
    id: str | int | None = None
    kind: DocumentKind | None = None
    platform: str | None = None
    native_id: str | int | None = None
    title: str | None = None
    deck: str | None = None
    language: str | None = None
    published_at: str | None = None
    published_precision: str | None = None  # taken from the time itself
    published_basis: str | None = None
    published_verbatim: str | None = None
    language_declared: str | None = None
    updated_at: str | None = None
    outlet: str | None = None
    byline: str | None = None
    account: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    case: str | None = None
    tags: list[str] | None = None
    notes: list[str] | None = None
    state: State | None = None
    blocks: list[Block] | None = None
    removed: list[Removed] | None = None
    relations: list[Relation] | None = None
    metrics: list[Metric] | None = None
    extra: dict[str, Any] | None = None
    source: Any = None  # where an export says the document came from: this record's own provenance takes its place
    record: Any = None
    observations: Any = None


def recognises(head: bytes) -> bool:
    """The first line that is not blank begins an object."""
    return bool(OBJECT.match(head.lstrip().split(b"\n", 1)[0]))


def records(stream: Stream) -> Iterator[Found]:
    """A line is a record; blank lines are none. A last line that is cut is a record with a fault."""
    for line in lines(stream):
        place = Place(offset=line.offset, length=line.length, line=line.number)
        fault = line.fault or _not_json(line)
        yield Found(place=place, raw=line.raw, sha256=line.sha256, fault=fault)


def _not_json(line: Line) -> BadRecord | None:
    try:
        with jsonlines.Reader([line.raw], loads=orjson.loads) as reader:
            reader.read(type=dict)
    except jsonlines.InvalidLineError as error:
        cut = line.last and not line.raw.rstrip().endswith(b"}")
        if cut:
            return BadRecord("cut", "The last line is cut.", todo="Copy the file again from where it came.")
        reason = str(error.__cause__ or error).split(" (line", 1)[0]
        return BadRecord("not-json", f"This line is no JSON object: {reason}.")
    return None


def draft(raw: bytes) -> Draft:
    """Check the fields and make the document. Raises BadRecord (`wrong-type`, `no-text`)."""
    try:
        fields = msgspec.json.decode(raw.removeprefix(BOM), type=Fields)
    except msgspec.ValidationError as error:
        code = "no-text" if "required field `text`" in str(error) else "wrong-type"
        raise BadRecord(code, f"{error}.", todo="docs/fields.md lists the fields and their types.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRecord("not-json", f"{error}.") from error
    body = normalise(fields.text).strip()
    if not body and (fields.state or "live") == "live" and not fields.relations:
        raise BadRecord("no-text", "The text is empty.")
    text, blocks = _text(fields, body)
    given = fields.id if isinstance(fields.id, str) and DOCUMENT_ID.match(fields.id) else None
    document = Document(
        id="",
        kind=fields.kind or ("post" if fields.account or fields.native_id is not None else "article"),
        text=text,
        blocks=blocks,
        native_id=_native_id(fields),
        language_declared=fields.language_declared or (None if given else fields.language),
        state=fields.state or "live",
        extra={**(fields.extra or {}), **_unknown(raw)},
        tags=tuple(fields.tags or ()),
        notes=tuple(fields.notes or ()),
        removed=_removed(fields, len(blocks)),
        relations=tuple(fields.relations or ()),
        metrics=_metrics(fields),
        updated_at=_time(fields.updated_at),
    )
    document = msgspec.structs.replace(document, **{name: _clean(getattr(fields, name)) for name in PLAIN})
    moment = parse_time(fields.published_at, fields.published_basis or "record") if fields.published_at else None
    if moment is not None and fields.published_verbatim is not None:
        moment = msgspec.structs.replace(moment, verbatim=fields.published_verbatim)
    if fields.published_at and moment is None:  # keep what it says; a person may understand it
        document = msgspec.structs.replace(
            document, published_verbatim=fields.published_at, notes=(*document.notes, "date not understood")
        )
    return Draft(document=dated(document, moment), given_id=given)


def _removed(fields: Fields, blocks: int) -> tuple[Removed, ...]:
    """What was taken out, each before a block that there is."""
    given = fields.removed or ()
    return tuple(msgspec.structs.replace(one, before=min(max(one.before, 0), blocks)) for one in given)


def _metrics(fields: Fields) -> tuple[Metric, ...]:
    """The counters. Raises BadRecord where one is larger than can be stored."""
    for metric in fields.metrics or ():
        if metric.value is not None and abs(metric.value) > MOST:
            raise BadRecord("wrong-type", f"The counter {metric.name[:80]} has more digits than any counter has.")
    return tuple(fields.metrics or ())


PLAIN = ("platform", "title", "deck", "outlet", "byline", "account", "url", "canonical_url", "case")


def _clean(value: str | None) -> str | None:
    return (normalise(value).strip() or None) if value is not None else None


def _time(text: str | None) -> str | None:
    moment = parse_time(text, "record") if text else None
    return moment.value if moment else None


def _native_id(fields: Fields) -> str | None:
    """The platform's id as text; an `id` that is not ours is somebody's own, and serves where there is no other."""
    native = fields.native_id
    if native is None and fields.id is not None and not DOCUMENT_ID.match(str(fields.id)):
        native = fields.id
    known = _clean(str(native)) if native is not None else None
    return one_id(fields.platform, known) if known else None


def _unknown(raw: bytes) -> dict[str, Any]:
    value = orjson.loads(raw.removeprefix(BOM))
    return {key: one for key, one in value.items() if key not in Fields.__struct_fields__}


def _text(fields: Fields, body: str) -> tuple[str, tuple[Block, ...]]:
    """The text with its blocks: those given, where they fit it; else title, deck and the paragraphs."""
    if fields.blocks is not None:
        text = normalise(fields.text)
        at = 0
        for block in fields.blocks:
            if not at <= block.start < block.end <= len(text):
                what = f"The block {block.start}-{block.end} is not after the one before it, or not inside the text"
                raise BadRecord("wrong-blocks", f"{what}, which has {len(text)} characters.")
            at = block.end
        return text, tuple(fields.blocks)
    text, blocks = "", []
    headings: tuple[tuple[BlockKind, str | None], ...] = (("title", fields.title), ("deck", fields.deck))
    for kind, part in headings:
        part = _clean(part)
        if part and not body.startswith(part):
            blocks.append(Block(kind=kind, start=len(text), end=len(text) + len(part)))
            text += part + "\n\n"
    start = len(text)
    text += body
    return text, (*blocks, *blocks_of(text, start=start))


READER = Reader(name="jsonl", media_type="application/jsonl", recognises=recognises, records=records, draft=draft)
