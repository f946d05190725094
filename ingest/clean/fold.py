"""A line as the phrase lists read it: one spelling for what pages write in many."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "œ": "oe", "Œ": "OE", "‑": "-", "\u200b": "", "\ufeff": ""}
)


def fold(text: str) -> str:
    """Lower case, without accents, with plain apostrophes and single spaces (no-break ones too)."""
    spread = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return _SPACES.sub(" ", "".join(c for c in spread if not unicodedata.combining(c))).strip().lower()
