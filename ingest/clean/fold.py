"""A line as the phrase lists read it: one spelling for what pages write in many."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "œ": "oe", "Œ": "OE", "‑": "-", "\u200b": "", "\ufeff": ""}
)


def fold(text: str) -> str:
    """Lower case, without accents, with plain apostrophes and single spaces (no-break ones too)."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN)))
    return " ".join(text.replace("`", "'").lower().split())
