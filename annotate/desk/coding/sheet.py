"""What the document page's script is given: the text and every act that this person may see (docs/desk-protocol.md)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec

from annotate.desk.adjudication.outcomes import verdicts
from annotate.desk.coding.view import group_of, visible
from annotate.desk.ground import Room
from annotate.desk.work.assigning import Assignment, Assignments
from annotate.desk.work.overview import submissions
from corpus.events import EventLog
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Document, Event
from corpus.replay import is_of_verdict, is_submitted

_SHOWN = ("id", "title", "kind", "language", "outlet", "byline", "account", "published_at", "url", "text")


def sheet(room: Room, document: Document, coder: str) -> dict[str, Any]:
    """The document as one person sees it now."""
    history = list(room.log.events(document.id))
    submitted = is_submitted(history, coder)
    acts: list[dict[str, Any]] = []
    for id, group in groupby(history, key=lambda act: act.annotation):
        own = list(group)
        if id == WHOLE_DOCUMENT:
            shown = [act for act in own if coder in (act.agent, act.attributes.get("annotator"))]
        else:
            shown = visible(own, coder)
            if not shown or shown[0].act not in ("create", "suggest"):
                continue  # somebody else made it
        acts += [_told(act) for act in shown]
    assignment = Assignments(room.log).find(document.id, coder)
    own_acts = (act for act in room.log.acts_of(document.id, coder) if not is_of_verdict(act))
    return {
        "document": _document(document),
        "acts": acts,
        "order": list(dict.fromkeys(group_of(act.id) for act in own_acts)),
        "submitted": submitted,
        "verdicts": verdicts(room.corpus, history, coder) if submitted else {},
        "assignment": None if assignment is None else {"due": assignment.due, "assigned_by": assignment.assigned_by},
        "next": next_of(room.log, coder, but=document.id),
    }


def _document(document: Document) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(document, name) for name in _SHOWN}
    blocks = [msgspec.to_builtins(block) for block in document.blocks]
    return shown | {"case": document.case, "text_sha256": sha256(document.text), "blocks": blocks}


def _told(act: Event) -> dict[str, Any]:
    always = {name: getattr(act, name) for name in ("id", "annotation", "act", "agent", "made_at")}
    passage = {name: getattr(act, name) for name in ("layer", "code", "start", "end", "quotation", "score")}
    told: dict[str, Any] = always | {name: value for name, value in passage.items() if value is not None}
    if act.attributes or "layer" in told:
        told["attributes"] = act.attributes
    return told


def next_of(log: EventLog, coder: str, *, but: str = "") -> str | None:
    """The first document of a person's queue that they have not submitted."""
    return next((one.document for one in waiting(log, coder) if one.document != but), None)


def waiting(log: EventLog, coder: str) -> list[Assignment]:
    """What a person has to do: their queue without what they submitted."""
    done = finished(log, coder)
    return [one for one in Assignments(log).of(coder) if one.document not in done]


def finished(log: EventLog, coder: str) -> set[str]:
    """The documents that a person has submitted and that were not opened again."""
    return {document for document, _ in submissions(log, coder)}
