"""The words of naming.yaml: what around a name says what it is, and which capitalised words are no name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files

import msgspec
from babel import Locale

from annotate.fold import folded
from corpus.yamlfile import load_yaml

ANY = "any"
LANGUAGES = ("en", "fr")


class Lexicon(msgspec.Struct, frozen=True):
    """The lists for one language, in small letters; what each is for stands in naming.yaml."""

    titles: frozenset[str]
    organisations: frozenset[str]
    called: frozenset[str]
    institutions: frozenset[str]
    speech: frozenset[str]
    people_nouns: frozenset[str]
    places: frozenset[str]
    laws: frozenset[str]
    offices: frozenset[str]
    menu: frozenset[str]
    calendar: frozenset[str]
    regions: frozenset[str]
    peoples: frozenset[str]

    def is_people(self, word: str) -> bool:
        """Whether a word, in any case, is of a people or a belief: Américains, Catholic."""
        return word.casefold().startswith(tuple(self.peoples))


@cache
def lexicon(language: str) -> Lexicon:
    """The lists for a language, of both languages for one that has none. SettingsError where the file is wrong."""
    with as_file(files("annotate.actors") / "naming.yaml") as path:
        lists = load_yaml(path, dict[str, dict[str, list[str]]])
    own = (language,) if language in LANGUAGES else LANGUAGES
    words = {
        name: {folded(word).casefold() for key in (*own, ANY) for word in by_language.get(key, ())}
        for name, by_language in lists.items()
    }
    words["regions"] |= {country for each in own for country in _countries(each)}
    return msgspec.convert(words, Lexicon)


def _countries(language: str) -> set[str]:
    """Countries and continents as Unicode's locale data name them."""
    return {folded(str(name)).casefold() for name in Locale(language).territories.values()}


@cache
def phrases(words: frozenset[str]) -> str:
    """A regular expression for any of them, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) + ")"
