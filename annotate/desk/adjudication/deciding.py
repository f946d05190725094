"""Deciding what is right in an item, written as verdicts on all its annotations in one group, and taking that back.

Each content that was chosen is borne by one annotation: one that a coder has so, otherwise a new one that the verdict
makes. It gets `right`, with the passage whole, whatever others made of the same suggestion. Another annotation that
says the same is `right` too and says which one stands for both (`same_as`). All others are `wrong`, with the reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from annotate.desk.adjudication.adjudicable import ground
from annotate.desk.adjudication.disagreements import Item, content, items
from annotate.desk.coding.view import group_of
from corpus.clock import now
from corpus.events import EventLog, context, is_in_place
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation, Document, Event

LONGEST_REASON = 2_000  # characters


class Decision(msgspec.Struct, frozen=True):
    """What is right in an item, none or several; and why."""

    right: tuple[Annotation, ...]
    reason: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What became of it: `wrong` is a key of the messages; otherwise how many items it was about, and the next one."""

    wrong: str | None = None
    count: int = 0
    next: str | None = None


class Adjudicator(msgspec.Struct, frozen=True):
    """One person who decides in one document; every method wants the log's transaction open."""

    corpus: Corpus
    document: Document
    by: str

    def decide(self, log: EventLog, item: str, stamp: str, choose: Callable[[Item], Decision | str]) -> Answer:
        """Decide one item as it was when the page was made. `choose` may say why not: a key of the messages."""
        there = self._items(log)
        if isinstance(there, str):
            return Answer(there)
        meant = next((one for one in there if one.id == item), None)
        if meant is None or meant.stamp != stamp:
            return Answer("stale")
        chosen = choose(meant)
        if isinstance(chosen, str):
            return Answer(chosen)
        if not all(self._stands(one) for one in chosen.right):
            return Answer("moved")
        log.insert(self.verdicts(meant, chosen, self.corpus.codebook_version(log)))
        return Answer(count=1, next=next_open(there, after=meant))

    def decide_agreed(self, log: EventLog, stamp: str) -> Answer:
        """Every item right in which all have the same and nothing is decided; `stamp` is that of all of these."""
        there = self._items(log)
        if isinstance(there, str):
            return Answer(there)
        agreed = [item for item in undecided_agreed(there) if self._stands(item.versions[0][0].annotation)]
        if stamp_of(agreed) != stamp:
            return Answer("stale")
        version = self.corpus.codebook_version(log)
        for item in agreed:
            log.insert(self.verdicts(item, Decision((item.versions[0][0].annotation,)), version))
        return Answer(count=len(agreed), next=next_open([one for one in there if one not in agreed]))

    def take_back(self, log: EventLog, item: str, stamp: str) -> Answer:
        """Take back one's own verdicts on an item: what stood before stands again."""
        there = self._items(log)
        if isinstance(there, str):
            return Answer(there)
        meant = next((one for one in there if one.id == item), None)
        if meant is None or meant.stamp != stamp:
            return Answer("stale")
        undone = list(self.undos(meant))
        if not undone:
            return Answer("not-mine")
        log.insert(undone)
        return Answer(count=1, next=item)

    def _items(self, log: EventLog) -> list[Item] | str:
        one = ground(log, self.document.id)
        refusal = one.refusal(self.by)
        return refusal[0] if refusal else items(self.corpus, list(log.events(self.document.id)), one.submitted)

    def _stands(self, annotation: Annotation) -> bool:
        return annotation.end == 0 or is_in_place(annotation, self.document.text, sha256(self.document.text))

    def verdicts(self, item: Item, decision: Decision, codebook: str) -> Iterator[Event]:
        """A decision as acts: one verdict on each annotation of the item, and on each that it makes."""
        group, at = uuid.uuid4().hex, now()
        bearers = self._bearers(item, decision.right)
        together = sorted({*item.known, *bearers})
        for number, id in enumerate(together):
            said: dict[str, Any] = {"verdict": "right", "item": together}
            if decision.reason:
                said["reason"] = decision.reason
            given = bearers.get(id)
            if given is None:
                twin = self._twin(item, id, bearers)
                if twin is None:
                    said["verdict"] = "wrong"
                else:
                    said["same_as"], given = twin, bearers[twin]
            passage = self._passage(given, said) if given is not None else {}
            yield Event(
                id=f"{group}.{number}", annotation=id, document=self.document.id, act="adjudicate", agent=self.by,
                made_at=at, codebook=codebook, **{"attributes": said, **passage},
            )  # fmt: skip

    def _bearers(self, item: Item, right: Sequence[Annotation]) -> dict[str, Annotation]:
        """Which annotation says each content; one that nobody has gets a new id, or that of an earlier verdict's."""
        found: dict[str, Annotation] = {}
        spare = [id for id, one in sorted(item.known.items()) if one.by_verdict]
        for one in right:
            said = content(self.corpus, one)
            having = (h.annotation.id for h in item.held if content(self.corpus, h.annotation) == said)
            id = next((id for id in having if id not in found), None)
            if id is None:
                id = spare.pop(0) if spare else uuid.uuid4().hex
            found[id] = one
        return found

    def _twin(self, item: Item, id: str, bearers: dict[str, Annotation]) -> str | None:
        """The annotation that says what somebody has under this id."""
        own = [content(self.corpus, held.annotation) for held in item.held if held.annotation.id == id]
        return next((other for other, one in bearers.items() if content(self.corpus, one) in own), None)

    def _passage(self, one: Annotation, said: dict[str, Any]) -> dict[str, Any]:
        before, after = context(self.document.text, one.start, one.end) if one.end else ("", "")
        return {
            **{name: getattr(one, name) for name in ("layer", "code", "start", "end", "quotation")},
            "prefix": before,
            "suffix": after,
            "text_sha256": sha256(self.document.text),
            "attributes": {**said, "attributes": one.attributes},
        }

    def undos(self, item: Item) -> Iterator[Event]:
        """What takes back this person's verdicts that stand on the item."""
        group, at = uuid.uuid4().hex, now()
        for number, (id, one) in enumerate(sorted(item.known.items())):
            if one.verdict is not None and one.verdict.agent == self.by:
                yield Event(
                    id=f"{group}.{number}", annotation=id, document=self.document.id, act="undo", agent=self.by,
                    made_at=at, attributes={"what": "adjudicate", "of": group_of(one.verdict.id)},
                )  # fmt: skip


def undecided_agreed(found: Iterable[Item]) -> list[Item]:
    """What all have the same and nobody has judged."""
    return [item for item in found if item.agreed and not item.verdicts]


def stamp_of(found: Iterable[Item]) -> str:
    """The stamp of several items at once."""
    return sha256(" ".join(item.stamp for item in found))[:24]


def next_open(found: Sequence[Item], after: Item | None = None) -> str | None:
    """The next item that is not decided, the first one behind the last; None where there is none."""
    order = list(found)
    if after is not None:
        place = next((n for n, item in enumerate(order) if item.id == after.id), 0)
        order = order[place + 1 :] + order[:place]
    return next((item.id for item in order if not item.decided), None)
