"""Annotators' questions, each with its passage, and answers to them."""

from __future__ import annotations

import secrets

import msgspec

from annotate.desk.ask import Answer, Ask, Page, Redirect
from annotate.desk.ground import Room
from annotate.desk.paging import paged
from annotate.desk.work import questions
from annotate.desk.work.questions import Passage, Question
from corpus.model import Document

SIZE = 20  # questions of a page
KINDS = ("open", "answered", "all")


class Shown(msgspec.Struct, frozen=True):
    """A question as the page shows it; `form` is the id of the answer that would be sent."""

    question: Question
    document: Document | None
    passage: Passage | None
    form: str


class Tried(msgspec.Struct, frozen=True):
    """An answer that was not written, and why: a key of the messages."""

    question: str
    reason: str
    text: str


async def questions_page(ask: Ask) -> Answer:
    """The list; an answer that was sent is written."""
    if ask.method != "POST":
        return await ask.desk.read(lambda room: _page(room, ask, None))
    document, question, text = ask.field("document"), ask.field("question"), ask.field("answer")
    version = ask.desk.corpus.codebook.version
    outcome = await ask.desk.write(
        lambda log: questions.answer(
            log, document, question, text, by=ask.who.name, id=ask.field("id"), seen=ask.field("seen"), version=version
        )
    )
    if outcome == "saved":
        return Redirect(f"/questions?{ask.query}" if ask.query else "/questions", said="answered")
    tried = Tried(question, outcome, text)
    return await ask.desk.read(lambda room: _page(room, ask, tried))


def _page(room: Room, ask: Ask, tried: Tried | None) -> Page:
    everything = questions.questions(room.log)
    kind, who = ask.one("state") or KINDS[0], ask.one("who")
    kind = kind if kind in KINDS else KINDS[0]
    found = [
        one
        for one in everything
        if (kind == "all" or (one.answer is None) == (kind == "open")) and who in (None, one.asked_by)
    ]
    if tried is not None and tried.question not in [one.id for one in found]:
        found = [one for one in everything if one.id == tried.question] + found  # answered meanwhile
    page = paged(ask, "page", found, size=SIZE)
    return Page(
        "desk/questions.html",
        {
            "shown": [_shown(room, one) for one in page.lines],
            "page": page,
            "kind": kind,
            "kinds": KINDS,
            "who": who,
            "people": sorted({one.asked_by for one in everything}),
            "tried": tried,
            "lost": tried is not None and tried.question not in [one.id for one in found],
            "query": ask.query,
            "longest": questions.LONGEST,
        },
        status=422 if tried is not None else 200,
    )


def _shown(room: Room, question: Question) -> Shown:
    document = room.store.document(question.document)
    passage = None if document is None else questions.passage(document, question.annotation)
    return Shown(question, document, passage, secrets.token_urlsafe(12))
