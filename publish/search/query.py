"""What people type into the search box, as a tree.

Words stand for all their inflections and all must be there. "exact phrase", prefix*, NEAR(one other, 5), OR, AND, NOT,
-without, (groups) and fields (`outlet:`, `after:`, ...) are understood; anything else than letters and digits is as
good as a space. OR ties the two beside it more closely than AND: `Obama tweet OR gazouillis` is Obama and one of both.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias

import msgspec

from corpus.errors import QueryError
from publish.lemmas import ELIDED, folded
from publish.search.fields import FIELDS, checked

MOST_TERMS = 24  # a longer query is nobody's question
MOST_CHARACTERS = 1_000
MOST_DEPTH = 16  # of groups in groups
LEAST_PREFIX = 2  # letters; one letter begins a tenth of all words
NEAR_WORDS = 10  # where NEAR does not say how near
QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″", '"'))
_FIELD = "|".join(sorted(FIELDS, key=len, reverse=True))
TOKEN = re.compile(
    rf"""(?P<minus>(?<![^\s(])-)?
      (?: (?P<near>(?-i:\bNEAR)\s*\((?P<inside>[^()]*)\))
        | (?P<open>\() | (?P<close>\))
        | (?:(?P<field>{_FIELD}):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"()]+)) )""",
    re.VERBOSE | re.IGNORECASE,
)
WORDS = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")  # a mark that stands on a letter belongs to its word


class Term(msgspec.Struct, frozen=True):
    """Something to look for in texts and titles.

    `kind` says how: `words` in any inflection (several where they hang together: friend-to-friend), `phrase` as it
    stands, `prefix` words that begin as the last one, `name` the words of a name one after the other in any inflection
    of its `language` (nobody types it: a query is widened to it). `field` narrows it to titles, or to what is quoted.
    """

    kind: Literal["words", "phrase", "prefix", "name"]
    words: tuple[str, ...]  # as typed, but for elided articles
    field: Literal["title", "said"] | None = None
    language: str | None = None


class Field(msgspec.Struct, frozen=True):
    """A value that the document's own data must have: `outlet:mediapart`, `after:2017-01`."""

    name: str  # of publish.search.fields
    value: str
    place: int = 0  # in the query, from 1


class Near(msgspec.Struct, frozen=True):
    """Terms with at most `distance` words between one and the next."""

    terms: tuple[Term, ...]
    distance: int


class Coded(msgspec.Struct, frozen=True):
    """Annotated with this actor or tactic. Nobody types it: a query is widened to it."""

    layer: str
    code: str


class Not(msgspec.Struct, frozen=True):
    """Without this."""

    node: Node


class And(msgspec.Struct, frozen=True):
    """All of these."""

    nodes: tuple[Node, ...]


class Or(msgspec.Struct, frozen=True):
    """Any of these."""

    nodes: tuple[Node, ...]


Node: TypeAlias = Term | Field | Near | Coded | Not | And | Or


def parse_query(text: str) -> And:
    """Understand a query. Raises QueryError, which says what cannot be understood and where."""
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"The query has {len(text):,} characters; {MOST_CHARACTERS:,} is the most.",
            key="long",
            values={"most": MOST_CHARACTERS},
        )
    text = unicodedata.normalize("NFC", text.translate(QUOTES))
    if text.count('"') % 2:
        place = text.rindex('"') + 1
        raise QueryError(
            f"The quotation mark at character {place} has no partner.",
            todo="Close it or leave it out.",
            key="quotation",
            values={"place": place},
        )
    parser = _Parser(text)
    found = parser.group(0)
    if parser.terms > MOST_TERMS:
        raise QueryError(
            f"The query has more than {MOST_TERMS} terms.",
            todo="Ask for less at a time.",
            key="terms",
            values={"most": MOST_TERMS},
        )
    if not any(not isinstance(node, Not) for node in found.nodes):
        what = "says only what not to look for" if found.nodes else "has no word in it"
        key = "only_not" if found.nodes else "empty"
        raise QueryError(f"The query {what}.", todo="Add a word to look for.", key=key)
    return found


class _Parser:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self.matches = list(TOKEN.finditer(text))
        self.at = 0
        self.terms = 0

    def group(self, depth: int) -> And:
        """What stands up to the end, or to the bracket that closes this group; one without a partner is no bracket."""
        found: list[Node] = []
        joined = negated = False  # by an OR or a NOT before it
        while self.at < len(self.matches):
            match = self.matches[self.at]
            self.at += 1
            if match["close"]:
                if depth:
                    break
                continue
            operator = match["word"] if match["field"] is None and not match["minus"] else None
            if operator in ("AND", "OR", "NOT"):
                joined = (joined or bool(found)) if operator == "OR" else joined and operator == "NOT"
                negated = operator == "NOT"
                continue
            node = self._unit(match, depth)
            if node is None:
                continue
            if negated or match["minus"]:
                found.append(Not(node))
            elif joined and not isinstance(found[-1], Not):
                last = found[-1]
                found[-1] = Or((*(last.nodes if isinstance(last, Or) else (last,)), node))
            else:
                found.append(node)
            joined = negated = False
        return And(tuple(found))

    def _unit(self, match: re.Match[str], depth: int) -> Node | None:
        """One thing to look for; None where there is no letter or digit in it."""
        if match["open"]:
            if depth >= MOST_DEPTH:
                raise QueryError("The query has too many groups in groups.", todo="Ask for less.", key="deep")
            inner = self.group(depth + 1)
            if not any(not isinstance(node, Not) for node in inner.nodes):
                return None
            return inner.nodes[0] if len(inner.nodes) == 1 else inner
        self.terms += 1
        if match["near"]:
            return _near(match["inside"], match.start() + 1)
        name = FIELDS[match["field"].casefold()] if match["field"] else None
        if name is None or name in ("title", "said"):
            return _term(match["phrase"], match["word"], match.start() + 1, name)
        value = " ".join((match["phrase"] if match["phrase"] is not None else match["word"]).split())
        place = match.start() + 1
        return Field(name, checked(name, value, place), place) if value else None


def _term(phrase: str | None, word: str | None, place: int, field: str | None = None) -> Term | None:
    within: Literal["title", "said"] | None = field if field in ("title", "said") else None  # type: ignore[assignment]
    if phrase is not None:
        words = tuple(WORDS.findall(phrase))
        return Term("phrase", words, within) if words else None
    typed = word or ""
    words = tuple(WORDS.findall(ELIDED.sub("", typed)))
    if not words:
        return None
    if not typed.endswith("*"):
        return Term("words", words, within)
    if len(folded(words[-1])) < LEAST_PREFIX:
        raise QueryError(
            f"{typed} at character {place} has too few letters before the star.",
            todo=f"Give at least {LEAST_PREFIX}.",
            key="prefix",
            values={"typed": typed, "place": place, "least": LEAST_PREFIX},
        )
    return Term("prefix", words, within)


def _near(inside: str, place: int) -> Near | None:
    """`NEAR(clics "sans compter", 8)`: terms, and after a comma how many words may stand between them."""
    written, comma, number = inside.rpartition(",")
    distance = NEAR_WORDS
    if comma and number.strip().isdecimal():
        distance = min(int(number), 1000)
    else:
        written = inside
    found = [_term(m["phrase"], m["word"], place) for m in TOKEN.finditer(written) if not m["field"]]
    terms = tuple(term for term in found if term is not None)
    if len(terms) < 2:
        raise QueryError(
            f"NEAR at character {place} needs two words or more.",
            todo="As in: NEAR(pay clicks, 5).",
            key="near",
            values={"place": place},
        )
    return Near(terms, distance)
