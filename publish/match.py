"""A query as an expression for SQLite's full-text index, and what it is widened to across languages.

Every word goes into the expression between double quotes, in which nothing but a double quote has a meaning to FTS5;
words hold letters and digits only, so no query can be a syntax error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import orjson

from publish.index import code_token
from publish.lemmas import WORD, folded, lemma, lemma_key, spelled_out
from publish.query import Query, Term

EXACT = "{title text}"
LEMMAS = "{title_lemmas text_lemmas}"
LONGEST_NAME = 8  # terms of a query that may together name one thing
# Words that nearly every text has, folded; those that are a word of another kind in the other language (son, or, an,
# on, a) are left out, since somebody may mean that one.
_FUNCTION_WORDS = """
    au aux avec ce ces cet cette chez d dans de des du elle elles en est et eux il ils l la le les leur leurs ne ou par
    parce pour qu que qui s sa se ses sont sur une vers
    am and are at be been by for from had has have he her his in into is it its of she than that the their them they
    this those to was were which while who with
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
MOST_LANGUAGES = 4  # whose lemmas a word is looked up under, of those of the documents


class Expansion(msgspec.Struct, frozen=True):
    """A tactic or actor that a part of the query names, and by which words it is found in other languages."""

    asked: str  # the words of the query
    layer: str
    code: str
    terms: tuple[tuple[str, str], ...]  # (language, term)


class Match(msgspec.Struct, frozen=True):
    """FTS5 expressions: what was asked, and the same widened across languages (equal where nothing is widened)."""

    plain: str
    wide: str
    expansions: tuple[Expansion, ...] = ()


def match_of(db: sqlite3.Connection, query: Query, *, across: bool) -> Match:
    """The expressions of a query on this site."""
    languages = orjson.loads(db.execute("SELECT languages FROM build").fetchone()[0])[:MOST_LANGUAGES]
    clauses = [_any_of(_term(db, term, languages) for term in options) for options in query.wanted]
    unwanted = [_term(db, term, languages) for term in query.unwanted]
    says = _says_something(query)
    plain = _expression([clause for clause, counts in zip(clauses, says, strict=True) if counts], unwanted)
    if not across:
        return Match(plain, plain)
    wide, expansions = _widened(db, query, clauses, says, languages)
    return Match(plain, _expression(wide, unwanted), expansions)


def _says_something(query: Query) -> list[bool]:
    """Which of the wanted terms must be there: all but words like `the` and `les`, or all where there are no others."""
    says = [not all(_is_function_word(term) for term in options) for options in query.wanted]
    return says if any(says) else [True] * len(says)


def _is_function_word(term: Term) -> bool:
    return term.kind == "words" and all(folded(word) in FUNCTION_WORDS for word in term.words)


def _expression(clauses: Sequence[str], unwanted: Sequence[str]) -> str:
    wanted = f"({' AND '.join(clauses)})"
    return f"{wanted} NOT {_any_of(unwanted)}" if unwanted else wanted


def _any_of(parts: Iterable[str]) -> str:
    return f"({' OR '.join(parts)})"


def _quoted(words: Iterable[str]) -> str:
    return '"' + " ".join(words).replace('"', '""') + '"'


def _term(db: sqlite3.Connection, term: Term, languages: Sequence[str]) -> str:
    words = [spelled_out(word) for word in term.words]
    if term.kind == "phrase":
        return f"{EXACT} : {_quoted(words)}"
    if term.kind == "prefix":
        return f"{EXACT} : {_quoted(words)} *"
    return f"{LEMMAS} : {_any_of(map(_quoted, _inflections(db, term.words, languages)))}"


def _inflections(db: sqlite3.Connection, words: Sequence[str], languages: Sequence[str]) -> list[list[str]]:
    """Under which lemmas the words may stand in the index: as they are, and as each language has them."""
    found = [[folded(word) for word in words]]
    found += [_lemmas(words, language) for language in languages]
    if len(words) == 1:  # as the corpus has it: finds `élections` for `elections`, which is in no dictionary
        forms = db.execute("SELECT lemma FROM forms WHERE form = ? ORDER BY lemma", (found[0][0],))
        found += [[row[0]] for row in forms]
    return list(map(list, dict.fromkeys(map(tuple, found))))


def _lemmas(words: Iterable[str], language: str) -> list[str]:
    return [folded(lemma(word, language) if WORD.fullmatch(word) else word) for word in words]


def _widened(
    db: sqlite3.Connection, query: Query, clauses: Sequence[str], says: Sequence[bool], languages: Sequence[str]
) -> tuple[list[str], tuple[Expansion, ...]]:
    """The clauses, with each longest run of plain words that names something widened to its other names.

    A name counts with all its words; of what is asked, only those that say something must be there.
    """
    wide: list[str] = []
    expansions: list[Expansion] = []
    at = 0
    while at < len(clauses):
        end, found = _longest_run(db, query, at, languages)
        asked = [clause for clause, counts in zip(clauses[at:end], says[at:end], strict=True) if counts]
        if found or asked:
            options = [f"({' AND '.join(asked)})"] if asked else []
            wide.append(_any_of([*options, *(part for e in found for part in _names(e))]))
        expansions += found
        at = end
    return wide, tuple(expansions)


def _longest_run(
    db: sqlite3.Connection, query: Query, at: int, languages: Sequence[str]
) -> tuple[int, list[Expansion]]:
    """The end of the longest run of plain words from `at` on that names something, and what; else the next place."""
    words: list[str] = []
    runs: list[tuple[int, str]] = []
    for end, options in enumerate(query.wanted[at : at + LONGEST_NAME], start=at + 1):
        if len(options) > 1 or options[0].kind != "words":
            break
        words += options[0].words
        runs.append((end, " ".join(words)))
    for end, asked in reversed(runs):
        found = _named(db, asked, languages)
        if found:
            return end, found
    return at + 1, []


def _named(db: sqlite3.Connection, asked: str, languages: Sequence[str]) -> list[Expansion]:
    """The codes that go by these words in some language, with their names in the languages where they do not."""
    codes: dict[tuple[str, str], set[str]] = {}
    known = db.execute("SELECT DISTINCT language FROM terms ORDER BY language").fetchall()
    for language in dict.fromkeys([*languages, *(row[0] for row in known)]):
        rows = db.execute(
            "SELECT DISTINCT layer, code FROM terms WHERE key = ? AND language = ?",
            (lemma_key(asked, language), language),
        )
        for layer, code in rows:
            codes.setdefault((layer, code), set()).add(language)
    return [
        Expansion(asked, layer, code, tuple(_other_terms(db, layer, code, said_in)))
        for (layer, code), said_in in sorted(codes.items())
    ]


def _other_terms(db: sqlite3.Connection, layer: str, code: str, said_in: set[str]) -> Iterator[tuple[str, str]]:
    rows = db.execute(
        "SELECT language, term FROM terms WHERE layer = ? AND code = ? ORDER BY language, term", (layer, code)
    )
    return ((language, term) for language, term in rows if language not in said_in)


def _names(expansion: Expansion) -> Iterator[str]:
    yield f"{{codes}} : {_quoted([code_token(expansion.layer, expansion.code)])}"
    for language, term in expansion.terms:
        words = _lemmas(WORD.findall(term), language)
        if words:
            yield f"{LEMMAS} : {_quoted(words)}"
