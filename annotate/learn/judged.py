"""What people judged in documents, out of the log of their acts.

Every person has a view of their own of every annotation. A code that they made, accepted or changed to stands for it;
a rejection, and the code that they changed away from, stand against. A verdict of an adjudicator stands for everybody.
A document that a person submitted is read to its end: where they put no code, there is none. Where nobody ever
submitted anything, as in a corpus of one researcher, a document in which a person did something counts as read, but
for suggestions that still wait there (annotate.agreement.codings takes it likewise).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from corpus.events import is_in_place
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Annotation, Event
from corpus.replay import OF_TEXTS_AND_CODES, is_of_verdict, replay

LAYER = "tactic"
ONLY_ACCEPTED = 0.5  # one key accepts what a machine says: people agree with it more than they would by themselves
GOLD = "adjudicated"
_FOR_ALL = ("suggest", "reanchor")  # acts that count in everybody's view
_FOR_LEARNING = (*_FOR_ALL, "recode")  # a code of today's codebook, given to what people found under one of before
_DID = ("create", "accept", "reject", "change")
_PROGRAM = "hustings-"  # our programs' agents: some withdraw and never suggest


class Vote(msgspec.Struct, frozen=True):
    """What a person says of a passage: that it shows a code or not. `start` and `end` are 0 for a whole document."""

    person: str
    code: str
    start: int
    end: int
    right: bool
    weight: float = 1.0


class Judged(msgspec.Struct, frozen=True):
    """All that people said of a document. `readers` read it to its end; `waiting` are suggestions nobody judged;
    `moved` counts judgements on passages that the text no longer has."""

    document: str
    votes: tuple[Vote, ...]
    readers: tuple[str, ...]
    waiting: tuple[Annotation, ...]
    moved: int = 0


def judged(events: Iterable[Event], texts: dict[str, str]) -> list[Judged]:
    """The documents in which people did something, by id; `events` as the log has them, `texts` by document."""
    log = list(events)
    agents = {event.agent for event in log if event.act not in OF_TEXTS_AND_CODES and not is_of_verdict(event)}
    suggesting = {event.agent for event in log if event.act == "suggest"}
    people = {agent for agent in agents - suggesting if not agent.startswith(_PROGRAM)}
    ever_submitted = any(event.act == "submit" for event in log)
    found = []
    for document, acts in groupby(log, key=lambda event: event.document):
        history = list(acts)
        here = sorted({act.agent for act in history if act.act != "recode" and not is_of_verdict(act)} & people)
        text = texts.get(document)
        adjudicated = any(act.act == "adjudicate" for act in history)
        if text is None or not (adjudicated or here):
            continue
        if ever_submitted:
            readers = tuple(person for person in here if _submitted(history, person))
        else:
            readers = tuple(sorted({act.agent for act in history if act.act in _DID} & people))
        found.append(_judged(document, history, here, readers, text))
    return [one for one in found if one.votes or one.readers]


def _submitted(history: Sequence[Event], person: str) -> bool:
    acts = [act.act for act in history if act.agent == person and act.annotation == WHOLE_DOCUMENT]
    return bool(acts) and acts[-1] == "submit"


def _judged(
    document: str, history: Sequence[Event], people: Sequence[str], readers: tuple[str, ...], text: str
) -> Judged:
    votes: list[Vote] = []
    waiting: list[Annotation] = []
    moved, text_sha256 = 0, sha256(text)
    for _, own in groupby(history, key=lambda act: act.annotation):
        acts = list(own)
        now = replay(acts)
        if now is None or now.layer != LAYER:
            continue
        said = list(_votes(acts, now, people))
        if said and not _stands(now, text, text_sha256):
            moved += 1
        elif said:
            votes += said
        elif now.state == "suggested":
            waiting.append(now)
    return Judged(document, tuple(votes), readers, tuple(waiting), moved)


def _stands(annotation: Annotation, text: str, text_sha256: str) -> bool:
    return annotation.end == 0 or is_in_place(annotation, text, text_sha256)


def _votes(acts: Sequence[Event], now: Annotation, people: Sequence[str]) -> Iterator[Vote]:
    """What each person says of one annotation, or for all of them the adjudicator's verdict."""
    if now.same_as is not None:  # the other one speaks for both
        return
    if now.verdict is not None:
        yield Vote(GOLD, now.code, now.start, now.end, now.verdict == "right")
        return
    for person in people:
        seen = [act for act in acts if not is_of_verdict(act) and (act.agent == person or act.act in _FOR_LEARNING)]
        if not any(act.agent == person and act.act != "recode" for act in seen):
            continue
        view = replay(seen)
        suggested = next((act for act in seen if act.act == "suggest"), None)
        if view is None:
            continue
        if view.state in ("made", "accepted"):
            only = all(act.act in (*_FOR_ALL, "accept") for act in seen)
            yield Vote(person, view.code, view.start, view.end, True, ONLY_ACCEPTED if only else 1.0)
            if suggested is not None and suggested.code not in (None, view.code):
                yield Vote(person, str(suggested.code), view.start, view.end, False)
        elif view.state == "rejected" or (view.state == "deleted" and suggested is not None):
            yield Vote(person, view.code, view.start, view.end, False)
