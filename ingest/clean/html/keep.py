"""From the picked main text back to the page: which of its blocks are the article.

Extractors give lines of text without their place. Comparing letters and digits only, each longer block of the page is
looked up in the picked text, and of all the places found the heaviest chain that runs forward in both page and text
is kept (a weighted longest increasing subsequence, in which a leap over blocks costs a little, so that a teaser does
not stand for the paragraph it repeats). Short blocks ("Conclusion") count only in the gaps of that chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.clean.html.blocks import PageBlock, letters

_LONG = 25  # letters and digits from which a text hardly stands in a page twice by chance
_WINDOW = 20  # letters and digits; a block of which an extractor dropped a part is looked up piece by piece
_MOSTLY = 0.6  # share of a block's pieces that must be found
_LOOK_BACK = 200  # places; bounds the time on a page of thousands of paragraphs
_LEAP = 0.5  # letters that a leap over one block costs
_REACH = 4  # blocks that a short line may stand before the first long one or after the last


@dataclass(slots=True)
class _Place:
    """Block `block` of the page, found at `start` to `end` of the picked text's letters."""

    block: int
    start: int
    end: int
    size: int


def article_blocks(blocks: Sequence[PageBlock], picked: str) -> list[int]:
    """Indexes of the blocks that the picked text holds, in page order."""
    whole = letters(picked)
    places: list[_Place] = []
    for at, block in enumerate(blocks):
        if len(block.letters) >= _LONG:
            place = _place(at, block.letters, whole, places[-1].end if places else 0)
            if place is not None:
                places.append(place)
    chain = _heaviest_chain(places)
    kept = {place.block for place in chain}
    lines = {letters(line) for line in picked.split("\n")}
    edges = [_Place(-1, 0, 0, 0), *chain, _Place(len(blocks), len(whole), len(whole), 0)]
    for before, after in pairwise(edges):
        first = max(before.block + 1, after.block - _REACH if before.block < 0 and chain else 0)
        last = min(after.block, before.block + 1 + _REACH if after.block == len(blocks) and chain else len(blocks))
        inner = before.block >= 0 and after.block < len(blocks)
        kept.update(_in_gap(blocks, range(first, last), whole[before.end : after.start], None if inner else lines))
    return sorted(kept)


def _place(at: int, text: str, whole: str, onward: int) -> _Place | None:
    """Where a block stands in the picked text: after the one before, else (that one was a teaser) anywhere."""
    start = whole.find(text, onward)
    if start < 0:
        start = whole.find(text, 0, onward + len(text) - 1)
    return _Place(at, start, start + len(text), len(text)) if start >= 0 else _place_of_most(at, text, whole)


def _place_of_most(at: int, text: str, whole: str) -> _Place | None:
    """Where most pieces of a block stand, if an extractor kept most of it."""
    pieces = [text[cut : cut + _WINDOW] for cut in range(0, len(text) - _WINDOW + 1, _WINDOW)]
    spots: list[int] = []
    for piece in pieces:
        spot = whole.find(piece, spots[-1] if spots else 0)
        if spot >= 0:
            spots.append(spot)
    if len(spots) < _MOSTLY * len(pieces):
        return None
    return _Place(at, spots[0], spots[-1] + _WINDOW, len(spots) * _WINDOW)


def _heaviest_chain(places: Sequence[_Place]) -> list[_Place]:
    """The places of greatest weight that advance in the page and in the text at once."""
    if not places:
        return []
    weight: list[float] = []
    back: list[int | None] = []
    for at, place in enumerate(places):
        best, link = 0.0, None
        for before in range(max(0, at - _LOOK_BACK), at):
            other = places[before]
            if other.block < place.block and other.end <= place.start:
                gain = weight[before] - _LEAP * (place.block - other.block - 1)
                if gain > best:
                    best, link = gain, before
        weight.append(best + place.size)
        back.append(link)
    step: int | None = weight.index(max(weight))
    chain: list[_Place] = []
    while step is not None:
        chain.append(places[step])
        step = back[step]
    return chain[::-1]


def _in_gap(blocks: Sequence[PageBlock], among: range, gap: str, lines: set[str] | None) -> Iterator[int]:
    """The blocks found, in order, in the letters between two of the chain; at the edges short whole lines only."""
    at = 0
    for index in among:
        short = blocks[index].letters
        if not short or (lines is not None and (len(short) >= _LONG or short not in lines)):
            continue
        spot = gap.find(short, at)
        if spot >= 0:
            at = spot + len(short)
            yield index
