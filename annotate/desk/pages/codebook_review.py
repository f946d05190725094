"""What the codebook's changes leave to decide: annotations to look at again, codes that annotators ask for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from urllib.parse import quote

import msgspec

from annotate.desk.ask import Answer, Ask, Page, Redirect, Refused
from annotate.desk.coding.sheet import waiting
from annotate.desk.ground import Room
from annotate.desk.pages.codebook_past import pieces
from corpus.codebook import Codebook
from corpus.codebookchange import Wrong
from corpus.codebookhistory import book_of, lost, versions
from corpus.codebookreview import Item, recode, review
from corpus.events import EventLog, is_in_place
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Block, Document
from corpus.replay import replay

MOST = 50  # on a page
AROUND = 120  # code points shown left and right of a passage


class Shown(msgspec.Struct, frozen=True):
    """An annotation with its passage in its surroundings."""

    item: Item
    title: str
    language: str
    left: str
    passage: str
    right: str
    there: bool  # the document is in the corpus


class Meant(msgspec.Struct, frozen=True):
    """What a definition said, and says, in one language."""

    language: str
    before: list[Any]
    after: list[Any]


async def review_page(ask: Ask) -> Answer:
    """The list, and what was decided on it."""
    if ask.method != "POST":
        return await ask.desk.read(lambda room: _page(room, ask))
    corpus, by, chosen = ask.desk.corpus, ask.who.name, _chosen(ask)
    try:
        stale = await ask.desk.write(lambda log: _decide(log, corpus, chosen, by))
    except Wrong as wrong:
        return Refused(422, "said", {"what": ask.words.t(f"codebook.wrong.{wrong.key}", **wrong.values)})
    if stale:
        return await ask.desk.read(lambda room: _page(room, ask, stale=stale))
    return Redirect("/codebook/review", said="codebook.decided" if chosen else None)


def _chosen(ask: Ask) -> list[tuple[str, str, str, str]]:
    """Annotation, document, code and last act seen of each that was decided; `keep` leaves all of one as they are."""
    keep = ask.field("keep")
    found = []
    for id in ask.form.get("annotation", []):
        own = ask.field(f"own.{id}")
        code = own if keep and keep == own else ask.field(f"code.{id}") if not keep else ""
        if code:
            found.append((id, ask.field(f"document.{id}"), code, ask.field(f"last.{id}")))
    return found


def _decide(log: EventLog, corpus: Corpus, chosen: list[tuple[str, str, str, str]], by: str) -> set[str]:
    """Write what was decided; the annotations on which somebody has acted meanwhile are left and returned."""
    return {id for id, document, code, last in chosen if not recode(log, corpus, document, id, code, by=by, last=last)}


def _page(room: Room, ask: Ask, *, stale: set[str] | None = None) -> Page:
    book = room.corpus.codebook
    veiled = unfinished(room, ask)
    found = review(room.log, room.corpus, without=veiled)
    asked = ask.one("page") or "1"
    pages = max(1, -(-len(found.items) // MOST))
    number = min(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, pages) or 1
    here = found.items[(number - 1) * MOST : number * MOST]
    by_code = [
        (why, code, _meant(room, book, those[0]), [_shown(room, one) for one in those])
        for (why, code), group in groupby(here, key=lambda one: (one.why, one.annotation.code))
        if (those := list(group))
    ]
    context = {
        "book": book,
        "by_code": by_code,
        "total": len(found.items),
        "left_out": found.left_out,
        "number": number,
        "pages": pages,
        "proposed": found.proposed,
        "lost": lost(room.log, book),
        "offered": _by_group(book),
        "seen": sha256(room.corpus.codebook_text),
        "stale": stale or set(),
    }
    return Page("desk/codebook_review.html", context, status=409 if stale else 200)


def unfinished(room: Room, ask: Ask) -> set[str]:
    """The documents that this person has to annotate and has not submitted: others' work there is not shown yet."""
    return {one.document for one in waiting(room.log, ask.who.name)}


async def text_page(ask: Ask) -> Answer:
    """A document's text with one annotation's passage, for whoever coordinates and was not given the document."""

    def look(room: Room) -> Answer:
        document = room.store.document(ask.variables["id"])
        if document is None:
            return Refused(404, "document")
        if document.id in unfinished(room, ask):
            return Redirect(f"/document/{quote(document.id, safe='')}")
        acts = room.log.acts_on(document.id, [ask.one("annotation") or ""])
        annotation = replay(acts)
        start, end = (annotation.start, annotation.end) if annotation is not None else (0, 0)
        if annotation is None or not is_in_place(annotation, document.text, sha256(document.text)):
            start = end = 0
        return Page("desk/codebook_text.html", {"document": document, "blocks": list(_blocks(document, start, end))})

    return await ask.desk.read(look)


def _blocks(document: Document, start: int, end: int) -> Iterator[tuple[str, str, str, str]]:
    """The kind of each block, and its text before, in and after a passage."""
    for block in document.blocks or (Block(kind="paragraph", start=0, end=len(document.text)),):
        a, b = (min(max(place, block.start), block.end) for place in (start, end))
        yield block.kind, document.text[block.start : a], document.text[a:b], document.text[b : block.end]


def _by_group(book: Codebook) -> list[tuple[Any, list[Any]]]:
    return [(group, [one for one in book.offered if one.group == group.id]) for group in book.groups]


def _meant(room: Room, book: Codebook, item: Item) -> list[Meant]:
    """What the code's definition said when the first of these was made, and says now, where that is why."""
    version = next((one for one in reversed(versions(room.log)) if one.version == item.version), None)
    before = book_of(room.log, version).find(item.was) if version is not None else None
    after = book.find(item.annotation.code)
    if item.why not in ("definition", "merged") or before is None or after is None:
        return []
    found = []
    for language in book.codebook.languages:
        one, other = (" ".join(filter(None, t.means().get(language, ("", "")))) for t in (before, after))
        if one != other:
            found.append(Meant(language, *pieces(one, other)))
    return found


def _shown(room: Room, item: Item) -> Shown:
    a = item.annotation
    document = room.store.document(a.document)
    left, right = a.prefix, a.suffix
    if document is not None and a.quotation and is_in_place(a, document.text, sha256(document.text)):
        left = document.text[max(0, a.start - AROUND) : a.start]
        right = document.text[a.end : a.end + AROUND]
    return Shown(
        item=item,
        title=(document.title or document.text[:80]) if document is not None else a.document,
        language=(document.language or "") if document is not None else "",
        left=left,
        passage=a.quotation,
        right=right,
        there=document is not None,
    )
