"""RSS and Atom: each entry an article, its feed the outlet.

An entry's record is its own verbatim XML; the feed without its entries goes along, for names, addresses and languages
that it declares. A site map lists addresses and holds no text: it ends in quarantine with that reason.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import msgspec

from corpus.errors import BadRecord
from ingest.clean.dateline import moment_of
from ingest.clean.decode import page_text
from ingest.clean.fold import fold
from ingest.clean.result import Cleaned, Moment, Piece, normalise
from ingest.draft import Draft, from_cleaned
from ingest.readers.base import KEEP_LIMIT, Found, Reader
from ingest.readers.fragment import line, pieces, tree_of
from ingest.readers.press.article import plain
from ingest.readers.slices import cut
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8, wide_of
from ingest.times import iso, parse_time

PROLOGUE = re.compile(rb"\A(?:\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*", re.DOTALL)
ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b[^>]*>", re.IGNORECASE)
ATOM_OR_RDF = re.compile(rb"purl\.org/(?:atom|rss)|w3\.org/2005/Atom|netscape\.com|<(?:rss|feed)\b", re.IGNORECASE)
SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
TAG = re.compile(rb"<!\[CDATA\[|<!--|<(/?)(?:\w+:)?(?:item|entry)\b[^<>]*?(/?)>", re.IGNORECASE)
CLOSERS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
CLOSED = re.compile(rb"(?:</(?:\w+:)?(?:item|entry)\s*|\A<[^>]*/)>\Z", re.IGNORECASE)
CONTENT_TYPE = "application/xml; charset=utf-8"
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
LONGEST_DECK = 600  # characters; a longer summary is a text
# What feedparser raises on damaged markup, where it means to raise nothing.
STUMBLES = (TypeError, ValueError, AttributeError, LookupError, AssertionError, ArithmeticError, RecursionError)
NO_ENTRIES = BadRecord("no-record", "This feed holds no entry.")


def recognises(head: bytes) -> bool:
    """XML whose root is that of a feed or a site map."""
    head = as_utf8(head)
    prologue = PROLOGUE.match(head)
    start = prologue.end() if prologue else 0
    root = ROOT.match(head, start)
    if root is None:
        return SITEMAP.match(head, start) is not None
    return ATOM_OR_RDF.search(root.group()) is not None


def records(stream: Stream) -> Iterator[Found]:
    """A record for each entry."""
    head = as_utf8(stream.peek())
    prologue = PROLOGUE.match(head)
    if SITEMAP.match(head, prologue.end() if prologue else 0):
        yield from cut(
            stream,
            lambda data: [],
            BadRecord(
                "no-document",
                "A site map lists addresses and holds no text.",
                todo="Capture the pages that it names, and ingest those.",
            ),
        )
        return
    yield from cut(stream, _spans, NO_ENTRIES, _shell)


def _spans(data: bytes) -> list[tuple[int, int]]:
    """The entries, from tag to tag; the last one reaches to the end where it is cut."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for tag in _tags(data):
        if tag.group(2) and start is None:
            spans.append(tag.span())
        elif not tag.group(1) and not tag.group(2):
            start = tag.start() if start is None else start
        elif tag.group(1) and start is not None:
            spans.append((start, tag.end()))
            start = None
    if start is not None:
        spans.append((start, len(data)))
    return spans


def _tags(data: bytes) -> Iterator[re.Match[bytes]]:
    """The tags that begin and end entries, but those that CDATA sections and comments hold."""
    at = 0
    ends = {closer: data.rfind(closer) for closer in CLOSERS.values()}  # behind the last one nothing is closed
    while tag := TAG.search(data, at):
        at = tag.end()
        closer = CLOSERS.get(tag.group().upper())
        if closer is None:
            yield tag
        elif at <= ends[closer]:
            at = data.index(closer, at) + len(closer)


def _shell(data: bytes) -> bytes:
    """The feed without its entries, with a mark where the first one stood."""
    spans = _spans(data)
    around, at = [data[: spans[0][0]], MARK], spans[0][1]
    for start, end in spans[1:]:
        around.append(data[at:start])
        at = end
    return b"".join([*around, data[at:]])


