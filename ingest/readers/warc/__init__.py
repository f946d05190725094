"""Web archives (WARC, ARC, packed with gzip or zstd, or not): each captured page is an article.

Of a record that by its own head holds no page (an image, a film) the head alone is kept as the record; its place says
where the whole stands in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from corpus.errors import BadRecord
from corpus.model import Document, Place
from ingest.draft import Draft, from_cleaned
from ingest.readers import html
from ingest.readers.base import HEAD, RECORD_LIMIT, Found, Reader
from ingest.readers.stream import Stream
from ingest.readers.text import decode
from ingest.readers.warc.frames import ARC_LINE, Frame, frames
from ingest.readers.warc.gunzip import unpacked
from ingest.readers.warc.httpmessage import Message, decoded_body, is_whole, parse_headers, parse_response
from ingest.readers.warc.revisits import Payloads
from ingest.readers.whole import too_large
from ingest.times import iso, parse_time

START = re.compile(rb"\s*(?:WARC/\d+\.\d+\r?\n|filedesc:\S)", re.IGNORECASE)
EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
HTML = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")
UNKNOWN = ("", "unk", "unknown", "no-type", "application/octet-stream")
HOLDS_PAGES = ("response", "resource", "conversion", "revisit")
FOR_CRAWLERS = re.compile(r"/(?:robots|ads|app-ads|security|humans|llms)\.txt(?:\?|\Z)", re.IGNORECASE)
CRAWLERS_OWN = ("dns:", "urn:", "metadata:", "whois:", "warcinfo:")  # addresses that crawlers give to what they note
NOT_MODIFIED = 304  # a revisit, if the server said so
SMALL = 64 * 2**10  # bytes; records of no page are kept whole up to here
SHOWN = 200  # characters of an address in a message


class Capture(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of itself, and the message that it holds."""

    kind: str  # `response`, `request`, `revisit`, ...; `filedesc` for the head of an ARC file
    url: str = ""
    id: str | None = None
    at: str | None = None  # ISO 8601, UTC
    headers: dict[str, str] = {}
    message: Message = Message()
    missing: int = 0  # bytes that the record should have and has not

    @property
    def says(self) -> str | None:
        """What says when it was captured: the head of the WARC record, or the first line of that of ARC."""
        return None if self.at is None else "WARC-Date" if "warc-date" in self.headers else "ARC"


def recognises(head: bytes) -> bool:
    """A version line of WARC, or the first line of an ARC file."""
    return bool(START.match(head))


def records(stream: Stream) -> Iterator[Found]:
    """All records, in the order of the file. Offsets count unpacked bytes."""
    with Payloads() as payloads:
        for frame in frames(unpacked(stream)):
            yield _found(frame, payloads)


def _found(frame: Frame, payloads: Payloads) -> Found:
    place = Place(offset=frame.offset, length=frame.length)
    if not frame.head:
        return Found(place=place, raw=frame.raw, sha256=frame.sha256, fault=frame.fault)
    capture = capture_of(frame.raw or frame.opening)
    place = msgspec.structs.replace(place, warc_record_id=capture.id)
    found = Found(place=place, raw=frame.raw, sha256=frame.sha256, retrieved_at=capture.at, retrieved_by=capture.says)
    fault = why_not(capture)
    if fault is not None and fault.code != "revisit" and frame.length > SMALL:
        return msgspec.structs.replace(found, raw=_head_of(frame), sha256=None, fault=frame.fault or fault)
    broken = None if is_whole(capture.message) else frame.fault
    if frame.length > RECORD_LIMIT or broken is not None:
        return msgspec.structs.replace(found, fault=broken or too_large(frame.length))
    context = None
    if capture.kind == "revisit":
        context = payloads.referred(capture.id, capture.headers)
    elif fault is None:
        payloads.add(capture.id, capture.url, capture.headers, frame.raw)
    return msgspec.structs.replace(found, context=context)


def _head_of(frame: Frame) -> bytes:
    """The head of a record and of its response."""
    at = len(frame.head)
    end = EMPTY_LINE.search(frame.opening, at) if frame.opening.startswith(b"HTTP/", at) else None
    return frame.opening[: end.end()] if end else frame.head


