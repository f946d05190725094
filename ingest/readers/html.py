"""HTML pages: a file is a page, as it was sent or as a browser or another program saved it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from corpus.errors import BadRecord
from ingest.draft import Draft, from_cleaned
from ingest.readers.base import KEEP_LIMIT, RECORD_LIMIT, Found, Reader
from ingest.readers.saved import Saved, as_published, saved_of, without_data
from ingest.readers.stream import Stream
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


def records(stream: Stream) -> Iterator[Found]:
    """The page, with what is noted in it of its saving. Images written into it do not count against its size."""
    file = next(whole_file(stream))
    saved = saved_of(file.raw)
    file = msgspec.structs.replace(file, retrieved_at=saved.at, retrieved_by=saved.by)
    yield without_fault_of_size(file, len(without_data(file.raw)) if _is_long(file) else 0)


def _is_long(file: Found) -> bool:
    return file.fault is not None and file.fault.code == "too-large"


def without_fault_of_size(file: Found, size: int) -> Found:
    """The file, which is not too large where `size` bytes of it are text."""
    fits = _is_long(file) and (file.place.length or 0) <= KEEP_LIMIT and size <= RECORD_LIMIT
    return msgspec.structs.replace(file, fault=None) if fits else file


def draft(raw: bytes) -> Draft:
    """Clean the page. Raises BadRecord where it holds no article."""
    return draft_of_page(raw, saved_of(raw))


def draft_of_page(page: bytes, saved: Saved, encoding: str | None = None) -> Draft:
    """The draft of a page that was saved so; of one that only frames another, that of what it frames.

    `encoding` is what the program that saved it declares. Raises BadRecord where there is no article.
    """
    from ingest.clean.html import clean_page  # imports trafilatura: only when a page is there

    page = as_published(without_data(page))
    today = saved.at[:10] if saved.at else None
    try:
        cleaned = clean_page(page, url=saved.url, encoding=encoding, today=today)
    except BadRecord as fault:
        inner = _framed(page) if fault.code == "no-article" else None
        if inner is None:
            raise
        cleaned = clean_page(inner, url=saved.url, encoding="utf-8", today=today)
    draft = from_cleaned(cleaned)
    if saved.at is None:
        return draft
    extra = {**draft.document.extra, "captured_at": saved.at}
    return msgspec.structs.replace(draft, document=msgspec.structs.replace(draft.document, extra=extra))


def _framed(page: bytes) -> bytes | None:
    """The longest of the pages that were written into frames (`srcdoc`), as SingleFile does."""
    from ingest.clean.decode import page_text
    from ingest.clean.html.tree import parse

    frames = [str(frame.get("srcdoc") or "") for frame in parse(page_text(page)).iter("iframe", "frame")]
    longest = max(frames, key=len, default="")
    return longest.encode("utf-8", "replace") if longest.strip() else None


READER = Reader(name="html", media_type="text/html", recognises=recognises, records=records, draft=draft)
