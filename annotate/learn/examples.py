"""Sentences with what people say of them, code by code: what a model learns from and is measured on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from annotate.learn.features import Sentence
from annotate.learn.judged import GOLD, Judged, Vote
from annotate.learn.sentences import covers

YES, NO, UNKNOWN = 1, 0, -1


class Example(msgspec.Struct, frozen=True):
    """A sentence of a document that somebody judged. Documents of one `group` say the same (near duplicates)."""

    document: str
    group: str
    language: str
    sentence: Sentence


class Labels(msgspec.Struct, frozen=True):
    """What people say of one code: of each example YES, NO or UNKNOWN and how much it weighs; and the passages that
    show the code, each as the numbers of the examples that it covers."""

    said: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]
    passages: tuple[tuple[int, ...], ...]


def labelled(examples: Sequence[Example], judged: Sequence[Judged]) -> dict[str, Labels]:
    """The labels of every code that somebody judged somewhere; `examples` lie together by document."""
    said = {one.document: one for one in judged}
    rows: dict[str, list[int]] = defaultdict(list)
    for row, example in enumerate(examples):
        rows[example.document].append(row)
    codes = sorted({vote.code for one in judged for vote in one.votes})
    return {code: _labels(code, examples, rows, said) for code in codes}


def _labels(code: str, examples: Sequence[Example], rows: dict[str, list[int]], said: dict[str, Judged]) -> Labels:
    labels = np.full(len(examples), UNKNOWN, dtype=np.int8)
    weights = np.zeros(len(examples))
    passages: set[tuple[int, ...]] = set()
    for document, own in rows.items():
        places = {row: (examples[row].sentence.start, examples[row].sentence.end) for row in own}
        votes = [vote for vote in said[document].votes if vote.code == code]
        covered = {vote: tuple(row for row in own if covers(vote.start, vote.end, places[row])) for vote in votes}
        for row in own:
            here = [vote for vote in votes if row in covered[vote]]
            waits = any(one.code == code and covers(one.start, one.end, places[row]) for one in said[document].waiting)
            readers = () if waits else said[document].readers
            labels[row], weights[row] = _label(here, readers, _somewhere(votes))
        for vote, covers_rows in covered.items():
            right = tuple(row for row in covers_rows if labels[row] == YES)
            if vote.right and right:
                passages.add(right)
                for row in right:  # only one of several sentences may be what shows it
                    weights[row] /= len(right)
    return Labels(labels, weights, tuple(sorted(passages)))


def _somewhere(votes: Sequence[Vote]) -> set[str]:
    """Who gave the code to the document as a whole, and so did not say of any sentence that it lacks it."""
    return {vote.person for vote in votes if vote.end == 0 and vote.right}


def _label(votes: Sequence[Vote], readers: Sequence[str], somewhere: set[str]) -> tuple[int, float]:
    """What people together say of a sentence, and the weight: the verdict if there is one, else the majority."""
    verdicts = [vote for vote in votes if vote.person == GOLD]
    views: dict[str, tuple[bool, float]] = {}
    for vote in verdicts or votes:
        if not views.get(vote.person, (False, 0.0))[0]:
            views[vote.person] = (vote.right, vote.weight)
    if not verdicts:
        for person in set(readers) - somewhere:
            views.setdefault(person, (False, 1.0))
    balance = sum(weight if right else -weight for right, weight in views.values())
    if balance == 0:
        return UNKNOWN, 0.0
    return (YES if balance > 0 else NO), abs(balance) / len(views)