MARK = b"<!-- hustings: the entry -->"


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The article. Raises BadRecord: `cut`, `damaged`, `no-document` where there is neither a title nor a text."""
    import feedparser

    raw = as_utf8(raw) if wide_of(raw) else raw
    if not CLOSED.search(raw.rstrip()):
        raise BadRecord("cut", "The feed ends inside this entry.", todo="Get the feed again.")

    shell = context if context is not None and len(context) < KEEP_LIMIT else MARK
    # A document type may define entities that unpack to a thousand times their size: it goes, whatever it says.
    shell = DOCTYPE.sub(b"", shell)
    # Decoded here, because feedparser would ask chardet, whose time grows with the square of a feed's length.
    text = page_text(shell.replace(MARK, raw, 1))
    try:  # with a stream: it would take bytes for the name of a file
        parsed = feedparser.parse(io.BytesIO(text.encode()), response_headers={"content-type": CONTENT_TYPE})
    except STUMBLES as error:
        raise BadRecord("damaged", f"This entry cannot be read ({type(error).__name__}: {error}).") from error
    if not parsed.entries:
        raise BadRecord("no-document", "This entry cannot be read.")
    return _article(parsed.entries[0], parsed.feed)


def _article(entry: Any, feed: Any) -> Draft:
    title = plain(_text_of(entry.get("title")))
    content, links = _content(entry)
    summary = _pieces(entry.get("summary"))
    deck = "\n".join(piece.text for piece in summary)
    if not content:
        content, deck = summary, ""
    whole = fold(" ".join(piece.text for piece in content))
    if len(deck) > LONGEST_DECK or fold(deck.rstrip("…. [])")) in whole:
        deck = ""
    if not title and not content:
        raise BadRecord("no-document", "This entry has neither a title nor a text.")
    head = [Piece("title", title)] if title else []
    head += [Piece("deck", deck)] if deck else []
    languages = (part.get("language") for part in [*entry.get("content", []), entry.get("title_detail") or {}, feed])
    published, updated = _moment(entry, "published"), _moment(entry, "updated")
    cleaned = Cleaned(
        pieces=(*head, *content),
        title=title,
        deck=deck or None,
        byline=plain((entry.get("author_detail") or {}).get("name") or entry.get("author")),
        outlet=plain(_text_of((entry.get("source") or {}).get("title") or feed.get("title"))),
        tags=tuple(term for term in (plain(tag.get("term")) for tag in entry.get("tags", [])) if term),
        published=published or updated,
        updated=updated,
        language_declared=next(filter(None, languages), None),
        url=entry.get("link") or None,
        notes=() if content else ("title only",),
    )
    document = from_cleaned(cleaned).document
    media = [{"url": one.get("href"), "type": one.get("type")} for one in entry.get("enclosures", [])]
    extra = {"guid": entry.get("id"), "links": links, "media": media, "comments": entry.get("comments")}
    kept = {name: value for name, value in extra.items() if value}
    return Draft(document=msgspec.structs.replace(document, extra={**document.extra, **kept}))


def _content(entry: Any) -> tuple[list[Piece], list[dict[str, str]]]:
    """The longest of the texts that an entry gives, and the addresses that it links to."""
    texts = [part.get("value") or "" for part in entry.get("content", [])]
    markup = max(texts, key=len, default="")
    tree = tree_of(markup or entry.get("summary") or "")
    found = [] if tree is None else [str(link.get("href")) for link in tree.iter("a") if link.get("href")]
    addresses = (_absolute(entry.get("link") or "", url) for url in found)
    links = [{"url": url} for url in dict.fromkeys(addresses) if url.startswith("http")]
    return _pieces(markup), links


def _absolute(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # an address that is none, such as `http://[`
        return url


def _pieces(markup: str | None) -> list[Piece]:
    tree = tree_of(markup or "")
    return [] if tree is None else [piece for piece in pieces(tree) if normalise(piece.text).strip()]


def _text_of(markup: str | None) -> str:
    """A title, which may be HTML."""
    if not markup or not re.search("[<&]", markup):
        return markup or ""
    return line(tree_of(markup))


def _moment(entry: Any, name: str) -> Moment | None:
    text = dict.get(entry, name)  # without its own fallback from one date to the other
    if not text:
        return None
    moment = parse_time(text, "record") or moment_of(text, "record")
    parsed = entry.get(f"{name}_parsed")
    if moment is None and parsed is not None:
        when = datetime.fromtimestamp(timegm(parsed), UTC)
        moment = Moment(value=iso(when), precision="second", basis="record", verbatim=text)
    return moment


READER = Reader(name="feed", media_type="application/xml", recognises=recognises, records=records, draft=draft)
