"""What an outlet prints again and again: a notice under every article, a call to subscribe, a template."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.duplicates.candidates import Shared
from ingest.duplicates.canonical import Text

RECURS = 5  # different texts of one outlet or account with the same passage: it says nothing about copies
MOSTLY = 0.5  # of what two texts share


class Boilerplate:
    """The passages that recur in the different texts of one outlet or account."""

    def __init__(self, texts: Sequence[Text], anchors: Shared) -> None:
        sources: dict[str, int] = {}
        self._source = [sources.setdefault(name, len(sources)) if (name := _source(text)) else -1 for text in texts]
        self._anchors = anchors
        owners = np.array(self._source, dtype=np.int64)[anchors.documents()]
        known = owners >= 0
        passages, counts = np.unique(owners[known] * anchors.count + anchors.things[known], return_counts=True)
        self._recurring = passages[counts >= RECURS]

    def ties(self, one: int, other: int) -> bool:
        """Whether what two texts share is mostly boilerplate of the source of either."""
        if not len(self._recurring):
            return False
        shared = np.intersect1d(self._anchors.of(one), self._anchors.of(other), assume_unique=True)
        if not len(shared):
            return False
        for source in {self._source[one], self._source[other]} - {-1}:
            passages = source * self._anchors.count + shared
            if np.isin(passages, self._recurring).mean() > MOSTLY:
                return True
        return False


def _source(text: Text) -> str | None:
    return text.outlet or text.account
