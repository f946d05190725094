"""Lists of words with their counts: collocates of a word, what is typical of one sub-corpus, n-grams."""

from __future__ import annotations

import sqlite3
from typing import Literal

import msgspec
import numpy as np

from corpus.errors import QueryError
from publish.counts.association import log_dice, log_likelihood, log_ratio, mutual_information
from publish.counts.subcorpus import Subcorpus, lemma_counts, once
from publish.search.hits import Hits
from publish.tokens.reading import Mask, Numbers, Places, Tokens

Measure = Literal["log_likelihood", "log_dice", "mutual_information", "count"]
SURE = 3.84  # chi-squared of one degree of freedom at .05
MOST_NGRAMS = 5_000_000  # places that are counted, a second's work


class TooMany(QueryError):
    """A question about more than can be counted while somebody waits."""


class Collocate(msgspec.Struct, frozen=True):
    """A lemma near the hits. `together` counts it there, `count` in the whole sub-corpus."""

    word: str  # as texts have it
    lemma: str  # folded: lower case, without accents
    together: int
    count: int
    log_likelihood: float
    log_dice: float
    mutual_information: float


class Keyword(msgspec.Struct, frozen=True):
    """A lemma in two sub-corpora; positive measures say that the first has it more often."""

    word: str  # as texts have it
    lemma: str  # folded
    here: int
    there: int
    log_likelihood: float
    log_ratio: float


class Ngram(msgspec.Struct, frozen=True):
    """Words that stand one after the other; forms that differ by case or accents alone are one."""

    words: str
    count: int


def collocates(
    db: sqlite3.Connection,
    subcorpus: Subcorpus,
    *,
    left: int = 5,
    right: int = 5,
    least: int = 3,
    order: Measure = "log_likelihood",
    limit: int = 100,
) -> list[Collocate]:
    """The lemmas within `left` and `right` words of the hits, at least `least` times, those most bound first.

    A token near two hits counts once. What is expected is the word's share of as many tokens (surface co-occurrence,
    Evert 2008).
    """
    tokens = subcorpus.tokens
    near = _around(tokens, subcorpus.hits, left, right)
    window = len(near)
    counts = np.bincount(tokens.lemmas_at(near), minlength=tokens.lemmas)
    found = np.flatnonzero(counts >= max(1, least))
    if not len(found):
        return []
    size = subcorpus.size
    together, every = counts[found].astype(float), lemma_counts(tokens, subcorpus.mask)[found].astype(float)
    elsewhere = np.maximum(every - together, 0)
    measured = {
        "log_likelihood": log_likelihood(together, elsewhere, window, max(1, size - window)),
        "log_dice": log_dice(together, len(subcorpus.hits.places), every),
        "mutual_information": mutual_information(together, window * every / size),
        "count": together,
    }
    ranked = np.lexsort((found, -measured[order]))[:limit]
    names = lemmas_named(db, tokens, found[ranked])
    return [
        Collocate(
            *name,
            int(together[one]),
            int(every[one]),
            *(round(float(measured[m][one]), 3) for m in ("log_likelihood", "log_dice", "mutual_information")),
        )
        for name, one in zip(names, ranked, strict=True)
    ]


def _around(tokens: Tokens, hits: Hits, left: int, right: int) -> Places:
    """The tokens at most so many places before or behind hits, each once."""
    starts = tokens.text.starts
    many = len(hits.places) * (left + right) > len(tokens.text.pieces) // 50
    marked = np.zeros(len(tokens.text.pieces) if many else 0, np.bool_)
    found = [np.empty(0, np.int64)]
    for step in (*range(-left, 0), *range(1, right + 1)):
        at = hits.places + step if step < 0 else hits.places + hits.lengths - 1 + step
        at = at[(at >= starts[hits.documents]) & (at < starts[hits.documents + 1])]
        if many:
            marked[at] = True
        else:
            found.append(at)
    return np.flatnonzero(marked) if many else once(np.concatenate(found))


