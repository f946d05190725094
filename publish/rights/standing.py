"""Which of a document's annotations are published: those that stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.model import Annotation, AnnotationState

PUBLISHED: tuple[AnnotationState, ...] = ("suggested", "accepted", "made")


def standing(annotations: Sequence[Annotation]) -> Iterator[Annotation]:
    """What is published of a document's annotations: what people made or accepted, and what still waits for them.

    What was adjudicated is published if it is right, once where several people have the same. In a layer in which all
    that people have is adjudicated, what nobody took up is published no more: they read the document to its end.
    """
    judged = {a.layer for a in annotations if a.verdict is not None}
    open_still = {a.layer for a in annotations if a.verdict is None and a.state in ("made", "accepted")}
    for a in annotations:
        if a.is_gold or (a.verdict is None and a.state in PUBLISHED and a.layer not in judged - open_still):
            yield a
