"""Bytes to text for formats that do not say their encoding."""

from __future__ import annotations

import codecs

from corpus.errors import BadRecord

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# The characters above ASCII that French or English text saved as windows-1252 really holds. A byte that would be any
# other is damage, not an encoding.
WESTERN = frozenset("àâäæçèéêëîïôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒñÑáíóúß‘’‚“”„«»‹›–—…•·€£©®™°²³½¼¾§ª±×\u00a0\u00ad")


def looks_binary(head: bytes) -> bool:
    """Whether bytes are no text: NULs or many control characters, where no byte-order mark announces UTF-16."""
    if any(head.startswith(bom) for bom, _ in BOMS):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return b"\x00" in head or controls * 50 > len(head)


def decode(data: bytes) -> str:
    """Text from UTF-8, UTF-16 with its mark, or windows-1252. Raises BadRecord (`binary`, `not-utf8`)."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
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
