"""Files of kinds that are not read, known by how they begin: what each is, and what a person can do about it.

Text of these kinds would pass for a dump and become a document full of markup; here it gets its reason instead.
"""

from __future__ import annotations

import re

import msgspec

from corpus.errors import BadRecord
from ingest.readers.text import as_utf8, looks_binary


class Kind(msgspec.Struct, frozen=True):
    """What files that begin like `start` seem to be, and what to do with one that holds texts."""

    start: re.Pattern[bytes]
    what: str
    todo: str


TEXT = "If it holds an article, save that as a web page (HTML) or as plain text, and ingest that."
PRESS = "An export of a press database: save it there as HTML, or as Word (DOCX) for Nexis. " + TEXT
TABLE = "If it holds documents, save it as CSV, or as JSON Lines (docs/fields.md)."
UNPACK = "Unpack it and ingest what is in it."
NOTHING = "It holds no text; leave it out."
SCRIPT = "a program or a style sheet"
AS_LINES = "If it holds documents, write them as JSON Lines (docs/fields.md) or as a table (docs/tables.md)."
ODF = rb"PK\x03\x04.{26}mimetypeapplication/"


def _kind(start: bytes, what: str, todo: str) -> Kind:
    return Kind(re.compile(start, re.DOTALL), what, todo)


