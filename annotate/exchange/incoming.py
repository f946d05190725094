"""`hustings annotate import`: what another tool's file says, checked against the texts and written as one coder's acts.

An annotation is written only where its quotation is what stands in our text. What does not fit goes to review with all
that the file says of it; nothing is dropped, and the same file again changes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from annotate.anchor import Anchored, anchor
from annotate.exchange.shapes import Format, Found, Incoming, Unit
from annotate.exchange.units import passage, unit_of, verifies
from corpus.events import CONTEXT, EventLog, Review, context, replay
from corpus.folder import Corpus
from corpus.ids import event_id, sha256, short
from corpus.model import WHOLE_DOCUMENT, Act, Annotation, Document, Event
from corpus.store import Store

UNKNOWN_DOCUMENT = "No document of this corpus has this id or this text."
UNCLEAR_UNIT = "Its quotations are not where its offsets say, in whatever unit one counts."
ELSEWHERE = "Its quotation is not where the file says."
CHANGED_TEXT = "The document's text has changed since, and the passage is not there or not there once."


class Imported(msgspec.Struct):
    """What became of a file's annotations: read = new + changed + already_there + in_review."""

    documents: int = 0
    read: int = 0
    new: int = 0
    changed: int = 0
    already_there: int = 0
    in_review: int = 0


def import_annotations(corpus: Corpus, path: Path, format: Format, coder: str, *, submit: bool = False) -> Imported:
    """Write a file's annotations as the acts of `coder`, each document in one transaction.

    With `submit` every document of the file is this coder's finished work. Raises Unreadable where the file is not of
    the format.
    """
    if format.read is None:
        raise ValueError(f"{format.name} is not read")
    done = Imported()
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with corpus.store() as store, corpus.events() as log:
        texts = _Texts(store)
        file = [(incoming, texts.document_of(incoming)) for incoming in format.read(path)]
        unit = unit_of([(one, _text_of(one, document)) for one, document in file if document is not None])
        for incoming, document in file:
            done.documents += 1
            done.read += len(incoming.found) + len(incoming.problems)
            import_one = _Import(path.name, coder, now, done)
            import_one.document(log, incoming, document, unit, submit=submit)
    return done


def _text_of(incoming: Incoming, document: Document) -> str:
    """The text that a file's offsets count in."""
    return document.text if incoming.text is None else incoming.text


