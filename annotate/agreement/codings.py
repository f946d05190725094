"""Who coded what: each person's own view of each document, taken from the log of everybody's acts.

What one person did to an annotation never counts for another: a suggestion that A accepts and B rejects is in A's
coding and not in B's. Programs propose and are no coders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from corpus.model import Annotation, Event, Layer
from corpus.replay import OF_TEXTS_AND_CODES, is_of_verdict, is_submitted, replay
from corpus.terms import REMARKS

GOLD = "adjudicated"  # the coder's name under which what was judged right is compared with people
_STANDING = ("made", "accepted")
_FOR_ALL = ("suggest", "reanchor")  # acts that count in everybody's view


class Unit(msgspec.Struct, frozen=True, order=True):
    """A passage that a coder gave a code, in code points; an empty one is the document as a whole."""

    start: int
    end: int
    layer: Layer
    code: str
    only_accepted: bool = False  # a machine proposed it and the coder changed nothing


class Coding(msgspec.Struct, frozen=True):
    """All that one coder found in one document."""

    coder: str
    document: str
    units: tuple[Unit, ...]


def codings(events: Iterable[Event], *, only_submitted: bool = False) -> list[Coding]:
    """The finished work of every person, by document and coder; `events` are in the order of the log.

    Finished is what was submitted. Where nobody ever submitted anything, it is whatever a person did something in,
    unless `only_submitted`.
    """
    log = list(events)
    programs = {event.agent for event in log if event.act == "suggest"}
    found = []
    for document, acts in groupby(log, key=lambda event: event.document):
        history = list(acts)
        people = {act.agent for act in history if _is_coding(act)} - programs
        for coder in sorted(people):
            units = tuple(sorted(_unit(one, only_accepted=same) for one, same in own_work(history, coder)))
            found.append((Coding(coder, document, units), is_submitted(history, coder)))
    anybody = any(submitted for _, submitted in found) or only_submitted
    touched = {(act.document, act.agent) for act in log if act.act in ("create", "accept", "reject", "change")}
    return [
        coding
        for coding, submitted in found
        if submitted or (not anybody and (coding.document, coding.coder) in touched)
    ]


def adjudicated(events: Iterable[Event], documents: Iterable[str]) -> list[Coding]:
    """The gold: what an adjudicator judged right, for each of these documents in which something was judged."""
    wanted = set(documents)
    found = []
    for document, acts in groupby(events, key=lambda event: event.document):
        history = list(acts)
        if document not in wanted or not any(act.act == "adjudicate" for act in history):
            continue
        annotations = [replay(own) for _, own in groupby(history, key=lambda act: act.annotation)]
        judged = [one for one in annotations if one is not None and one.verdict is not None]
        if judged:
            found.append(Coding(GOLD, document, tuple(sorted(_unit(one) for one in judged if one.is_gold))))
    return found


def standing(history: Iterable[Event], coder: str) -> Iterator[Annotation]:
    """What one coder left in a document: made, or accepted from a machine; `history` is the document's."""
    for annotation, _ in own_work(history, coder):
        yield annotation


def own_work(history: Iterable[Event], coder: str) -> Iterator[tuple[Annotation, bool]]:
    """A coder's annotations, each with whether a machine proposed it and the coder changed nothing."""
    for _, acts in groupby(history, key=lambda act: act.annotation):
        seen = [act for act in acts if act.act in _FOR_ALL or (act.agent == coder and _is_coding(act))]
        if not any(act.agent == coder and _is_coding(act) for act in seen):
            continue
        annotation = replay(seen)
        if annotation is not None and annotation.state in _STANDING and annotation.layer not in REMARKS:
            yield annotation, all(act.act in (*_FOR_ALL, "accept") for act in seen)


def _is_coding(act: Event) -> bool:
    return act.act not in OF_TEXTS_AND_CODES and not is_of_verdict(act)


def _unit(annotation: Annotation, *, only_accepted: bool = False) -> Unit:
    return Unit(annotation.start, annotation.end, annotation.layer, annotation.code, only_accepted)
