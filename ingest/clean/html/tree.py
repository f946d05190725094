"""A page's text to a tree, without what is never read on a screen."""

from __future__ import annotations

import html
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from corpus.errors import BadRecord

_UNREAD = ("script", "style", "noscript", "template", "svg", "canvas", "object", "embed", "applet")
_REFERENCE = re.compile("&#(?:x[0-9a-f]{1,6}|[0-9]{1,7});?", re.IGNORECASE)


def parse(text: str) -> HtmlElement:
    """The tree of a page, head and scripts included. Raises BadRecord `no-article` where the markup holds nothing."""
    # A parser of its own for each page: lxml's are not to be shared between threads.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(_REFERENCE.sub(_as_browsers_read, text).encode(), parser=parser)
    except etree.ParserError as none:
        raise BadRecord("no-article", "The page holds no markup and no text.", todo="Capture it again.") from none
    return tree


def strip_unread(tree: HtmlElement) -> None:
    """Take scripts, styles, drawings and the inside of frames out, in place; read metadata before."""
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    for frame in tree.iter("iframe"):
        frame.text = None
        del frame[:]


def _as_browsers_read(reference: re.Match[str]) -> str:
    """`&#150;` means a dash to browsers and a control character to libxml2, which then refuses its own tree."""
    digits = reference.group().strip("&#;").lower()
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if code in (9, 10, 13) or 32 <= code < 127 or code > 159:
        return reference.group()
    return html.unescape(f"&#{code};")
