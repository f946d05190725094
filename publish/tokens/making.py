"""Writing the arrays of a token index. Every one is a .npy file, which a server maps into memory and never loads whole.

A stream is one field of all documents, one after the other: `text` or `title`. Its arrays:

`pieces`    the number of each token's piece, in the order of the texts
`starts`    the place of each document's first token, and the end of the last: documents + 1
`firsts`    for each type where its places begin in `within`: types + 1
`within`    the places of a type's tokens in their documents, by document and place
`postings`  for each type where its documents begin in `documents`: types + 1
`documents` the documents that have a type, in order, counted from 0
`counts`    how often each has it, beside `documents`
`offsets`   how many code points stand before every STEPth token, from the first document on
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from publish.tokens.vocabulary import Vocabulary

STEP = 32  # tokens from one stored offset to the next
CHUNK = 1 << 22  # tokens that are sorted at a time: what bounds the memory

Numbers = NDArray[Any]


class Stream:
    """The pieces of one field, document after document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces = array("I")
        self.starts = array("Q", [0])

    def add(self, pieces: array[int]) -> None:
        """Add the next document."""
        self.pieces.extend(pieces)
        self.starts.append(len(self.pieces))


def write_array(folder: Path, name: str, values: Numbers) -> None:
    """Write an array in the narrowest type that holds it."""
    if values.dtype.kind in "iu":
        values = values.astype(np.min_scalar_type(int(values.max()) if len(values) else 0))
    np.save(folder / f"{name}.npy", values)


def write_vocabulary(folder: Path, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Write the pieces and their types; returns the words in the order of the types' numbers: (lemma, form)."""
    words, types = vocabulary.sorted_words()
    encoded = [piece.encode("utf-8") for piece in vocabulary.pieces]
    (folder / "pieces.txt").write_bytes(b"".join(encoded))
    ends = np.cumsum(np.fromiter(map(len, encoded), np.uint64, len(encoded)), dtype=np.uint64)
    write_array(folder, "piece_ends", ends)
    write_array(folder, "piece_lengths", np.fromiter(map(len, vocabulary.pieces), np.uint32, len(encoded)))
    write_array(folder, "piece_gaps", np.frombuffer(vocabulary.gaps, np.uint32) if encoded else np.empty(0, np.uint32))
    write_array(folder, "piece_types", types)
    write_array(folder, "type_lemmas", _lemmas(words))
    write_array(folder, "type_ranks", _ranks(words))
    return words


def _lemmas(words: Sequence[tuple[str, str]]) -> Numbers:
    """For each type the number of its lemma: types are in the order of their lemmas."""
    changes = [0, *(int(one[0] != other[0]) for one, other in pairwise(words))] if words else []
    return np.cumsum(np.array(changes, np.uint32), dtype=np.uint32)


def _ranks(words: Sequence[tuple[str, str]]) -> Numbers:
    """For each type the place of its form in the alphabet: what concordances are sorted by."""
    forms = {form: place for place, form in enumerate(sorted({form for _, form in words}))}
    return np.fromiter((forms[form] for _, form in words), np.uint32, len(words))


def write_stream(
    folder: Path, stream: Stream, types: NDArray[np.uint32], lengths: Numbers, words: int
) -> NDArray[np.uint64]:
    """Write the arrays of a stream; returns how many tokens each type has.

    `types` and `lengths` (in code points) are those of each piece.
    """
    pieces = np.frombuffer(stream.pieces, np.uint32) if stream.pieces else np.empty(0, np.uint32)
    starts = np.frombuffer(stream.starts, np.uint64)
    places, firsts = _by_type(pieces, types, words)
    write_array(folder, f"{stream.name}_pieces", pieces)
    write_array(folder, f"{stream.name}_starts", starts)
    write_array(folder, f"{stream.name}_offsets", _offsets(pieces, lengths))
    write_array(folder, f"{stream.name}_firsts", firsts)
    postings = np.zeros(words + 1, np.uint64)
    documents, counts, within = [], [], []
    for first, last in _ranges(firsts):
        part = places[firsts[first] : firsts[last]]
        own = np.searchsorted(starts, part, side="right") - 1
        kinds = np.repeat(np.arange(first, last), np.diff(firsts[first : last + 1]).astype(np.int64))
        new = np.flatnonzero(np.concatenate([[True], (own[1:] != own[:-1]) | (kinds[1:] != kinds[:-1])]))
        documents.append(own[new].astype(np.uint32))
        counts.append(np.diff(np.append(new, len(part))).astype(np.uint32))
        within.append((part - starts[own]).astype(np.uint32))
        postings[first + 1 : last + 1] = np.bincount(kinds[new] - first, minlength=last - first)
    write_array(folder, f"{stream.name}_postings", np.cumsum(postings, dtype=np.uint64))
    for name, parts in (("documents", documents), ("counts", counts), ("within", within)):
        write_array(folder, f"{stream.name}_{name}", np.concatenate(parts) if parts else np.empty(0, np.uint32))
    return np.diff(firsts)


def _offsets(pieces: Numbers, lengths: Numbers) -> NDArray[np.uint64]:
    found, before = [np.zeros(1, np.uint64)], np.uint64(0)
    for at in range(0, len(pieces), CHUNK):  # a multiple of STEP
        ends = np.cumsum(lengths[pieces[at : at + CHUNK]], dtype=np.uint64) + before
        found.append(ends[STEP - 1 :: STEP])
        before = ends[-1]
    return np.concatenate(found)


def _by_type(pieces: Numbers, types: Numbers, words: int) -> tuple[Numbers, NDArray[np.uint64]]:
    """The places of all tokens, those of a type together and in order: a counting sort in parts."""
    firsts = np.zeros(words + 1, np.uint64)
    for at in range(0, len(pieces), CHUNK):
        firsts[1:] += np.bincount(types[pieces[at : at + CHUNK]], minlength=words).astype(np.uint64)
    firsts = np.cumsum(firsts, dtype=np.uint64)
    free = firsts[:-1].astype(np.int64)
    places = np.empty(len(pieces), np.uint64 if len(pieces) >> 32 else np.uint32)
    for at in range(0, len(pieces), CHUNK):
        part = types[pieces[at : at + CHUNK]]
        order = np.argsort(part, kind="stable")
        ordered = part[order]
        runs = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        lengths = np.diff(np.append(runs, len(ordered)))
        places[free[ordered] + np.arange(len(ordered)) - np.repeat(runs, lengths)] = at + order
        free[ordered[runs]] += lengths
    return places, firsts


def _ranges(firsts: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Types from one to before another that together have about CHUNK tokens; a type is never cut."""
    first, types = 0, len(firsts) - 1
    while first < types:
        last = int(np.searchsorted(firsts, firsts[first] + CHUNK, side="right")) - 1
        last = min(max(last, first + 1), types)
        if firsts[last] > firsts[first]:
            yield first, last
        first = last
