"""Whether a document reads as a machine translation, from English into French or from French into English.

Evidence is of several kinds: what the page says of itself, what a translator left in its markup, calques of the other
language's idioms and of its political vocabulary, its way of reporting speech, its typography, and too few of the
little words that the text's own language is full of. The weights are added up; a document is flagged where they reach
`ENOUGH` and come from two kinds, or where the evidence is explicit. Silence is preferred to a wrong flag.
docs/translated.md says how the weights were set and what they are worth; benchmarks/translated.py measures it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import msgspec

from corpus.model import Document
from ingest.translated.evidence import Evidence, quotation
from ingest.translated.grammar import grammar
from ingest.translated.marks import marks
from ingest.translated.page import EXPLICIT, page_evidence
from ingest.translated.phrases import TOKEN, hits, table, words_of

NOTE = "translated?"
ENOUGH = 3.5  # as a text in a corpus of press is one of some thirty, if it is one
KINDS = 2
LEAST = 40  # words; of a shorter text nothing is said
LONG = 1_000  # words from which a text has more chances to hold something by accident
SOURCE = {"fr": "en", "en": "fr"}
# Journalists take foreign quotations from a translator; the article around them is theirs all the same.
WITHIN_QUOTATION = 1 / 3
QUOTED = re.compile(r"«[^«»\n]*»|“[^“”\n]*”|\"[^\"\n]*\"")
READ = 60_000  # characters of a text that are looked at


def flagged(document: Document, traces: Sequence[str] = ()) -> Document:
    """The document with the note `translated?` and its evidence in `extra`, or as it was.

    `traces` are what a translating program left in the page's markup. `extra["translated"]` is `{"from", "score",
    "evidence"}`: the language that it was made from, the sum of the weights, and a quotation for each piece.
    """
    if len(document.text.split(None, LEAST)) <= LEAST:
        return document
    found = [*page_evidence(document, traces), *text_evidence(document.text, document.language)]
    if not _enough(found, document.text):
        return document
    found.sort(key=lambda evidence: -evidence.weight)
    told = {
        "from": SOURCE.get(document.language or ""),
        "score": round(sum(evidence.weight for evidence in found), 1),
        "evidence": [f"{evidence.kind}: {evidence.said}" for evidence in found],
    }
    return msgspec.structs.replace(
        document,
        notes=(*(note for note in document.notes if note != NOTE), NOTE),
        extra={**document.extra, "translated": told},
    )


def text_evidence(text: str, language: str | None) -> Iterator[Evidence]:
    """What speaks for a translation in the text itself; nothing where the language is neither French nor English."""
    if language not in SOURCE:
        return
    text = text[:READ]
    words = words_of(text)
    yield from _phrases(text, words, language)
    yield from marks(text, language)
    if (lacking := grammar(words, language)) is not None:
        yield lacking


def _phrases(text: str, words: Sequence[str], language: str) -> Iterator[Evidence]:
    found = list(hits(words, table(language)))
    if not found:
        return
    spans = [word.span() for word in TOKEN.finditer(text)]
    quoted = [quote.span() for quote in QUOTED.finditer(text)]
    for hit in found:
        start, end = spans[hit.first][0], spans[hit.last][1]
        within = any(left < start and end < right for left, right in quoted)
        weight = hit.phrase.weight * (WITHIN_QUOTATION if within else 1.0)
        yield Evidence(hit.phrase.kind, weight, quotation(text, start, end))


def _enough(found: Sequence[Evidence], text: str) -> bool:
    if any(evidence.weight >= EXPLICIT for evidence in found):
        return True
    score = sum(evidence.weight for evidence in found)
    if score < ENOUGH or len({evidence.kind for evidence in found}) < KINDS:
        return False
    return score >= ENOUGH * math.sqrt(max(1.0, len(text.split()) / LONG))
