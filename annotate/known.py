"""What is known of a document's annotations: how each stands, and whether anybody but our programs had a hand in it."""

from __future__ import annotations

from itertools import groupby

import msgspec

from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.ids import event_id
from corpus.model import Annotation, Event
from corpus.replay import replay

OURS = ("suggest", "delete", "reanchor")  # acts of our programs


class Known(msgspec.Struct, frozen=True):
    """An annotation of a document, how many acts it has, and whether all of them are our programs'."""

    annotation: Annotation
    acts: int
    untouched: bool

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back by us and not by a person."""
        return self.untouched and self.annotation.state == "deleted"

    @property
    def is_waiting(self) -> bool:
        """Whether it is a suggestion that nobody has looked at."""
        return self.untouched and self.annotation.state == "suggested"


def known(log: EventLog, document: str) -> dict[str, Known]:
    """The annotations of a document, by id, with their state as of now."""
    found = {}
    for id, history in groupby(log.events(document), key=lambda event: event.annotation):
        acts = list(history)
        annotation = replay(acts)
        if annotation is not None:
            ours = all(is_ours(act, number) for number, act in enumerate(acts))
            found[id] = Known(annotation, len(acts), ours)
    return found


def under_todays_ids(there: dict[str, Known], corpus: Corpus) -> dict[str, Known]:
    """What is known, with the ids that actors and tactics have now: one may have been merged into another since."""
    return {id: msgspec.structs.replace(k, annotation=corpus.of_today(k.annotation)) for id, k in there.items()}


def act_id(annotation: str, act: str, agent: str, number: int) -> str:
    """The id of a program's act: `number` acts came before it on this annotation."""
    return event_id(annotation, act, agent, str(number))


def is_ours(act: Event, number: int) -> bool:
    """Whether a program of ours made an act: only then can its id be made again."""
    return act.act in OURS and act.id == act_id(act.annotation, act.act, act.agent, number)
