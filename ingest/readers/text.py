"""Bytes to text for formats that do not say their encoding."""

from __future__ import annotations

import codecs

from corpus.errors import BadRecord

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

FEW = 8  # characters; of fewer nobody can tell
WIDE_SHARE = 0.7  # of the characters of UTF-16 that have a NUL beside them, in any language of the Latin alphabet
# The characters above ASCII that French or English text saved as windows-1252 really holds. A byte that would be any
# other is damage, not an encoding.
WESTERN = frozenset("àâäæçèéêëîïôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒñÑáíóúß‘’‚“”„«»‹›–—…•·€£©®™°²³½¼¾§ª±×\u00a0\u00ad")


def wide_of(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` where the bytes are text in it, with a mark or by the NULs beside its letters."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = data[: 4096 - 4096 % 2]
    half = len(head) // 2
    even, odd = head[::2].count(b"\x00"), head[1::2].count(b"\x00")
    if half < FEW or max(even, odd) < WIDE_SHARE * half or min(even, odd) > (1 - WIDE_SHARE) * half / 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def as_utf8(data: bytes) -> bytes:
    """UTF-16 as UTF-8, its mark gone; other bytes as they are, without the mark of UTF-8."""
    wide = wide_of(data)
    if wide is None:
        return data.removeprefix(codecs.BOM_UTF8)
    return data.decode(wide, errors="replace").removeprefix("\ufeff").encode("utf-8", errors="replace")


def looks_binary(head: bytes) -> bool:
    """Whether bytes are no text: NULs or many control characters, where no byte-order mark announces UTF-16."""
    if any(head.startswith(bom) for bom, _ in BOMS):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return b"\x00" in head or controls * 50 > len(head)


def decode(data: bytes) -> str:
    """Text from UTF-8, UTF-16 or windows-1252. Raises BadRecord (`binary`, `not-utf8`)."""
    wide = "utf-8" if data.startswith(codecs.BOM_UTF8) else wide_of(data)
    if wide is not None:
        return _decoded(data, wide).removeprefix("\ufeff")
    if looks_binary(data):
        raise BadRecord("binary", "This is no text.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        western = data.decode("cp1252", errors="replace")
        if all(char in WESTERN for char in western if ord(char) > 127):
            return western
        raise BadRecord(
            "not-utf8",
            f"Byte {error.start} is not UTF-8, and the text is no windows-1252 either.",
            todo="Save the file again as UTF-8.",
        ) from error


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadRecord(
            "not-utf8", f"Byte {error.start} is not {encoding.upper()}.", todo="Save the file again as UTF-8."
        ) from error
