"""What annotators ask about a passage, and what they are answered.

Whoever answers sees the question, its passage and the text around it; nothing else that its author did there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal

import msgspec

from corpus.clock import now
from corpus.database import explained
from corpus.events import COLUMNS, NAMES, EventLog, is_in_place
from corpus.ids import sha256
from corpus.model import Annotation, Document, Event
from corpus.replay import replay

BESIDE = 300  # code points shown on each side of a passage
LONGEST = 10_000  # characters of an answer
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
Answered = Literal["saved", "missing", "changed", "empty", "long"]


class Question(msgspec.Struct, frozen=True):
    """One question as it stands; `last` is its last act: whoever answers says that they saw it."""

    id: str
    document: str
    asked_by: str
    asked_at: str
    text: str
    answer: str | None
    answered_by: str | None
    answered_at: str | None
    last: str
    annotation: Annotation


class Passage(msgspec.Struct, frozen=True):
    """The words that a question is about, with what stands around them; `moved` where the text has changed since."""

    before: str
    words: str
    after: str
    moved: bool


def questions(log: EventLog) -> list[Question]:
    """All questions that stand: those that wait for an answer, the oldest first; then the others, the newest first."""
    query = (
        f"SELECT {COLUMNS} FROM events WHERE (document, annotation) IN"
        " (SELECT document, annotation FROM events WHERE layer = 'question') ORDER BY document, annotation, seq"
    )
    found = []
    with explained(log.path):
        acts = [_event(row) for row in log.db.execute(query)]
    for _, group in groupby(acts, key=lambda act: (act.document, act.annotation)):
        question = _question(list(group))
        if question is not None:
            found.append(question)
    waiting = sorted((one for one in found if one.answer is None), key=lambda one: (one.asked_at, one.id))
    rest = sorted((one for one in found if one.answer is not None), key=lambda one: (one.answered_at or "", one.id))
    return waiting + rest[::-1]


def _event(row: Any) -> Event:
    fields = dict(zip(NAMES, row, strict=True))
    return msgspec.convert({**fields, "attributes": msgspec.json.decode(fields["attributes"])}, Event)


def _question(acts: list[Event]) -> Question | None:
    annotation = replay(acts)
    if annotation is None or annotation.layer != "question" or annotation.state == "deleted":
        return None
    answer = annotation.attributes.get("answer")
    told = [act for act in acts if act.act == "answer"]
    return Question(
        id=annotation.id,
        document=annotation.document,
        asked_by=annotation.agent,
        asked_at=annotation.made_at,
        text=str(annotation.attributes.get("text", "")),
        answer=str(answer) if answer else None,
        answered_by=annotation.attributes.get("answered_by") if answer else None,
        answered_at=told[-1].made_at if answer and told else None,
        last=acts[-1].id,
        annotation=annotation,
    )


def answer(
    log: EventLog, document: str, question: str, text: str, *, by: str, id: str, seen: str, version: str
) -> Answered:
    """Write an answer, inside a transaction. `id` is the form's: sent twice, it is one act.

    `seen` is the question's last act as whoever answers saw it: where there is another since, nothing is written.
    """
    if log.has(f"{id}.0"):
        return "saved"
    there = _question(list(log.acts_on(document, [question])))
    if there is None or not _ID.fullmatch(id):
        return "missing"
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if there.last != seen:
        return "changed"
    act = Event(
        id=f"{id}.0", annotation=question, document=document, act="answer", agent=by, made_at=now(),
        attributes={"answer": text}, codebook=version,
    )  # fmt: skip
    log.insert([act])
    return "saved"


def passage(document: Document, annotation: Annotation) -> Passage | None:
    """The words in their context; None for a question on the document as a whole."""
    if annotation.start == annotation.end:
        return None
    text = document.text
    if not is_in_place(annotation, text, sha256(text)):
        return Passage(annotation.prefix, annotation.quotation, annotation.suffix, moved=True)
    start, end = annotation.start, annotation.end
    before, after = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    if start > BESIDE:
        before = "… " + before.partition(" ")[2]
    if end + BESIDE < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Passage(before, text[start:end], after, moved=False)


def open_by_person(found: Iterable[Question]) -> dict[str, int]:
    """How many questions of each person wait for an answer."""
    waiting = sorted(one.asked_by for one in found if one.answer is None)
    return {name: len(list(group)) for name, group in groupby(waiting)}


def newly_answered(log: EventLog, annotator: str) -> set[str]:
    """The documents where somebody's question was answered after the last thing that they did there."""
    query = (
        "SELECT answers.document FROM events AS answers WHERE answers.act = 'answer' AND EXISTS ("
        " SELECT 1 FROM events AS own WHERE own.layer = 'question' AND own.document = answers.document"
        " AND own.annotation = answers.annotation AND own.agent = :name)"
        " GROUP BY answers.document HAVING max(answers.seq) >"
        " (SELECT max(seq) FROM events AS last WHERE last.agent = :name AND last.document = answers.document)"
    )
    with explained(log.path):
        return {row[0] for row in log.db.execute(query, {"name": annotator})}
