"""Cleaning: from what was captured to the article, and an account of all that was taken out.

`article_text(page: bytes) -> str` and `dump_text(dump: str) -> str` give the main text alone, without title and deck.
They are imported when they are asked for: the one needs trafilatura, the other does not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.clean.dump import dump_text
    from ingest.clean.html import article_text

__all__ = ["article_text", "dump_text"]

_HOME = {"article_text": "ingest.clean.html", "dump_text": "ingest.clean.dump"}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
