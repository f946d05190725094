"""What one person sees of a document: what machines propose, and what they themselves did. Nobody else's work.

Others' work shows itself only by verdicts, once this person has submitted the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from annotate.known import is_ours
from corpus.events import EventLog
from corpus.model import WHOLE_DOCUMENT, Annotation, Event
from corpus.replay import is_submitted, replay, standing_acts

_FOR_ALL = ("suggest", "reanchor", "answer")


class Seen(msgspec.Struct, frozen=True):
    """An annotation as one person sees it. `last` is its last act that they see: whoever acts on it says so."""

    annotation: Annotation
    last: str
    mine: bool  # this person did something to it
    suggested_by: str | None  # the machine that proposed it
    outcome: str | None = None  # of adjudication: right or wrong
    reason: str | None = None


class View(msgspec.Struct, frozen=True):
    """A document's annotations, and the person's acts that `undo` and `redo` would reach, the next one last."""

    annotations: tuple[Seen, ...]
    done: tuple[str, ...]
    undone: tuple[str, ...]
    submitted: bool


def view(log: EventLog, document: str, coder: str) -> View:
    """What a person sees of a document now."""
    history = list(log.events(document))
    own = list(log.acts_of(document, coder))
    submitted = is_submitted(history, coder)
    seen = []
    for id, group in groupby(history, key=lambda act: act.annotation):
        acts = list(group)
        if id == WHOLE_DOCUMENT:
            continue
        shown = visible(acts, coder)
        annotation = replay(shown)
        if annotation is None:
            continue
        outcome, reason = _verdict(acts) if submitted else (None, None)
        mine = any(act.agent == coder for act in shown)
        machine = shown[0].agent if shown[0].act == "suggest" else None
        seen.append(Seen(annotation, shown[-1].id, mine, machine, outcome, reason))
    done, undone = stacks(own)
    return View(tuple(seen), tuple(done), tuple(undone), submitted)


def visible(acts: Iterable[Event], coder: str) -> list[Event]:
    """The acts on one annotation that a person may see: their own, and those of programs."""
    return [
        act
        for number, act in enumerate(acts)
        if act.act != "adjudicate" and (act.agent == coder or act.act in _FOR_ALL or is_ours(act, number))
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
        elif act.act not in ("submit", "reopen", "adjudicate", "answer", "reanchor", "suggest"):
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


def _verdict(acts: Sequence[Event]) -> tuple[str | None, str | None]:
    last = next((act for act in reversed(standing_acts(acts)) if act.act == "adjudicate"), None)
    if last is None:
        return None, None
    return str(last.attributes.get("verdict")), str(last.attributes.get("reason") or "") or None
