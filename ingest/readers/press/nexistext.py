"""Nexis as plain text: `1 of 20 DOCUMENTS` above each article, or the text form of Nexis Uni."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ingest.clean.fold import fold
from ingest.clean.result import Piece, normalise
from ingest.draft import Draft
from ingest.readers.base import Found, Reader
from ingest.readers.press.article import draft_of
from ingest.readers.press.nexis import NOTHING
from ingest.readers.press.nexisfields import (
    BY_LABEL,
    CUT,
    Certificate,
    Part,
    article_of,
    certificate_of,
    uni_article_of,
)
from ingest.readers.slices import Span, cut, from_starts
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8, decode, looks_binary

START = re.compile(
    rb"^[ \t]*(?:\d+ (?:of|de|von|sur) \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ (?:of|de|sur) \d+)[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)
END = re.compile(
    rb"^[ \t]*(?:End of Document|Fin du document|Ende des Dokuments)[ \t]*\r?(?:\n|\Z)", re.MULTILINE | re.IGNORECASE
)
LENGTH = re.compile(rb"^(?:LENGTH|LONGUEUR|L\S{1,2}NGE|LOAD-DATE|DATE-CHARGEMENT|LANGUAGE|LANGUE):", re.MULTILINE)
UNI_LENGTH = re.compile(
    rb"^(?:Length|Longueur|L\S{1,2}nge):(?:[ \t]|\xc2?\xa0)*\d[\d,. ]*(?:words|mots|W)", re.MULTILINE
)
UNI_BODY = re.compile(rb"^(?:Body|Text|Corps|Texte|Haupttext)[ \t]*\r?$", re.MULTILINE)
COVER_LINE = re.compile(rb"^[ \t]*(?:Time Of Request|Date and Time):[^\n]*\n", re.MULTILINE)
LABELLED = re.compile(r"([^\W\d_][\w/-]{2,30}(?: [\w/-]+)?):(?:\s|$)")
SET_IN = re.compile(r"\s{8,}\S")


def recognises(head: bytes) -> bool:
    """Text with the lines that Nexis puts above an article and before its text."""
    head = as_utf8(head)
    if looks_binary(head):
        return False
    older = START.search(head) is not None and LENGTH.search(head) is not None
    return older or (UNI_LENGTH.search(head) is not None and UNI_BODY.search(head) is not None)


def records(stream: Stream) -> Iterator[Found]:
    """A record for each document, and one for what follows the last `End of Document`."""
    return cut(stream, _spans, NOTHING, _cover)


def _spans(data: bytes) -> list[Span]:
    starts = [found.start() for found in START.finditer(data)]
    if starts:
        return [(start, _before_cover(data, start, end)) for start, end in from_starts(starts, len(data))]
    ends = [found.end() for found in END.finditer(data)]
    last = [len(data)] if ends and data[ends[-1] :].strip(b"\x0c\x1a \t\r\n") else []
    return list(zip([0, *ends][: len(ends) + len(last)], [*ends, *last], strict=True))


def _before_cover(data: bytes, start: int, end: int) -> int:
    """Where two exports stand in one file, the page in front of the second belongs to no article."""
    cover = COVER_LINE.search(data, start, end)
    return cover.start() if cover else end


def _cover(data: bytes) -> bytes | None:
    first = START.search(data)
    cover = data[: first.start()] if first else data[:4000]
    certificate = certificate_of(cover.decode("utf-8", "replace").replace("\r\n", "\n"))
    return msgspec.json.encode(certificate) if certificate else None


def draft(raw: bytes, context: bytes | None = None) -> Draft:
    """The article. Raises BadRecord `no-article`, `not-utf8`, `cut`."""
    certificate = msgspec.json.decode(context, type=Certificate) if context else None
    text, data = normalise(decode(raw)), as_utf8(raw)
    if START.search(data):
        return draft_of(article_of(list(_parts(text)), certificate))
    if not END.search(data):
        raise CUT
    lines = [line.strip() for line in text.split("\n")]
    body = next((at for at, line in enumerate(lines) if BY_LABEL.get(fold(line)) == "body"), 0)
    gaps = [at for at in range(3, body) if not any(lines[at - 3 : at]) and lines[at]]
    return draft_of(uni_article_of(lines, gaps[-1] if gaps else None, certificate))


def _paragraphs(text: str) -> Iterator[list[str]]:
    """The lines that are not blank, in stretches between those that are: with nothing but spaces and tabs."""
    lines: list[str] = []
    is_over = False
    for line in text.split("\n"):
        if not line.strip():
            is_over = is_over or not line.strip(" \t")
            continue
        if is_over and lines:
            yield lines
            lines = []
        is_over = False
        lines.append(line)
    if lines:
        yield lines


def _parts(text: str) -> Iterator[Part]:
    """The paragraphs, their lines joined again; one that begins with a known label is a field."""
    for lines in _paragraphs(text):
        group = "centred" if SET_IN.match(lines[0]) else "left"
        whole = " ".join(line.strip() for line in lines)
        label = LABELLED.match(whole)
        if label and (fold(label.group(1)) in BY_LABEL) and label.group(1).isupper():
            value = whole[label.end() :].strip()
            own = (Piece("paragraph", value),) if value else ()
            yield Part(label=label.group(1), text=value, pieces=own, group=group)
        else:
            text = "\n".join(line.strip() for line in lines) if group == "centred" else whole
            yield Part(label=None, text=text, pieces=(Piece("paragraph", whole),), group=group)


READER = Reader(name="nexistext", media_type="text/plain", recognises=recognises, records=records, draft=draft)
