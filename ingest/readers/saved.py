"""What programs that save pages note inside them: the address, the time, and things of their own that are no page.

SingleFile, HTTrack and WebScrapBook leave a comment or an attribute, browsers `saved from url`, and a page that was
copied out of the Wayback Machine has its toolbar and its addresses.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import msgspec

from ingest.times import iso, parse_time

HEAD = 16_384  # bytes in which a program notes what it saved
SINGLEFILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\n]+?)\s*(?:\n|-->)"
)
HTTRACK = re.compile(rb"<!-- Mirrored from (?P<url>\S+) by HTTrack [^,]*, (?P<date>[^>]{10,40}?) -->")
SCRAPBOOK = re.compile(rb"<html\b[^<>]*?data-scrapbook-source=[\"']?(?P<url>[^\"'\s>]+)", re.IGNORECASE)
SCRAPBOOK_TIME = re.compile(rb"<html\b[^<>]*?data-scrapbook-create=[\"']?(\d{14})", re.IGNORECASE)
BROWSER = re.compile(rb"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S+)", re.IGNORECASE)
JS_DATE = "%a %b %d %Y %H:%M:%S GMT%z"

WAYBACK = "Wayback Machine"
WOMBAT = re.compile(rb"__wm\.wombat\(\s*[\"'](?P<url>[^\"']+)[\"'],\s*[\"'](?P<time>\d{14})")
REWRITTEN = re.compile(rb"https?://web\.archive\.org/web/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>https?:[^\s\"'<>]+)")
ARCHIVED_ON = re.compile(rb"FILE ARCHIVED ON (\d\d:\d\d:\d\d \w{3} \d{1,2}, \d{4}) AND RETRIEVED")
TOOLBAR, TOOLBAR_END = b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", b"<!-- END WAYBACK TOOLBAR INSERT -->"
# An address that the archive wrote over: in an attribute, never in running text.
ADDRESS = re.compile(
    rb"(?<=[\"'=(])(?:(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/((?:https?:|mailto:)[^\s\"'<>]*)"
)
DATA = re.compile(rb"data:[\w/+.-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=%]{200,}+")


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """Where a page was saved from, when (ISO 8601), and which program says so."""

    url: str | None = None
    at: str | None = None
    by: str | None = None


def saved_of(page: bytes) -> Saved:
    """What is noted inside a page; nothing where no program noted anything."""
    head = page[:HEAD]
    if _is_wayback(page):
        return _from_wayback(page)
    if found := SINGLEFILE.search(head):
        return _saved(found, "SingleFile")
    if found := HTTRACK.search(head):
        saved = _saved(found, "HTTrack")
        url = saved.url or ""
        return saved if "://" in url else msgspec.structs.replace(saved, url=f"http://{url}")
    if found := SCRAPBOOK.search(head):
        time = SCRAPBOOK_TIME.search(head)
        at = _stamp(time.group(1)) if time else None
        return Saved(url=_address(found["url"]), at=at, by="WebScrapBook" if at else None)
    found = BROWSER.search(head)
    return Saved(url=_address(found["url"])) if found else Saved()


def as_published(page: bytes) -> bytes:
    """The page without what an archive put into it: the toolbar is gone, addresses are those of the page itself."""
    if not _is_wayback(page):
        return page
    start, end = page.find(TOOLBAR), page.find(TOOLBAR_END)
    if 0 <= start < end:
        page = page[:start] + page[end + len(TOOLBAR_END) :]
    return ADDRESS.sub(rb"\1", page)


def without_data(page: bytes) -> bytes:
    """The page without images and fonts that were written into it (`data:` addresses)."""
    return DATA.sub(b"data:,", page)


def _is_wayback(page: bytes) -> bool:
    saved = BROWSER.search(page[:HEAD])
    from_there = saved is not None and REWRITTEN.match(saved["url"]) is not None
    return from_there or TOOLBAR in page or any(mark.search(page) for mark in (WOMBAT, ARCHIVED_ON))


def _from_wayback(page: bytes) -> Saved:
    noted, saved = WOMBAT.search(page), BROWSER.search(page[:HEAD])
    named = REWRITTEN.match(saved["url"]) if saved else None
    found = noted or named or REWRITTEN.search(page)
    on = ARCHIVED_ON.search(page)
    at = _stamp(found["time"]) if found else None
    if on is not None:
        at = _strptime(on.group(1).decode("ascii", "replace"), "%H:%M:%S %b %d, %Y") or at
    return Saved(url=_address(found["url"]) if found else None, at=at, by=WAYBACK if at else None)


def _saved(found: re.Match[bytes], by: str) -> Saved:
    text = found["date"].decode("utf-8", "replace").strip()
    moment = parse_time(text, "record")
    at = _strptime(text.partition(" (")[0], JS_DATE) or (moment.value if moment else None)
    return Saved(url=_address(found["url"]), at=at, by=by if at else None)


def _address(url: bytes) -> str:
    return unescape(url.decode("utf-8", "replace"))


def _stamp(digits: bytes) -> str | None:
    return _strptime(digits.decode("ascii"), "%Y%m%d%H%M%S")


def _strptime(text: str, form: str) -> str | None:
    try:
        when = datetime.strptime(text, form)
        return iso(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
