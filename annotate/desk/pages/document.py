"""The document page, the text and acts behind it, and what its script sends."""

from __future__ import annotations

import msgspec

from annotate.desk.ask import Answer, Ask, Json, Page, Refused, decoded
from annotate.desk.coding.acts import Group, Outcome, write
from annotate.desk.coding.sheet import sheet
from annotate.desk.ground import Room
from annotate.desk.wording import script_words
from annotate.desk.work.assigning import Assignments
from corpus.model import Document

STATUS = {"saved": 200, "known": 200, "stale": 409, "refused": 422}


def _theirs(room: Room, ask: Ask) -> Document | Refused:
    """The document of the address, where it is this person's."""
    document = room.store.document(ask.variables["id"])
    if document is None:
        return Refused(404, "document")
    if Assignments(room.log).find(document.id, ask.who.name) is None:
        return Refused(403, "not-yours", {"id": document.id})
    return document


async def document_page(ask: Ask) -> Answer:
    """The page; the text comes when its script asks."""
    found = await ask.desk.read(lambda room: _theirs(room, ask))
    if isinstance(found, Refused):
        return found
    return Page("desk/document.html", {"document": found, "script_words": script_words(ask.words.language)})


async def sheet_json(ask: Ask) -> Answer:
    """The text and the acts, as docs/desk-protocol.md has them."""

    def look(room: Room) -> Answer:
        found = _theirs(room, ask)
        return found if isinstance(found, Refused) else Json(sheet(room, found, ask.who.name))

    return await ask.desk.read(look)


async def act(ask: Ask) -> Answer:
    """Write one group of acts."""
    group: Group = decoded(ask, Group)
    document = await ask.desk.read(lambda room: room.store.document(ask.variables["id"]))
    if document is None:
        return Refused(404, "document")
    corpus, coder = ask.desk.corpus, ask.who.name
    outcome = await ask.desk.write(lambda log: write(log, corpus, document, group, coder))
    if outcome.reason == "not-yours":
        return Refused(403, "not-yours", {"id": document.id})
    if outcome.status != "stale":
        return Json(outcome, status=STATUS[outcome.status])
    return await ask.desk.read(lambda room: Json(_stale(room, ask, outcome), status=STATUS["stale"]))


def _stale(room: Room, ask: Ask, outcome: Outcome) -> dict[str, object]:
    document = room.store.document(ask.variables["id"])
    now = sheet(room, document, ask.who.name) if document is not None else None
    return {**msgspec.to_builtins(outcome), "now": now}
