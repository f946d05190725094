"""`hustings annotate suggest`: documents read, proposals compared with what is known, and the difference written.

Running it again adds nothing. What a person has judged stays as it is, a rejection too; what a machine proposed and
nobody touched is withdrawn where the machine no longer proposes it, and suggested anew where it now says something
else of the same passage, as when a document's date was corrected. Where a document's text has changed since, its
annotations are brought to the new text first (annotate.anchoring.reanchor).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotate.anchoring.reanchor import moves, now
from annotate.known import Known, act_id, known, under_todays_ids
from annotate.learn.remembered import unjudged
from annotate.proposal import Proposal, rules
from annotate.reader import BATCH, Readers
from annotate.stretches import language_of
from corpus.codebook import Codebook
from corpus.console import progress
from corpus.errors import UsageError
from corpus.events import EventLog, context
from corpus.folder import Corpus
from corpus.ids import annotation_id, sha256
from corpus.model import Annotation, Document, Event
from corpus.store import Store
from corpus.terms import LAYERS

AGENT = rules("suggest")  # who withdraws


class Counts(msgspec.Struct):
    """What became of a layer's proposals: `proposed` are `new`, `changed` or `already_there`."""

    proposed: int = 0
    new: int = 0
    changed: int = 0
    already_there: int = 0
    withdrawn: int = 0


class Summary(msgspec.Struct):
    """What a run did. `without_model` counts documents by language where only rules could read."""

    documents: int
    layers: dict[str, Counts]
    without_model: dict[str, int]


def suggest(
    corpus: Corpus, *, documents: Sequence[str] = (), language: str | None = None, readers: Readers | None = None
) -> Summary:
    """Read the documents, all or those named or those of a language, and write what is new.

    `readers` are the corpus's where they are loaded already. Each batch of documents is written in one transaction.
    UsageError where a named document is not there; SettingsError where a model is not installed (what was written
    before stays).
    """
    summary = Summary(documents=0, layers={layer: Counts() for layer in LAYERS}, without_model={})
    readers = readers or Readers(corpus)
    with corpus.store() as store, corpus.events() as log:
        chosen = _chosen(store, documents, language)
        with progress("Reading documents", len(chosen), unit="documents") as step:
            for first in range(0, len(chosen), BATCH):
                batch = [found for id in chosen[first : first + BATCH] if (found := store.document(id)) is not None]
                at = now()
                log.append([move for document in batch for move in moves(known(log, document.id), document, at)])
                log.append(_events(corpus, log, batch, readers.propose(batch), summary, at))
                step.advance(len(batch))
                summary.documents += len(batch)
                for document in batch:
                    _note_missing_model(summary.without_model, readers, document)
    return summary


def _chosen(store: Store, documents: Sequence[str], language: str | None) -> list[str]:
    there, wanted = store.document_ids(), set(documents)
    missing = sorted(wanted.difference(there))
    if missing:
        raise UsageError(
            f"There is no document {', '.join(missing)} in this corpus.",
            todo="`hustings export documents` lists them with their ids.",
        )
    if language is not None:
        there = [document.id for document in store.documents() if language_of(document) == language]
    return [id for id in there if not wanted or id in wanted]


def _note_missing_model(without: dict[str, int], readers: Readers, document: Document) -> None:
    language = language_of(document)
    if readers.pipelines.of(language).model is None:
        without[language] = without.get(language, 0) + 1


def _events(
    corpus: Corpus,
    log: EventLog,
    batch: Sequence[Document],
    proposed: Iterable[list[Proposal]],
    summary: Summary,
    at: str,
) -> list[Event]:
    return [
        event
        for document, proposals in zip(batch, proposed, strict=True)
        for event in difference(
            document,
            _offered(proposals, corpus.codebook),
            under_todays_ids(known(log, document.id), corpus),
            summary.layers,
            codebook=corpus.codebook_version(log),
            at=at,
        )
    ]


