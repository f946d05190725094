"""Fields of a query and filters of a page as masks over all documents: outlet, date, actor, and so on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
from babel import Locale

from corpus.errors import QueryError
from corpus.web.wording import LANGUAGES
from publish.lemmas import WORD, folded, lemma_key
from publish.search.fields import bound
from publish.search.query import Field
from publish.tokens.columns import UNKNOWN
from publish.tokens.reading import Mask, Tokens

KINDS = {"post": "post", "message": "post", "tweet": "post", "commentaire": "comment"}  # other words for kinds
NAMED = {  # the codes of a layer with all that they are called
    "actor": "SELECT actor, name FROM actor_names UNION ALL SELECT id, id FROM actors ORDER BY 1",
    "tactic": "SELECT slug, label_en FROM tactics UNION ALL SELECT slug, label_fr FROM tactics"
    " UNION ALL SELECT slug, slug FROM tactics UNION ALL SELECT slug, id FROM tactics ORDER BY 1",
    "case": "SELECT id, title_en FROM cases UNION ALL SELECT id, title_fr FROM cases UNION ALL SELECT id, id FROM cases"
    " ORDER BY 1",
}


def matching(db: sqlite3.Connection, tokens: Tokens, field: Field) -> Mask:
    """The documents that a field of a query lets through. Raises QueryError where nothing has such a value."""
    if field.name in ("after", "before"):
        day = bound(field.name, field.value)
        dates = tokens.column["date"]
        return np.asarray(dates >= day if field.name == "after" else (dates < day) & (dates != UNKNOWN))
    if field.name in ("actor", "tactic"):
        found = np.zeros(tokens.documents, np.bool_)
        for code in _named(db, field, NAMED[field.name]):
            found[tokens.documents_coded(field.name, code)] = True
        return found
    if field.name == "speaker":
        return _speakers(db, tokens, field)
    values: Iterable[str] = tokens.values[field.name]
    if field.name == "case":
        values = set(_named(db, field, NAMED["case"])) & set(values)
    else:
        values = _values(field, list(values))
    numbers = [tokens.number(field.name, value) for value in values]
    return np.isin(tokens.column[field.name], [number for number in numbers if number is not None])


def having(tokens: Tokens, name: str, value: str) -> Mask:
    """The documents with exactly this value in a column (`year` included), or this code: what a page is filtered by."""
    if name in ("actor", "tactic"):
        found = np.zeros(tokens.documents, np.bool_)
        found[tokens.documents_coded(name, value)] = True
        return found
    if name == "year":
        return np.asarray(
            tokens.column["date"] // 10_000 == (int(value) if value.isdecimal() and len(value) < 6 else -1)
        )
    number = tokens.number(name, value)
    return np.asarray(tokens.column[name] == number) if number is not None else np.zeros(tokens.documents, np.bool_)


def _words(text: str) -> list[str]:
    return [folded(word) for word in WORD.findall(text)]


def _has(name: str, asked: list[str]) -> bool:
    words = _words(name)
    return all(word in words for word in asked)


def _named(db: sqlite3.Connection, field: Field, sql: str) -> list[str]:
    """The codes that go by this name: by their id, else by a whole name, else by a name with these words in it."""
    names = [(str(code), str(name)) for code, name in db.execute(sql)]
    asked, key = _words(field.value), folded(field.value)
    exact = [code for code, name in names if folded(name) == key]
    if not exact:
        sql = "SELECT DISTINCT code FROM terms WHERE key = ? AND language = ? AND layer = ?"
        for language in LANGUAGES:
            exact += [row[0] for row in db.execute(sql, (lemma_key(field.value, language), language, field.name))]
    found = exact or [code for code, name in names if asked and _has(name, asked)]
    if not found:
        raise _nothing(field, [name for _, name in names])
    return list(dict.fromkeys(found))


def _values(field: Field, values: list[str]) -> list[str]:
    """The values of a column that are meant: equal but for case and accents, else with these words in them."""
    key, asked = folded(field.value).removeprefix("@"), _words(field.value)
    if field.name == "language":
        key = _language_names().get(key, key)
    if field.name == "kind":
        key = KINDS.get(key, key)
    found = [value for value in values if folded(value).removeprefix("@") == key]
    found = found or [value for value in values if asked and _has(value, asked)]
    if not found:
        raise _nothing(field, values)
    return found


def _speakers(db: sqlite3.Connection, tokens: Tokens, field: Field) -> Mask:
    asked = _words(field.value)
    names = db.execute(
        "SELECT DISTINCT speaker, speaker, code FROM quotations UNION"
        " SELECT name, quotations.speaker, code FROM quotations JOIN actor_names ON actor_names.actor = code ORDER BY 1"
    ).fetchall()
    meant = {(speaker, code) for name, speaker, code in names if asked and _has(name, asked)}
    if not meant:
        raise _nothing(field, [name for name, _, _ in names])
    found = np.zeros(tokens.documents, np.bool_)
    sql = (
        "SELECT document - 1 FROM quotations JOIN annotations ON annotations.number = annotation"
        " WHERE quotations.speaker = ? AND quotations.code = ?"
    )
    for pair in sorted(meant):
        found[[row[0] for row in db.execute(sql, pair)]] = True
    return found


def _nothing(field: Field, names: list[str]) -> QueryError:
    """Says that nothing is called so, and what is that looks like it."""
    by_key = {folded(name): name for name in reversed(names)}
    close = [by_key[key] for key in get_close_matches(folded(field.value), by_key, n=3, cutoff=0.6)]
    return QueryError(
        f"No {field.name} is called {field.value} (character {field.place}).",
        todo=f"Did you mean {' or '.join(close)}?" if close else None,
        key="nothing_close" if close else "nothing",
        values={"field": field.name, "typed": field.value, "place": field.place, "close": ", ".join(close)},
    )


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    """Codes of languages by their names in French and English, folded."""
    found: dict[str, str] = {}
    for locale in LANGUAGES:
        for code, name in Locale.parse(locale).languages.items():
            if len(code) == 2:
                found.setdefault(folded(name), code)
    return found
