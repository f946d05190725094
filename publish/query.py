"""What people type into the search box, as terms: words, "exact phrases", prefix*, OR, -without (also NOT).

Words stand for all their inflections and all must be there; OR ties the two terms beside it more closely than that:
`Obama tweet OR gazouillis` is Obama and one of the two. Anything else than letters and digits is as good as a space.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import msgspec

from corpus.errors import QueryError
from publish.lemmas import ELIDED

Kind = Literal["words", "phrase", "prefix"]

MOST_TERMS = 24  # a longer query is nobody's question, and SQLite's parser has an end
MOST_CHARACTERS = 1_000
LEAST_PREFIX = 2  # letters; one letter begins a tenth of all words
QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″", '"'))
TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
WORDS = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")  # a mark that stands on a letter belongs to its word


class Term(msgspec.Struct, frozen=True):
    """One thing to look for. A term of kind `words` has several words where these hang together: friend-to-friend."""

    kind: Kind
    words: tuple[str, ...]  # as typed, but for elided articles


class Query(msgspec.Struct, frozen=True):
    """All of `wanted` must be there, of each at least one of its alternatives; none of `unwanted` may be."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]


def parse_query(text: str) -> Query:
    """Understand a query. Raises QueryError, which says what cannot be understood and where."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(f"The query has {len(text):,} characters; {MOST_CHARACTERS:,} is the most.")
    text = unicodedata.normalize("NFC", text.translate(QUOTES))
    if text.count('"') % 2:
        place = text.rindex('"') + 1
        raise QueryError(f"The quotation mark at character {place} has no partner.", todo="Close it or leave it out.")
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    joined = negated = False  # by an OR or a NOT before the term
    for match in TOKEN.finditer(text):
        if match["word"] in ("AND", "OR", "NOT") and not match["minus"]:
            joined, negated = match["word"] == "OR" and bool(wanted), match["word"] == "NOT"
            continue
        term = _term(match)
        if term is None:
            continue
        if negated or match["minus"]:
            unwanted.append(term)
        elif joined:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        joined = negated = False
    if sum(map(len, wanted)) + len(unwanted) > MOST_TERMS:
        raise QueryError(f"The query has more than {MOST_TERMS} terms.", todo="Ask for less at a time.")
    if not wanted:
        what = "says only what not to look for" if unwanted else "has no word in it"
        raise QueryError(f"The query {what}.", todo="Add a word to look for.")
    return Query(tuple(map(tuple, wanted)), tuple(unwanted))


def _term(match: re.Match[str]) -> Term | None:
    """The term of a match; None where it has no letter or digit."""
    if match["phrase"] is not None:
        words = tuple(WORDS.findall(match["phrase"]))
        return Term("phrase", words) if words else None
    typed = match["word"]
    words = tuple(WORDS.findall(ELIDED.sub("", typed)))
    if not words:
        return None
    if not typed.endswith("*"):
        return Term("words", words)
    if len(words[-1]) < LEAST_PREFIX:
        raise QueryError(
            f"{typed} at character {match.start() + 1} has too few letters before the star.",
            todo=f"Give at least {LEAST_PREFIX}.",
        )
    return Term("prefix", words)
