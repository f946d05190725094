"""The documents of a corpus in short, kept in memory while nothing changes: what lists, filters and counts need."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import msgspec

from annotate.fold import APOSTROPHES
from corpus.cases import Cases
from corpus.database import explained
from corpus.folder import Corpus
from corpus.store import Store

TITLE = 80  # characters of a text that has no title
LONGEST = 200  # characters of what is looked for
_ACCENTED = {"a": "àâäáãå", "c": "ç", "e": "éèêë", "i": "îïíì", "o": "ôöóòõ", "u": "ùûüú"}  # what a word may have


class Entry(msgspec.Struct, frozen=True):
    """One document in short."""

    id: str
    title: str
    language: str | None
    case: str | None
    published_at: str | None
    outlet: str | None


class Catalogue(msgspec.Struct, frozen=True):
    """All documents by id, the earliest first and those without a date last."""

    entries: dict[str, Entry]
    languages: list[str]


_kept: dict[Path, tuple[object, Cases, Catalogue]] = {}


def catalogue(corpus: Corpus, store: Store) -> Catalogue:
    """The catalogue as of now; it is made anew when documents or cases have changed."""
    stamp = _stamp(store.path)
    kept = _kept.get(store.path)
    if kept is not None and kept[0] == stamp and kept[1] is corpus.cases:
        return kept[2]
    made = _made(corpus, store)
    _kept[store.path] = (stamp, corpus.cases, made)
    return made


def _stamp(path: Path) -> tuple[tuple[int, int], ...]:
    found = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            stat = file.stat()
        except FileNotFoundError:
            found.append((0, 0))
        else:
            found.append((stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def _made(corpus: Corpus, store: Store) -> Catalogue:
    names = _sources(store) if any(case.documents for case in corpus.cases.cases) else {}
    query = (
        'SELECT id, coalesce(title, substr(text, 1, ?)) AS title, language, "case", published_at,'
        " coalesce(outlet, account) AS outlet FROM documents ORDER BY published_at IS NULL, published_at, id"
    )
    entries = {}
    with explained(store.path):
        for id, title, language, declared, published_at, outlet in store.db.execute(query, (TITLE,)):
            case = corpus.cases.case_of(id, declared, names.get(id, ()))
            entries[id] = Entry(id, title or id, language, case, published_at, outlet)
    return Catalogue(entries, sorted({one.language for one in entries.values() if one.language}))


def _sources(store: Store) -> dict[str, list[str]]:
    """The names of the sources that each document was seen in."""
    found: dict[str, list[str]] = defaultdict(list)
    query = (
        "SELECT DISTINCT observations.document, sources.name FROM observations"
        " JOIN sources ON sources.id = observations.source"
    )
    with explained(store.path):
        for document, name in store.db.execute(query):
            found[document].append(name)
    return found


def matching(store: Store, words: str) -> set[str]:
    """The documents in whose title or text all of these words stand, without regard to case and accents."""
    sought = unicodedata.normalize("NFC", words[:LONGEST].lower()).split()
    if not sought:
        return set()
    # LIKE finds few documents and finds them fast; GLOB then looks at the letters that LIKE took any letter for.
    one = "(text LIKE ? ESCAPE '\\' AND text GLOB ?)"
    either = f"({one} OR {one.replace('text', 'title')})"
    values = [pattern for word in sought for pattern in (_like(word), _glob(word)) * 2]
    with explained(store.path):
        rows = store.db.execute(f"SELECT id FROM documents WHERE {' AND '.join([either] * len(sought))}", values)
        return {row[0] for row in rows}


def _like(word: str) -> str:
    """A pattern that stands for every way of writing the word, and for some other words."""
    return f"%{''.join(_any(char, after) for char, after in pairwise(word + ' ')).strip('_')}%"


def _any(char: str, after: str) -> str:
    if char in "aeiou" or char in APOSTROPHES or not char.isascii() or (char == "c" and after in "aàâou"):
        return "_"
    return f"\\{char}" if char in "%_\\" else char


def _glob(word: str) -> str:
    return f"*{''.join(_class(char, after) for char, after in pairwise(word + ' '))}*"


def _class(char: str, after: str) -> str:
    """The letters that may stand where this one was typed."""
    if char in APOSTROPHES:
        return f"[{APOSTROPHES}]"
    if not char.isalpha():
        return f"[{char}]" if char in "*?[" else char
    plain = unicodedata.normalize("NFD", char)[0]
    alike = char + plain + _ACCENTED.get(plain, "") if _any(char, after) == "_" else char
    return f"[{alike}{''.join(one for one in alike.upper() if one not in alike)}]"