def capture_of(raw: bytes) -> Capture:
    """Read a record. What its head does not say is missing in the result; nothing is raised."""
    arc = None if raw.startswith(b"WARC/") else ARC_LINE.match(raw.split(b"\n", 1)[0])
    if arc:
        return _arc_capture(raw, arc)
    end = EMPTY_LINE.search(raw)
    headers = parse_headers(raw[: end.start()] if end else raw)
    block = raw[end.end() :] if end else b""
    kind, media_type = headers.get("warc-type", "").lower(), headers.get("content-type", "")
    if kind in ("response", "revisit") and (block.startswith(b"HTTP/") or "application/http" in media_type):
        message = parse_response(block)
    else:
        message = Message(headers={"content-type": media_type}, body=block)
    moment = parse_time(headers.get("warc-date", ""), "record")
    return Capture(
        kind=kind,
        url=_url(headers.get("warc-target-uri", "")),
        id=headers.get("warc-record-id"),
        at=moment.value if moment else None,
        headers=headers,
        message=message,
        missing=_missing(headers.get("content-length", ""), block),
    )


def _arc_capture(raw: bytes, line: re.Match[bytes]) -> Capture:
    url = line["url"].decode("utf-8", "replace")
    block = raw[raw.find(b"\n") + 1 :]
    message = parse_response(block)
    if message.status is None:
        message = Message(headers={"content-type": line["type"].decode("ascii", "replace")}, body=block)
    kind = "filedesc" if url.startswith("filedesc:") else "response"
    return Capture(
        kind=kind,
        url=_url(url),
        at=_arc_time(line["time"]),
        message=message,
        missing=_missing(line["length"].decode("ascii", "replace"), block),
    )


def _missing(stated: str, block: bytes) -> int:
    return max(0, int(stated) - len(block)) if stated.isdecimal() and len(stated) < 16 else 0


def _arc_time(digits: bytes) -> str | None:
    try:
        return iso(datetime.strptime(digits[:14].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return None


def _url(text: str) -> str:
    """Wget puts it in angle brackets; a space belongs to none."""
    return text.strip().removeprefix("<").removesuffix(">").replace(" ", "%20")


def why_not(capture: Capture) -> BadRecord | None:
    """Why a record can hold no page, from what it says of itself; None where it may."""
    of = f" ({capture.url[:SHOWN]})" if capture.url else ""
    kind, message = capture.kind, capture.message
    if kind not in HOLDS_PAGES:
        return BadRecord("not-a-response", f"This is a {kind} record and no captured page{of}.")
    if capture.url.startswith(CRAWLERS_OWN) or message.media_type == "text/dns":
        return BadRecord("not-a-response", f"This is the crawler's own record and no captured page{of}.")
    if message.status not in (None, 200) and not (kind == "revisit" and message.status == NOT_MODIFIED):
        return BadRecord(f"status-{message.status}", f"The server answered with status {message.status}{of}.")
    if message.media_type not in (*HTML, *UNKNOWN, "text/plain") or FOR_CRAWLERS.search(capture.url):
        return BadRecord("not-html", f"This is {message.media_type[:80]} and no page{of}.")
    if kind == "revisit":
        what = f"The page was the same as in a capture that is not in this file before it{of}."
        return BadRecord("revisit", what, todo="Ingest the archive that holds the first capture.")
    return None


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The article of a captured page; `context` is the record that a revisit refers to. Raises BadRecord."""
    capture = capture_of(raw)
    if capture.kind == "revisit" and context is not None:
        capture = msgspec.structs.replace(capture, kind="response", message=capture_of(context).message)
    fault = why_not(capture)
    if fault is not None:
        raise fault
    body, notes = decoded_body(capture.message)
    if not body.strip():
        raise BadRecord("empty", "The captured page is empty.")
    made = _cleaned(capture, body)
    in_part = capture.headers.get("warc-truncated") or capture.headers.get("warc-segment-number")
    if in_part and "cut page" not in notes:
        notes = (*notes, "cut page")
    if capture.missing:
        notes = (*notes, "wrong record length")
    return msgspec.structs.replace(made, document=_with_capture(made.document, capture, notes))


def _cleaned(capture: Capture, body: bytes) -> Draft:
    message = capture.message
    is_html = html.recognises(body[:HEAD])
    if message.media_type in HTML or is_html:
        from ingest.clean.html import clean_page  # imports trafilatura: only when a page is there

        day = capture.at[:10] if capture.at else None
        return from_cleaned(clean_page(body, url=capture.url or None, encoding=message.charset, today=day))
    if message.media_type == "text/plain":
        from ingest.clean.dump import clean_dump

        return from_cleaned(clean_dump(decode(body)))
    raise BadRecord("not-html", f"This is no page ({capture.url[:SHOWN]}).")


def _with_capture(document: Document, capture: Capture, notes: tuple[str, ...]) -> Document:
    extra = {**document.extra, **({"captured_at": capture.at} if capture.at else {})}
    url = document.url or capture.url or None
    return msgspec.structs.replace(document, url=url, extra=extra, notes=(*document.notes, *notes))


READER = Reader(
    name="warc", media_type="application/warc", recognises=recognises, records=records, draft=draft, raw=True
)
