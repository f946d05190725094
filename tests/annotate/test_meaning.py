"""Tactics that a passage shows and no rule has words for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpus import annotations, put, small_corpus

from annotate.meaning.encoder import SIZE, vectors
from annotate.meaning.model import About, Model, shipped, write
from annotate.meaning.windows import LONG, windows
from annotate.reader import Readers
from annotate.suggest import suggest
from corpus.folder import SETTINGS, Corpus, find_corpus

SHOWN = {
    "fr": "L’application demandait d’ouvrir son carnet d’adresses, puis proposait d’écrire à douze amis qui votaient"
    " dans une circonscription serrée.",
    "en": "The app asked to look into her address book, then named a dozen friends who voted in a close district and"
    " whom she might write to.",
}
NOTHING = {
    "fr": "Le conseil municipal a voté mardi le budget de la nouvelle piscine, qui ouvrira au printemps prochain.",
    "en": "The town council voted on Tuesday on the budget of the new swimming pool, which will open next spring.",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return small_corpus(tmp_path_factory.mktemp("meaning") / "corpus")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_shown_is_proposed_and_says_by_what(corpus: Corpus, language: str) -> None:
    text = f"{NOTHING[language]}\n{SHOWN[language]}"
    document = put(corpus, text, language)
    suggest(corpus, documents=[document.id])
    found = [a for a in annotations(corpus) if a.document == document.id and a.layer == "tactic"]
    assert "relational-organizing" in {a.code for a in found}
    assert all(a.start > len(NOTHING[language]) for a in found)
    assert all(a.quotation == text[a.start : a.end] for a in found)
    by_meaning = [a for a in found if a.agent.startswith("hustings-meaning")]
    assert all(0.5 < (a.score or 0) < 1 for a in by_meaning)


def test_what_its_words_say_of_it_is_said(corpus: Corpus) -> None:
    sentence = (
        "According to a former employee, the video shows the minister speaking words she never said; her voice had been"
        " imitated from three speeches."
    )
    (proposals,) = Readers(corpus).propose([put(corpus, sentence, "en")])
    said = [p.attributes for p in proposals if p.agent.startswith("hustings-meaning")]
    assert said
    assert all(one.get("evidence") == "alleged" for one in said)


def test_a_setting_switches_it_off(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    settings = corpus.root / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace("meaning = true", "meaning = false"), "utf-8")
    assert Readers(find_corpus(tmp_path / "corpus")).meaning is None
    assert Readers(corpus).meaning is not None


def test_a_code_that_the_codebook_lacks_is_not_proposed(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    meaning = Readers(corpus).meaning
    assert meaning is not None
    assert set(meaning.columns) == set(corpus.codebook.tactic)


def test_what_is_shipped_fits_what_is_installed() -> None:
    model = shipped()
    assert model is not None
    assert model.weights.shape == (SIZE, len(model.about.codes))
    sure = model.probabilities(vectors(["", "x", SHOWN["fr"]]))
    assert ((sure > 0) & (sure < 1)).all()


def test_the_same_text_has_the_same_vector_in_any_company() -> None:
    alone = vectors([SHOWN["fr"]])[0]
    among = vectors([NOTHING["en"], SHOWN["fr"], SHOWN["en"]])[1]
    assert np.allclose(alone, among, atol=1e-5)
    assert float(alone @ vectors([SHOWN["en"]])[0]) > float(alone @ vectors([NOTHING["fr"]])[0])


def test_a_regression_is_stored_as_numbers_and_comes_back(tmp_path: Path) -> None:
    about = About(id="x", encoder="usem3", codes=("a", "b"), passages=2, slope=1.0, offset=0.0, add=0.5)
    write(tmp_path, Model(about, np.ones((SIZE, 2), dtype=np.float32), np.zeros(2, dtype=np.float32)))
    with np.load(tmp_path / "tactics.npz", allow_pickle=False) as stored:
        assert stored["weights"].shape == (SIZE, 2)


SENTENCE = st.integers(1, 45).map(lambda words: " ".join(["mot"] * words) + ".")


@given(st.lists(SENTENCE, max_size=12))
def test_windows_hold_every_sentence_of_a_text_that_says_something(found: list[str]) -> None:
    text = " ".join(s.capitalize() for s in found)
    cut = list(windows(text))
    if not cut:
        assert len(text.split()) < 4
        return
    kept = {place for window in cut for place in window.sentences}
    lost = [s for s in text.split(". ") if len(s.split()) >= 4 and not any(s in text[a:b] for a, b in kept)]
    assert not lost
    for window in cut:
        words = len(text[window.start : window.end].split())
        assert words <= max(90, LONG) or len(window.sentences) == 1
