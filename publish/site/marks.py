"""Annotated text: overlapping passages cut into segments, each of which knows every annotation that covers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

HIT = "hit"  # the layer of what was searched for: marked, but not annotated


@dataclass(frozen=True)
class Span:
    """One annotation's passage; offsets are code points into the document's text."""

    id: str
    start: int
    end: int
    layer: str
    state: str
    group: int | None = None  # the position of a tactic's group


@dataclass(frozen=True)
class Segment:
    """A run of text with the same annotations all along, the shortest first; `opening` are those that begin here."""

    text: str
    spans: tuple[Span, ...] = ()
    opening: tuple[Span, ...] = ()

    @property
    def classes(self) -> str:
        """The layers and states that style it, and the group of its shortest tactic."""
        names = [span.layer for span in self.spans]
        names += ["sure"] if any(span.state in ("accepted", "made") for span in self.spans) else []
        names += [f"g-{span.group}" for span in self.spans if span.group is not None][:1]
        return " ".join(dict.fromkeys(names))

    @property
    def target(self) -> str | None:
        """The annotation that it leads to in the list: the shortest one. None where there are only search hits."""
        return next((span.id for span in self.spans if span.layer != HIT), None)

    @property
    def described(self) -> str:
        """The elements of the list that say what it is annotated with."""
        return " ".join(f"d-{span.id}" for span in self.spans if span.layer != HIT)

    @property
    def anchors(self) -> list[str]:
        """The permanent anchors of the passages that begin here."""
        return list(dict.fromkeys(anchor(span.start, span.end) for span in self.opening))


@dataclass(frozen=True)
class Stretch:
    """A block of text ready to be shown."""

    kind: str
    number: int | None  # of the block; None for text that stands in no block
    language: str | None  # only where it differs from the document's
    text: str
    segments: list[Segment] = field(default_factory=list)


def anchor(start: int, end: int) -> str:
    """The name of a passage in an address: `p120-148`."""
    return f"p{start}-{end}"


def stretches(text: str, blocks: Iterable[Any], spans: Sequence[Span]) -> Iterator[Stretch]:
    """The whole text, block by block, with its marks. Text between blocks that is not blank is a paragraph.

    `blocks` are rows of table `blocks`, in order.
    """
    seen = 0  # the end of what was shown
    for kind, number, language, start, end in covering(text, blocks):
        yield Stretch(kind, number, language, text[start:end], cut(text, start, end, spans, after=seen))
        seen = end


def covering(text: str, blocks: Iterable[Any]) -> Iterator[tuple[str, int | None, str | None, int, int]]:
    """The blocks, and as paragraphs without a number what stands between them: kind, number, language, start, end."""
    at = 0
    for block in blocks:
        start, end = max(at, block["start"]), max(at, block["end"])
        yield from _between(text, at, start)
        if end > start:
            yield block["kind"], block["number"], block["language"], start, end
        at = end
    yield from _between(text, at, len(text))


def _between(text: str, start: int, end: int) -> Iterator[tuple[str, None, None, int, int]]:
    words = text[start:end].strip()
    if words:
        left = text.index(words, start)
        yield "paragraph", None, None, left, left + len(words)


def cut(text: str, start: int, end: int, spans: Iterable[Span], *, after: int = 0) -> list[Segment]:
    """text[start:end] in segments.

    A passage opens in the first stretch that shows any of it: one that begins at or behind `after`, the end of what was
    shown before.
    """
    inside = [span for span in spans if span.start < end and span.end > start and span.start < span.end]
    cuts = sorted({start, end, *(max(span.start, start) for span in inside), *(min(span.end, end) for span in inside)})
    found = []
    for left, right in pairwise(cuts):
        covering = [span for span in inside if span.start < right and span.end > left]
        covering.sort(key=lambda span: (span.end - span.start, span.layer, span.id))
        opening = [span for span in covering if span.start >= after and max(span.start, start) == left]
        found.append(Segment(text[left:right], tuple(covering), tuple(opening)))
    return found


@dataclass(frozen=True)
class Run:
    """Stretches that belong together: the items of a list, the paragraphs of a quotation; else a single one."""

    kind: str
    stretches: list[Stretch]


def runs(stretched: Iterable[Stretch]) -> list[Run]:
    """Consecutive list items and quotations put together."""
    found: list[Run] = []
    for stretch in stretched:
        if found and stretch.kind == found[-1].kind and stretch.kind in ("list_item", "quotation"):
            found[-1].stretches.append(stretch)
        else:
            found.append(Run(stretch.kind, [stretch]))
    return found
