"""The corpus as JSON Lines, to read elsewhere or to ingest again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import jsonlines
import orjson

from corpus.rows import annotation_row, document_row

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from corpus.model import AnnotationState

STATES: tuple[AnnotationState, ...] = ("suggested", "accepted", "rejected", "made")


def document_rows(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Every document of the corpus, by id, with its case."""
    with corpus.store() as store:
        for document in store.documents():
            seen = store.observations(document.id)
            case = corpus.cases.case_of(document.id, document.case, (source.name for _, source, _ in seen))
            yield document_row(document, seen, case)


def annotation_rows(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Every annotation of the corpus but the deleted ones, by document; under the ids and slugs of now."""
    with corpus.events() as log:
        for annotation in log.annotations(states=STATES):
            yield annotation_row(corpus.of_today(annotation))


def write_rows(rows: Iterable[dict[str, Any]], out: BinaryIO) -> int:
    """Write rows as JSON Lines in UTF-8; returns how many."""
    written = 0
    with jsonlines.Writer(out, dumps=orjson.dumps) as writer:
        for row in rows:
            writer.write(row)
            written += 1
    return written
