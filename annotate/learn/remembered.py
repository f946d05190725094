"""What people judged is not proposed again under another cut of the same passage.

A rule that has changed, or a model of sentences beside rules of clauses, may find the passage that a person accepted or
rejected with a word more or less: that is no new suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from annotate.known import Known
from annotate.learn.judged import LAYER
from annotate.learn.sentences import covers
from annotate.proposal import Proposal
from corpus.model import Annotation


def unjudged(proposals: Iterable[Proposal], there: Iterable[Known], text: str) -> list[Proposal]:
    """The proposals without those of tactics that lie, by half of the shorter passage at least, where a person has
    said something of the same code; the very same passage stays, as it is known already."""
    judged: dict[str, list[Annotation]] = defaultdict(list)
    for one in there:
        annotation = one.annotation
        if annotation.layer == LAYER and not one.untouched and _stands(annotation, text):
            judged[annotation.code].append(annotation)
    return [p for p in proposals if p.layer != LAYER or not _again(p, judged[p.code])]


def _stands(annotation: Annotation, text: str) -> bool:
    return annotation.end > 0 and text[annotation.start : annotation.end] == annotation.quotation


def _again(p: Proposal, judged: Iterable[Annotation]) -> bool:
    places = [(one.start, one.end) for one in judged]
    return (p.start, p.end) not in places and any(covers(p.start, p.end, place) for place in places)
