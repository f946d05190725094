"""Every occurrence of some words in a person's documents, without regard to case, accents and kinds of apostrophe."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

import msgspec

from annotate.desk.coding.view import visible
from annotate.fold import fold, folded
from corpus.events import EventLog
from corpus.ids import sha256
from corpus.model import Document
from corpus.replay import replay

BESIDE = 60  # code points shown left and right
LONGEST = 200  # code points of what is looked for


class Hit(msgspec.Struct, frozen=True):
    """One occurrence; offsets are code points. `codes`: what the person has tagged there already, "layer code"."""

    document: str
    title: str
    language: str | None
    text_sha256: str
    start: int
    end: int
    left: str
    match: str
    right: str
    codes: list[str] = []


def occurrences(document: Document, words: str) -> Iterator[Hit]:
    """Where the words stand in a document as whole words, from the first to the last."""
    sought = folded(words[:LONGEST], accents=False)
    if not sought:
        return
    pattern = r"\s+".join(re.escape(part) for part in sought.split())
    edge_left = r"(?<!\w)" if sought[0].isalnum() else ""
    edge_right = r"(?!\w)" if sought[-1].isalnum() else ""
    text = fold(document.text, accents=False)
    digest = sha256(document.text)
    for match in re.finditer(edge_left + pattern + edge_right, text.text, re.IGNORECASE):
        start, end = text.span(*match.span())
        yield Hit(
            document=document.id,
            title=document.title or document.text[:BESIDE],
            language=document.language,
            text_sha256=digest,
            start=start,
            end=end,
            left=document.text[max(0, start - BESIDE) : start],
            match=document.text[start:end],
            right=document.text[end : end + BESIDE],
        )


def with_codes(log: EventLog, hits: Iterator[Hit], coder: str) -> Iterator[Hit]:
    """The hits, each document's together, with what a person has tagged there: on these very words."""
    for document, group in groupby(hits, key=lambda hit: hit.document):
        there = _tagged(log, document, coder)
        for hit in group:
            yield msgspec.structs.replace(hit, codes=there.get((hit.start, hit.end), []))


def _tagged(log: EventLog, document: str, coder: str) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for _, group in groupby(log.events(document), key=lambda act: act.annotation):
        one = replay(visible(group, coder))
        if one is not None and one.state in ("made", "accepted"):
            found[one.start, one.end].append(f"{one.layer} {one.code}")
    return found
