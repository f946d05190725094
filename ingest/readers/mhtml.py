"""MHTML (.mht, .mhtml): a page with all that belongs to it as one message of MIME, as Chrome and others save it.

The page is the part that the message names, or the first that is HTML; where that only frames others, it is the
longest of those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

import msgspec

from corpus.errors import BadRecord
from ingest.clean.result import normalise
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.html import draft_of_page, without_fault_of_size
from ingest.readers.saved import Saved
from ingest.readers.stream import Stream
from ingest.readers.whole import whole_file
from ingest.times import parse_time

HEADERS = re.compile(rb"\s*((?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*+)++)\r?\n")
RELATED = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
BY_BROWSER = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:[^\n]*\bSaved by\b|X-MAF-|Content-Location:)", re.IGNORECASE | re.MULTILINE
)
SENT = re.compile(rb"^(?:Received|Delivered-To|Return-Path|To):", re.IGNORECASE | re.MULTILINE)
HTML = ("text/html", "application/xhtml+xml")


def recognises(head: bytes) -> bool:
    """A message of related parts that a browser wrote; one that was sent is e-mail."""
    found = HEADERS.match(head)
    if found is None or not RELATED.search(found.group(1)) or SENT.search(found.group(1)):
        return False
    return BY_BROWSER.search(found.group(1)) is not None or b"\nContent-Location:" in head


def records(stream: Stream) -> Iterator[Found]:
    """The page. Its images do not count against its size."""
    file = next(whole_file(stream))
    found = HEADERS.match(file.raw)
    at = _time(message_from_bytes(found.group(1))) if found else None
    file = msgspec.structs.replace(file, retrieved_at=at, retrieved_by="MHTML" if at else None)
    yield without_fault_of_size(file, sum(map(len, _pages(file.raw)[1])) if file.fault else 0)


def draft(raw: bytes) -> Draft:
    """The article of the page. Raises BadRecord."""
    message, pages = _pages(raw)
    address = _text(message, "Snapshot-Content-Location") or _text(message, "Content-Location")
    if not pages:
        raise BadRecord("no-article", "This message of MIME holds no page.", todo="Save the page again, as HTML.")
    fault: BadRecord | None = None
    for part in (pages[0], *sorted(pages[1:], key=len, reverse=True)):
        url = (_web(address) if part is pages[0] else part.url) or part.url or _web(address)
        try:
            return draft_of_page(part.page, Saved(url=url, at=_time(message)), part.encoding)
        except BadRecord as error:
            fault = fault or error
    raise fault or BadRecord("no-article", "This message of MIME holds no page.")


class _Part(msgspec.Struct, frozen=True):
    """A page inside, with its own address and the encoding that it is said to have."""

    page: bytes
    url: str | None
    encoding: str | None

    def __len__(self) -> int:
        return len(self.page)


def _pages(raw: bytes) -> tuple[Message, list[_Part]]:
    """The message, and the pages in it, that which was saved first."""
    try:
        message = message_from_bytes(raw.lstrip())
    except RecursionError:  # parts in parts, a thousand times, as no browser writes them
        return Message(), []
    start = message.get_param("start")
    address = _text(message, "Snapshot-Content-Location")
    found: list[_Part] = []
    for part in message.walk():
        if part.get_content_type() not in HTML or part.is_multipart():
            continue
        page = part.get_payload(decode=True)
        url = _text(part, "Content-Location")
        own = _Part(page if isinstance(page, bytes) else b"", _web(url), part.get_content_charset())
        first = (start and part["Content-ID"] == start) or (address and url == address)
        found.insert(0 if first else len(found), own)
    return message, found


def _web(url: str | None) -> str | None:
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _text(message: Message, name: str) -> str | None:
    """A field of the head, which may be packed for the mail (`=?utf-8?Q?...?=`)."""
    value = message[name]
    if value is None:
        return None
    try:
        return "".join(normalise(str(make_header(decode_header(str(value))))).split()) or None
    except (HeaderParseError, LookupError, ValueError):
        return None


def _time(message: Message) -> str | None:
    # `-0000` is UTC said by a program that does not tell its zone (RFC 5322, 3.3): Chrome writes so.
    moment = parse_time(str(message["Date"] or "").replace(" -0000", " +0000"), "record")
    return moment.value if moment else None


READER = Reader(name="mhtml", media_type="multipart/related", recognises=recognises, records=records, draft=draft)
