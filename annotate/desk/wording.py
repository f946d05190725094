"""What the desk says: messages/<part>.<language>.yaml; the part `client` is what the document page's script says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.web.wording import Plural, Wording, read_messages

FOLDER = Path(str(files("annotate.desk"))) / "messages"
SCRIPT = "client"


@cache
def wording(language: str) -> Wording:
    """The one Wording of a language: what all pages say."""
    found: dict[str, str | Plural] = {}
    for path in sorted(FOLDER.glob(f"*.{language}.yaml")):
        if not path.name.startswith(SCRIPT):
            found |= read_messages(path, language)
    return Wording(language, found)


@cache
def script_words(language: str) -> Mapping[str, str | Plural]:
    """What the script of the document page says."""
    return read_messages(FOLDER / f"{SCRIPT}.{language}.yaml", language)
