"""Deciding where people differ: the documents, one document's items, something else, and what became of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from annotate.desk.adjudication.adjudicable import Ground, ground, lines, tally
from annotate.desk.adjudication.deciding import (
    LONGEST_REASON,
    Adjudicator,
    Answer,
    Decision,
    next_open,
    stamp_of,
    undecided_agreed,
)
from annotate.desk.adjudication.disagreements import Item, items
from annotate.desk.adjudication.elsewise import OWN_CODE, editable, something_else
from annotate.desk.adjudication.outcomes import BECAME, by_code, told
from annotate.desk.adjudication.showing import anchor_of, paragraphs, passage, shown
from annotate.desk.ask import Answer as Response
from annotate.desk.ask import Ask, Page, Redirect, Refused
from annotate.desk.codewords import CodeWords
from annotate.desk.ground import Room
from corpus.model import Document

NOT_YET = ("own-work-first", "still-at-work", "nobody-to-compare")  # nothing of the document may be shown
CONFLICTS = ("stale", "not-mine")


async def listing(ask: Ask) -> Response:
    """The documents that can be adjudicated, and those that wait for somebody."""
    ready, waiting = await ask.desk.read(lambda room: lines(room, ask.who.name))
    return Page(
        "desk/adjudication.html",
        {
            "todo": [line for line in ready if not line.tally.done],
            "done": [line for line in ready if line.tally.done],
            "waiting": waiting,
        },
    )


async def document_page(ask: Ask) -> Response:
    """One document's items; and what a form of the page sends."""
    if ask.method != "POST":
        return await ask.desk.read(lambda room: _page(room, ask))
    document = await ask.desk.read(lambda room: room.store.document(ask.variables["id"]))
    if document is None:
        return Refused(404, "document")
    judge = Adjudicator(ask.desk.corpus, document, ask.who.name)
    item, stamp, do = ask.field("item"), ask.field("stamp"), ask.field("do")
    if do == "agreed":
        answer = await ask.desk.write(lambda log: judge.decide_agreed(log, stamp))
    elif do == "undo":
        answer = await ask.desk.write(lambda log: judge.take_back(log, item, stamp))
    else:
        answer = await ask.desk.write(lambda log: judge.decide(log, item, stamp, _chosen(ask)))
    if answer.wrong is None:
        said = {"agreed": "agreed", "undo": "taken-back"}.get(do, "decided")
        return _onward(ask, document, answer, said)
    wrong = answer.wrong
    return await ask.desk.read(lambda room: _page(room, ask, wrong=wrong))


def _onward(ask: Ask, document: Document, answer: Answer, said: str) -> Redirect:
    """To the next item that is not decided, or the one that was undone."""
    only = "?show=todo" if ask.field("show") == "todo" else ""
    anchor = anchor_of(answer.next) if answer.next is not None else "items"
    return Redirect(f"/adjudication/{quote(document.id, safe='')}{only}", said=said, anchor=anchor)


def _chosen(ask: Ask) -> Callable[[Item], Decision | str]:
    """What the form of an item says, once the item is known."""
    choice, reason = ask.field("choice"), ask.field("reason")[:LONGEST_REASON]
    several = [int(value) for value in ask.form.get("version", []) if value.isdecimal()]

    def choose(item: Item) -> Decision | str:
        if choice == "none":
            return Decision((), reason) if reason else "reason"
        if choice == "all":
            numbers = list(range(len(item.versions)))
        elif choice == "some":
            numbers = several
        else:
            numbers = [int(choice)] if choice.isdecimal() else []
        there = [number for number in dict.fromkeys(numbers) if number < len(item.versions)]
        if not there:
            return "choice"
        return Decision(tuple(item.versions[number][0].annotation for number in there), reason)

    return choose


def _page(room: Room, ask: Ask, *, wrong: str | None = None) -> Response:
    found = _looked(room, ask)
    if isinstance(found, Refused):
        return found
    document, _, there = found
    told_items = shown(CodeWords(room.corpus, ask.words), document, there, ask.who.name)
    agreed = undecided_agreed(there)
    following = next_open(there)
    show = ask.one("show") or ask.field("show")
    only_open = show == "todo"
    context: dict[str, Any] = {
        "document": document,
        "title": document.title or document.text[:80],
        "tally": tally(there),
        "coders": found[1].submitted,
        "items": [one for one in told_items if one.open or not only_open],
        "paragraphs": list(paragraphs(document, told_items)),
        "agreed": agreed,
        "agreed_stamp": stamp_of(agreed),
        "first_open": anchor_of(following) if following is not None else None,
        "only_open": only_open,
        "wrong": wrong,
        "wrong_item": ask.field("item") if wrong is not None else None,
        "sent": {name: ask.field(name) for name in ("choice", "reason")} if wrong is not None else {},
        "longest": LONGEST_REASON,
    }
    status = 200 if wrong is None else 409 if wrong in CONFLICTS else 422
    return Page("desk/adjudication-document.html", context, status=status)


