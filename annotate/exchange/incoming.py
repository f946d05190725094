"""`hustings annotate import`: what another tool's file says, checked against the texts and written as one coder's acts.

An annotation is written only where its quotation is what stands in our text. What does not fit goes to review with all
that the file says of it; nothing is dropped, and the same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from annotate.exchange.pairing import Pair, differs, paired
from annotate.exchange.places import place, plain
from annotate.exchange.shapes import Format, Found, Incoming, Unit
from annotate.exchange.units import unit_of, verifies
from annotate.known import Known, known, under_todays_ids
from corpus.codebook import PROPOSED
from corpus.events import EventLog, Review, context
from corpus.folder import Corpus
from corpus.ids import event_id, sha256, short
from corpus.model import WHOLE_DOCUMENT, Act, AnnotationState, Document, Event
from corpus.store import Store

UNKNOWN_DOCUMENT = "No document of this corpus has this id or this text, or several have the text."
UNCLEAR_UNIT = "Its quotations are not where its offsets say, in whatever unit one counts."
ELSEWHERE = "Its quotation is not where the file says."
CHANGED_TEXT = "The document's text has changed since, and the passage is not there or not there once."
NO_WORDS = "It marks no words and is no code of the whole document."
DELETED = "It was deleted here after it had been exported."
UNKNOWN_TACTIC = "The codebook has no such tactic."
UNKNOWN_ACTOR = "The authority file has no such actor."
JUDGED: dict[AnnotationState | None, Act] = {"accepted": "accept", "rejected": "reject"}


class Imported(msgspec.Struct):
    """What became of a file's annotations: read = new + changed + already_there + in_review."""

    documents: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    already_there: int = 0
    in_review: int = 0


def import_annotations(corpus: Corpus, path: Path, format: Format, coder: str, *, submit: bool = False) -> Imported:
    """Write the annotations of a file or folder as the acts of `coder`, each document in one transaction.

    With `submit` every document of the file is this coder's finished work. Raises Unreadable where the file is not of
    the format.
    """
    if format.read is None:
        raise ValueError(f"{format.name} is not read")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with corpus.store() as store, corpus.events() as log:
        run = _Import(corpus, path.name, coder, now, corpus.codebook_version(log))
        texts = _Texts(store)
        file = [(incoming, texts.document_of(incoming)) for incoming in format.read(path)]
        unit = unit_of([(one, _text_of(one, document)) for one, document in file if document is not None])
        for incoming, document in file:
            run.document(log, incoming, document, unit, submit=submit)
    return run.done


def _text_of(incoming: Incoming, document: Document) -> str:
    """The text that a file's offsets count in."""
    return document.text if incoming.text is None else incoming.text


