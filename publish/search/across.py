"""What a query is widened to across languages: what names a tactic or an actor in one finds it in the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from publish.lemmas import WORD, folded, lemma_key
from publish.search.query import And, Coded, Node, Or, Term

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


class Expansion(msgspec.Struct, frozen=True):
    """A tactic or actor that a part of the query names, and by which words it is found in other languages."""

    asked: str  # the words of the query
    layer: str
    code: str
    terms: tuple[tuple[str, str], ...]  # (language, term)


def sensible(node: Node) -> Node:
    """The query without words like `the` and `les` beside others that say something."""
    if isinstance(node, And):
        says = [not is_function_word(part) for part in node.nodes]
        kept = [part for part, counts in zip(node.nodes, says, strict=True) if counts or not any(says)]
        return And(tuple(map(sensible, kept)))
    return Or(tuple(map(sensible, node.nodes))) if isinstance(node, Or) else node


def is_function_word(node: Node) -> bool:
    """Whether it is a plain word that nearly every text has."""
    return isinstance(node, Term) and node.kind == "words" and all(folded(w) in FUNCTION_WORDS for w in node.words)


class Widening:
    """Widens queries by the terms of a site (table `terms` of its database)."""

    def __init__(self, db: sqlite3.Connection, languages: Sequence[str]) -> None:
        self.db = db
        known = db.execute("SELECT DISTINCT language FROM terms ORDER BY language").fetchall()
        self.languages = list(dict.fromkeys([*languages, *(row[0] for row in known)]))
        self.expansions: list[Expansion] = []

    def widened(self, node: Node) -> Node:
        """The query with each longest run of plain words that names something widened to its other names.

        A name counts with all its words; of what is asked, only those words that say something must be there.
        """
        if isinstance(node, Or):
            return Or(tuple(self.widened(part) for part in node.nodes))
        if not isinstance(node, And):
            return self._run([node]) or node
        wide: list[Node] = []
        at = 0
        says = any(not is_function_word(part) for part in node.nodes)
        while at < len(node.nodes):
            end, found = self._longest_run(node.nodes, at)
            if found is not None:
                wide.append(found)
            else:
                own = node.nodes[at]
                if not (says and is_function_word(own)):
                    wide.append(self.widened(own) if isinstance(own, And | Or) else own)
            at = end
        return And(tuple(wide))

    def _longest_run(self, nodes: Sequence[Node], at: int) -> tuple[int, Node | None]:
        """The end of the longest run of plain words from `at` on that names something, and what; or the next place."""
        plain = 0
        for node in nodes[at : at + LONGEST_NAME]:
            if not _is_plain(node):
                break
            plain += 1
        for length in range(plain, 0, -1):
            found = self._run(nodes[at : at + length])
            if found is not None:
                return at + length, found
        return at + 1, None

    def _run(self, nodes: Sequence[Node]) -> Node | None:
        """A run of plain words, or what it names; None where that is nothing."""
        terms = [node for node in nodes if isinstance(node, Term) and _is_plain(node)]
        if len(terms) < len(nodes):
            return None
        found = self._named(" ".join(word for term in terms for word in term.words))
        if not found:
            return None
        self.expansions += found
        asked = [term for term in terms if not is_function_word(term)]
        options: list[Node] = [And(tuple(asked))] if asked else []
        for expansion in found:
            options.append(Coded(expansion.layer, expansion.code))
            options += [_name(term, language) for language, term in expansion.terms]
        return Or(tuple(options))

    def _named(self, asked: str) -> list[Expansion]:
        """The codes that go by these words in some language, with their names in the languages where they do not."""
        codes: dict[tuple[str, str], set[str]] = {}
        for language in self.languages:
            rows = self.db.execute(
                "SELECT DISTINCT layer, code FROM terms WHERE key = ? AND language = ?",
                (lemma_key(asked, language), language),
            )
            for layer, code in rows:
                codes.setdefault((layer, code), set()).add(language)
        return [
            Expansion(asked, layer, code, tuple(self._other_terms(layer, code, said_in)))
            for (layer, code), said_in in sorted(codes.items())
        ]

    def _other_terms(self, layer: str, code: str, said_in: set[str]) -> Iterator[tuple[str, str]]:
        rows = self.db.execute(
            "SELECT language, term FROM terms WHERE layer = ? AND code = ? ORDER BY language, term", (layer, code)
        )
        return ((language, term) for language, term in rows if language not in said_in)


def _is_plain(node: Node) -> bool:
    return isinstance(node, Term) and node.kind == "words" and node.field is None


def _name(term: str, language: str) -> Term:
    return Term("name", tuple(WORD.findall(term)), language=language)
