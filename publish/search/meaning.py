"""Search by meaning beside search by words: a question in one language finds what is said of the matter in the other.

The two lists are put together by reciprocal ranks (Cormack, Clarke and Büttcher 2009).
"""

from __future__ import annotations

import numpy as np

from publish.search.finding import wanted
from publish.search.query import And, Field, Near, Node, Not, Or, Term
from publish.tokens.meaning import Alike
from publish.tokens.reading import Numbers

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


def fused(scores: Numbers, found: Numbers, alike: Alike) -> Numbers:
    """Scores of all documents out of their ranks by words and by meaning; `found` are those found by words."""
    both = np.zeros(len(scores), np.float32)
    documents = np.flatnonzero(found)
    order = documents[np.argsort(-scores[documents], kind="stable")]
    both[order] += (1 / (CONSTANT + 1 + np.arange(len(order)))).astype(np.float32)
    both[alike.documents] += (1 / (CONSTANT + 1 + np.arange(len(alike.documents)))).astype(np.float32)
    return both
