"""Annotations of a text that has changed since: brought to where their passages stand now, or to a person.

Nothing is dropped. What anybody made or judged is moved where its place is sure (annotate.anchoring.anchor), rejections
too, so that they hold on the new text; where it is doubtful it waits, unpublished, until a person says where it is.
Suggestions that nobody has looked at are moved as well; doubtful ones need no person: the next `annotate suggest`
withdraws them and reads the new text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from annotate.anchoring.anchor import Anchored, Doubtful, anchor
from annotate.known import Known, act_id, known
from annotate.proposal import rules
from corpus.errors import UsageError
from corpus.events import EventLog, context
from corpus.folder import Corpus
from corpus.ids import sha256, short
from corpus.model import Annotation, Document, Event

AGENT = rules("reanchor")


class Waiting(msgspec.Struct, frozen=True):
    """An annotation whose place a person must tell, and where it may be."""

    annotation: Annotation
    found: Doubtful


class Reanchored(msgspec.Struct):
    """What became of the annotations of texts that have changed: `moved` (`close` of them to words that differ a
    little), `doubtful` for a person, or `suggestions` that the next run of suggest withdraws."""

    documents: int = 0
    moved: int = 0
    close: int = 0
    doubtful: int = 0
    suggestions: int = 0


def now() -> str:
    """The time of an act."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reanchor(corpus: Corpus) -> Reanchored:
    """Bring the annotations of all documents to the texts as they are now. Done again it writes nothing."""
    done = Reanchored()
    with corpus.store() as store, corpus.events() as log:
        annotated = {annotation.document for annotation in log.annotations(deleted=True)}
        for id in sorted(annotated):
            document = store.document(id)
            if document is not None:
                _count(done, log, document)
    return done


def _count(done: Reanchored, log: EventLog, document: Document) -> None:
    states = known(log, document.id)
    found = dict(stray(states, document))
    done.documents += bool(found)
    anchored = [one for one in found.values() if isinstance(one, Anchored)]
    done.moved += len(anchored)
    done.close += sum(one.how == "close" for one in anchored)
    for id, one in found.items():
        if isinstance(one, Doubtful):
            if states[id].is_waiting:
                done.suggestions += 1
            elif states[id].annotation.state != "deleted":
                done.doubtful += 1
    log.append(list(moves(states, document, now())))


def stray(states: dict[str, Known], document: Document) -> Iterator[tuple[str, Anchored | Doubtful]]:
    """The annotations of a document that were made on another text than it has now, each with where it stands in it.

    What our own programs have taken back is not looked for.
    """
    text_sha256 = sha256(document.text)
    for id, state in states.items():
        a = state.annotation
        if state.withdrawn or a.text_sha256 == text_sha256:
            continue
        if not a.text_sha256 and document.text[a.start : a.end] == a.quotation:
            continue  # nobody noted which text it was made on; here it fits
        yield id, anchor(document.text, a.start, a.end, a.quotation, a.prefix, a.suffix)


def moves(states: dict[str, Known], document: Document, at: str) -> Iterator[Event]:
    """The acts that bring a document's annotations to where they surely stand."""
    for id, found in stray(states, document):
        if isinstance(found, Anchored):
            act = act_id(id, "reanchor", AGENT, states[id].acts)
            yield _act(act, states[id].annotation, document, found.start, found.end, agent=AGENT, at=at)


def review(corpus: Corpus) -> list[Waiting]:
    """The annotations that wait for a person, by document."""
    waiting = []
    with corpus.store() as store, corpus.events() as log:
        for id in sorted({annotation.document for annotation in log.annotations()}):
            document = store.document(id)
            if document is None:
                continue
            states = known(log, id)
            for annotation, found in stray(states, document):
                state = states[annotation]
                if isinstance(found, Doubtful) and not state.is_waiting and state.annotation.state != "deleted":
                    waiting.append(Waiting(state.annotation, found))
    return waiting


def place(corpus: Corpus, annotation: str, start: int, end: int, *, by: str) -> Annotation:
    """Say where an annotation stands, as a person (`by`), and return it as it was before.

    UsageError where there is no such annotation, or no such place in its document.
    """
    with corpus.store() as store, corpus.events() as log:
        found = next((one for one in log.annotations() if one.id == annotation), None)
        document = None if found is None else store.document(found.document)
        if found is None or document is None:
            raise UsageError(f"There is no annotation {annotation}.", todo="`hustings annotate review` lists them.")
        if not 0 <= start < end <= len(document.text):
            raise UsageError(
                f"The text of document {document.id} has {len(document.text):,} code points: no {start}-{end}."
            )
        at = now()
        act = short("e", annotation, "reanchor", by, str(start), str(end), sha256(document.text), at)
        log.append([_act(act, found, document, start, end, agent=by, at=at)])
    return found


def _act(id: str, annotation: Annotation, document: Document, start: int, end: int, *, agent: str, at: str) -> Event:
    prefix, suffix = context(document.text, start, end) if end > start else ("", "")
    return Event(
        id=id,
        annotation=annotation.id,
        document=document.id,
        act="reanchor",
        agent=agent,
        made_at=at,
        start=start,
        end=end,
        quotation=document.text[start:end],
        prefix=prefix,
        suffix=suffix,
        text_sha256=sha256(document.text),
    )
