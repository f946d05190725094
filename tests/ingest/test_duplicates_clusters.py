"""Clusters as such: what holds whatever the texts are, and that no corpus makes the work explode."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.duplicates import clusters as clusters_module
from ingest.duplicates.canonical import Text, latest, standing
from ingest.duplicates.clusters import Tie, clusters
from ingest.duplicates.likeness import ALIKE, ALIKE_SHORT, CONTAINED, likeness
from ingest.duplicates.shingles import Numbers, numbers, shingles, words
from ingest.duplicates.signatures import LEAST_LONG, sketch

SENTENCE = "Nobody paid us to say that the candidate keeps every promise that he makes to our town"
FRENCH = [
    "le",
    "maire",
    "la",
    "ville",
    "une",
    "campagne",
    "des",
    "électeurs",
    "qui",
    "ont",
    "voté",
    "hier",
    "pour",
    "un",
]
ENGLISH = [
    "the",
    "mayor",
    "town",
    "a",
    "campaign",
    "of",
    "voters",
    "who",
    "had",
    "chosen",
    "that",
    "program",
    "without",
]


def shingled(text: str) -> Numbers:
    return shingles(numbers(words(text)))


def tied(texts: Sequence[str], press: Sequence[bool], ids: Sequence[str] | None = None) -> list[Tie]:
    ids = ids or [f"d{n}" for n in range(len(texts))]
    known = [
        Text(id=id, kind="article" if is_press else "post", state="live", length=len(text))
        for id, text, is_press in zip(ids, texts, press, strict=True)
    ]
    return clusters(known, sketch(texts), cache(lambda number: shingled(texts[number])))


@st.composite
def likely_copies(draw: st.DrawFn) -> list[tuple[str, bool]]:
    """Texts of two languages, many made of another by changing, cutting or adding words; articles and posts."""
    chance = random.Random(draw(st.integers(0, 10_000)))
    made: list[list[str]] = []
    for _ in range(draw(st.integers(1, 12))):
        if made and chance.random() < 0.7:
            text = list(chance.choice(made))
            share = chance.choice([0, 0.05, 0.2])
            vocabulary = FRENCH if text and text[0] in FRENCH else ENGLISH
            text = [chance.choice(vocabulary) if chance.random() < share else word for word in text]
            text = text[: chance.randint(1, len(text) + 1)] + chance.choices(vocabulary, k=chance.randint(0, 40))
        else:
            text = chance.choices(chance.choice([FRENCH, ENGLISH]), k=chance.randint(0, 150))
        made.append(text)
    return [(" ".join(text), chance.random() < 0.6) for text in made]


@given(likely_copies(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_ties_hold_by_exact_recomputation_and_in_any_order(
    items: list[tuple[str, bool]], chance: random.Random
) -> None:
    texts, press = [text for text, _ in items], [is_press for _, is_press in items]
    ties = tied(texts, press)
    canonical = {tie.canonical for tie in ties}
    assert max(Counter(tie.document for tie in ties).values(), default=1) == 1
    assert not canonical & {tie.document for tie in ties}
    for tie in ties:
        one, other = shingled(texts[tie.document]), shingled(texts[tie.canonical])
        shared = len(np.intersect1d(one, other))
        if tie.likeness.measure == "same words":
            assert words(texts[tie.document]) == words(texts[tie.canonical])
        elif tie.likeness.measure == "Jaccard":
            long = min(len(words(texts[n])) for n in (tie.document, tie.canonical)) >= LEAST_LONG
            assert shared / len(np.union1d(one, other)) >= (ALIKE if long else ALIKE_SHORT)
        else:
            assert shared / min(len(one), len(other)) >= CONTAINED
            assert press[tie.document]
            assert press[tie.canonical]
        assert (texts[tie.document].split()[0] in FRENCH) == (texts[tie.canonical].split()[0] in FRENCH)
    order = list(range(len(items)))
    chance.shuffle(order)
    again = tied([texts[n] for n in order], [press[n] for n in order], [f"d{n}" for n in order])
    assert {(order[tie.document], order[tie.canonical], tie.likeness) for tie in again} == {
        (tie.document, tie.canonical, tie.likeness) for tie in ties
    }


@given(st.lists(st.text(max_size=300), max_size=8))
@settings(max_examples=100)
def test_any_text_can_be_compared(texts: list[str]) -> None:
    tied(texts, [True] * len(texts))


def test_ten_thousand_identical_posts_are_one_cluster() -> None:
    ties = tied([SENTENCE] * 10_000, [False] * 10_000)
    assert len(ties) == 9_999
    assert {tie.canonical for tie in ties} == {0}


def test_a_thousand_texts_that_share_a_notice_cost_no_thousand_comparisons_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(3)
    vocabulary = [f"word{n}" for n in range(5000)]
    notice = chance.choices(vocabulary, k=60)
    texts = [" ".join([*chance.choices(vocabulary, k=100), *notice]) for _ in range(1000)]
    compared = 0

    def counted(one: Numbers, other: Numbers, *, alike: float, contained: bool) -> object:
        nonlocal compared
        compared += 1
        return likeness(one, other, alike=alike, contained=contained)

    monkeypatch.setattr(clusters_module, "likeness", counted)
    assert tied(texts, [True] * len(texts)) == []
    assert compared <= 1000 * clusters_module.MOST_CHECKED


def test_a_very_long_text_is_compared_by_its_beginning() -> None:
    long = "word " * 3_000_000
    assert len(words(long)) < 500_000


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2011", "2012-01-01"),
        ("2012-11-06", "2012"),  # 2012 may be December
        ("2012-11-06T23:16:18Z", "2012-11-06"),
        ("2012-11-06T23:16Z", "2012-11"),
        ("2012-11-06T10:00:00Z", "2012-11-06T10:00:01Z"),
        ("2012-11-06T10:00:00Z", "2012-11-06T10:00:00"),  # which may be anywhere
        ("2012-11-06T10:00:00", "2012-11-07T10:00:00Z"),
        ("9999", None),
    ],
)
def test_of_two_dates_the_one_that_is_surely_earlier_comes_first(earlier: str, later: str | None) -> None:
    assert latest(earlier) < latest(later) or (later is None and latest(earlier) == datetime.max)


def text(id: str, **more: object) -> Text:
    return Text(**{"id": id, "kind": "article", "state": "live", "length": 100, **more})  # type: ignore[arg-type]  # of fields with many types


def test_who_is_canonical() -> None:
    in_order = [
        text("f", published_at="2012"),
        text("e", published_at="2013"),
        text("d", length=200),
        text("b"),
        text("c"),
        text("a", passed_on=True, published_at="2011"),
        text("0", state="deleted", published_at="2010"),
    ]
    assert sorted([*in_order[3:], *in_order[:3]], key=standing) == in_order
    whole, excerpt = text("x", published_at="2013"), text("y", published_at="2012")
    assert standing(whole) < standing(excerpt, excerpt=True)
