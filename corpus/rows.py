"""Documents and annotations as rows of JSON Lines: the fields that go out, and that `ingest` reads (docs/fields.md).

What is unknown is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from corpus.model import Annotation, Document, Observation, Source
from corpus.store import StoredRecord

Seen = tuple[Observation, Source, StoredRecord]  # as Store.observations gives them

DOCUMENT_FIELDS = (  # in the order in which they are written; those of corpus.model.Document with the same name
    *("id", "kind", "platform", "native_id", "title", "deck", "text", "language", "language_declared"),
    *("published_at", "published_precision", "published_basis", "published_verbatim", "updated_at"),
    *("outlet", "byline", "account", "url", "canonical_url", "case", "tags", "state"),
    *("source", "record", "observations"),
    *("blocks", "removed", "relations", "metrics", "notes", "extra"),
)
RETRIEVED = ("retrieved_at", "retrieved_by")
ANNOTATION_FIELDS = (
    *("id", "document", "layer", "code", "start", "end", "quotation"),
    *("attributes", "agent", "score", "state", "verdict", "same_as", "made_at", "prefix", "suffix", "text_sha256"),
)


def document_row(document: Document, observations: Sequence[Seen] = (), case: str | None = None) -> dict[str, Any]:
    """A document as a row.

    `source` and `record` are those of the first observation: the name of the file and where in it, as an object with
    `number` (from 0), the record's place, its sha256, and when it was retrieved and who says so. Further ones stand
    under `observations`, with the same two fields. `case` is the case that claims the document, where it declares none
    itself.
    """
    fields: dict[str, Any] = msgspec.to_builtins(document)
    fields |= {"state": document.state, "case": document.case or case}
    seen = [_seen(observation, source, record) for observation, source, record in observations]
    if seen:
        fields |= seen[0]
    if len(seen) > 1:
        fields["observations"] = seen[1:]
    return _known(fields, DOCUMENT_FIELDS)


def annotation_row(annotation: Annotation) -> dict[str, Any]:
    """An annotation as a row. Offsets are code points into the document's `text`."""
    return _known(msgspec.to_builtins(annotation), ANNOTATION_FIELDS)


def _seen(observation: Observation, source: Source, record: StoredRecord) -> dict[str, Any]:
    place = {"number": record.number, **msgspec.to_builtins(record.place), "sha256": record.sha256}
    if observation.part is not None:
        place["part"] = observation.part
    said = record if record.retrieved_at is not None else source  # what the record itself says counts more
    retrieved = {name: getattr(said, name) for name in RETRIEVED}
    return {"source": source.name, "record": place | _known(retrieved, RETRIEVED)}


def _known(fields: dict[str, Any], order: Sequence[str]) -> dict[str, Any]:
    found = {name: fields.get(name) for name in order}
    # `text` is there even where it is empty, as of a deleted post.
    return {name: value for name, value in found.items() if name == "text" or value not in (None, "", [], {}, ())}