def _offered(proposals: Iterable[Proposal], book: Codebook) -> Iterator[Proposal]:
    """Under today's codes, and without the retired ones: a model may have learned from an older codebook."""
    for p in proposals:
        tactic = book.find(p.code) if p.layer == "tactic" else None
        found = p if tactic is None or tactic.slug == p.code else msgspec.structs.replace(p, code=tactic.slug)
        if tactic is None or tactic.retired is None:
            yield found


def difference(
    document: Document,
    proposals: Iterable[Proposal],
    there: dict[str, Known],
    counts: dict[str, Counts],
    *,
    codebook: str,
    at: str,
) -> list[Event]:
    """The events that take a document's annotations from what is known to what is proposed; `counts` are added to."""
    text_sha256 = sha256(document.text)
    taken = {_passage(k.annotation, k.annotation.text_sha256): k for k in there.values() if not k.withdrawn}
    events = []
    wanted: set[str] = set()
    passages: set[tuple[str, str, int, int, str]] = set()
    for p in unjudged(proposals, there.values(), document.text):
        id = annotation_id(document.id, p.layer, p.code, p.start, p.end, text_sha256)
        if id in wanted:
            continue
        wanted.add(id)
        passages.add(_passage(p, text_sha256))
        count = counts.setdefault(p.layer, Counts())
        count.proposed += 1
        before = there.get(id)
        standing = taken.get(_passage(p, text_sha256)) if before is None or before.withdrawn else before
        if standing is not None and not _says_otherwise(p, standing):
            count.already_there += 1
            continue
        count.changed += standing is not None
        count.new += standing is None
        made = standing or before  # one that was moved here from another text keeps its id
        id, number = (id, 0) if made is None else (made.annotation.id, made.acts)
        events.append(_suggested(document, p, id, number, text_sha256=text_sha256, codebook=codebook, at=at))
    for id, k in there.items():
        again = id in wanted or _passage(k.annotation, k.annotation.text_sha256) in passages
        if k.is_waiting and not again:
            counts.setdefault(k.annotation.layer, Counts()).withdrawn += 1
            events.append(
                Event(
                    id=act_id(id, "delete", AGENT, k.acts),
                    annotation=id,
                    document=document.id,
                    act="delete",
                    agent=AGENT,
                    made_at=at,
                )
            )
    return events


def _says_otherwise(p: Proposal, standing: Known) -> bool:
    """Whether a suggestion that nobody has looked at no longer says what the machine does."""
    said = msgspec.json.decode(msgspec.json.encode(p.attributes))  # as the log gives it back
    return standing.is_waiting and (said, p.score) != (standing.annotation.attributes, standing.annotation.score)


def _passage(of: Proposal | Annotation, text_sha256: str) -> tuple[str, str, int, int, str]:
    return of.layer, of.code, of.start, of.end, text_sha256


def _suggested(
    document: Document, p: Proposal, id: str, number: int, *, text_sha256: str, codebook: str, at: str
) -> Event:
    prefix, suffix = context(document.text, p.start, p.end)
    return Event(
        id=act_id(id, "suggest", p.agent, number),
        annotation=id,
        document=document.id,
        act="suggest",
        agent=p.agent,
        made_at=at,
        layer=p.layer,
        code=p.code,
        start=p.start,
        end=p.end,
        quotation=document.text[p.start : p.end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=text_sha256,
        attributes=p.attributes,
        score=p.score,
        codebook=codebook,
    )


def rows(summary: Summary) -> list[list[object]]:
    """A table of the counts, one row a layer and one for all."""
    lines: list[list[object]] = []
    total: Counter[str] = Counter()
    for layer, counts in summary.layers.items():
        numbers = msgspec.structs.asdict(counts)
        total.update(numbers)
        lines.append([layer, *numbers.values()])
    return [*lines, ["all", *(total[name] for name in Counts.__struct_fields__)]]
