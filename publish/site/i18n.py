"""What the site says, in French and in English: messages/<language>.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.web.wording import Plural, Wording, read_messages


@cache
def load_messages(language: str) -> Mapping[str, str | Plural]:
    """All messages of a language by dotted key, set for print."""
    return read_messages(Path(str(files("publish.site"))) / "messages" / f"{language}.yaml", language)


@cache
def wording(language: str) -> Wording:
    """The one Wording of a language."""
    return Wording(language, load_messages(language))
