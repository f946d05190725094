"""What the browser sends, checked against the text, the codebook and what stands in the log, and written as acts.

A group of acts is written whole or not at all. Its id was made by the browser: sent again it changes nothing, however
often the network loses the answer. Each act says which act on its annotation the person saw last; where another has
come since, from another tab or a program, nothing is written and the person is shown both versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from annotate.desk.coding.view import stacks, standing
from annotate.desk.work.assigning import Assignments
from corpus.clock import now
from corpus.events import EventLog, context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Document, Event, Layer
from corpus.replay import is_submitted
from corpus.terms import REMARKS

Status = Literal["saved", "known", "stale", "refused"]
Sendable = Literal["create", "change", "delete", "accept", "reject", "undo", "redo", "submit"]
MOST_ACTS = 2_000  # of one group: a concordance tagged at once
LONGEST = 10_000  # characters of an attribute
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PASSAGE = ("create", "change")
_AFTER = {"create": "made", "delete": "deleted"}  # what decides whether an act can follow
_PLAIN_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}(:[\w .'’-]{1,120})?")


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act as the browser sends it. Offsets are code points; `base` is the last act that the person saw."""

    act: Sendable
    annotation: str = WHOLE_DOCUMENT
    base: str | None = None
    layer: Layer | None = None
    code: str | None = None
    start: int | None = None
    end: int | None = None
    quotation: str | None = None
    attributes: dict[str, Any] = {}


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Acts that are one to the person who did them. `of` is the group that an undo or a redo is of."""

    id: str
    document: str
    text_sha256: str
    acts: list[Sent]
    of: str | None = None


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a group; `reason` is a key of the messages, `annotation` the one that it is about."""

    status: Status
    reason: str | None = None
    annotation: str | None = None


def write(log: EventLog, corpus: Corpus, document: Document, group: Group, coder: str) -> Outcome:
    """Check a group and write it. The log's transaction is open, so that nobody writes between the look and the act."""
    if not _ID.fullmatch(group.id) or group.document != document.id or not 0 < len(group.acts) <= MOST_ACTS:
        return Outcome("refused", "malformed")
    if log.has(f"{group.id}.0"):
        return Outcome("known")
    if Assignments(log).find(document.id, coder) is None:
        return Outcome("refused", "not-yours")
    if group.text_sha256 != sha256(document.text):
        return Outcome("stale", "text")
    if is_submitted(log.acts_on(document.id, [WHOLE_DOCUMENT]), coder) and not _opens(group):
        return Outcome("refused", "submitted")
    seen = standing(log, document.id, {act.annotation for act in group.acts} - {WHOLE_DOCUMENT}, coder)
    states: dict[str, str] = {id: one.state for id, one in seen.items()}
    last = {id: one.last for id, one in seen.items()}
    for number, act in enumerate(group.acts):
        if act.annotation in last and last[act.annotation] != act.base:
            return Outcome("stale", "annotation", act.annotation)
        wrong = _wrong(corpus, document, act, states)
        if act.act == "create" and act.annotation not in seen and any(log.acts_on(document.id, [act.annotation])):
            wrong = "exists"  # somebody else's
        if wrong is not None:
            return Outcome("refused", wrong, act.annotation)
        if act.annotation != WHOLE_DOCUMENT:
            if last.get(act.annotation) != act.base:
                return Outcome("stale", "annotation", act.annotation)
            last[act.annotation] = f"{group.id}.{number}"
            states[act.annotation] = _AFTER.get(act.act, states.get(act.annotation, "made"))
    wrong = _out_of_turn(log, group, coder)
    if wrong is not None:
        return Outcome("stale", wrong)
    at, version = now(), corpus.codebook_version(log)
    log.insert(_event(group, number, act, document, coder, at, version) for number, act in enumerate(group.acts))
    return Outcome("saved")


def _opens(group: Group) -> bool:
    """Whether a group takes the submission of its document back."""
    return all(act.annotation == WHOLE_DOCUMENT and act.act == "undo" for act in group.acts)


def _out_of_turn(log: EventLog, group: Group, coder: str) -> str | None:
    """Why an undo or a redo is not the next one; another tab was first."""
    kind = group.acts[0].act
    if kind not in ("undo", "redo") or _opens(group):
        return None
    if any(act.act != kind for act in group.acts):
        return "order"
    done, undone = stacks(log.acts_of(group.document, coder))
    reach = done if kind == "undo" else undone
    return None if reach and reach[-1] == group.of else "order"


def _wrong(corpus: Corpus, document: Document, act: Sent, states: Mapping[str, str]) -> str | None:
    """Why an act cannot be: a key of the messages."""
    if act.annotation == WHOLE_DOCUMENT:
        return None if act.act in ("submit", "undo") else "malformed"
    if not _ID.fullmatch(act.annotation) or act.act == "submit":
        return "malformed"
    if act.act == "create":
        if states.get(act.annotation, "deleted") != "deleted":
            return "exists"
    elif act.annotation not in states or (states[act.annotation] == "deleted" and act.act not in ("undo", "redo")):
        return "missing"
    if act.act in _PASSAGE:
        return _wrong_passage(document, act) or wrong_code(corpus, act)
    return None


def _wrong_passage(document: Document, act: Sent) -> str | None:
    if act.start is None or act.end is None or act.quotation is None:
        return "malformed"
    if not 0 <= act.start <= act.end <= len(document.text) or (act.start == act.end and act.start != 0):
        return "passage"
    return None if document.text[act.start : act.end] == act.quotation else "quotation"


def wrong_code(corpus: Corpus, act: Sent) -> str | None:
    """Why code and attributes cannot be: a key of the messages."""
    if act.layer is None or act.code is None:  # a change says all that the annotation is from now on
        return "malformed"
    if any(isinstance(value, str) and len(value) > LONGEST for value in act.attributes.values()):
        return "long"
    if act.layer == "tactic" and corpus.codebook.find(act.code) is not None:
        return None  # also one that was renamed, merged or retired while somebody worked in a train: nothing is lost
    if act.layer == "actor" and corpus.authority.current(act.code) in corpus.authority.actor:
        return None
    if act.layer == "tactic":
        known = act.code.startswith("proposed:")
    elif act.layer == "actor":
        known = act.code.startswith("candidate:")
    elif act.layer in REMARKS:
        known = act.code == act.layer
    else:
        known = True
    return None if known and _PLAIN_CODE.fullmatch(act.code) else "code"


def _event(group: Group, number: int, act: Sent, document: Document, coder: str, at: str, version: str) -> Event:
    passage: dict[str, Any] = {}
    if act.act in _PASSAGE:
        passage = {"layer": act.layer, "code": act.code, "attributes": act.attributes}
        before, after = context(document.text, act.start or 0, act.end or 0)
        passage |= {"start": act.start, "end": act.end, "quotation": act.quotation}
        passage |= {"prefix": before, "suffix": after, "text_sha256": group.text_sha256}
    if group.of is not None:
        passage["attributes"] = {"of": group.of}
    return Event(
        id=f"{group.id}.{number}", annotation=act.annotation, document=document.id, act=act.act, agent=coder,
        made_at=at, codebook=version, **passage,
    )  # fmt: skip
