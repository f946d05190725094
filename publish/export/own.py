"""The corpus as JSON Lines, to read elsewhere or to ingest again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

import jsonlines
import orjson

from corpus.events import is_in_place
from corpus.ids import sha256
from corpus.rows import annotation_row, document_row
from corpus.tiers import sealed_documents
from publish.rights.check import refuse
from publish.rights.publishing import Rights
from publish.rights.standing import standing

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from corpus.model import Annotation, AnnotationState

STATES: tuple[AnnotationState, ...] = ("suggested", "accepted", "rejected", "made")


def document_rows(corpus: Corpus, *, sealed: bool = False, public: bool = False) -> Iterator[dict[str, Any]]:
    """Every document of the corpus, by id, with its case; those that are sealed only where they are asked for.

    With `public` only what may be published today, as the site has it.
    """
    with corpus.store() as store:
        rights = Rights(corpus, store) if public else None
        stay = frozenset() if sealed or public else sealed_documents(corpus, store)
        for document in store.documents():
            seen = store.observations(document.id)
            case = corpus.cases.case_of(document.id, document.case, (source.name for _, source, _ in seen))
            if rights is not None:
                found = rights.document(document, seen)
                if found is not None:
                    yield document_row(found.document, found.seen, case)
            elif document.id not in stay:
                yield document_row(document, seen, case)


def annotation_rows(corpus: Corpus, *, sealed: bool = False, public: bool = False) -> Iterator[dict[str, Any]]:
    """Every annotation of the corpus but the deleted ones, by document; under the ids and slugs of now.

    With `public` only those that the site has, on the texts as `document_rows` gives them.
    """
    if public:
        yield from map(annotation_row, _published(corpus))
        return
    with corpus.events() as log, corpus.store() as store:
        stay = frozenset() if sealed else sealed_documents(corpus, store)
        for annotation in log.annotations(states=STATES):
            if annotation.document not in stay:
                yield annotation_row(corpus.of_today(annotation))


def _published(corpus: Corpus) -> Iterator[Annotation]:
    """Raises NotPublishable where a private person would stand beside a political code."""
    with corpus.events() as log, corpus.store() as store:
        rights = Rights(corpus, store)
        refuse(rights, log)
        for id, group in groupby(log.annotations(), key=lambda annotation: annotation.document):
            document = store.document(id)
            found = rights.document(document, ()) if document is not None else None
            if document is None or found is None:
                continue
            text_sha256 = sha256(document.text)
            sound = [a for a in standing(list(group)) if a.quotation and is_in_place(a, document.text, text_sha256)]
            yield from (a for a in rights.annotations(id, sound, found.document.text) if a.quotation)


def write_rows(rows: Iterable[dict[str, Any]], out: BinaryIO) -> int:
    """Write rows as JSON Lines in UTF-8; returns how many."""
    written = 0
    with jsonlines.Writer(out, dumps=orjson.dumps) as writer:
        for row in rows:
            writer.write(row)
            written += 1
    return written
