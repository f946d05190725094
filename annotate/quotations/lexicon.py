"""The words that speech is told by, from speech.yaml."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import msgspec

from annotate.words import keys_of
from corpus.yamlfile import load_yaml


class Lexicon(msgspec.Struct, frozen=True):
    """The words of one language (speech.yaml says what each list is for), as keys of annotate.words."""

    reporting: frozenset[str] = frozenset()
    denying: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()  # both
    quoting: frozenset[str] = frozenset()  # with those that report
    calling: frozenset[str] = frozenset()  # likewise
    sources: dict[str, list[tuple[str, ...]]] = {}  # by their first word, the longest first
    named_sources: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    titles: dict[str, str] = {}  # word: m or f
    names: dict[str, str] = {}


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; of no use, and empty, for one that speech.yaml does not have."""
    with as_file(files("annotate.quotations") / "speech.yaml") as path:
        read = load_yaml(path, dict[str, dict[str, Any]])
    if language not in read:
        return Lexicon()
    words = read[language]
    reporting, denying, quoting, calling = (
        frozenset(form for verb in words[name] for form in (_key(verb, language), *_forms(verb, language)))
        for name in ("reporting", "denying", "quoting", "calling")
    )
    speakers, labels = (frozenset(_key(noun, language) for noun in words[name]) for name in ("speakers", "labels"))
    both = {name.casefold() for name in words["names"]["m"]} & {name.casefold() for name in words["names"]["f"]}
    return Lexicon(
        reporting=reporting,
        denying=denying,
        telling=reporting | denying,
        quoting=reporting | denying | quoting,
        calling=reporting | denying | calling,
        sources=_by_first_word(words["sources"]),
        named_sources=frozenset(words["named_sources"]),
        speakers=speakers,
        labels=labels | {form for word in words["labels"] for form in _forms(word, language)},
        titles=_by_gender(words["titles"]),
        names={name: gender for name, gender in _by_gender(words["names"]).items() if name not in both},
    )


def _key(word: str, language: str) -> str:
    """A lemma as annotate.words writes it."""
    return min(keys_of(word, word, False, language), key=lambda key: (key != word.casefold(), key))


def _forms(verb: str, language: str) -> set[str]:
    """The third person's forms of a regular French verb in -er, which pipelines take for nouns: estime, invite."""
    if language != "fr" or not verb.endswith("er"):
        return set()
    stem = verb.removesuffix("er")
    hard = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    stems = {stem, re.sub(r"[eé]([^aeiouyé]+)\Z", r"è\1", stem), re.sub(r"e([lt])\Z", r"e\1\1", stem)}
    stems |= {stem[:-1] + "i"} if stem.endswith("y") else set()
    present = {one + ending for one in stems for ending in ("e", "ent")}
    past = {hard + ending for ending in ("a", "ait", "aient", "ant")}
    return present | past | {stem + ending for ending in ("èrent", "é", "ée", "és", "ées")}


def _by_first_word(phrases: list[list[str]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(tuple(phrase))
    return found


def _by_gender(words: dict[str, list[str]]) -> dict[str, str]:
    return {word.casefold(): gender for gender, listed in words.items() for word in listed}