def _looked(room: Room, ask: Ask) -> tuple[Document, Ground, list[Item]] | Refused:
    """The document of the address and its items, where this person may see them."""
    document = room.store.document(ask.variables["id"])
    if document is None:
        return Refused(404, "document")
    there = ground(room.log, document.id)
    refusal = there.refusal(ask.who.name)
    if refusal is not None:
        return Refused(403, refusal[0], {"who": refusal[1]})
    return document, there, items(room.corpus, list(room.log.events(document.id)), there.submitted)


# Something else


async def other_page(ask: Ask) -> Response:
    """A form for what no coder has: another code, other boundaries, other attributes."""
    if ask.method != "POST":
        return await ask.desk.read(lambda room: _other(room, ask, ask.one("item") or "", ask.one("base") or ""))
    document = await ask.desk.read(lambda room: room.store.document(ask.variables["id"]))
    if document is None:
        return Refused(404, "document")
    corpus, fields = ask.desk.corpus, ask.form
    judge = Adjudicator(corpus, document, ask.who.name)

    def choose(item: Item) -> Decision | str:
        made = something_else(corpus, document, _base(item, ask.field("base")), fields)
        return made if isinstance(made, str) else Decision((made,), ask.field("reason")[:LONGEST_REASON])

    answer = await ask.desk.write(lambda log: judge.decide(log, ask.field("item"), ask.field("stamp"), choose))
    if answer.wrong is None:
        return _onward(ask, document, answer, "decided")
    wrong = answer.wrong
    if wrong in CONFLICTS or wrong in NOT_YET:
        return await ask.desk.read(lambda room: _page(room, ask, wrong=wrong))
    return await ask.desk.read(lambda room: _other(room, ask, ask.field("item"), ask.field("base"), wrong=wrong))


def _base(item: Item, number: str) -> Any:
    """The version that the form begins with."""
    chosen = int(number) if number.isdecimal() and int(number) < len(item.versions) else 0
    return item.versions[chosen][0].annotation if item.versions else next(iter(item.known.values())).annotation


def _other(room: Room, ask: Ask, id: str, base: str, *, wrong: str | None = None) -> Response:
    found = _looked(room, ask)
    if isinstance(found, Refused):
        return found
    document, _, there = found
    item = next((one for one in there if one.id == id), None)
    if item is None:
        return Refused(404, "item")
    words = CodeWords(room.corpus, ask.words)
    annotation = _base(item, base)
    fields = ask.form
    sent = {name: values[0] for name, values in fields.items()}
    book = room.corpus.codebook
    return Page(
        "desk/adjudication-other.html",
        {
            "document": document,
            "title": document.title or document.text[:80],
            "item": item,
            "anchor": anchor_of(item.id),
            "base": base if base.isdecimal() else "0",
            "annotation": annotation,
            "passage": passage(words, document, annotation, item.place),
            "versions": [(n, ", ".join(h.coder for h in version)) for n, version in enumerate(item.versions)],
            "groups": [
                (words.words.words(group.label), [t for t in book.offered if t.group == group.id])
                for group in book.groups
            ],
            "actors": sorted(room.corpus.authority.actors, key=lambda actor: actor.name(ask.words.language).casefold()),
            "known_code": _is_listed(room, annotation.layer, annotation.code),
            "code_label": words.code(annotation.layer, annotation.code),
            "own": OWN_CODE,
            "fields": [(name, words.attribute(name), book.attributes.get(name)) for name in _editable(room, item)],
            "roles": book.actor_roles,
            "sent": sent,
            "wrong": wrong,
            "longest": LONGEST_REASON,
        },
        status=200 if wrong is None else 422,
    )


def _editable(room: Room, item: Item) -> tuple[str, ...]:
    return editable(room.corpus, item.layer)


def _is_listed(room: Room, layer: str, code: str) -> bool:
    """Whether the select has the code already."""
    if layer == "tactic":
        return any(tactic.slug == code for tactic in room.corpus.codebook.offered)
    return layer == "actor" and code in room.corpus.authority.actor


# What became of one's own


async def outcomes_page(ask: Ask) -> Response:
    """A coder's adjudicated documents: what was kept, corrected, not kept, missed, and why."""

    def look(room: Room) -> Response:
        words = CodeWords(room.corpus, ask.words)
        documents = told(room, ask.who.name)
        codes = [
            (words.code(layer, code), layer, words.colour(layer, code), row)
            for (layer, code), row in by_code(documents).items()
        ]
        totals = {became: sum(row[became] for *_, row in codes) for became in BECAME}
        return Page(
            "desk/outcomes.html",
            {"documents": documents, "codes": codes, "totals": totals, "became": BECAME, "code": words},
        )

    return await ask.desk.read(look)
