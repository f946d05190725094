"""What the acts on one annotation leave of it.

Every person undoes their own acts, in the reverse of the order in which they did them: what somebody else did in
between stays. A `redo` brings back what the same person's last `undo` took away, unless they have done something else
since.

A verdict stands above all other acts, until the next one or until whoever gave it takes it back. It says what the
annotation is from then on (it may give the passage whole, and even make the annotation), and whether it stands:
`right` makes it `accepted` where nobody made it, `wrong` makes it `rejected`. What others do to it afterwards changes
nothing before the next verdict. Verdicts and people's own acts are undone apart, also where one person does both.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from corpus.model import WHOLE_DOCUMENT, Annotation, AnnotationState, Event, Verdict

PLACE = ("start", "end", "quotation", "prefix", "suffix", "text_sha256")
PASSAGE = ("layer", "code", *PLACE, "attributes")
OF_TEXTS_AND_CODES = ("reanchor", "recode")  # acts that follow a text or a codebook, and are nobody's coding
_STATES: dict[str, AnnotationState] = {"accept": "accepted", "reject": "rejected", "delete": "deleted"}


def replay(acts: Iterable[Event]) -> Annotation | None:
    """The annotation as its acts leave it, in the order of the log; None where the first does not make it."""
    told = list(acts)
    annotation: Annotation | None = None
    for act in standing_acts(told):
        if annotation is None and act.act == "adjudicate" and act.layer is not None and act.code is not None:
            maker = told[0] if told[0].code is not None else act  # of which only the verdict is left
            annotation = _judged(_made(maker), act)
        elif annotation is None:
            if act.act in ("suggest", "create") and act.layer is not None and act.code is not None:
                annotation = _made(act)
            elif told[0].act not in ("suggest", "create"):
                return None
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
                if not is_of_verdict(act):
                    undone.setdefault(act.agent, []).append(place)
        elif act.act == "redo":
            if undone.get(act.agent):
                stands[undone[act.agent].pop()] = True
        else:
            told.append(act)
            stands.append(True)
            if act.act not in ("adjudicate", *OF_TEXTS_AND_CODES):
                undone.pop(act.agent, None)
    return [act for act, stays in zip(told, stands, strict=True) if stays]


def is_of_verdict(act: Event) -> bool:
    """Whether an act is a verdict, or takes one back: it is no part of anybody's own work."""
    return act.act == "adjudicate" or (act.act == "undo" and act.attributes.get("what") == "adjudicate")


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
    # A text that moved, a codebook that changed are no judgement of anybody's: nothing that a person could take back.
    return act.agent == undo.agent and act.act not in OF_TEXTS_AND_CODES and is_of_verdict(act) == is_of_verdict(undo)


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
    if act.act == "adjudicate":
        return _judged(annotation, act)
    if act.act == "recode":  # the passage and what became of it stay
        return annotation if act.code is None else msgspec.structs.replace(annotation, code=act.code)
    if annotation.verdict is not None and act.act != "reanchor":
        return annotation
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
    if act.act == "answer":
        answered = {"answer": act.attributes.get("answer"), "answered_by": act.agent}
        return msgspec.structs.replace(annotation, attributes={**annotation.attributes, **answered})
    return annotation


def _judged(annotation: Annotation, act: Event) -> Annotation:
    verdict: Verdict = "right" if act.attributes.get("verdict") == "right" else "wrong"
    state = annotation.state
    if verdict == "right" and state != "made":
        state = "accepted"
    elif verdict == "wrong" and state != "deleted":
        state = "rejected"
    if act.code is not None:
        given = {
            name: getattr(act, name) for name in PASSAGE if name != "attributes" and getattr(act, name) is not None
        }
        own = act.attributes.get("attributes")
        annotation = msgspec.structs.replace(annotation, **given, attributes=own if isinstance(own, dict) else {})
    same_as = act.attributes.get("same_as") if verdict == "right" else None
    return msgspec.structs.replace(annotation, verdict=verdict, state=state, same_as=same_as)
