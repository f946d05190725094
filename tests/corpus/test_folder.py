"""What people edit by hand is checked when it is read, and a mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.cases import Case, Cases
from corpus.errors import NoCorpus, SettingsError, UsageError
from corpus.folder import Corpus, find_corpus, make_corpus


def test_a_new_corpus_has_the_shipped_codebook(corpus: Corpus) -> None:
    assert len(corpus.codebook.tactics) == 34
    assert corpus.codebook.tactic["paid-clicks"].label["fr"].startswith("Clics payés")
    assert corpus.settings.title_in("fr") == "Test"


@pytest.mark.parametrize("title", ['Say "hello"', "a\\b", "l'été\n2012", "{curly}", ""])
def test_any_title_can_be_given(tmp_path: Path, title: str) -> None:
    made = make_corpus(tmp_path / "new", title=title or None)
    assert made.settings.title == (title or "new")


def test_a_corpus_is_found_from_inside_as_git_does(corpus: Corpus) -> None:
    below = corpus.root / "a" / "b"
    below.mkdir(parents=True)
    assert find_corpus(below).root == corpus.root


def test_no_corpus_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoCorpus, match="hustings init"):
        find_corpus(tmp_path)


def test_a_corpus_is_not_made_twice(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="already"):
        make_corpus(corpus.root)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("hustings.toml", "title = ", r"hustings\.toml"),
        ("hustings.toml", "tittle = 'x'", "tittle"),
        ("hustings.toml", "detect = ['en', 'xx']", "xx cannot be told.*ar, bg"),
        ("hustings.toml", "detect = []", "missing"),
        ("hustings.toml", "contact = 'Cora <cora@example.org>'", "contact"),
        ("hustings.toml", "detect = ['en', 'en']", "twice"),
        ("actors.yaml", "actors:\n  - {id: a\n", "line 3"),
        ("actors.yaml", "actors: [{id: a, type: wizard, names: {en: A}}]", "wizard.*no actor type"),
        ("actors.yaml", "actors: [{id: a, type: media, names: {}}]", "no name"),
        ("actors.yaml", "actors: [{id: a, type: 3, names: {en: A}}]", r"\$\.actors\[0\]\.type"),
        ("cases.yaml", "cases: [{id: a, title: {en: A}}, {id: a, title: {en: B}}]", "stands twice"),
        ("codebook.yaml", "tactics: []", "codebook"),
    ],
)
def test_a_mistake_is_told_with_its_place(corpus: Corpus, file: str, text: str, told: str) -> None:
    (corpus.root / file).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        find_corpus(corpus.root)


def test_dates_and_words_of_yaml_stay_words(corpus: Corpus) -> None:
    text = "cases: [{id: no, title: {en: yes}, period: {start: 2020-02, end: 2020-02-21}}]"
    (corpus.root / "cases.yaml").write_text(text, encoding="utf-8")
    case = find_corpus(corpus.root).cases.cases[0]
    assert (case.id, case.title["en"], case.period.start, case.period.end) == ("no", "yes", "2020-02", "2020-02-21")


def test_the_case_of_a_document() -> None:
    cases = Cases([Case(id="a", title={}, documents=["press/*.html", "d123"]), Case(id="b", title={}, documents=["*"])])
    assert cases.case_of("d1", "declared", ["press/x.html"]) == "declared"
    assert cases.case_of("d1", None, ["press/x.html"]) == "a"
    assert cases.case_of("d123", None, ["other.txt"]) == "a"
    assert cases.case_of("d1", None, ["other.txt"]) == "b"
