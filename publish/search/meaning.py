"""Search by meaning beside search by words: a question in one language finds what is said of the matter in the other.

The two lists are put together by reciprocal ranks (Cormack, Clarke and Büttcher 2009).
"""

from __future__ import annotations

import numpy as np

from publish.search.finding import Found, wanted
from publish.search.query import And, Field, Near, Node, Not, Or, Term
from publish.tokens.meaning import Alike

CONSTANT = 60.0  # of reciprocal rank fusion


def words_of(node: Node) -> str | None:
    """What a query asks for in words; None where it wants words as they stand, which meaning has no part in."""
    terms = list(wanted(node))
    if not terms or not _is_plain(node):
        return None
    return " ".join(word for term in terms for word in term.words)


def _is_plain(node: Node) -> bool:
    if isinstance(node, Term):
        return node.kind == "words" and node.field is None
    if isinstance(node, And | Or):
        return all(map(_is_plain, node.nodes))
    return not isinstance(node, Near)


def limits(node: And) -> And:
    """What every document must fit whatever it says: fields, and what it must not have."""
    return And(tuple(part for part in node.nodes if isinstance(part, Field | Not)))


def fused(found: Found, alike: Alike) -> Found:
    """Documents found by words, by meaning or by both, with scores out of their ranks in the two lists."""
    by_words = found.documents[np.argsort(-found.scores, kind="stable")]
    both = np.concatenate([by_words, alike.documents])
    ranks = np.concatenate([np.arange(len(by_words)), np.arange(len(alike.documents))])
    documents, places = np.unique(both, return_inverse=True)
    return Found(documents, np.bincount(places, weights=1 / (CONSTANT + 1 + ranks)).astype(np.float32))
