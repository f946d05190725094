"""The figures of a corpus or of one of its cases, compared (annotate.figures.compare)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from annotate.figures.compare import Comparison, Statement, compare
from corpus.errors import UsageError
from corpus.folder import Corpus
from corpus.model import Annotation, Document
from corpus.store import Store

PLATFORM = "platform"  # an actor type: followers are counted on it, not of it


def comparisons(corpus: Corpus, *, case: str | None = None) -> list[Comparison]:
    """What the corpus's documents, or a case's, say of the same things. UsageError where there is no such case."""
    if case is not None and case not in corpus.cases.case and not _declared(corpus, case):
        raise UsageError(f"There is no case {case} in this corpus.", todo="Cases stand in cases.yaml.")
    types = {actor.id: actor.type for actor in corpus.authority.actors}
    documents = _annotated(corpus, case)
    return compare(documents, no_subjects=lambda actor: types.get(actor) == PLATFORM)


def _annotated(corpus: Corpus, case: str | None) -> Iterator[tuple[Document, list[Annotation]]]:
    """Documents with their figures and actors, one at a time."""
    with corpus.store() as store, corpus.events() as log:
        for id, annotations in groupby(log.annotations(), key=lambda one: one.document):
            chosen = [corpus.authority.of_today(one) for one in annotations if one.layer in ("figure", "actor")]
            if not any(one.layer == "figure" for one in chosen):
                continue
            document = store.document(id)
            if document is not None and case in (None, _case_of(corpus, store, document)):
                yield document, chosen


def _declared(corpus: Corpus, case: str) -> bool:
    with corpus.store() as store:
        return any(document.case == case for document in store.documents())


def _case_of(corpus: Corpus, store: Store, document: Document) -> str | None:
    names = (source.name for _, source, _ in store.observations(document.id))
    return corpus.cases.case_of(document.id, document.case, names)


def rows(found: Iterable[Comparison]) -> Iterator[list[object]]:
    """A table: a line for each statement; what it is of only in the first line of each."""
    for one in found:
        for number, said in enumerate(one.statements):
            first = number == 0
            what = " ".join(filter(None, (one.kind, one.unit, f"per {one.per}" if one.per else "")))
            yield [
                what if first else "",
                (one.subject or "") if first else "",
                said.document,
                said.source,
                said.published_at or "",
                value(said),
                " ".join(said.passage.split()),
                "contradictory" if first and one.contradicts else "",
            ]


def value(said: Statement) -> str:
    """A statement's value as a table shows it: `about 1,200`, `35 to 70`."""
    bounds = f"{said.low:,.10g}" if said.low == said.high else f"{said.low:,.10g} to {said.high:,.10g}"
    return f"{(said.approximation or '').replace('_', ' ')} {bounds}".strip()
