"""Nexis (LexisNexis): articles saved as HTML by its older site, one after the other between anchors DOC_ID_n."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml.html import HtmlElement

from corpus.errors import BadRecord
from ingest.clean.decode import page_text
from ingest.draft import Draft
from ingest.readers import html
from ingest.readers.base import Found, Reader
from ingest.readers.fragment import line, pieces, tree_of
from ingest.readers.press.article import draft_of
from ingest.readers.press.nexisfields import LABEL, Certificate, Part, article_of, certificate_of
from ingest.readers.slices import Span, cut, from_starts
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8

ANCHOR = re.compile(rb"<a\s[^<>]*name=[\"']?DOC_ID_\d+_\d+", re.IGNORECASE)
ANCHOR_OR_MARK = re.compile(rb"name=[\"']?DOC_ID_\d+_\d+|<!--\s*Hide XML section from browser|<DOCFULL>", re.IGNORECASE)
SORRY = "We are sorry but there is an error in this document"
NOTHING = BadRecord(
    "no-article",
    "This looks like Nexis, but no article was found in it.",
    todo="Download the full documents, not the list of results.",
)


def recognises(head: bytes) -> bool:
    """A page with the anchors or the comments that the site put around each document."""
    head = as_utf8(head)
    return html.recognises(head) and ANCHOR_OR_MARK.search(head) is not None


def records(stream: Stream) -> Iterator[Found]:
    """A record for each document."""
    return cut(stream, _spans, NOTHING, _cover)


def _spans(data: bytes) -> list[Span]:
    return from_starts([found.start() for found in ANCHOR.finditer(data)], len(data))


def _cover(data: bytes) -> bytes | None:
    """What the page in front says of the export: who, when, with which search."""
    first = ANCHOR.search(data)
    try:
        tree = tree_of(page_text(data[: first.start()])) if first and first.start() else None
    except BadRecord:  # nothing but control characters stands in front
        tree = None
    certificate = certificate_of("\n".join(piece.text for piece in pieces(tree))) if tree is not None else None
    return msgspec.json.encode(certificate) if certificate else None


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The article. Raises BadRecord `no-article`, and `no-document` for what Nexis itself could not show."""
    tree = tree_of(page_text(raw))
    parts = [] if tree is None else list(_parts(tree))
    if len(parts) < 4 and any(SORRY in part.text for part in parts):
        raise BadRecord("no-document", "Nexis could not display this document.", todo="Download it again.")
    return draft_of(article_of(parts, msgspec.json.decode(context, type=Certificate) if context else None))


def _parts(tree: HtmlElement) -> Iterator[Part]:
    body = tree.find("body")
    for block in tree if body is None else body:
        if block.tag not in ("div", "table", "p", "center"):
            continue
        own = tuple(pieces(block))
        if not own:
            continue
        text = "\n".join(piece.text for piece in own)
        bold = next((span for span in block.iter("span") if line(span)), None)
        label = LABEL.fullmatch(line(bold).rstrip()) if bold is not None and block.tag != "table" else None
        if label is None or bold is None:
            yield Part(label=None, text=text, pieces=own, group=block.get("class"))
            continue
        rest = text.lstrip()[len(line(bold)) :].strip()
        bold.text, bold[:] = "", []
        yield Part(label=label.group(1).upper(), text=rest, pieces=tuple(pieces(block)), group=block.get("class"))


READER = Reader(name="nexis", media_type="text/html", recognises=recognises, records=records, draft=draft)
