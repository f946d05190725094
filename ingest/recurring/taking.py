"""A document with the lines that recur in it, and without them: the two are made of each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

import msgspec

from corpus.model import Block, BlockKind, Document, Reason, Removed
from ingest.clean.result import Piece, assemble
from ingest.recurring.lines import line_key

RECURRING: Reason = "recurring"
# A title says what the article is called, whoever says it too; what is quoted or posted is somebody else's.
MOVABLE: tuple[BlockKind, ...] = ("paragraph", "list_item", "heading", "caption")


class Line(msgspec.Struct, frozen=True):
    """A block of the document as it was cleaned. `block` is None where it was taken out before."""

    text: str
    key: int  # 0: not to be compared
    block: Block | None

    @property
    def is_heading(self) -> bool:
        """Whether it is known to be one."""
        return self.block is not None and self.block.kind == "heading"


def lines_of(document: Document) -> list[Line]:
    """All blocks in their order, those that were taken out because they recur in their old places."""
    return [line for line in _everything(document) if isinstance(line, Line)]


def _everything(document: Document) -> Iterator[Line | Removed]:
    """Blocks and what was removed between them, as they stood on the page."""
    waiting = sorted(document.removed, key=lambda removed: removed.before)  # stable
    for number, block in enumerate(document.blocks):
        while waiting and waiting[0].before <= number:
            yield _line_or_removed(waiting.pop(0))
        text = document.text[block.start : block.end]
        yield Line(text, line_key(text) if block.kind in MOVABLE else 0, block)
    yield from map(_line_or_removed, waiting)


def _line_or_removed(removed: Removed) -> Line | Removed:
    return Line(removed.text, line_key(removed.text), None) if removed.reason == RECURRING else removed


def to_take(lines: Sequence[Line], recurring: Collection[int]) -> set[int]:
    """The indexes of the lines to take out: those whose key recurs, but no heading under which something stays, and
    nothing at all where nothing but title and deck would stay."""
    gone = {i for i, line in enumerate(lines) if line.key in recurring and not line.is_heading}
    below_stays, own = False, None  # what is under the headings: of the last one kept, and of the one we come to
    for i in range(len(lines) - 1, -1, -1):
        if not lines[i].is_heading:
            own = bool(own) or i not in gone
            continue
        stays = below_stays if own is None else own
        if lines[i].key in recurring and not stays:
            gone.add(i)
            own = False
        else:
            below_stays, own = True, None
    return gone if any(_is_body(line) and i not in gone for i, line in enumerate(lines)) else set()


def _is_body(line: Line) -> bool:
    return line.block is None or line.block.kind not in ("title", "deck", "heading")


def without(document: Document, is_gone: Callable[[int], bool]) -> Document:
    """The document without those lines (by index into `lines_of`) that are blocks of it still; they go to `removed`.

    A document whose text is not its blocks put together is given back as it is: nobody cleaned it into blocks.
    """
    if assemble(_pieces(document, document.blocks))[0] != document.text:
        return document
    kept: list[Block] = []
    removed: list[Removed] = []
    number = 0
    for item in _everything(document):
        if isinstance(item, Removed):
            removed.append(msgspec.structs.replace(item, before=len(kept)))
            continue
        if item.block is not None and not is_gone(number):
            kept.append(item.block)
        else:
            removed.append(Removed(reason=RECURRING, text=item.text, before=len(kept)))
        number += 1
    text, blocks = assemble(_pieces(document, kept))
    languages = tuple(
        msgspec.structs.replace(block, language=old.language) for block, old in zip(blocks, kept, strict=True)
    )
    return msgspec.structs.replace(document, text=text, blocks=languages, removed=tuple(removed))


def _pieces(document: Document, blocks: Sequence[Block]) -> Iterator[Piece]:
    return (Piece(block.kind, document.text[block.start : block.end]) for block in blocks)