def keywords(
    db: sqlite3.Connection, tokens: Tokens, here: Mask, there: Mask, *, least: int = 5, limit: int = 100
) -> list[Keyword]:
    """The lemmas that are typical of the documents of `here` against those of `there`, surest first.

    `least` is how often one must stand in both together; a log-likelihood below SURE is taken for chance.
    """
    counted = lemma_counts(tokens, here)
    whole = np.array_equal(there, ~here)  # what the others have is the rest
    others = lemma_counts(tokens, here | there) - counted if whole else lemma_counts(tokens, there)
    a, b = counted.astype(float), others.astype(float)
    n, m = a.sum(), b.sum()
    if not n or not m:
        return []
    found = np.flatnonzero((a + b >= least) & (a * m > b * n))
    likelihood, ratio = log_likelihood(a[found], b[found], n, m), log_ratio(a[found], b[found], n, m)
    ranked = np.lexsort((found, -likelihood))
    ranked = ranked[likelihood[ranked] >= SURE][:limit]
    return [
        Keyword(*name, int(a[one]), int(b[one]), round(float(likelihood[at]), 2), round(float(ratio[at]), 2))
        for name, at, one in zip(lemmas_named(db, tokens, found[ranked]), ranked, found[ranked], strict=True)
    ]


def ngrams(
    db: sqlite3.Connection, subcorpus: Subcorpus, length: int, *, least: int = 2, limit: int = 100
) -> list[Ngram]:
    """The commonest rows of `length` words (2 to 5): those with a hit in them, or all where no word was asked for.

    Raises TooMany where there are more than MOST_NGRAMS to count.
    """
    tokens = subcorpus.tokens
    text = tokens.text
    if not subcorpus.has_words:
        _bounded(subcorpus.size)
        begins = text.places_in(np.flatnonzero(subcorpus.mask))
    else:
        places, lengths, _ = subcorpus.hits
        fits = lengths <= length
        places, lengths = places[fits], lengths[fits]
        _bounded(len(places) * length)
        shifts = [places[lengths <= length - back] - back for back in range(length)]
        begins = once(np.concatenate(shifts)) if shifts else places
    begins = begins[(begins >= 0) & (begins + length <= len(text.pieces))]
    begins = begins[text.documents_of(begins) == text.documents_of(begins + length - 1)]
    if not len(begins):
        return []
    rows = np.stack([tokens.type_ranks[tokens.types_at(begins + step)] for step in range(length)])
    firsts, counts = _kinds(rows.astype(np.int64))
    ranked = np.argsort(-counts, kind="stable")
    ranked = ranked[counts[ranked] >= least][:limit]
    shown = rows[:, firsts[ranked]].T
    forms = forms_ranked(tokens, shown)
    return [
        Ngram(" ".join(forms[int(one)] for one in row), int(count))
        for row, count in zip(shown, counts[ranked], strict=True)
    ]


def _bounded(begins: int) -> None:
    if begins > MOST_NGRAMS:
        raise TooMany(
            f"There are {begins:,} places to count; {MOST_NGRAMS:,} is the most.",
            todo="Narrow the sub-corpus: by a case, a year, an outlet.",
            key="ngrams",
            values={"most": MOST_NGRAMS},
        )


def _kinds(rows: Numbers) -> tuple[Numbers, Numbers]:
    """Of columns of numbers, the first place of each that is different, in their order, and how often it is there."""
    widths = [int(row.max()).bit_length() for row in rows]
    keys, used = np.zeros(rows.shape[1], np.int64), 0
    for row, width in zip(rows, widths, strict=True):
        if used + width > 63:  # what was put together so far goes on as one number
            keys = np.unique(keys, return_inverse=True)[1]
            used = int(keys.max()).bit_length()
        keys, used = (keys << width) | row, used + width
    _, firsts, counts = np.unique(keys, return_index=True, return_counts=True)
    return firsts, counts


def lemmas_named(db: sqlite3.Connection, tokens: Tokens, lemmas: Numbers) -> list[tuple[str, str]]:
    """What these lemmas (by number) are: as texts have them, and folded."""
    return [_named(db, tokens, int(tokens.lemma_types[one])) for one in lemmas]


def _named(db: sqlite3.Connection, tokens: Tokens, number: int) -> tuple[str, str]:
    lemma = str(db.execute("SELECT lemma FROM words WHERE number = ?", (number,)).fetchone()[0])
    same = db.execute("SELECT number FROM words WHERE lemma = ? AND form = ?", (lemma, lemma)).fetchone()
    return (tokens.spelled(same[0]) if same else lemma) or lemma, lemma


def forms_ranked(tokens: Tokens, ranks: Numbers) -> dict[int, str]:
    """The forms that stand at these places of the alphabet, as texts have them."""
    types = np.flatnonzero(np.isin(tokens.type_ranks, np.unique(ranks)))
    often = tokens.text.firsts[types + 1] - tokens.text.firsts[types]
    commonest = {int(tokens.type_ranks[one]): int(one) for one in types[np.argsort(often, kind="stable")]}
    return {rank: tokens.spelled(one) for rank, one in commonest.items()}
