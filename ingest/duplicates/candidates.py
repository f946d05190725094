"""Which documents may be alike: those whose sketches share something. Bounded, however many share the same.

What only one document has ties nothing and is dropped at once, so that what stays in memory is small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from ingest.duplicates.shingles import Numbers

MOST_LISTED = 50  # documents that one shared thing leads to: the first that came
Ints = npt.NDArray[np.int64]


class Shared:
    """What documents share: for each its things, as numbers from 0, in rising order."""

    def __init__(self, documents: Ints, things: Ints, count: int, number_of_documents: int) -> None:
        order = np.lexsort((things, documents))
        self.things = things[order]
        self.count = count
        self._starts = np.searchsorted(documents[order], np.arange(number_of_documents + 1))

    def of(self, document: int) -> Ints:
        """The things that this document shares with any other."""
        return self.things[self._starts[document] : self._starts[document + 1]]

    def documents(self) -> Ints:
        """The document of each of `things`."""
        return np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))


def shared_bands(bands: npt.NDArray[np.uint64], among: Ints) -> Shared:
    """The bands (one row a document) that at least two documents of those in `among` have."""
    found = [_repeated(bands[among, band], among) for band in range(bands.shape[1])]
    return _numbered(found, len(bands))


def shared_anchors(anchors: Sequence[Numbers], among: Ints) -> Shared:
    """The anchors that at least two documents of those in `among` have."""
    chosen = [anchors[document] for document in among]
    owners = np.repeat(among, [len(one) for one in chosen])
    flat = np.concatenate(chosen) if chosen else np.empty(0, dtype=np.uint64)
    return _numbered([_repeated(flat, owners)], len(anchors))


def _repeated(keys: npt.NDArray[np.uint64], owners: Ints) -> tuple[Ints, Ints, int]:
    """The owners and the numbers of the keys that occur more than once (0 is no key), and how many keys there are."""
    different, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    kept = (counts > 1) & (different != 0)
    renumbered = np.cumsum(kept) - 1
    mask = kept[inverse]
    return owners[mask], renumbered[inverse[mask]].astype(np.int64), int(kept.sum())


def _numbered(found: Iterable[tuple[Ints, Ints, int]], number_of_documents: int) -> Shared:
    documents, things, count = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], 0
    for owners, numbers, more in found:
        documents.append(owners)
        things.append(numbers + count)
        count += more
    return Shared(np.concatenate(documents), np.concatenate(things), count, number_of_documents)


class Listed:
    """Documents looked up by what they share, in the order in which they were added."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self._by_thing: dict[int, list[int]] = {}

    def add(self, document: int) -> None:
        """List a document under all that it shares, where there is room."""
        for thing in self.shared.of(document).tolist():
            listed = self._by_thing.setdefault(thing, [])
            if len(listed) < MOST_LISTED:
                listed.append(document)

    def near(self, document: int) -> Counter[int]:
        """How many things each listed document shares with this one."""
        found: Counter[int] = Counter()
        for thing in self.shared.of(document).tolist():
            found.update(self._by_thing.get(thing, ()))
        return found
