"""The items of a document as a page shows them: each version in its place in the text, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from annotate.desk.adjudication.disagreements import Item, Kind, Origin, content
from annotate.desk.codewords import CodeWords
from corpus.events import is_in_place
from corpus.ids import sha256, short
from corpus.model import Annotation, Document

BESIDE = 160  # code points of the text shown before and after
HEADING = 70  # code points of a passage that stand for it


class Passage(msgspec.Struct, frozen=True):
    """An annotation in its place: what stands before, its words, what stands after."""

    label: str
    colour: str
    attributes: list[tuple[str, str]]
    before: str
    words: str
    after: str
    whole: bool  # of the document as a whole
    moved: bool  # the text is another one by now


class Who(msgspec.Struct, frozen=True):
    """A coder, and how they came to their version."""

    name: str
    origin: Origin


class Version(msgspec.Struct, frozen=True):
    """A way to see it, who has it so, and whether it was judged right."""

    number: int
    who: list[Who]
    names: str
    passage: Passage
    right: bool


class Ruling(msgspec.Struct, frozen=True):
    """What stands decided: by whom, when, why; `others` are right and nobody's version."""

    by: str
    at: str
    reason: str
    none: bool
    others: list[Passage]
    mine: bool


class Shown(msgspec.Struct, frozen=True):
    """One item of the page."""

    number: int
    item: Item
    anchor: str
    words: str  # the beginning of its passage; empty of the document as a whole
    versions: list[Version]
    without: list[tuple[str, bool]]  # who has nothing here, and whether they rejected it
    kinds: list[Kind]
    ruling: Ruling | None
    state: str  # agreed, differs, decided, changed
    next: str | None  # the anchor of the next one to decide

    @property
    def open(self) -> bool:
        """Whether there is something to decide."""
        return not self.item.decided


class Piece(msgspec.Struct, frozen=True):
    """A run of the text: the anchor, number and state of the item that it leads to, if any."""

    text: str
    anchor: str | None = None
    number: int = 0
    open: bool = False
    begins: bool = False


class Paragraph(msgspec.Struct, frozen=True):
    """A block of the text."""

    kind: str
    pieces: list[Piece]


def anchor_of(id: str) -> str:
    """The id of an item in the page: annotations' ids may have any signs."""
    return short("i", id)


def shown(words: CodeWords, document: Document, found: Sequence[Item], person: str) -> list[Shown]:
    """Every item in the order of the text, numbered from 1."""
    open_ones = [n for n, item in enumerate(found) if not item.decided]
    told = []
    for n, item in enumerate(found):
        later = next((m for m in open_ones if m > n), next((m for m in open_ones if m != n), None))
        state = "changed" if item.changed else "decided" if item.decided else "agreed" if item.agreed else "differs"
        told.append(
            Shown(
                number=n + 1,
                item=item,
                anchor=anchor_of(item.id),
                words=_beginning(document.text[slice(*item.place)]),
                versions=[_version(words, document, item, number) for number in range(len(item.versions))],
                without=[(name, name in item.rejected) for name in item.missing],
                kinds=item.kinds,
                ruling=_ruling(words, document, item, person),
                state=state,
                next=None if later is None else anchor_of(found[later].id),
            )
        )
    return told


def _version(words: CodeWords, document: Document, item: Item, number: int) -> Version:
    version = item.versions[number]
    said = content(words.corpus, version[0].annotation)
    return Version(
        number=number,
        who=[Who(held.coder, held.origin) for held in version],
        names=", ".join(held.coder for held in version),
        passage=passage(words, document, version[0].annotation, item.place),
        right=any(content(words.corpus, gold) == said for gold in item.gold),
    )


def _ruling(words: CodeWords, document: Document, item: Item, person: str) -> Ruling | None:
    if not item.verdicts:
        return None
    last = max(item.verdicts, key=lambda act: (act.made_at, act.id))
    theirs = [content(words.corpus, version[0].annotation) for version in item.versions]
    others = [gold for gold in item.gold if content(words.corpus, gold) not in theirs]
    return Ruling(
        by=last.agent,
        at=last.made_at,
        reason=str(last.attributes.get("reason") or ""),
        none=not item.gold,
        others=[passage(words, document, one, item.place) for one in others],
        mine=any(verdict.agent == person for verdict in item.verdicts),
    )


def passage(
    words: CodeWords, document: Document, annotation: Annotation, place: tuple[int, int] | None = None
) -> Passage:
    """An annotation in its place; the text shown reaches as far as `place`, and a little beyond."""
    text = document.text
    low, high = place or (annotation.start, annotation.end)
    whole = annotation.end == 0
    there = whole or is_in_place(annotation, text, sha256(text))
    low, high = min(low, annotation.start), max(high, annotation.end)
    return Passage(
        label=words.code(annotation.layer, annotation.code),
        colour=words.colour(annotation.layer, annotation.code),
        attributes=words.attributes(annotation),
        before="" if whole or not there else _tail(text[:low]) + text[low : annotation.start],
        words="" if whole else annotation.quotation,
        after="" if whole or not there else text[annotation.end : high] + _head(text[high:]),
        whole=whole,
        moved=not there,
    )


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= HEADING else words[:HEADING].rpartition(" ")[0] + " …"


def _tail(text: str) -> str:
    if len(text) <= BESIDE:
        return text
    cut = text[-BESIDE:]
    return "… " + cut.partition(" ")[2] if " " in cut else "…" + cut


def _head(text: str) -> str:
    if len(text) <= BESIDE:
        return text
    cut = text[:BESIDE]
    return cut.rpartition(" ")[0] + " …" if " " in cut else cut + "…"


def paragraphs(document: Document, told: Sequence[Shown]) -> Iterator[Paragraph]:
    """The whole text, with the items in it; where several are, the one with the shortest passage."""
    places = [(*one.item.place, one) for one in told if one.item.place[1]]
    blocks = [(block.kind, block.start, block.end) for block in document.blocks]
    for kind, start, end in blocks or [("paragraph", 0, len(document.text))]:
        here = [(max(s, start), min(e, end), one) for s, e, one in places if s < end and e > start]
        edges = sorted({start, end, *(s for s, _, _ in here), *(e for _, e, _ in here)})
        pieces = []
        for left, right in pairwise(edges):
            over = [(e - s, one) for s, e, one in here if s <= left and right <= e]
            one = min(over, key=lambda pair: (pair[0], pair[1].number))[1] if over else None
            piece = Piece(document.text[left:right])
            if one is not None:
                piece = Piece(piece.text, one.anchor, one.number, one.open, left == max(start, one.item.place[0]))
            pieces.append(piece)
        if pieces:
            yield Paragraph(str(kind), pieces)
