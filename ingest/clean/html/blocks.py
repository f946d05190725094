"""The blocks of text of a page, as its markup draws them: every word stands in exactly one block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

# Elements that run inside a line; everything else begins and ends a block.
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BREAK = "\x01"  # a <br>; the character itself cannot come from a page (decode.py)
_SPACES = re.compile(r"[ \t\r\n\f\v\u200b]+")
_CELL = "\x02"  # the border between two cells of a row of data
_ROW = 400  # characters; a row with more, or with paragraphs in it, is layout and not data
_BREAKS = re.compile(rf"(?<![ \u00a0])[ \u00a0]*+{_BREAK}[ \u00a0{_BREAK}]*")
_NOT_WORD = re.compile(r"[\W_]+")
POST_MARK = "data-hustings-post"  # lift.py writes it, with the index of the post
_SPECIAL: Callable[..., Any] = etree.XPath(
    f"descendant-or-self::*[@hidden or @{POST_MARK} or contains(@style, 'display') or contains(@style, 'visibility')]"
)


@dataclass(slots=True, eq=False)
class PageBlock:
    """A run of text between two block borders, the element it stands in, and what is needed to judge it."""

    element: HtmlElement
    text: str
    linked: int = 0  # characters of `text` inside links
    hidden: bool = False
    post: int | None = None
    letters: str = field(init=False)  # without spaces and punctuation, for comparing

    def __post_init__(self) -> None:
        self.letters = letters(self.text)


def letters(text: str) -> str:
    """What is left of a text when only letters and digits count: the same in every extractor's output."""
    return _NOT_WORD.sub("", text)


def page_blocks(tree: HtmlElement) -> list[PageBlock]:
    """The blocks of a tree in reading order; hidden ones say so, an embedded post is one block."""
    everything = list(tree.iter())  # keeps lxml from making each element's object again at every step
    walk = _Walk(_SPECIAL(tree))
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag="*"):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.close()
    del everything
    return walk.blocks


def _is_data(row: HtmlElement) -> bool:
    """Whether a table row is one line of data rather than a means of layout."""
    return len(row.text_content()) <= _ROW and all(
        inner.tag in _INLINE or inner.tag == "br" for cell in row for inner in cell.iterdescendants("*")
    )


class _Walk:
    """The state of one pass over a tree."""

    def __init__(self, special: Iterable[HtmlElement]) -> None:
        self.special = frozenset(special)
        self.blocks: list[PageBlock] = []
        self.parts: list[str] = []
        self.owners: list[HtmlElement] = []  # open block elements, innermost last
        self.linked = 0
        self.links = 0  # depth of open links
        self.hidden: HtmlElement | None = None  # the outermost hidden element that is open
        self.row: HtmlElement | None = None  # the row of a data table that is open
        self.post: HtmlElement | None = None  # the embedded post that is open

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.line_break()
        elif tag in ("td", "th") and self.row is not None:
            self.parts.append(_CELL)
        elif tag == "a":
            if self.links == 0 and self.parts and self.linked and not self.parts[-1][-1:].isspace():
                self.parts.append(" ")  # menus set links side by side with nothing between
            self.links += 1
        elif tag not in _INLINE and self.post is None:
            self.close()
            self.owners.append(element)
            if tag == "tr" and _is_data(element):
                self.row = element
        if self.post is not None and tag not in _INLINE and tag != "br":
            self.line_break()
        if element in self.special:
            if POST_MARK in element.attrib:
                self.post = self.post if self.post is not None else element
            elif self.hidden is None and ("hidden" in element.attrib or _HIDING.search(element.get("style") or "")):
                self.hidden = element
        self.add(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.links = max(0, self.links - 1)
        if self.post is not None and self.post is element:
            if not self.close():  # a frame shows its post elsewhere, and still stands here
                self.blocks.append(PageBlock(element, "", post=int(element.get(POST_MARK, "0"))))
            self.post = None
            self.owners.pop()
        elif (
            tag not in _INLINE
            and tag != "br"
            and self.post is None
            and not (self.row is not None and tag in ("td", "th"))
        ):
            self.close()
            self.owners.pop()
        elif self.post is not None and tag not in _INLINE:
            self.line_break()
        if self.row is element:
            self.row = None
        if self.hidden is element:
            self.hidden = None
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.links:
                self.linked += len(text)

    def line_break(self) -> None:
        """One <br> is a new line; two with nothing between end the block, but not inside an embedded post."""
        for part in reversed(self.parts):
            if part == _BREAK:
                if self.post is None:
                    self.close()
                return
            if not part.isspace():
                self.parts.append(_BREAK)
                return

    def close(self) -> bool:
        """End the block that is open; whether it had text."""
        if not self.parts:
            return False
        text = _BREAKS.sub("\n", _SPACES.sub(" ", "".join(self.parts))).replace(_CELL, "\t").strip()
        if text and self.owners:
            post = None if self.post is None else int(self.post.get(POST_MARK, "0"))
            linked = min(self.linked, len(text))
            self.blocks.append(PageBlock(self.owners[-1], text, linked, self.hidden is not None, post))
        self.parts = []
        self.linked = 0
        return bool(text)
