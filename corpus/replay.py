"""What the acts on one annotation leave of it.

Every person undoes their own acts, in the reverse of the order in which they did them: what somebody else did in
between stays. A `redo` brings back what the same person's last `undo` took away, unless they have done something else
since.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from corpus.model import WHOLE_DOCUMENT, Annotation, AnnotationState, Event, Verdict

PLACE = ("start", "end", "quotation", "prefix", "suffix", "text_sha256")
PASSAGE = ("layer", "code", *PLACE, "attributes")
_STATES: dict[str, AnnotationState] = {"accept": "accepted", "reject": "rejected", "delete": "deleted"}


def replay(acts: Iterable[Event]) -> Annotation | None:
    """The annotation as its acts leave it, in the order of the log; None where the first does not make it."""
    told = list(acts)
    annotation: Annotation | None = None
    for act in standing_acts(told):
        if annotation is None:
            if act.act not in ("suggest", "create") or act.layer is None or act.code is None:
                return None
            annotation = _made(act)
        else:
            annotation = _after(annotation, act)
    if annotation is not None or not told:
        return annotation
    first = told[0]  # its making was undone
    if first.act not in ("suggest", "create") or first.layer is None or first.code is None:
        return None
    return msgspec.structs.replace(_made(first), state="deleted")


def standing_acts(acts: Iterable[Event]) -> list[Event]:
    """The acts that nobody took back, without the `undo` and `redo` themselves."""
    told: list[Event] = []
    stands: list[bool] = []
    undone: dict[str, list[int]] = {}  # by who acted: places in `told`, the last to come back first
    for act in acts:
        if act.act == "undo":
            place = next((n for n in reversed(range(len(told))) if stands[n] and _may_be_undone(told[n], act)), None)
            if place is not None:
                stands[place] = False
                undone.setdefault(act.agent, []).append(place)
        elif act.act == "redo":
            if undone.get(act.agent):
                stands[undone[act.agent].pop()] = True
        else:
            told.append(act)
            stands.append(True)
            if act.act != "reanchor":
                undone.pop(act.agent, None)
    return [act for act, stays in zip(told, stands, strict=True) if stays]


def is_submitted(history: Iterable[Event], coder: str) -> bool:
    """Whether a person's work on a document stands finished."""
    finished = False
    for act in history:
        if act.annotation != WHOLE_DOCUMENT:
            continue
        if act.agent == coder and act.act in ("submit", "undo"):
            finished = act.act == "submit"
        elif act.act == "reopen" and act.attributes.get("annotator") == coder:
            finished = False
    return finished


def _may_be_undone(act: Event, undo: Event) -> bool:
    # A text that moved is no judgement of anybody's: there is nothing in it that a person could take back.
    return act.agent == undo.agent and act.act != "reanchor"


def _made(act: Event) -> Annotation:
    return Annotation(
        id=act.annotation,
        document=act.document,
        agent=act.agent,
        made_at=act.made_at,
        state="suggested" if act.act == "suggest" else "made",
        score=act.score,
        **{name: getattr(act, name) for name in PASSAGE},
    )


def _after(annotation: Annotation, act: Event) -> Annotation:
    if act.act in ("suggest", "create"):  # made again after it was deleted
        return _made(act)
    if act.act == "change":
        changed = {name: getattr(act, name) for name in PASSAGE if getattr(act, name) is not None}
        state: AnnotationState = "accepted" if annotation.state in ("suggested", "rejected") else annotation.state
        return msgspec.structs.replace(annotation, state=state, **changed)
    if act.act in _STATES:
        return msgspec.structs.replace(annotation, state=_STATES[act.act])
    if act.act == "reanchor":
        there = {name: getattr(act, name) for name in PLACE if getattr(act, name) is not None}
        return msgspec.structs.replace(annotation, **there)
    if act.act == "adjudicate":
        verdict: Verdict = "right" if act.attributes.get("verdict") == "right" else "wrong"
        return msgspec.structs.replace(annotation, verdict=verdict)
    if act.act == "answer":
        answered = {"answer": act.attributes.get("answer"), "answered_by": act.agent}
        return msgspec.structs.replace(annotation, attributes={**annotation.attributes, **answered})
    return annotation
