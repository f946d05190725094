"""A site of small random texts, and the same texts read plainly, to count in both."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from stored import silent, store

from corpus.folder import make_corpus
from publish.building.build import build
from publish.database import open_site, open_tokens
from publish.tokens.reading import Tokens

ALPHABET = ["ba", "bî", "co", "dy", "Ba"]  # no word that queries leave out; `ba` and `Ba` are one form; `bî` is another
SIGNS = [" ", ", ", " — ", "\n\n", "’"]


@dataclass(frozen=True, repr=False)  # all of its texts would be shown where a test fails
class Site:
    """A built site, opened, with the texts that are in it."""

    db: sqlite3.Connection
    tokens: Tokens
    texts: list[str]
    rows: list[dict[str, str]]


@contextmanager
def site_of(root: Path, rows: list[dict[str, str]]) -> Iterator[Site]:
    corpus = make_corpus(root)
    store(corpus, *rows)
    build(corpus, silent)
    with closing(open_site(corpus)) as db:
        texts = [row[0] for row in db.execute("SELECT text FROM texts ORDER BY document")]
        order = [row[0] for row in db.execute("SELECT id FROM documents ORDER BY number")]
        by_id = {row["id"]: row for row in rows}
        yield Site(db, open_tokens(db, corpus.site), texts, [by_id[id] for id in order])


def random_rows() -> list[dict[str, str]]:
    """Forty texts of five words in every order, without a language: every word is its own lemma."""
    draw = np.random.default_rng(7)
    rows = []
    for number in range(40):
        length = int(draw.integers(1, 40))
        picked = [ALPHABET[int(one)] for one in draw.integers(0, len(ALPHABET), length)]
        signs = [SIGNS[int(one)] for one in draw.integers(0, len(SIGNS), length)]
        row = {"id": f"d{number:016}", "text": "".join(map("".join, zip(picked, signs, strict=True))).strip() + "."}
        if number % 5:
            row["published_at"] = f"{2010 + number % 4}-0{1 + number % 9}-11"
        if number % 3:
            row["outlet"] = ["The Comb", "La Ruche"][number % 2]
        rows.append(row)
    return rows


def plain_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as they are compared, with their places."""
    return [(m[0].lower().replace("î", "i"), *m.span()) for m in re.finditer(r"\w+", text)]
