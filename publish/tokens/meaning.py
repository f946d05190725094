"""Paragraphs as vectors of the multilingual sentence encoder (annotate.meaning), beside the token index.

They are made at build where the setting `semantic` asks for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotate.meaning.encoder import SIZE, vectors

if TYPE_CHECKING:
    from corpus.console import Step

Numbers = NDArray[Any]

LEAST_WORDS = 4  # of a paragraph; a shorter one is joined to the next
MOST_CHARACTERS = 600  # that are encoded of a paragraph: of more words the encoder makes no more sense
BATCH = 256
NEAREST = 100  # documents
LEAST = 0.25  # cosine; what is less alike is about something else
VECTORS = "meaning_vectors.npy"
CHUNK = 1 << 16  # paragraphs compared at a time


class Alike(msgspec.Struct, frozen=True):
    """Documents by how much one of their paragraphs is like the query, most first, and these paragraphs' spans."""

    documents: Numbers
    cosines: Numbers
    spans: dict[int, tuple[int, int]]


def write_meaning(db: sqlite3.Connection, folder: Path, step: Step) -> None:
    """Write the vectors of all paragraphs, in half precision, with their documents (from 0) and spans."""
    owners, spans, made = [], [], [np.zeros((0, SIZE), np.float16)]
    waiting: list[str] = []
    for document, text, found in _documents(db):
        for start, end in found:
            owners.append(document)
            spans.append((start, end))
            waiting.append(text[start : min(end, start + MOST_CHARACTERS)])
        while len(waiting) >= BATCH:
            made.append(vectors(waiting[:BATCH]).astype(np.float16))
            del waiting[:BATCH]
        step.advance()
    made.append(vectors(waiting).astype(np.float16))
    np.save(folder / VECTORS, np.concatenate(made))
    np.save(folder / "meaning_documents.npy", np.array(owners, np.uint32))
    np.save(folder / "meaning_spans.npy", np.array(spans, np.uint32).reshape(-1, 2))


def _documents(db: sqlite3.Connection) -> Iterator[tuple[int, str, list[tuple[int, int]]]]:
    rows = db.execute(
        'SELECT texts.document, text, start, "end" FROM texts LEFT JOIN blocks ON blocks.document = texts.document'
        " ORDER BY texts.document, blocks.number"
    )
    for number, group in groupby(rows, key=lambda row: int(row[0])):
        members = list(group)
        text = members[0][1]
        blocks = [(start, end) for _, _, start, end in members if start is not None] or [(0, len(text))]
        yield number - 1, text, list(_paragraphs(text, blocks))


def _paragraphs(text: str, blocks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The blocks, a short one together with the next."""
    begin: int | None = None
    for start, end in blocks:
        begin = start if begin is None else begin
        if len(text[begin:end].split()) >= LEAST_WORDS:
            yield begin, end
            begin = None
    if begin is not None and text[begin:].strip():
        yield begin, len(text)


class Meaning:
    """The vectors of a site, in mapped memory."""

    def __init__(self, folder: Path) -> None:
        self.vectors = np.load(folder / VECTORS, mmap_mode="r")
        self.documents = np.load(folder / "meaning_documents.npy").astype(np.int64)
        self.spans = np.load(folder / "meaning_spans.npy")

    def alike(self, text: str, allowed: Numbers | None = None) -> Alike:
        """The documents most like a text; `allowed` is a mask of those that may be among them."""
        query = vectors([text])[0]
        cosines = np.concatenate(
            [
                self.vectors[at : at + CHUNK].astype(np.float32) @ query
                for at in range(0, max(1, len(self.vectors)), CHUNK)
            ]
        )
        good = np.flatnonzero(cosines >= LEAST)
        if allowed is not None:
            good = good[allowed[self.documents[good]]]
        ordered = good[np.argsort(-cosines[good], kind="stable")]
        firsts = np.sort(np.unique(self.documents[ordered], return_index=True)[1])[:NEAREST]
        best = ordered[firsts]
        spans = {int(self.documents[one]): (int(self.spans[one][0]), int(self.spans[one][1])) for one in best}
        return Alike(self.documents[best], cosines[best], spans)
