"""What the desk says: messages/<part>.<language>.yaml; the part `client` is what scripts say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from corpus.web.wording import Plural, Wording, read_messages

FOLDER = Path(str(files("annotate.desk"))) / "messages"
SCRIPT = "client"
EVERYWHERE = ("leftovers.", "aside.", "refused.", "act.", "login.", "close", "quoted")  # what every page's script says


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
    """What the scripts say."""
    return read_messages(FOLDER / f"{SCRIPT}.{language}.yaml", language)


@cache
def common_script_words(language: str) -> Mapping[str, str | Plural]:
    """Of these, what the script says that every page has."""
    return {key: said for key, said in script_words(language).items() if key.startswith(EVERYWHERE)}
