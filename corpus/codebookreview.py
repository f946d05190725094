"""Annotations to look at again because the codebook changed, and codes that annotators ask for.

Nothing here changes an annotation. Somebody looks at each and says which code it has from then on, which may be the
one that it had: an act `recode`, by that person, under the codebook of that day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from corpus.clock import now
from corpus.codebook import PROPOSED, Codebook, Tactic
from corpus.codebookchange import Wrong
from corpus.codebookhistory import book_of, is_wording, versions
from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.ids import sha256, short
from corpus.model import Annotation, Event
from corpus.replay import replay, standing_acts

Why = Literal["unknown", "split", "retired", "merged", "definition"]
REASONS: tuple[Why, ...] = ("split", "retired", "unknown", "merged", "definition")
PASSAGES = 3  # shown of a proposed code
_SAYS = ("create", "change", "accept", "adjudicate", "recode")  # acts that say which code a passage has
_STANDING = ("made", "accepted")


class Item(msgspec.Struct, frozen=True):
    """One annotation to look at again, under today's slug; `was` is the code that it was made with, under `version`.

    `choices` are the codes that took its code's place; `last` is its last act, which whoever decides has seen.
    """

    annotation: Annotation
    why: Why
    was: str
    version: str | None
    choices: list[str]
    last: str


class Proposed(msgspec.Struct, frozen=True):
    """A code that annotators asked for, as they wrote it in one way or another."""

    words: str
    codes: list[str]
    annotations: int
    documents: int
    people: list[str]
    passages: list[str]


class Review(msgspec.Struct, frozen=True):
    """All that waits: annotations by code, the surest reasons first, and proposed codes, the commonest first.

    `left_out` are annotations in documents that whoever asks may not see yet.
    """

    items: list[Item]
    proposed: list[Proposed]
    left_out: int = 0


class Past:
    """What the codebook said when, and what became of its codes since."""

    def __init__(self, log: EventLog, corpus: Corpus) -> None:
        told = versions(log)
        self.names = [one.version for one in told]
        self.books = [book_of(log, one) for one in told]
        if not told or told[-1].sha256 != sha256(corpus.codebook_text):  # in use from the next act on
            self.names.append(corpus.codebook.version)
            self.books.append(corpus.codebook)
        self.today: Codebook = corpus.codebook
        self._last = {name: place for place, name in enumerate(self.names)}
        self._found: dict[tuple[str, str | None, bool], Why | None] = {}

    def why(self, code: str, version: str | None, *, seen: bool) -> Why | None:
        """Why an annotation that got this code under this version is to be looked at again; None where it is not.

        `seen`: somebody looked at it under that version because the codebook had changed, and knew what it said.
        """
        key = (code, version, seen)
        if key not in self._found:
            self._found[key] = self._why(*key)
        return self._found[key]

    def _why(self, code: str, version: str | None, seen: bool) -> Why | None:
        place = self._last.get(version or "")
        before = self.books[place].find(code) if place is not None else None
        tactic = self.today.find(code)
        if tactic is None:
            return None if seen and before is None and place is not None else "unknown"
        if tactic.retired is not None:
            if (
                seen
                and before is not None
                and (before.retired, before.split_into) == (tactic.retired, tactic.split_into)
            ):
                return None
            return "split" if self.today.successors(tactic) else "retired"
        return None if place is None or before is None else self._since(before, place)

    def _since(self, tactic: Tactic, place: int) -> Why | None:
        """Whether a code means something else since a version."""
        for number in range(place, len(self.books) - 1):
            book = self.books[number + 1]
            after = next((one for one in book.tactics if one.id == tactic.id), None) or book.find(tactic.slug)
            if after is None:
                continue  # it came back later
            wording = is_wording(self.names[number], self.names[number + 1])
            meant, means = tactic.means(), after.means()
            if not wording and any(means.get(language) != said for language, said in meant.items()):
                return "definition" if after.id == tactic.id else "merged"
            tactic = after
        return None


def review(log: EventLog, corpus: Corpus, *, without: Collection[str] = ()) -> Review:
    """What waits for a person. Only annotations that people made or accepted are listed.

    Of the documents in `without` it is only said how many wait there.
    """
    past, left_out = Past(log, corpus), 0
    items: list[Item] = []
    asked: dict[str, list[Annotation]] = {}
    for annotation, acts in _standing(log):
        code = annotation.code
        is_proposed = corpus.codebook.find(code) is None and code.startswith(PROPOSED)
        if is_proposed and annotation.document in without:
            left_out += 1
        elif is_proposed:
            asked.setdefault(" ".join(code.removeprefix(PROPOSED).casefold().split()), []).append(annotation)
        if is_proposed:
            continue
        said = next((act for act in reversed(acts) if act.act in _SAYS), None)
        version = said.codebook if said is not None else None
        why = past.why(code, version, seen=said is not None and said.act == "recode")
        if why is not None and annotation.document in without:
            left_out += 1
        elif why is not None:
            tactic = corpus.codebook.find(code)
            choices = [one.slug for one in corpus.codebook.successors(tactic)] if tactic is not None else []
            items.append(Item(corpus.of_today(annotation), why, code, version, choices, acts[-1].id))
    proposed = [_proposed(those) for those in asked.values()]
    return Review(
        sorted(items, key=lambda one: (REASONS.index(one.why), one.annotation.code, one.annotation.document)),
        sorted(proposed, key=lambda one: (-one.annotations, one.words)),
        left_out,
    )


def _standing(log: EventLog) -> Iterator[tuple[Annotation, Sequence[Event]]]:
    """The tactics that people made or accepted, each with the acts that stand, and the last of all its acts."""
    for _, group in groupby(log.acts_of_layer("tactic"), key=lambda act: (act.document, act.annotation)):
        acts = list(group)
        annotation = replay(acts)
        if annotation is not None and annotation.layer == "tactic" and annotation.state in _STANDING:
            stand = standing_acts(acts)
            yield annotation, stand if stand and stand[-1].id == acts[-1].id else [*stand, acts[-1]]


def _proposed(those: Sequence[Annotation]) -> Proposed:
    codes = sorted({one.code for one in those}, key=lambda code: (-sum(o.code == code for o in those), code))
    passages = (" ".join(f"{one.prefix}[{one.quotation}]{one.suffix}".split()) for one in those if one.quotation)
    return Proposed(
        words=codes[0].removeprefix(PROPOSED),
        codes=codes,
        annotations=len(those),
        documents=len({one.document for one in those}),
        people=sorted({one.agent for one in those}),
        passages=list(dict.fromkeys(passages))[:PASSAGES],
    )


def recode(log: EventLog, corpus: Corpus, document: str, annotation: str, code: str, *, by: str, last: str) -> bool:
    """Write which code an annotation has from now on; its own says that somebody looked and leaves it.

    False where somebody acted on it after `last`, the act that the person saw: then nothing is written. The log's
    transaction is open. Raises Wrong where the code is no code that one may have.
    """
    acts = list(log.acts_on(document, [annotation]))
    there = replay(acts)
    if there is None or there.layer != "tactic":
        raise Wrong("unknown", code=annotation)
    tactic = corpus.codebook.find(code)
    if corpus.codebook.current(code) != corpus.codebook.current(there.code):
        if tactic is None:
            raise Wrong("unknown", code=code)
        if tactic.retired is not None:
            raise Wrong("retired", code=code)
    id = short("e", annotation, "recode", by, code, last)
    if log.has(id):
        return True
    if acts[-1].id != last:
        return False
    event = Event(
        id=id, annotation=annotation, document=document, act="recode", agent=by, made_at=now(), layer="tactic",
        code=tactic.slug if tactic is not None else code, attributes={"before": there.code},
        codebook=corpus.codebook_version(log),
    )  # fmt: skip
    log.insert([event])
    return True
