"""HTML pages: a file is a page."""

from __future__ import annotations

import re

from ingest.draft import Draft, from_cleaned
from ingest.readers.base import Reader
from ingest.readers.text import as_utf8
from ingest.readers.whole import whole_file

# What a page begins with, after white space, comments and an XML declaration.
PROLOGUE = re.compile(rb"\A(?:\s+|<!--.*?-->|(?P<xml><\?xml[^>]*>))*", re.DOTALL)
DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
OPENING = re.compile(
    rb"<(?:head|body|meta|title|link|base|style|script|noscript|header|nav|main|article|section|aside|footer|div|p|h[1-6]|hr"
    rb"|br|a|b|i|em|strong|span|font|center|img|figure|iframe|blockquote|table|form|ul|ol|frameset|amp-[a-z]+)\b",
    re.IGNORECASE,
)


def recognises(head: bytes) -> bool:
    """A page begins with a tag of HTML; where it says that it is XML, with its root."""
    head = as_utf8(head)
    prologue = PROLOGUE.match(head)
    start, is_xml = (prologue.end(), prologue["xml"] is not None) if prologue else (0, False)
    return bool(DOCUMENT.match(head, start)) or (not is_xml and bool(OPENING.match(head, start)))


def draft(raw: bytes) -> Draft:
    """Clean the page. Raises BadRecord where it holds no article."""
    from ingest.clean.html import clean_page  # imports trafilatura: only when a page is there

    return from_cleaned(clean_page(raw))


READER = Reader(name="html", media_type="text/html", recognises=recognises, records=whole_file, draft=draft)