# Of bytes that are no text.
BINARY = (
    _kind(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Word, Excel, PowerPoint or Outlook", TEXT),
    _kind(ODF + rb"vnd\.oasis\.opendocument\.spreadsheet", "a table of LibreOffice (ODS)", TABLE),
    _kind(ODF + rb"vnd\.(?:oasis\.opendocument|sun\.xml)", "a file of LibreOffice (OpenDocument)", TEXT),
    _kind(ODF + rb"epub\+zip", "an e-book (EPUB)", TEXT),
    _kind(rb"PK\x03\x04.{26}\[Content_Types\]\.xml.*PK\x03\x04.{26}ppt/", "a presentation (PowerPoint)", TEXT),
    _kind(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{8}\x00\x00\x00|RIFF.{4}WEBP|II\*\x00|MM\x00\*", "an image", NOTHING),
    _kind(rb"\x00\x00\x01\x00[\x01-\x40]\x00|.{4}ftyp(?:hei[cx]|mif1|avif)", "an image", NOTHING),
    _kind(rb".{4}ftyp|ID3|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|\x1aE\xdf\xa3|FLV\x01", "sound or film", NOTHING),
    _kind(rb"SQLite format 3\x00", "a database (SQLite)", TABLE),
    _kind(rb"PAR1|ARROW1|Obj\x01|\x89HDF|\$FL[23]|RD[XA][23]\n|\x80[\x03-\x05][\x95}\]c]", "a table (data)", TABLE),
    _kind(rb"7z\xbc\xaf|Rar!\x1a|BZh[1-9]|\xfd7zXZ|.{257}ustar", "an archive that Hustings does not open", UNPACK),
    _kind(rb"wOF[F2]|OTTO|\x00\x01\x00\x00\x00.{5}|\x7fELF|MZ|\x00asm", "a font or a program", NOTHING),
)
COMMENTS = rb"(?>\s++|/\*(?>[^*]|\*(?!/))*+\*/)*+"
# Of text, as UTF-8.
WORDS = (
    _kind(rb"\s*%PDF-\d", "a PDF", TEXT),
    _kind(rb"\s*\{\\rtf\d?", "RTF", PRESS),
    _kind(rb"\s*(?:%!PS|\\documentclass|\\begin\{)", "PostScript or LaTeX", TEXT),
    _kind(rb"WEBVTT|1\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> ", "subtitles", TEXT),
    _kind(rb"BEGIN:V(?:CALENDAR|CARD)", "a calendar or addresses", NOTHING),
    _kind(rb"\s*@\w+\{[^\s,]+,|(?:\s*\r?\n)?TY  - |%0 \w+ ?\w*\r?\n%", "a bibliography", AS_LINES),
    _kind(rb"From \S+ [^\n]{10,40}\d{4}\r?\n[\w-]+:", "a box of e-mail", TEXT),
    _kind(rb"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version):[^\n]*\n", "e-mail", TEXT),
    _kind(rb" ?CDX [A-Za-z]|!OpenWayback-CDXJ", "the index of a web archive", "Ingest the WARC files themselves."),
    _kind(rb"#!\s*/\S", SCRIPT, NOTHING),
    _kind(COMMENTS + rb"(?:[!;(]*function ?[\w$]*\(|[\"']use strict[\"']|@charset |@import |@media )", SCRIPT, NOTHING),
    _kind(COMMENTS + rb"(?:(?:var|let|const) [\w$]+ ?= ?|window[.\[]\S+ ?= ?)", SCRIPT, NOTHING),
    _kind(COMMENTS + rb"[\w$.]{1,40}\(\s*[\[{]\s*[\"{\[]", SCRIPT, NOTHING),
)
ROOTS = {
    "tei": ("a text in TEI", TEXT),
    "teicorpus": ("a corpus in TEI", TEXT),
    "opml": ("a list of feeds (OPML)", "Ingest the feeds themselves."),
    "gpx": ("a track (GPX)", NOTHING),
    "kml": ("a map (KML)", NOTHING),
    "svg": ("an image (SVG)", NOTHING),
    "plist": ("settings of a program", NOTHING),
    "mediawiki": ("a dump of a wiki", TEXT),
    "xbel": ("a list of bookmarks", NOTHING),
}
XML = re.compile(rb"\s*(?:<!--.*?-->\s*)?(?:<\?xml\b|<!DOCTYPE\s+(?!html\b))", re.DOTALL | re.IGNORECASE)
XML_ROOT = re.compile(
    rb"(?>\s++|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*+<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL
)
JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"]|\]\s*\Z))")
FIELD = re.compile(rb'"((?:[^"\\]|\\.){1,60})"\s*:')
NAMED = 6  # fields of a JSON file that its reason names
TAGGED = re.compile(rb"\s*<[A-Za-z][\w:.-]*(?:\s[^<>]*)?>")
CODE_END = re.compile(rb"(?:[;{}]|\*/|=>)[ \t]*\r?$", re.MULTILINE)
CODE_SHARE = 0.5  # of the lines that are not blank
CODE_LINES = 6


def foreign(head: bytes) -> BadRecord | None:
    """Why a file that begins like this is not read; None where it may well be text.

    The reason `unknown-format` says what the file seems to be and what to do.
    """
    text = as_utf8(head)
    for kind in BINARY if looks_binary(text) else ():
        if kind.start.match(head):
            return unknown(kind.what, kind.todo)
    for kind in WORDS:
        if kind.start.match(text):
            return unknown(kind.what, kind.todo)
    if JSON.match(text):
        return unknown(_json(text), AS_LINES)
    if XML.match(text) or TAGGED.match(text):
        return unknown(*_xml(text))
    if _is_code(text):
        return unknown(SCRIPT, NOTHING)
    return None


def unknown(what: str, todo: str) -> BadRecord:
    """The reason `unknown-format` of a file that seems to be this."""
    return BadRecord("unknown-format", f"This seems to be {what}, which Hustings does not read.", todo=todo)


def _json(text: bytes) -> str:
    names = dict.fromkeys(name.decode("utf-8", "replace") for name in FIELD.findall(text[:4096]))
    return f"JSON of an unknown kind (fields {', '.join(list(names)[:NAMED])})" if names else "JSON of an unknown kind"


def _xml(text: bytes) -> tuple[str, str]:
    found = XML_ROOT.match(text)
    root = found.group(1).decode("ascii", "replace") if found else None
    return ROOTS.get(
        (root or "").lower(), (f"XML of an unknown kind (<{root}>)" if root else "XML without a root", TEXT)
    )


def _is_code(text: bytes) -> bool:
    lines = sum(1 for line in text.splitlines() if line.strip())
    return lines >= CODE_LINES and len(CODE_END.findall(text)) > CODE_SHARE * lines
