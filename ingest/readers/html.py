"""HTML pages: a file is a page."""

from __future__ import annotations

import re

from ingest.draft import Draft, from_cleaned
from ingest.readers.base import Reader
from ingest.readers.text import BOMS
from ingest.readers.whole import whole_file

# What a page begins with, after white space, comments and an XML declaration.
PROLOGUE = re.compile(rb"\A(?:\s+|<!--.*?-->|<\?xml[^>]*>)*", re.DOTALL)
OPENING = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|p|script)\b", re.IGNORECASE)


def recognises(head: bytes) -> bool:
    """A page begins with a tag of HTML."""
    for bom, encoding in BOMS:
        if head.startswith(bom):
            head = head.decode(encoding, errors="ignore").encode("utf-8")
    prologue = PROLOGUE.match(head)
    return bool(OPENING.match(head, prologue.end() if prologue else 0))


def draft(raw: bytes) -> Draft:
    """Clean the page. Raises BadRecord where it holds no article."""
    from ingest.clean.html import clean_page  # imports trafilatura: only when a page is there

    return from_cleaned(clean_page(raw))


READER = Reader(name="html", media_type="text/html", recognises=recognises, records=whole_file, draft=draft)
