"""A token index opened: arrays in mapped memory, shared by all threads, and what is asked of them.

Documents are counted from 0 here: document 0 is number 1 of site.db. A place is that of a token in its stream.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from publish.tokens.making import STEP
from publish.tokens.meaning import VECTORS, Meaning

Numbers = NDArray[Any]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]

AS_SPACES = bytes.maketrans(b"\n\t", b"  ")


def _array(folder: Path, name: str) -> Numbers:
    path = folder / f"{name}.npy"
    # A file of no values cannot be mapped; a small one is quicker in memory.
    array: Numbers = np.load(path, mmap_mode="r" if path.stat().st_size > 1 << 16 else None)
    return array.view(np.ndarray)  # indexing a memmap costs three times as much


class Standing(NamedTuple):
    """Places of a stream in order, beside each the document in which it is."""

    places: Places
    documents: Places

    def of(self, which: Numbers | Mask) -> Standing:
        """Some of them."""
        return Standing(self.places[which], self.documents[which])


class Stream:
    """One field of all documents: `text` or `title`. The arrays are those of publish.tokens.making."""

    def __init__(self, folder: Path, name: str) -> None:
        self.pieces = _array(folder, f"{name}_pieces")
        self.starts: Places = _array(folder, f"{name}_starts").astype(np.int64)
        self.firsts: Places = _array(folder, f"{name}_firsts").astype(np.int64)
        self.postings: Places = _array(folder, f"{name}_postings").astype(np.int64)
        self.within = _array(folder, f"{name}_within")
        self.documents = _array(folder, f"{name}_documents")
        self.counts = _array(folder, f"{name}_counts")
        self.offsets = _array(folder, f"{name}_offsets").astype(np.int64)
        self.lengths: Places = np.diff(self.starts)

    def documents_with(self, types: Sequence[int] | range) -> list[tuple[Numbers, Numbers]]:
        """The documents that have each of these types, in order, and how often they have it."""
        spans = [(self.postings[one], self.postings[one + 1]) for one in types]
        return [
            (self.documents[first:last].astype(np.int64), self.counts[first:last])
            for first, last in spans
            if last > first
        ]

    def standing(self, types: Sequence[int] | range) -> Standing:
        """Where all tokens of these types stand."""
        parts = []
        for one in types:
            first, last = self.firsts[one], self.firsts[one + 1]
            if last > first:
                begin, end = self.postings[one], self.postings[one + 1]
                documents = np.repeat(self.documents[begin:end].astype(np.int64), self.counts[begin:end])
                parts.append(Standing(self.starts[documents] + self.within[first:last], documents))
        if len(parts) < 2:
            return parts[0] if parts else Standing(np.empty(0, np.int64), np.empty(0, np.int64))
        # Each part is in order: a sort that sees this takes a tenth of the time.
        return Standing(*(np.sort(np.concatenate(lists), kind="stable") for lists in zip(*parts, strict=True)))

    def places_in(self, documents: Numbers) -> Places:
        """The places of all tokens of these documents, in order."""
        return runs(self.starts[documents], self.lengths[documents])

    def documents_of(self, places: Places) -> Places:
        """The documents in which these places are."""
        return np.searchsorted(self.starts, places, side="right") - 1


class Tokens:
    """The token index of one build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.text = Stream(folder, "text")
        self.title = Stream(folder, "title")
        self.piece_types = _array(folder, "piece_types")
        self.piece_lengths = _array(folder, "piece_lengths")
        self.piece_gaps = _array(folder, "piece_gaps")
        self.type_lemmas = _array(folder, "type_lemmas")
        self.type_ranks = _array(folder, "type_ranks")
        self.column = {
            name: _array(folder, name).astype(np.int32)
            for name in ("case", "language", "kind", "outlet", "platform", "account", "date", "cluster")
        }
        self.values: dict[str, list[str]] = orjson.loads((folder / "values.json").read_bytes())
        self._codes_firsts = _array(folder, "codes_firsts").astype(np.int64)
        self._codes_documents = _array(folder, "codes_documents")
        self._codes = {code: place for place, code in enumerate(self.values["codes"])}
        self._quoted = _array(folder, "quoted").astype(np.int64).reshape(-1, 2)
        self._piece_edges = np.concatenate([[0], _array(folder, "piece_ends").astype(np.int64)])
        self._texts = _mapped(folder / "pieces.txt")

    @cached_property
    def meaning(self) -> Meaning | None:
        """The vectors of the paragraphs; None where the site was built without."""
        return Meaning(self.folder) if (self.folder / VECTORS).exists() else None

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.text.lengths)

    @cached_property
    def lemma_types(self) -> Places:
        """For each lemma (by number) the first of its types: those that follow up to the next lemma's are its, too."""
        changes = self.type_lemmas[1:] != self.type_lemmas[:-1]
        return np.flatnonzero(np.concatenate([[True], changes])) if len(self.type_lemmas) else np.empty(0, np.int64)

    @cached_property
    def _by_type(self) -> tuple[Numbers, Places]:
        """The pieces by their types, those met first before others, and where each type's begin."""
        order = np.argsort(self.piece_types, kind="stable")
        return order, np.searchsorted(self.piece_types[order], np.arange(len(self.type_lemmas) + 1))

    def spelled(self, type: int) -> str:
        """A word of this type as texts have it, with its accents: the first that was met in lower case, or at all."""
        order, firsts = self._by_type
        words = [self.word_of(int(piece)) for piece in order[firsts[type] : min(firsts[type] + 8, firsts[type + 1])]]
        return next((word for word in words if word.islower()), words[0] if words else "")

    def word_of(self, piece: int) -> str:
        """The word of a piece, without the gap before it."""
        first, last = self._piece_edges[piece : piece + 2]
        return self._texts[first:last].tobytes().decode("utf-8")[int(self.piece_gaps[piece]) :]

    @property
    def lemmas(self) -> int:
        """How many lemmas there are."""
        return len(self.lemma_types)

    @cached_property
    def shortness(self) -> NDArray[np.float32]:
        """For each document what BM25 (k1 1.2, b 0.75) adds to a word's count: more for a longer text."""
        lengths = self.text.lengths + self.title.lengths
        mean = lengths.mean() if len(lengths) else 1.0
        return (1.2 * (0.25 + 0.75 * lengths / max(mean, 1.0))).astype(np.float32)

    def value(self, column: str, number: int) -> str | None:
        """The word that a column's number stands for; None for what is unknown."""
        return self.values[column][number - 1] if number else None

    def number(self, column: str, value: str) -> int | None:
        """The number that a column has for a word; None where no document has it."""
        try:
            return self.values[column].index(value) + 1
        except ValueError:
            return None

    @cached_property
    def years(self) -> Numbers:
        """The year of each document; 0 where none is known."""
        return np.asarray(self.column["date"] // 10_000)

    @cached_property
    def in_years(self) -> Numbers:
        """How many documents there are of each year, from 0 on."""
        return np.bincount(self.years)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the documents, commonest first."""
        known = self.values["language"]
        counts = np.bincount(self.column["language"], minlength=len(known) + 1)[1:]
        return [known[place] for place in np.argsort(-counts, kind="stable")]

    @property
    def codes(self) -> Sequence[str]:
        """Every actor and tactic that a document is annotated with: `actor:ID`, `tactic:SLUG`."""
        return self.values["codes"]

    def documents_coded(self, layer: str, code: str) -> Numbers:
        """The documents that are annotated with a code, in order."""
        place = self._codes.get(f"{layer}:{code}")
        if place is None:
            return np.empty(0, np.int64)
        return self._codes_documents[self._codes_firsts[place] : self._codes_firsts[place + 1]].astype(np.int64)

    def codes_in(self, documents: Numbers) -> Numbers:
        """How many of these documents have each code, in the order of `codes`."""
        if not self.codes:
            return np.empty(0, np.int64)
        among = np.zeros(self.documents, np.int64)
        among[documents] = 1
        return np.add.reduceat(among[self._codes_documents], self._codes_firsts[:-1])

    def quoted(self, places: Places) -> Mask:
        """Whether places in the texts stand in quoted speech."""
        if not len(self._quoted):
            return np.zeros(len(places), np.bool_)
        at = np.searchsorted(self._quoted[:, 0], places, side="right") - 1
        return np.asarray((at >= 0) & (places < self._quoted[at, 1]))

    def types_at(self, places: Numbers, stream: Stream | None = None) -> Numbers:
        """The types of the tokens at these places."""
        return self.piece_types[(stream or self.text).pieces[places]]

    def ranks_at(self, places: Numbers) -> Numbers:
        """The places of these tokens' forms in the alphabet, from 1."""
        return self._piece_ranks[self.text.pieces[places]]

    @cached_property
    def _piece_ranks(self) -> Numbers:
        return np.asarray(self.type_ranks.astype(np.int32)[self.piece_types] + 1)

    def lemmas_at(self, places: Numbers) -> Numbers:
        """The lemmas of the tokens at these places of the texts, by number."""
        return self.type_lemmas[self.types_at(places)]

    def offsets(self, document: int, stream: Stream | None = None) -> tuple[Numbers, Numbers]:
        """Start and end of every token of a document's text (or title), in code points."""
        field = stream or self.text
        pieces = field.pieces[field.starts[document] : field.starts[document + 1]]
        ends = np.cumsum(self.piece_lengths[pieces], dtype=np.int64)
        return ends - self.piece_lengths[pieces] + self.piece_gaps[pieces], ends

    def spans(self, places: Places, lengths: Places, documents: Places) -> tuple[Places, Places]:
        """Where runs of tokens begin and end, in code points of their documents' texts; what stands before their first
        words belongs to them."""
        pieces = self.text.pieces[places]
        base = self._before(self.text.starts[documents])
        begins = self._before(places)
        longer = np.flatnonzero(lengths > 1)
        ends = begins + self.piece_lengths[pieces]
        ends[longer] = self._before((places + lengths)[longer])
        return begins - base, ends - base

    def _before(self, places: Places) -> Places:
        """How many code points stand before these places, from the first document on."""
        steps = places % STEP
        since = runs(places - steps, steps)
        lengths = _edges(self.piece_lengths[self.text.pieces[since]])
        lasts = np.cumsum(steps)
        found: Places = self.text.offsets[places // STEP] + lengths[lasts] - lengths[lasts - steps]
        return found

    def written(self, firsts: Places, sizes: Places) -> list[str]:
        """Runs of tokens of the texts as they stand there, line ends and tabs as spaces."""
        pieces = self.text.pieces[runs(firsts, sizes)]
        begins = self._piece_edges[pieces]
        widths = self._piece_edges[1:][pieces] - begins
        signs = self._texts[runs(begins, widths)].tobytes().translate(AS_SPACES)
        edges = _edges(widths)[_edges(sizes)].tolist()
        return [signs[begin:end].decode("utf-8") for begin, end in pairwise(edges)]


def runs(firsts: Places, sizes: Places) -> Places:
    """The numbers of runs one behind the other: from each first one on as many as its size."""
    some = np.flatnonzero(sizes)
    if not len(some):
        return np.empty(0, np.int64)
    firsts, sizes = firsts[some], sizes[some]
    steps = np.ones(int(sizes.sum()), np.int64)  # from each number to the next
    steps[0] = firsts[0]
    steps[np.cumsum(sizes[:-1])] = firsts[1:] - firsts[:-1] - sizes[:-1] + 1
    return np.cumsum(steps, out=steps)


def _edges(lengths: Numbers) -> Places:
    """Where things of these lengths begin, one behind the other, and where the last ends."""
    edges = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=edges[1:])
    return edges


def _mapped(path: Path) -> NDArray[np.uint8]:
    if not path.stat().st_size:  # cannot be mapped
        return np.empty(0, np.uint8)
    return np.memmap(path, np.uint8, mode="r").view(np.ndarray)


class Words:
    """The words of the index by what is typed, from table `words` of site.db, whose numbers are the types."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def of_lemma(self, lemma: str) -> range:
        """The types of a lemma (folded)."""
        first, last = self.db.execute("SELECT min(number), max(number) FROM words WHERE lemma = ?", (lemma,)).fetchone()
        return range(first, last + 1) if first is not None else range(0)

    def of_form(self, form: str) -> list[int]:
        """The types of a form (folded)."""
        return [row[0] for row in self.db.execute("SELECT number FROM words WHERE form = ? ORDER BY 1", (form,))]

    def of_prefix(self, prefix: str) -> list[int]:
        """The types of the forms that begin so (folded)."""
        rows = self.db.execute(
            "SELECT number FROM words WHERE form >= ? AND form < ? ORDER BY 1", (prefix, prefix + "\U0010ffff")
        )
        return [row[0] for row in rows]

    def lemmas_of(self, form: str) -> list[str]:
        """The lemmas that a form (folded) has in this corpus."""
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT lemma FROM words WHERE form = ? ORDER BY 1", (form,))
        ]
