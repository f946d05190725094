"""What sources say of the same thing stands together, and where they contradict each other is told."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import annotations, judge, put, small_corpus

from annotate.figures.compare import Comparison, Statement, compare, contradicts, meant
from annotate.reader import Readers
from annotate.suggest import suggest
from corpus.cli import hustings as main
from corpus.model import Annotation, Document

_numbers = count()


def figure(document: str, passage: str, text: str, **said: Any) -> Annotation:
    low = said.pop("value", None)
    attributes = {"low": low, "high": low, **said} if low is not None else said
    return note(document, passage, text, "figure", str(said["kind"]), attributes)


def note(
    document: str, passage: str, text: str, layer: str, code: str, said: dict[str, Any], state: str = "suggested"
) -> Annotation:
    start = text.index(passage)
    return Annotation(
        id=f"a{next(_numbers)}", document=document, layer=layer, code=code, start=start, end=start + len(passage),  # type: ignore[arg-type]
        quotation=passage, agent="test", state=state, made_at="2026-01-01", attributes=said,  # type: ignore[arg-type]
    )  # fmt: skip


def one_each(*sentences: tuple[str, str, dict[str, Any]]) -> list[Comparison]:
    """Each sentence in a document of its own, with Anna as its actor and one figure."""
    documents = []
    for number, (text, passage, said) in enumerate(sentences):
        id = f"d{number}"
        notes = [note(id, "Anna", text, "actor", "anna", {}), figure(id, passage, text, **said)]
        documents.append((Document(id=id, kind="article", text=text, published_at=f"2020-0{number + 1}-01"), notes))
    return compare(documents)


def test_followers_and_abonnes_are_one_thing() -> None:
    (found,) = one_each(
        ("Anna has 500 followers.", "500 followers", {"kind": "followers", "value": 500, "unit": "follower"}),
        ("Anna compte 700 abonnés.", "700 abonnés", {"kind": "followers", "value": 700, "unit": "abonné"}),
    )
    assert (found.kind, found.subject, found.documents, found.contradicts) == ("followers", "anna", 2, True)
    assert [said.passage for said in found.statements] == ["500 followers", "700 abonnés"]


@pytest.mark.parametrize(
    ("first", "second", "contradictory"),
    [
        ({"value": 100}, {"value": 120}, True),
        ({"value": 100, "approximation": "more_than"}, {"value": 120}, False),
        ({"value": 100, "approximation": "less_than"}, {"value": 120}, True),
        ({"value": 100, "approximation": "about"}, {"value": 105}, False),
        ({"low": 100, "high": 130}, {"value": 120}, False),
        ({"value": 2_700_000}, {"value": 2_712_345}, False),
        ({"value": 2_700_000}, {"value": 2_812_345}, True),
    ],
)
def test_values_contradict_where_nothing_fits_both(
    first: dict[str, Any], second: dict[str, Any], contradictory: bool
) -> None:
    said = {"kind": "people", "unit": "volunteer"}
    (found,) = one_each(
        ("Anna had volunteers.", "volunteers", {**said, **first}),
        ("Anna avait des bénévoles.", "bénévoles", {**said, "unit": "bénévole", **second}),
    )
    assert found.contradicts is contradictory


def test_rates_and_currencies_are_kept_apart() -> None:
    found = one_each(
        ("Anna got $5 a click.", "$5 a click", {"kind": "money", "value": 5, "unit": "USD", "per": "click"}),
        ("Anna got $5 a post.", "$5 a post", {"kind": "money", "value": 5, "unit": "USD", "per": "post"}),
        ("Anna got 5 euros a post.", "5 euros a post", {"kind": "money", "value": 5, "unit": "EUR", "per": "post"}),
    )
    assert len(found) == 3


def test_the_subject_is_in_the_sentence_and_no_platform_where_somebody_else_is() -> None:
    text = "Paul spoke. On Chirper Anna has 500 followers."
    notes = [
        note("d", "Paul", text, "actor", "paul", {}),
        note("d", "Anna", text, "actor", "anna", {}),
        note("d", "Chirper", text, "actor", "chirper", {}),
        figure("d", "500 followers", text, kind="followers", value=500),
    ]
    document = Document(id="d", kind="article", text=text)
    (found,) = compare([(document, notes)], no_subjects=lambda actor: actor == "chirper")
    assert found.subject == "anna"
    (alone,) = compare([(document, [notes[0], notes[3]])])
    assert alone.subject is None


def test_sums_of_nobody_known_do_not_contradict() -> None:
    documents = []
    for number in (5, 6):
        text = f"It cost ${number}."
        notes = [figure(f"d{number}", f"${number}", text, kind="money", value=number, unit="USD")]
        documents.append((Document(id=f"d{number}", kind="article", text=text), notes))
    (found,) = compare(documents)
    assert not found.contradicts


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**7)), max_size=8))
def test_what_is_said_to_contradict_does_not_depend_on_the_order(said: list[tuple[str, int]]) -> None:
    statements = [
        Statement(
            annotation=str(number), document=document, source="", published_at=None, start=0, end=1, passage="x",
            low=value, high=value, approximation=None, state="made",
        )
        for number, (document, value) in enumerate(said)
    ]  # fmt: skip
    assert contradicts(statements) == contradicts(statements[::-1])
    assert all(meant(one)[0] <= one.low <= meant(one)[1] for one in statements)


@pytest.mark.slow
def test_the_command_lists_a_case_and_leaves_out_what_was_rejected(tmp_path: Path, readers: Readers) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    put(corpus, "Rivage compte 4 000 abonnés sur Chirper.", case="port", published_at="2020-01-01")
    put(corpus, "Rivage has 9,000 followers on Chirper.", "en", case="port", published_at="2020-02-01")
    put(corpus, "Rivage has 9,500 followers on Chirper.", "en", published_at="2020-03-01")
    suggest(corpus)
    listed = CliRunner().invoke(main, ["-C", str(corpus.root), "figures", "--case", "port", "--json"])
    (found,) = json.loads(listed.stdout)
    assert (found["subject"], found["contradicts"]) == ("jeanne-rivage", True)
    assert [said["low"] for said in found["statements"]] == [4000, 9000]
    shown = CliRunner().invoke(main, ["-C", str(corpus.root), "figures", "--case", "port"])
    assert "contradictory" in shown.stdout
    judge(corpus, next(one for one in annotations(corpus) if "4 000" in one.quotation), "reject")
    left = CliRunner().invoke(main, ["-C", str(corpus.root), "figures", "--case", "port", "--json"])
    assert json.loads(left.stdout) == []


def test_a_case_that_is_not_there_is_said(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    asked = CliRunner().invoke(main, ["-C", str(corpus.root), "figures", "--case", "nowhere"])
    assert "no case nowhere" in str(asked.exception)
