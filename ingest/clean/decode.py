"""Bytes of a captured page to text, whatever its encoding declaration says.

Declarations are often wrong, so the bytes are believed first: a byte order mark, then UTF-8 if they are valid UTF-8, as
text in a one-byte encoding almost never is; then what the server and the page declare, read as browsers read the
labels (WHATWG Encoding: `iso-8859-1` means windows-1252).
"""

from __future__ import annotations

import codecs
import re

from resiliparse.parse.encoding import map_encoding_to_html5

from corpus.errors import BadRecord

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1,024
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"SQLite format 3",
)
_BINARY_SHARE = 0.05  # of characters that no text has, above which these bytes are no text


def page_text(page: bytes, encoding: str | None = None) -> str:
    """The page as text without control characters; `encoding` is what the server declared.

    Raises BadRecord `empty` where there is nothing but white space, `binary` where the bytes are no text.
    """
    if not page.strip():
        raise BadRecord("empty", "The page is empty.", todo="Capture it again.")
    if page.startswith(_MAGIC):
        raise BadRecord("binary", "These bytes are not an HTML page.", todo="Convert it or leave it out.")
    text = _decode(page, encoding)
    clean = _CONTROL.sub("", text)
    strange = len(text) - len(clean) - text.count("\x00") + text.count("\ufffd")
    if strange > _BINARY_SHARE * len(text):
        raise BadRecord("binary", "These bytes are not text.", todo="Convert it or leave it out.")
    if not clean.strip():
        raise BadRecord("empty", "The page holds no characters but control characters.", todo="Capture it again.")
    return clean


def _decode(page: bytes, encoding: str | None) -> str:
    for mark, name in _BOMS:
        if page.startswith(mark):
            return page[len(mark) :].decode(name, "replace")
    wide = _utf16_without_mark(page)
    if wide:
        return page.decode(wide, "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(page):
        return page.decode("utf-8", "replace")
    for label in (encoding, _declared(page)):
        text = _strictly(page, label)
        if text is not None:
            return text
    return page.decode("cp1252", "replace")


def _utf16_without_mark(page: bytes) -> str | None:
    """UTF-16 writes every `<` and space of a page with a NUL beside it."""
    head = page[:2000]
    if head.count(b"\x00") < len(head) // 3:
        return None
    return "utf-16-le" if head[1::2].count(b"\x00") > head[::2].count(b"\x00") else "utf-16-be"


def _mostly_utf8(page: bytes) -> bool:
    """One cut or foreign byte in a UTF-8 page does not make it another encoding."""
    good = sum(len(found) for found in _MULTIBYTE.findall(page))
    high = len(page) - len(page.translate(None, bytes(range(0x80, 0x100))))
    return good > 0.9 * high


def _declared(page: bytes) -> str | None:
    found = _DECLARED.search(page[:_DECLARED_WITHIN])
    return found.group(1).decode("ascii") if found else None


def _strictly(page: bytes, label: str | None) -> str | None:
    """The page in the encoding of this label, or None where the label is unknown, UTF-8 or does not fit the bytes."""
    name = map_encoding_to_html5(label, fallback_utf8=False) if label else None
    if not name or name.lower() in ("utf-8", "x-user-defined", "replacement"):
        return None
    try:
        return page.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
