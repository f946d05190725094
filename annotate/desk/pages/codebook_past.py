"""What the codebook said before: its versions, and what each changed, for everybody at the desk."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, unified_diff
from itertools import groupby
from typing import Any, Literal

import msgspec

from annotate.desk.ask import Answer, Ask, Page, Refused
from annotate.desk.ground import Room
from corpus.codebook import Codebook, Tactic
from corpus.codebookhistory import Difference, Version, book_of, differences, text_of, versions
from corpus.events import EventLog
from corpus.ids import sha256
from corpus.web.wording import Wording

ALIKE = 0.5  # of two texts, from where on it helps to see which words changed


class Piece(msgspec.Struct, frozen=True):
    """Some words of a text that was changed: they stayed, went or came."""

    kind: Literal["same", "gone", "new"]
    text: str


class Line(msgspec.Struct, frozen=True):
    """One field of a code, before and after."""

    difference: Difference
    before: list[Piece]
    after: list[Piece]


async def history_page(ask: Ask) -> Answer:
    """All versions, the newest first."""

    def look(room: Room) -> Page:
        told = versions(room.log)
        is_new = not told or told[-1].sha256 != sha256(room.corpus.codebook_text)
        rows = [(one, did(ask.words, one)) for one in reversed(told)]
        return Page("desk/codebook_history.html", {"versions": rows, "unrecorded": is_new, "first": told[:1]})

    return await ask.desk.read(look)


async def version_page(ask: Ask) -> Answer:
    """What one version changed of the one before it."""

    def look(room: Room) -> Answer:
        told = versions(room.log)
        number = ask.variables["number"]
        place = next((n for n, one in enumerate(told) if str(one.number) == number), None)
        if place is None:
            return Refused(404, "page")
        chosen, before = told[place], told[place - 1] if place else None
        context: dict[str, Any] = {
            "version": chosen,
            "before": before,
            "did": did(ask.words, chosen),
            "codes": [],
            "lines": [],
            "text": text_of(room.log, chosen.number),
        }
        if before is not None:
            context |= _compared(room.log, before, chosen)
        return Page("desk/codebook_version.html", context)

    return await ask.desk.read(look)


def _compared(log: EventLog, before: Version, after: Version) -> dict[str, Any]:
    found = list(differences(book_of(log, before), book_of(log, after)))
    codes = [
        (code, [_line(one) for one in those])
        for code, those in groupby((one for one in found if one.part == "tactic"), key=lambda one: one.code)
    ]
    one, other = text_of(log, before.number) or "", text_of(log, after.number) or ""
    return {
        "codes": codes,
        "others": [one.code for one in found if one.part == "other"],
        "labels": book_of(log, after),
        "lines": list(unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=1))[2:],
    }


def _line(one: Difference) -> Line:
    before, after = pieces(one.before, one.after)
    return Line(one, before, after)


def pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, word by word; whole where they have little in common."""
    one, other = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    gone: list[Piece] = []
    new: list[Piece] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if before and after and matcher.ratio() < ALIKE:
        return [Piece("same", before)], [Piece("same", after)]
    for what, a, b, c, d in matcher.get_opcodes():
        if b > a:
            gone.append(Piece("same" if what == "equal" else "gone", "".join(one[a:b])))
        if d > c:
            new.append(Piece("same" if what == "equal" else "new", "".join(other[c:d])))
    return gone, new


def did(words: Wording, version: Version) -> str:
    """What was done, in a sentence; what the file's editor did is not known."""
    if not version.note:
        return str(words.t("codebook.did.by_hand"))
    what, *codes = version.note
    first, rest = codes[0] if codes else "", ", ".join(codes[1:])
    return str(words.t(f"codebook.did.{what}", code=first, rest=rest))


def past_of(log: EventLog, book: Codebook, tactic: Tactic) -> list[Version]:
    """The versions in which something became of a code, the newest first."""
    told = versions(log)
    found = []
    before: Tactic | None = None
    for version in told:
        there = next((one for one in book_of(log, version).tactics if one.id == tactic.id), None)
        if there is not None and there != before:
            found.append(version)
        before = there
    return found[::-1]
