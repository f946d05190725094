"""A stretch of HTML that is known to be an article's own text, to paragraphs: no guessing at what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from corpus.errors import BadRecord
from corpus.model import BlockKind
from ingest.clean.result import Piece

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    "li": "list_item",
    "blockquote": "quotation",
    "figcaption": "caption",
}
PARTS = (
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "center",
    "pre",
    "hr",
    "address",
)
LISTS = ("ul", "ol", "dl", "dt", "dd")
TABLES = ("table", "thead", "tbody", "tr", "td", "th", "caption", "form", "fieldset")
BLOCKS = frozenset((*PARTS, *LISTS, *TABLES, *KINDS, "body", "html"))
SPACE = re.compile(r"[ \t\r\n\f]+")
EMPTY_LINE = re.compile(r"\n[ \xa0]*\n[ \xa0\n]*")
LONGEST_CELL = 200  # characters; a table with longer cells lays out a page and holds no data


def tree_of(markup: str) -> HtmlElement | None:
    """The tree of a piece of HTML, without scripts and styles; None where it holds nothing."""
    from ingest.clean.html.tree import parse, strip_unread  # imports trafilatura: only when there is HTML

    try:
        tree = parse(markup)
    except BadRecord:
        return None
    strip_unread(tree)
    return tree


def pieces_of(markup: str) -> list[Piece]:
    """The paragraphs, headings, list items and quotations of a piece of HTML (or of plain text)."""
    tree = tree_of(markup)
    return [] if tree is None else list(pieces(tree))


def pieces(root: HtmlElement) -> Iterator[Piece]:
    """The same of an element. Two `<br>` part paragraphs, one parts lines; a row of data is one paragraph."""
    open_kinds: list[BlockKind] = ["paragraph"]
    text = ""
    walk = etree.iterwalk(root, events=("start", "end"), tag="*")
    for event, element in walk:
        tag = str(element.tag)
        if event == "start":
            if tag in BLOCKS:
                yield from _flushed(text, open_kinds[-1])
                text = ""
                if tag in KINDS:
                    open_kinds.append(KINDS[tag])
            row = _row(element) if tag == "tr" else None
            if row is not None:
                yield Piece("paragraph", row)
                walk.skip_subtree()
            else:
                text += "\n" if tag == "br" else SPACE.sub(" ", element.text or "")
            continue
        if tag in BLOCKS:
            yield from _flushed(text, open_kinds[-1])
            text = ""
            if tag in KINDS:
                open_kinds.pop()
        if element is not root:
            text += SPACE.sub(" ", element.tail or "")
    yield from _flushed(text, open_kinds[-1])


def _flushed(text: str, kind: BlockKind) -> Iterator[Piece]:
    for part in EMPTY_LINE.split(text):
        lines = (SPACE.sub(" ", line).strip(" \xa0") for line in part.split("\n"))
        whole = "\n".join(line for line in lines if line)
        if whole:
            yield Piece(kind, whole)


def _row(row: HtmlElement) -> str | None:
    """The cells of a row of data, ` | ` between them; None where they rather lay out a page."""
    cells = [line(cell) for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or not any(cells) or max(map(len, cells)) > LONGEST_CELL:
        return None
    return " | ".join(cells)


def line(element: HtmlElement | None) -> str:
    """All text of an element in one line."""
    if element is None:
        return ""
    return SPACE.sub(" ", " ".join("".join(element.itertext()).replace("\xa0", " ").split()))
