"""Sentences as rows of numbers: tf-idf of words, of length 1, 1 for what was found, and meaning."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy import sparse

from annotate.learn.decide import Numbers
from annotate.learn.features import KINDS, Sentence
from annotate.meaning.encoder import Vectors
from annotate.meaning.encoder import vectors as encoded

LEAST_GROUPS = 2  # a feature of one document alone says nothing of others
SCALE = 4.0  # what a meaning is multiplied by beside words of length 1, chosen on benchmarks/learners.py


class Table(msgspec.Struct, frozen=True):
    """All features of all examples, before anything is learned from them: one matrix (examples x names) a kind, and the
    vectors of their meaning (examples x encoder.SIZE)."""

    names: dict[str, list[str]]
    matrices: dict[str, sparse.csr_matrix]
    meaning: Vectors


class Vocabulary(msgspec.Struct, frozen=True):
    """The features that a training set has, by kind: columns of the table, and the weight (idf) of each; and the mean
    of its meanings, from which each is measured, so that an average sentence speaks neither for nor against a code."""

    columns: dict[str, npt.NDArray[np.int64]]
    idf: dict[str, Numbers]
    centre: Numbers


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
    around = {text: number for number, text in enumerate(dict.fromkeys(sentence.around for sentence in sentences))}
    return Table(names, matrices, encoded(list(around))[[around[sentence.around] for sentence in sentences]])


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
    return Vocabulary(columns, idf, of.meaning[rows].mean(axis=0, dtype=np.float64))


def rows_of(of: Table, words: Vocabulary, rows: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """The examples `rows` as numbers: one column a feature of the vocabulary, kind after kind, then their meaning."""
    return sparse.hstack([named(of, words, rows), meant(of.meaning[rows], words.centre)], format="csr")


def meant(meaning: Vectors, centre: Numbers) -> Numbers:
    """Meanings as a model sees them: rows by examples, encoder.SIZE columns."""
    return SCALE * (meaning.astype(np.float64) - centre)


def named(of: Table, words: Vocabulary, rows: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """The features of the examples `rows` that have names."""
    parts = []
    for kind in KINDS:
        part = of.matrices[kind][rows][:, words.columns[kind]].multiply(words.idf[kind]).tocsr()
        if kind == "words":
            length = np.asarray(np.sqrt(part.multiply(part).sum(axis=1))).ravel()
            part = sparse.diags_array(1 / np.where(length > 0, length, 1)) @ part
        parts.append(part)
    return sparse.hstack(parts, format="csr")
