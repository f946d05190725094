"""Time expressions become EDTF values, counted from the day of publication or the date told before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from babel.dates import get_month_names
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import annotations, put, small_corpus

from annotate.dates.find import DateFinder
from annotate.dates.when import PRECISIONS
from annotate.reader import Readers
from annotate.suggest import suggest
from benchmarks.dates_cases import Case, cases
from corpus.model import Annotation, Block, Document, Precision

Read = Callable[..., list[tuple[str, str | None]]]


@pytest.fixture(scope="session")
def read(readers: Readers) -> Read:
    """(words, value) of the expressions of a text; the value is None where there is none."""

    def values(text: str, language: str, published: str | None = None) -> list[tuple[str, str | None]]:
        document = Document(id="d", kind="article", text=text, language=language, published_at=published)
        (found,) = readers.propose([document])
        return [(text[p.start : p.end], p.attributes.get("value")) for p in found if p.layer == "date"]

    return values


def dated(readers: Readers, case: Case, language: str) -> list[tuple[int, int, str | None, str | None]]:
    document = Document(id="d", kind="article", text=case.text, language=language, published_at=case.published)
    (found,) = readers.propose([document])
    return [
        (p.start, p.end, p.attributes.get("value"), p.attributes.get("precision")) for p in found if p.layer == "date"
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_cases_of_the_benchmark_have_their_values(readers: Readers, language: str) -> None:
    missed, wanted = [], 0
    for case in cases(language):
        found = dated(readers, case, language)
        for expression in case.expressions:
            wanted += 1
            right = [
                start < expression.end and expression.start < end and (value, fine) == expression[2:]
                for start, end, value, fine in found
            ]
            if not any(right):
                missed.append((case.published, case.text, expression, found))
    assert wanted >= 150
    assert len(missed) <= 0.03 * wanted, missed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_nobody_sees_a_date_hardly_any_is_found(readers: Readers, language: str) -> None:
    plain = [case for case in cases(language) if not case.expressions]
    false = [(case.text, found) for case in plain if (found := dated(readers, case, language))]
    assert len(plain) >= 20
    assert len(false) <= 3, false


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_value_is_edtf(readers: Readers, language: str) -> None:
    for case in cases(language):
        for _, _, value, precision in dated(readers, case, language):
            if value is not None:
                assert parse_edtf(value)
                assert precision in PRECISIONS


def test_the_passage_is_the_expression_and_nothing_more(read: Read) -> None:
    text = (
        "Le\u00a020\u00a0janvier\u00a02017, « Elle » dort\u00a0; l’an\u00a0dernier, la semaine\ndernière 🙂 hier soir."
    )
    assert read(text, "fr", "2017-01-25") == [
        ("20\u00a0janvier\u00a02017", "2017-01-20"),
        ("l’an\u00a0dernier", "2016"),
        ("la semaine\ndernière", "2017-01-16/2017-01-22"),
        ("hier soir", "2017-01-24"),
    ]


def test_each_annotation_says_what_it_was_counted_from(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    text = "Hier, elle a gagné.\nLe 3 mars 2012, il a perdu. La veille, il riait.\nLa veille du scrutin, il pleuvait."
    put(corpus, text, published_at="2020-02-20T09:30:00Z")
    suggest(corpus)
    said = {a.start: a for a in annotations(corpus) if a.layer == "date"}
    found: list[Annotation] = [said[start] for start in sorted(said)]
    assert [a.attributes for a in found] == [
        {
            "value": "2020-02-19",
            "precision": "day",
            "basis": "relative to publication",
            "anchor": "2020-02-20T09:30:00Z",
        },
        {"value": "2012-03-03", "precision": "day", "basis": "explicit"},
        {"value": "2012-03-02", "precision": "day", "basis": "relative to 2012-03-03", "anchor": "2012-03-03"},
        {"unresolved": "event"},
    ]
    scores = [a.score or 0 for a in found]
    assert scores[1] > scores[0] > scores[2] > scores[3] > 0
    assert {a.code for a in found} == {"date"}


@pytest.mark.parametrize(
    ("published", "precision", "values"),
    [
        ("2020-02-20", "day", ["2020-02-20", "2020-01", "2019"]),
        ("2020-02", "month", [None, "2020-01", "2019"]),
        ("2020", "year", [None, None, "2019"]),
        ("2020-02-20", "year", [None, None, "2019"]),
        (None, None, [None, None, None]),
    ],
)
def test_no_more_is_counted_than_the_date_of_publication_bears(
    readers: Readers, published: str | None, precision: Precision | None, values: list[str | None]
) -> None:
    text = "He spoke on Thursday, last month and last year."
    document = Document(
        id="d", kind="article", text=text, language="en", published_at=published, published_precision=precision
    )
    (found,) = readers.propose([document])
    dates = [p for p in found if p.layer == "date"]
    assert [p.attributes.get("value") for p in dates] == values
    assert all(("value" in p.attributes) != ("unresolved" in p.attributes) for p in dates)


def test_what_is_counted_from_the_text_needs_a_date_that_is_near(read: Read) -> None:
    near = "Le 4 mai 2019, il votait.\nLe lendemain, il partait."
    blocks = "Le 4 mai 2019, il votait.\n\nRien.\n\nRien.\n\nLe lendemain, il partait."
    assert read(near, "fr", "2020-02-20")[1] == ("Le lendemain", "2019-05-05")
    assert read("Le lendemain, il partait.", "fr", "2020-02-20") == [("Le lendemain", None)]
    assert read("En 2019, il votait. Le lendemain, il partait.", "fr")[1] == ("Le lendemain", None)
    assert read("Il votait le 4 mai 2019, la veille du débat. Le lendemain, il partait.", "fr")[2][1] is None
    assert read(blocks, "fr")[1] == ("Le lendemain", "2019-05-05")  # one stretch: nothing says where paragraphs end


def test_a_date_three_paragraphs_before_is_too_far(readers: Readers) -> None:
    lines = ["Le 4 mai 2019, il votait.", "Rien.", "Rien.", "Le lendemain, il partait."]
    text, blocks, at = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
        at += len(line) + 1
    (found,) = readers.propose([Document(id="d", kind="article", text=text, language="fr", blocks=tuple(blocks))])
    assert [p.attributes.get("unresolved") for p in found if p.layer == "date"] == [None, "no date before it"]


def test_the_year_of_a_day_is_that_of_the_story(read: Read) -> None:
    story = "On 2 October 2012 he led. On November 6 he won."
    assert read(story, "en", "2020-02-20")[1] == ("November 6", "2012-11-06")
    assert read("On November 6 he won.", "en", "2020-02-20") == [("November 6", "2019-11-06")]
    assert read("On November 6 he will win.", "en", "2020-02-20") == [("November 6", "2020-11-06")]


def test_the_issue_of_a_newspaper_is_no_date_of_the_story(readers: Readers) -> None:
    text = "Lire dans Le Fanal du 12 mars 2012. La veille, il pleuvait."
    (found,) = readers.propose([Document(id="d", kind="article", text=text, language="fr")])
    assert [(p.code, p.attributes.get("value")) for p in found if p.layer == "date"] == [
        ("issue", "2012-03-12"),
        ("date", None),
    ]


def test_durations_are_no_dates(read: Read) -> None:
    assert read("Depuis trois jours, il dort ; il a dormi pendant deux semaines.", "fr", "2020-02-20") == []
    assert read("He slept for three days and paid millions in two months.", "en", "2020-02-20") == []


def test_a_document_in_two_languages_is_counted_in_the_order_of_its_text(readers: Readers) -> None:
    text = "Le 4 mai 2019, il votait.\nThe next day he left."
    blocks = (Block(kind="paragraph", start=0, end=25), Block(kind="paragraph", start=26, end=len(text), language="en"))
    (found,) = readers.propose([Document(id="d", kind="article", text=text, language="fr", blocks=blocks)])
    assert [p.attributes["value"] for p in found if p.layer == "date"] == ["2019-05-04", "2019-05-05"]


@given(st.dates(date(1500, 1, 1), date(2099, 12, 31)), st.sampled_from(["iso", "fr", "slashes"]))
def test_a_whole_date_is_read_as_it_is_written(readers: Readers, day: date, how: str) -> None:
    months = list(get_month_names("wide", locale="fr").values())
    written = {"iso": day.isoformat(), "fr": f"{day.day} {months[day.month - 1]} {day.year}"}.get(how)
    written = written or f"{day.day:02}/{day.month:02}/{day.year}"
    text = f"Publié le {written} ."
    (found,) = readers.propose([Document(id="d", kind="article", text=text, language="fr")])
    assert [(text[p.start : p.end], p.attributes["value"]) for p in found if p.layer == "date"] == [
        (written, day.isoformat())
    ]


WORDS = (
    "le la du au 3 31 29 9-12 mars février jeudi dernier prochain hier soir 2012 2020-21 99/99/2020"
    " années 80 l'été fin entre et de à veille avant 1 999 ans jours depuis jusqu'à dans il y a - . , 25h61 nuit"
    " semaine 0001-01-01 Feb. the last next May night before day after weeks ago since between and 13/13/2013 Q5"
    " quarter fall of Thursday at 13 p.m."
)


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=14),
    st.sampled_from(["fr", "en"]),
    st.sampled_from([None, "0001", "9999-12", "2020-02-29", "2020-02-20T10:00:00Z", "soon"]),
)
def test_no_jumble_of_words_breaks_the_grammar(
    readers: Readers, words: list[str], language: str, published: str | None
) -> None:
    text = " ".join(words)
    (found,) = readers.propose([Document(id="d", kind="article", text=text, language=language, published_at=published)])
    dates = [p for p in found if p.layer == "date"]
    for p in dates:
        assert 0 <= p.start < p.end <= len(text)
        assert p.attributes.get("unresolved") or parse_edtf(p.attributes["value"])
    assert all(one.end <= other.start for one, other in pairwise(dates))


def test_a_language_without_a_grammar_has_no_dates() -> None:
    import spacy

    assert DateFinder("de")(spacy.blank("de")("Am 3. März 2020 und in 2012.")) == []
