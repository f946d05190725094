"""The words of the document page's script: the same in both languages, and none missing that a module asks for."""

from __future__ import annotations

import re
from pathlib import Path

from annotate.desk import wording
from annotate.desk.wording import script_words

STATIC = Path(wording.__file__).parent / "static"
ASKED = re.compile(r"\bt\(\s*\"([\w.-]+)\"")
BEGINNING = re.compile(r"\bt\(\s*`([\w.]+\.)\$\{")


def test_both_languages_say_the_same_things() -> None:
    english, french = script_words("en"), script_words("fr")
    assert set(english) == set(french)
    for key, message in english.items():
        assert isinstance(message, str) == isinstance(french[key], str), key
        assert placeholders(message) == placeholders(french[key]) or not isinstance(message, str), key


def test_no_word_is_missing() -> None:
    there = set(script_words("en"))
    for path in sorted(STATIC.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        if "./words.js" not in text:
            continue
        assert set(ASKED.findall(text)) <= there, path.name
        for beginning in BEGINNING.findall(text):
            assert any(key.startswith(beginning) for key in there), (path.name, beginning)


def placeholders(message: object) -> set[str]:
    """The names in braces."""
    return set(re.findall(r"\{(\w+)\}", str(message)))
