"""The words of a site for the search in the browser: what may be typed, under which lemmas it is found, and where.

Types and lemmas are those of the token index, so that the search finds what publish.search finds. The browser has no
dictionary: every form that a dictionary has of a lemma of the corpus is written down with its lemmas.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cache

import orjson
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY, SUPPORTED_LANGUAGES

from publish.lemmas import WORD, folded, lemma, spelled_out
from publish.search.patterns import MOST_LANGUAGES
from publish.static.tables import base36, order
from publish.tokens.reading import Stream, Tokens

Row = tuple[str, str]  # key, line


def lemma_languages(db: sqlite3.Connection) -> tuple[int, list[str]]:
    """The languages in whose lemmas words are told, and how many of these, the first, a plain word is looked up in.

    The others are those that names of tactics and actors are in.
    """
    languages: list[str] = orjson.loads(db.execute("SELECT languages FROM build").fetchone()[0])
    named = [row[0] for row in db.execute("SELECT DISTINCT language FROM terms ORDER BY language")]
    looked_up = languages[:MOST_LANGUAGES]
    wide = [language for language in dict.fromkeys([*languages, *named]) if language in named]
    return len(looked_up), list(dict.fromkeys([*looked_up, *wide]))


def lemma_in(word: str, language: str | None) -> str:
    """The lemma under which the index has a word, as publish.search.patterns has it."""
    return folded(lemma(word, language) if WORD.fullmatch(word) else word)


def form_rows(db: sqlite3.Connection, tokens: Tokens, languages: Sequence[str]) -> Iterator[Row]:
    """Table `forms`: what may be typed, in lower case; its lemma in each language; its lemmas in the index.

    The lemmas of the languages are left out where all are the form itself (folded), which is the browser's guess.
    """
    lemmas_of: dict[str, list[str]] = {}
    for own, form in db.execute("SELECT DISTINCT lemma, form FROM words ORDER BY lemma, form"):
        lemmas_of.setdefault(form, []).append(own)
    typed = {spelled_out(tokens.word_of(piece).lower()) for piece in range(len(tokens.piece_types))}
    typed |= set(lemmas_of) | _inflected(db, languages)
    for form in sorted(typed, key=order):
        found = [lemma_in(form, language) for language in languages]
        plain = folded(form)
        said = "" if all(one == plain for one in found) else ",".join(found)
        has = lemmas_of.get(form, [])
        if said or has:
            yield form, f"{form}\t{said}\t{'=' if has == [form] else ' '.join(has)}"


def _inflected(db: sqlite3.Connection, languages: Sequence[str]) -> set[str]:
    """Every form that the dictionaries have of a lemma of the index, or of one in the name of a tactic or an actor."""
    lemmas = {row[0] for row in db.execute("SELECT DISTINCT lemma FROM words")}
    lemmas |= {word for (key,) in db.execute("SELECT DISTINCT key FROM terms") for word in key.split(" ")}
    near = lemmas | {row[0] for row in db.execute("SELECT DISTINCT form FROM words")}  # a lemma may have one of its own
    found = set()
    is_near = cache(lambda base: folded(base) in near)
    for language in languages:
        if language in SUPPORTED_LANGUAGES:
            for form, base in DEFAULT_DICTIONARY_FACTORY.get_dictionary(language).items():
                if is_near(base) and WORD.fullmatch(form) and lemma_in(form, language) in lemmas:
                    found.add(spelled_out(form.lower()))
    return found


def type_rows(db: sqlite3.Connection, tokens: Tokens) -> Iterator[Row]:
    """Table `types`: lemma, form, its places in the texts, its places in the titles.

    Places are `document:place,place;document:...`, in base 36; every number is told as how far it is from the last.
    """
    rows = db.execute("SELECT number, lemma, form FROM words").fetchall()
    for number, own, form in sorted(rows, key=lambda row: (order(row[1]), order(row[2]))):
        yield own, f"{own}\t{form}\t{_places(tokens.text, number)}\t{_places(tokens.title, number)}"


def _places(stream: Stream, number: int) -> str:
    first, last = int(stream.postings[number]), int(stream.postings[number + 1])
    within = stream.within[int(stream.firsts[number]) : int(stream.firsts[number + 1])].tolist()
    said = []
    before = at = 0
    for document, count in zip(stream.documents[first:last].tolist(), stream.counts[first:last].tolist(), strict=True):
        places, last_place = [], 0
        for place in within[at : at + count]:
            places.append(base36(place - last_place))
            last_place = place
        said.append(f"{base36(document - before)}:{','.join(places)}")
        before, at = document, at + count
    return ";".join(said)
