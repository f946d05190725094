"""Main text of a page by three extractors, and the choice among them.

The pick is minimum Bayes risk (Kumar and Byrne 2004): of several candidates, the one that is on average nearest to the
others, by the Dice measure on 4-word shingles. It has no tuned number. To spare time, one good extractor and one fast
one run first, and the others only where those two differ.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from copy import copy

import trafilatura
from lxml.etree import strip_elements
from lxml.html import HtmlElement, tostring
from readability import Document as Readability
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text

from ingest.clean.html.blocks import page_blocks
from ingest.clean.html.tree import parse

# Both tell of every odd page; what matters of it comes back as our own errors.
for _name in ("trafilatura", "readability"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words
_AGREE = 0.8  # Dice from which a second opinion confirms the first
# Every extractor drops them.
_NEVER_ARTICLE = ("head", "nav", "footer", "select", "button", "iframe", "input", "textarea")
Shingles = Counter[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Each run of four words, counted."""
    words = _WORD.findall(text)
    return Counter(zip(*(words[at:] for at in range(_SHINGLE)), strict=False))


def dice(one: Shingles, other: Shingles) -> float:
    """2 |A and B| / (|A| + |B|), 0 to 1; two empty texts are alike."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def nearest_to_others(texts: Sequence[str]) -> str:
    """The text whose mean likeness to the others is the greatest; the first of equals."""
    sets = [shingles(text) for text in texts]
    likeness = [sum(dice(one, other) for other in sets if other is not one) for one in sets]
    return texts[likeness.index(max(likeness))]


def main_text(tree: HtmlElement) -> str:
    """The main text that the extractors give for a tree without scripts, left as it was; "" where there is none.

    Trafilatura's rules for precision without its fallbacks are right on nine pages of ten, and resiliparse confirms it.
    """
    work = copy(tree)
    strip_elements(work, *_NEVER_ARTICLE, with_tail=False)
    first = _trafilatura(work, fast=True, precise=True)
    second = _resiliparse(work)
    if first and dice(shingles(first), shingles(second)) >= _AGREE:
        return first
    others = (_trafilatura(work, precise=True), _trafilatura(work, fast=True), _readability(work))
    return nearest_to_others([text for text in others if text] or [second])


def _trafilatura(tree: HtmlElement, *, fast: bool = False, precise: bool = False) -> str:
    """Never with `deduplicate`: that makes a page's text depend on the pages before it."""
    return trafilatura.extract(tree, include_comments=False, favor_precision=precise, fast=fast) or ""


def _resiliparse(tree: HtmlElement) -> str:
    return str(extract_plain_text(tostring(tree, encoding="unicode"), main_content=True, alt_texts=False))


def _readability(tree: HtmlElement) -> str:
    try:
        summary = Readability(copy(tree)).summary(html_partial=True)
    except Unparseable:
        return ""  # it gives up on a page with hardly any markup; the other extractors still vote
    if not summary.strip():
        return ""
    return "\n".join(block.text for block in page_blocks(parse(summary)))
