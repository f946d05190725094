"""Sentences as rows of numbers: tf-idf of words, of length 1, and 1 for each thing that was found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import sparse

from annotate.learn.decide import Numbers
from annotate.learn.features import KINDS, Sentence

LEAST_GROUPS = 2  # a feature of one document alone says nothing of others


class Table(msgspec.Struct, frozen=True):
    """All features of all examples, one matrix (examples x names) a kind, before anything is learned from them."""

    names: dict[str, list[str]]
    matrices: dict[str, sparse.csr_matrix]


class Vocabulary(msgspec.Struct, frozen=True):
    """The features that a training set has, by kind: columns of the table, and the weight (idf) of each."""

    columns: dict[str, npt.NDArray[np.int64]]
    idf: dict[str, Numbers]


def table(sentences: Sequence[Sentence]) -> Table:
    """The features of sentences, in the order of their names."""
    names: dict[str, list[str]] = {}
    matrices = {}
    for kind in KINDS:
        rows = [sentence.of(kind) for sentence in sentences]
        names[kind] = sorted({name for row in rows for name in row})
        at = {name: number for number, name in enumerate(names[kind])}
        pointers = np.cumsum([0, *(len(row) for row in rows)])
        columns = np.array([at[name] for row in rows for name in row], dtype=np.int64)
        shape = (len(sentences), len(names[kind]))
        matrices[kind] = sparse.csr_matrix((np.ones(len(columns)), columns, pointers), shape=shape)
    return Table(names, matrices)


def vocabulary(of: Table, rows: npt.NDArray[np.int64], groups: npt.NDArray[np.int64]) -> Vocabulary:
    """What the examples `rows` have, where at least two groups have it. idf of words: ln((1 + n) / (1 + df)) + 1."""
    columns, idf = {}, {}
    incidence = sparse.csr_matrix((np.ones(len(rows)), (groups[rows], np.arange(len(rows)))))
    for kind, matrix in of.matrices.items():
        own = matrix[rows]
        kept = np.flatnonzero((incidence @ own).getnnz(axis=0) >= LEAST_GROUPS)
        df = own.getnnz(axis=0)[kept]
        columns[kind] = kept
        idf[kind] = np.log((1 + len(rows)) / (1 + df)) + 1 if kind == "words" else np.ones(len(kept))
    return Vocabulary(columns, idf)


def rows_of(of: Table, words: Vocabulary, rows: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """The examples `rows` as numbers: one column a feature of the vocabulary, kind after kind."""
    parts = []
    for kind in KINDS:
        part = of.matrices[kind][rows][:, words.columns[kind]].multiply(words.idf[kind]).tocsr()
        if kind == "words":
            length = np.asarray(np.sqrt(part.multiply(part).sum(axis=1))).ravel()
            part = sparse.diags_array(1 / np.where(length > 0, length, 1)) @ part
        parts.append(part)
    return sparse.hstack(parts, format="csr")
