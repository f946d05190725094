"""What one person sees of a document: what machines propose, and what they themselves did. Nobody else's work.

Others' work shows itself only by verdicts, once this person has submitted the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from annotate.known import is_ours
from corpus.events import EventLog
from corpus.model import Annotation, AnnotationState, Event
from corpus.replay import OF_TEXTS_AND_CODES, is_of_verdict, replay, standing_acts

_FOR_ALL = ("suggest", "reanchor", "answer")


class Standing(msgspec.Struct, frozen=True):
    """How an annotation stands for one person; `last` is its last act that they see: whoever acts on it says so."""

    state: AnnotationState
    last: str


def standing(log: EventLog, document: str, annotations: Iterable[str], coder: str) -> dict[str, Standing]:
    """How these annotations stand for a person now; without those that they cannot see."""
    found = {}
    for id, group in groupby(log.acts_on(document, annotations), key=lambda act: act.annotation):
        shown = visible(group, coder)
        annotation = replay(shown)
        if annotation is not None:
            found[id] = Standing(annotation.state, shown[-1].id)
    return found


def visible(acts: Iterable[Event], coder: str) -> list[Event]:
    """The acts on one annotation that a person may see: their own, and those of programs."""
    return [
        act
        for number, act in enumerate(acts)
        if not is_of_verdict(act)
        and act.act != "recode"
        and (act.agent == coder or act.act in _FOR_ALL or is_ours(act, number))
    ]


def group_of(event: str) -> str:
    """The group that an act was sent in: what is done, undone and redone as one. Its acts are numbered behind a dot."""
    return event.rpartition(".")[0] or event


def stacks(own: Iterable[Event]) -> tuple[list[str], list[str]]:
    """The groups that a person could undo, and redo, in a document; the next one stands last.

    `own` are that person's acts in it, in the order in which they were written. An undo or a redo says which group it
    is of (attribute `of`).
    """
    done: list[str] = []
    undone: list[str] = []
    for group, act in _groups(own):
        if act.act == "undo":
            of = str(act.attributes.get("of", ""))
            if of in done:
                done.remove(of)
                undone.append(of)
        elif act.act == "redo":
            of = str(act.attributes.get("of", ""))
            if of in undone:
                undone.remove(of)
                done.append(of)
        elif act.act not in ("submit", "reopen", "adjudicate", "answer", "suggest", *OF_TEXTS_AND_CODES):
            done.append(group)
            undone.clear()
    return done, undone


def _groups(own: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    """Each group once, with its first act."""
    met: set[str] = set()
    for act in own:
        group = group_of(act.id)
        if group not in met:
            met.add(group)
            yield group, act


def verdict_on(acts: Sequence[Event]) -> Event | None:
    """The adjudication that stands, of all acts on an annotation; None where there is none."""
    return next((act for act in reversed(standing_acts(acts)) if act.act == "adjudicate"), None)


def nearest(one: Annotation, others: Iterable[Annotation]) -> Annotation | None:
    """The annotation that has most of a passage in common with this one, of the same code first; None of none."""
    return max(others, key=lambda other: (_common(one, other), one.code == other.code), default=None)


def _common(one: Annotation, other: Annotation) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