class _Texts:
    """Finds the document that a file means."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._by_text: dict[str, str] | None = None

    def document_of(self, incoming: Incoming) -> Document | None:
        """By our id, else by its text, however its white space and accents are written."""
        found = self.store.document(incoming.document) if incoming.document else None
        if found is None and incoming.text:
            if self._by_text is None:
                self._by_text = {_plain(document.text): document.id for document in self.store.documents()}
            id = self._by_text.get(_plain(incoming.text))
            found = self.store.document(id) if id else None
        return found


def _plain(text: str) -> str:
    return sha256(" ".join(unicodedata.normalize("NFC", text).split()))


class _Import:
    """One document of a file on its way into the log."""

    def __init__(self, origin: str, coder: str, now: str, done: Imported) -> None:
        self.origin = origin
        self.coder = coder
        self.now = now
        self.done = done
        self.waiting: list[Review] = []

    def document(
        self, log: EventLog, incoming: Incoming, document: Document | None, unit: Unit | None, *, submit: bool
    ) -> None:
        """Write what fits and put the rest to review."""
        for reason, data in incoming.problems:
            self._review(incoming.document, reason, data)
        if document is None or unit is None or not _quotes_are_there(incoming, document, unit):
            for found in incoming.found:
                self._review(incoming.document, UNKNOWN_DOCUMENT if document is None else UNCLEAR_UNIT, found)
            log.put_to_review(self.waiting)
            return
        known = _known(log, document.id)
        events = [event for found in incoming.found for event in self._events(document, found, incoming, unit, known)]
        if submit:
            events.append(self._event("submit", document.id, WHOLE_DOCUMENT, self.coder))
        log.append(events)
        log.put_to_review(self.waiting)

    def _review(self, document: str | None, reason: str, said: Found | Mapping[str, Any]) -> None:
        data = msgspec.to_builtins(said)
        id = short("v", self.origin, document or "", reason, msgspec.json.encode(data, order="deterministic").decode())
        self.waiting.append(
            Review(id=id, origin=self.origin, document=document, reason=reason, data=data, added_at=self.now)
        )
        self.done.in_review += 1

    def _events(
        self, document: Document, found: Found, incoming: Incoming, unit: Unit, known: dict[str, Annotation]
    ) -> Iterator[Event]:
        there = _place(document, found, incoming, unit)
        if there is None:
            moved = incoming.text is not None and incoming.text != document.text
            self._review(document.id, CHANGED_TEXT if moved else ELSEWHERE, found)
            return
        start, end = there
        before = _same_one(found, start, end, known.values(), known)
        if before is None:
            self.done.new += 1
            yield from self._made(document, found, start, end, known)
        elif _differs(before, found, start, end):
            self.done.changed += 1
            yield self._passage("change", document, before.id, self.coder, found, start, end, known)
        else:
            self.done.already_there += 1

    def _made(
        self, document: Document, found: Found, start: int, end: int, known: dict[str, Annotation]
    ) -> Iterator[Event]:
        """A new annotation: a person's own, or a machine's with what a person said of it."""
        maker = found.agent or self.coder
        id = found.id or short("a", maker, document.id, found.layer, found.code, str(start), str(end))
        if found.state in (None, "made"):
            yield self._passage("create", document, id, maker, found, start, end, known)
            return
        yield self._passage("suggest", document, id, maker, found, start, end, known)
        if found.state in ("accepted", "rejected"):
            yield self._event("accept" if found.state == "accepted" else "reject", document.id, id, self.coder)

    def _passage(
        self,
        act: Act,
        document: Document,
        annotation: str,
        agent: str,
        found: Found,
        start: int,
        end: int,
        known: dict[str, Annotation],
    ) -> Event:
        prefix, suffix = context(document.text, start, end)
        before = known.get(annotation)
        attributes = found.attributes if found.attributes is not None else before.attributes if before else {}
        event = msgspec.structs.replace(
            self._event(act, document.id, annotation, agent, found.layer, found.code, str(start), str(end), attributes),
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
        )
        known[annotation] = replay([msgspec.structs.replace(event, act="create")]) or known[annotation]
        return event

    def _event(self, act: Act, document: str, annotation: str, agent: str, *more: object) -> Event:
        says = msgspec.json.encode(more, order="deterministic").decode()
        id = event_id(annotation or document, act, agent, "import", says)
        return Event(id=id, annotation=annotation, document=document, act=act, agent=agent, made_at=self.now)


def _quotes_are_there(incoming: Incoming, document: Document, unit: Unit) -> bool:
    return incoming.text is None or verifies(incoming, incoming.text, unit) or not incoming.found


def _known(log: EventLog, document: str) -> dict[str, Annotation]:
    return {a.id: a for a in log.annotations(document, deleted=True)}


def _place(document: Document, found: Found, incoming: Incoming, unit: Unit) -> tuple[int, int] | None:
    """Where a passage of the file stands in our text; None where that is not certain."""
    text = _text_of(incoming, document)
    there = passage(text, found, unit)
    if there is None or text == document.text:
        return there
    start, end = there
    moved = anchor(
        document.text, start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )
    return (moved.start, moved.end) if isinstance(moved, Anchored) else None


def _same_one(
    found: Found, start: int, end: int, there: Iterable[Annotation], known: Mapping[str, Annotation]
) -> Annotation | None:
    """The annotation that is meant: the one of the same id, else one of the same passage and code."""
    if found.id is not None and found.id in known:
        return known[found.id]
    same = ((a.layer, a.code, a.start, a.end) == (found.layer, found.code, start, end) for a in there)
    return next((a for a, is_same in zip(there, same, strict=True) if is_same and a.state != "deleted"), None)


def _differs(before: Annotation, found: Found, start: int, end: int) -> bool:
    if before.state == "deleted":
        return True
    if found.attributes is not None and found.attributes != before.attributes:
        return True
    return (before.layer, before.code, before.start, before.end) != (found.layer, found.code, start, end)


def rows(done: Sequence[tuple[str, Imported]]) -> list[list[object]]:
    """A row a file, for a table."""
    return [[name, *msgspec.structs.astuple(counts)] for name, counts in done]
