"""Passages with the sentence around them: what the pages of an actor or a tactic are made of."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publish.site.queries import BY_DATE, DOCUMENT, Row, rows
from publish.site.tallies import Filter, Tallies, tallies

REACH = 280  # code points looked at on either side
LEAST = 40  # code points of context that a side should have where the text has them
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+")
WORD_START = re.compile(r"\s\S")


@dataclass(frozen=True)
class Passage:
    """A quotation, the words around it, and whether text was left out at either end."""

    before: str
    quotation: str
    after: str
    cut_before: bool
    cut_after: bool
    annotation: Row
    document: Row


@dataclass(frozen=True)
class Which:
    """Which annotations: a clause over the table with named parameters, and their values."""

    clause: str
    values: Mapping[str, object]

    @classmethod
    def coded(cls, layer: str, code: str) -> Which:
        """Those of an `actor`, a `tactic`, or a `candidate` for an actor."""
        return cls(_CODED[layer], {"code": code})


def passages(db: sqlite3.Connection, which: Which, chosen: Filter, *, limit: int, offset: int) -> list[Passage]:
    """The passages of such annotations, by the date of their documents and their place in them."""
    # Which ones first: the texts are read only for those that are shown.
    found = rows(
        db,
        f"SELECT annotations.number {_FROM} WHERE {chosen.where(which.clause)}"
        f" ORDER BY {ORDER} LIMIT :limit OFFSET :offset",
        **chosen.__dict__,
        **which.values,
        limit=limit,
        offset=offset,
    )
    return passages_numbered(db, [row["number"] for row in found])


def passages_numbered(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Passage]:
    """The passages of these annotations, by date and place."""
    marks = ", ".join(str(int(number)) for number in numbers)
    found = rows(
        db,
        f"SELECT {DOCUMENT}, annotations.number AS annotation_number, annotations.id AS annotation,"
        ' annotations.start, annotations."end",'
        " annotations.quotation, annotations.state AS annotation_state, annotations.score, annotations.agent,"
        " substr(texts.text, max(0, annotations.start - :reach) + 1, min(annotations.start, :reach)) AS before,"
        ' substr(texts.text, annotations."end" + 1, :reach) AS after, length(texts.text) AS length'
        f" {_FROM} JOIN texts ON texts.document = documents.number"
        f' LEFT JOIN cases ON cases.id = documents."case" WHERE annotations.number IN ({marks}) ORDER BY {ORDER}',
        reach=REACH,
    )
    return [_passage(row) for row in found]


ORDER = f"{BY_DATE}, annotations.start, annotations.number"
# Candidates have no entry in the authority file: their code stands only in annotations.code.
_CODED = {
    "actor": "annotations.actor = :code",
    "tactic": "annotations.tactic = :code",
    "candidate": "annotations.layer = 'actor' AND annotations.actor IS NULL AND annotations.code = :code",
}
_FROM = (
    "FROM annotations JOIN facets ON facets.document = annotations.document"
    " JOIN documents ON documents.number = annotations.document"
)


def count(db: sqlite3.Connection, which: Which) -> Tallies:
    """How many such passages there are."""
    source = "annotations JOIN facets ON facets.document = annotations.document"
    return tallies(db, source, which.clause, **which.values)


def _passage(row: Row) -> Passage:
    whole_before = row["start"] <= REACH
    whole_after = row["end"] + REACH >= row["length"]
    before, cut_before = context_before(row["before"], whole=whole_before)
    after, cut_after = context_after(row["after"], whole=whole_after)
    return Passage(before, row["quotation"], after, cut_before, cut_after, annotation=row, document=row)


def context_before(text: str, *, whole: bool) -> tuple[str, bool]:
    """The end of a text from the start of a sentence, and whether anything was cut inside a sentence.

    The sentence may be short: then the one before it is shown as well. `whole` says that `text` is all there is.
    """
    if "\n" in text:  # a passage is shown within its own paragraph
        text, whole = text.rsplit("\n", 1)[1], True
    starts = [0] if whole else []
    starts += [match.end() for match in SENTENCE_END.finditer(text)]
    far_enough = [start for start in starts if len(text) - start >= LEAST]
    if far_enough:
        return text[far_enough[-1] :], False
    if starts:
        return text[starts[0] :], False
    word = WORD_START.search(text)
    return (text[word.start() + 1 :] if word else text), True


def context_after(text: str, *, whole: bool) -> tuple[str, bool]:
    """The start of a text up to the end of a sentence, and whether anything was cut inside a sentence."""
    if "\n" in text:
        text, whole = text.split("\n", 1)[0], True
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    ends += [len(text)] if whole else []
    if ends:
        return text[: next((end for end in ends if end >= LEAST), ends[-1])].rstrip(), False
    words = list(re.finditer(r"\s", text))
    return (text[: words[-1].start()] if words else text), True
