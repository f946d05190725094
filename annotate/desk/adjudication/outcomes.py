"""What became of one coder's work once it was adjudicated: kept, corrected, not kept; and what they had missed.

Only their own annotations and what was judged right take part: nothing tells what other coders did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

import msgspec

from annotate.desk.adjudication.disagreements import Item, content, items
from annotate.desk.coding.view import nearest, visible
from annotate.desk.ground import Room
from corpus.folder import Corpus
from corpus.model import WHOLE_DOCUMENT, Annotation, Event
from corpus.replay import is_submitted, replay

Became = Literal["kept", "corrected", "dropped", "missed"]
BECAME: tuple[Became, ...] = ("kept", "corrected", "dropped", "missed")


class Outcome(msgspec.Struct, frozen=True):
    """One annotation and what became of it. `mine` is None where it was missed, `now` where nothing is right."""

    became: Became
    mine: Annotation | None
    now: Annotation | None
    reason: str
    by: str

    @property
    def code(self) -> tuple[str, str]:
        """Layer and code under which it counts: the coder's own, or that of what they missed."""
        one = self.mine or self.now
        return (one.layer, one.code) if one is not None else ("", "")


class Told(msgspec.Struct, frozen=True):
    """The outcomes of one document."""

    document: str
    title: str
    text: str
    language: str | None
    outcomes: list[Outcome]


def outcomes(corpus: Corpus, history: Sequence[Event], coder: str) -> Iterator[Outcome]:
    """What became of a coder's work in one document, in the order of its text."""
    for item in items(corpus, history, [coder]):
        held = item.held[0].annotation if item.held else None
        known = item.known[held.id] if held is not None else next(iter(item.known.values()))
        if known.verdict is None:
            continue
        reason, by = str(known.verdict.attributes.get("reason") or ""), known.verdict.agent
        if held is None:
            yield from (Outcome("missed", None, gold, reason, by) for gold in item.gold)
            continue
        now = stands_for(corpus, item, held)
        if now is None:
            yield Outcome("dropped", held, None, reason, by)
        else:
            same = content(corpus, now) == content(corpus, held)
            yield Outcome("kept" if same else "corrected", held, now, reason, by)


def verdicts(corpus: Corpus, history: Sequence[Event], coder: str) -> dict[str, dict[str, Any]]:
    """The verdicts on what a coder saw in a document, by annotation, as docs/desk-protocol.md has them.

    `now` is what is right instead, where code or passage differ from what the coder has.
    """
    seen = {id: visible(acts, coder) for id, acts in groupby(history, key=lambda act: act.annotation)}
    found: dict[str, dict[str, Any]] = {}
    for item in items(corpus, history, [coder]):
        for id, known in item.known.items():
            if known.verdict is None or not seen[id] or seen[id][0].act not in ("create", "suggest"):
                continue
            said = {name: known.verdict.attributes.get(name) for name in ("verdict", "reason")}
            found[id] = {**said, "by": known.verdict.agent}
            own = replay(seen[id])
            now = stands_for(corpus, item, corpus.of_today(own)) if own is not None else None
            if now is not None and (own is None or _place(corpus.of_today(own)) != _place(now)):
                found[id]["now"] = dict(zip(("code", "start", "end"), _place(now), strict=True))
    return found


def _place(annotation: Annotation) -> tuple[str, int, int]:
    return annotation.code, annotation.start, annotation.end


def stands_for(corpus: Corpus, item: Item, held: Annotation) -> Annotation | None:
    """What is right in the item in place of somebody's annotation; None where nothing is."""
    said = content(corpus, held)
    same = next((gold for gold in item.gold if content(corpus, gold) == said), None)
    return same if same is not None else nearest(held, item.gold)


def told(room: Room, coder: str) -> list[Told]:
    """A coder's submitted documents in which something was adjudicated, by title."""
    query = "SELECT DISTINCT document FROM events WHERE act = 'adjudicate'"
    found = []
    for (id,) in room.log.db.execute(query).fetchall():
        document = room.store.document(id)
        if document is None or not is_submitted(room.log.acts_on(id, [WHOLE_DOCUMENT]), coder):
            continue
        here = list(outcomes(room.corpus, list(room.log.events(id)), coder))
        if here:
            title = document.title or document.text[:80]
            found.append(Told(id, title, document.text, document.language, here))
    return sorted(found, key=lambda one: (one.title.casefold(), one.document))


def by_code(documents: Iterable[Told]) -> dict[tuple[str, str], dict[Became, int]]:
    """How often each code was kept, corrected, not kept and missed; the most frequent first."""
    found: dict[tuple[str, str], dict[Became, int]] = {}
    for one in documents:
        for outcome in one.outcomes:
            row = found.setdefault(outcome.code, dict.fromkeys(BECAME, 0))
            row[outcome.became] += 1
    return dict(sorted(found.items(), key=lambda item: (item[0][0], -sum(item[1].values()), item[0][1])))