class _Texts:
    """Finds the document that a file means."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._by_text: dict[str, str | None] | None = None

    def document_of(self, incoming: Incoming) -> Document | None:
        """By our id, else by its text, however its white space and accents are written, if only one has it."""
        found = self.store.document(incoming.document) if incoming.document else None
        if found is None and incoming.text:
            if self._by_text is None:
                self._by_text = {}
                for document in self.store.documents():
                    words = plain(document.text)
                    self._by_text[words] = None if words in self._by_text else document.id
            id = self._by_text.get(plain(incoming.text))
            found = self.store.document(id) if id else None
        return found


class _Import:
    """A file on its way into the log."""

    def __init__(self, corpus: Corpus, origin: str, coder: str, now: str, version: str) -> None:
        self.version = version  # of the codebook
        self.corpus = corpus
        self.codebook = corpus.codebook
        self.authority = corpus.authority
        self.origin = origin
        self.coder = coder
        self.now = now
        self.done = Imported()

    def document(
        self, log: EventLog, incoming: Incoming, document: Document | None, unit: Unit | None, *, submit: bool
    ) -> None:
        """Write what fits of one document and put the rest to review."""
        self.done.documents += 1
        self.done.read += len(incoming.found) + len(incoming.problems)
        waiting = [self._review(incoming.document, reason, data) for reason, data in incoming.problems]
        if document is None:
            waiting += [self._review(incoming.document, UNKNOWN_DOCUMENT, found) for found in incoming.found]
        elif unit is None or not _can_be_trusted(incoming, document, unit):
            waiting += [self._review(document.id, UNCLEAR_UNIT, found) for found in incoming.found]
        else:
            events: list[Event] = []
            found_today = [self._of_today(found) for found in incoming.found]
            placed = [(found, place(document.text, found, incoming.text, unit)) for found in found_today]
            there = under_todays_ids(known(log, document.id), self.corpus)
            for pair in paired(document.id, self.coder, placed, there):
                why = self._objection(pair, is_another_text=incoming.text not in (None, document.text))
                if pair.at is None or why is not None:
                    waiting.append(self._review(document.id, why or ELSEWHERE, pair.found))
                else:
                    events += self._events(document, pair, pair.at)
            if submit:
                events.append(self._event("submit", document.id, WHOLE_DOCUMENT, self.coder, 0))
            log.append(events)
        log.put_to_review(waiting)

    def _of_today(self, found: Found) -> Found:
        """What was found, with the id or slug that its actor or tactic has now."""
        if found.layer not in ("actor", "tactic"):
            return found
        current = self.authority.current if found.layer == "actor" else self.codebook.current
        return msgspec.structs.replace(found, code=current(found.code))

    def _review(self, document: str | None, reason: str, said: Found | Mapping[str, Any]) -> Review:
        data = msgspec.to_builtins(said)
        id = short("v", self.origin, document or "", reason, msgspec.json.encode(data, order="deterministic").decode())
        self.done.in_review += 1
        return Review(id=id, origin=self.origin, document=document, reason=reason, data=data, added_at=self.now)

    def _objection(self, pair: Pair, *, is_another_text: bool) -> str | None:
        """Why an annotation cannot be written, None where it can."""
        found = pair.found
        if pair.at is None:
            return CHANGED_TEXT if is_another_text else ELSEWHERE
        if pair.at[0] == pair.at[1] and pair.at != (0, 0):
            return NO_WORDS
        if pair.before is not None and pair.before.annotation.state == "deleted":
            return DELETED
        is_proposed = found.code.startswith(PROPOSED)
        if found.layer == "tactic" and not is_proposed and found.code not in self.codebook.tactic:
            return UNKNOWN_TACTIC
        is_candidate = found.code.startswith("candidate:")
        if found.layer == "actor" and not is_candidate and found.code not in self.authority.actor:
            return UNKNOWN_ACTOR
        return None

    def _events(self, document: Document, pair: Pair, at: tuple[int, int]) -> Iterator[Event]:
        before, found = pair.before, pair.found
        judged = JUDGED.get(found.state)
        if before is None:
            self.done.new += 1
            proposed = found.state not in (None, "made")
            maker = found.agent or (self.origin if proposed else self.coder)
            yield self._passage("suggest" if proposed else "create", document, pair.id, maker, found, at)
            if judged:
                yield self._event(judged, document.id, pair.id, self.coder, 1)
        elif differs(before.annotation, found, at):
            self.done.changed += 1
            yield self._passage("change", document, pair.id, self.coder, found, at, before)
        elif before.annotation.state == "suggested" and judged:
            self.done.changed += 1
            yield self._event(judged, document.id, pair.id, self.coder, before.acts)
        else:
            self.done.already_there += 1

    def _passage(
        self,
        act: Act,
        document: Document,
        id: str,
        agent: str,
        found: Found,
        at: tuple[int, int],
        before: Known | None = None,
    ) -> Event:
        """An act that says all of an annotation; what the format does not carry stays as it is."""
        start, end = at
        prefix, suffix = context(document.text, start, end) if end > start else ("", "")
        attributes = found.attributes
        if attributes is None:
            attributes = before.annotation.attributes if before is not None else {}
        return msgspec.structs.replace(
            self._event(act, document.id, id, agent, before.acts if before is not None else 0),
            layer=found.layer,
            code=found.code,
            start=start,
            end=end,
            quotation=document.text[start:end],
            prefix=prefix,
            suffix=suffix,
            text_sha256=sha256(document.text),
            attributes=attributes,
            score=found.score,
            codebook=self.version,
        )

    def _event(self, act: Act, document: str, annotation: str, agent: str, number: int) -> Event:
        """An act after `number` others on its annotation; made again at the same point it has the same id."""
        id = event_id(annotation, act, agent, "import", document, str(number))
        return Event(id=id, annotation=annotation, document=document, act=act, agent=agent, made_at=self.now)


def _can_be_trusted(incoming: Incoming, document: Document, unit: Unit) -> bool:
    """Whether the file's unit holds in this document; one that was only inferred must hold for every annotation."""
    return incoming.unit == unit or verifies(incoming, _text_of(incoming, document), unit)
