"""Quotations are found between any marks and without them, with who says them where the text tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.proposal import Proposal
from annotate.quotations.marks import quoted
from annotate.reader import Readers
from corpus.model import Block, Document

Said = Callable[..., list[Proposal]]
WORDS = {"fr": "nous avons payé des gens pour cliquer", "en": "we pay people to click on it"}


@pytest.fixture(scope="session")
def said(readers: Readers) -> Said:
    """The quotations of a document, each line of it a paragraph."""

    def find(text: str, language: str, *, last_block: str = "paragraph") -> list[Proposal]:
        blocks, at = [], 0
        for line in text.split("\n"):
            blocks.append(Block(kind="paragraph", start=at, end=at + len(line)))
            at += len(line) + 1
        blocks[-1] = Block(kind=last_block, start=blocks[-1].start, end=blocks[-1].end)  # type: ignore[arg-type]
        document = Document(id="d1", kind="article", text=text, language=language, blocks=tuple(blocks))
        (found,) = readers.propose([document])
        return [p for p in found if p.layer == "quotation"]

    return find


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« {} », a déclaré Jeanne Rivage, candidate à la mairie.", "Jeanne Rivage"),
        ("fr", "«\u00a0{}\u00a0», a confirmé une porte-parole.", "une porte-parole"),
        ("fr", "«\u202f{}\u202f», s'insurge l'avocate, Jeanne Rivage.", "Jeanne Rivage"),
        ("fr", "Jeanne Rivage a déclaré : « {} »", "Jeanne Rivage"),
        ("fr", "Selon Jeanne Rivage, “{}”.", "Jeanne Rivage"),
        ("fr", "« {} », a-t-elle dit.", "elle"),
        ("fr", "„{}“, estime Jeanne Rivage.", "Jeanne Rivage"),
        ("fr", "— {}, répondit Jeanne Rivage.", "Jeanne Rivage"),
        ("en", "“{},” said Jeanne Rivage on Tuesday.", "Jeanne Rivage"),
        ("en", "‘{},’ said Jeanne Rivage, whose parents’ house burnt.", "Jeanne Rivage"),
        ("en", '"{}," the campaign manager told reporters.', "the campaign manager"),
        ("en", 'According to a spokesperson for Chirper, "{}."', "a spokesperson for Chirper"),
        ("en", "They painted “{}” on the wall.", None),
    ],
)
def test_a_quotation_and_its_speaker(said: Said, language: str, text: str, speaker: str | None) -> None:
    words = WORDS[language]
    text = text.format(words)
    (quotation,) = said(text, language)
    assert text[quotation.start : quotation.end].rstrip(",.") == words
    assert quotation.attributes.get("speaker") == speaker
    assert (quotation.score > 0.5) == (speaker is not None)


def test_a_speaker_who_is_known_has_an_id(said: Said) -> None:
    (quotation,) = said("« Nous avons payé des gens », explique Jeanne Rivage.", "fr")
    assert quotation.attributes["speaker_actor"] == "jeanne-rivage"


def test_who_speaks_for_somebody_is_not_that_actor(said: Said) -> None:
    (quotation,) = said("“We took action against the accounts,” said a spokesperson for Chirper.", "en")
    assert quotation.attributes["speaker_for"] == "chirper"
    assert "speaker_actor" not in quotation.attributes


def test_words_that_go_on_are_the_same_speakers(said: Said) -> None:
    text = '"We pay people to click," said Jeanne Rivage. "It works every time."'
    assert [q.attributes.get("speaker") for q in said(text, "en")] == ["Jeanne Rivage", "Jeanne Rivage"]


def test_an_interrupted_quotation_is_two_pieces(said: Said) -> None:
    text = "« Le contrat, explique Jeanne Rivage, a été écrit sur une nappe. »"
    first, second = said(text, "fr")
    assert [text[q.start : q.end] for q in (first, second)] == ["Le contrat", "a été écrit sur une nappe."]
    assert first.attributes["speaker"] == second.attributes["speaker"] == "Jeanne Rivage"
    assert [q.attributes.get("continues", False) for q in (first, second)] == [False, True]


def test_a_quotation_of_several_paragraphs_has_one_speaker(said: Said) -> None:
    text = "“In the morning we were given a list.\n“In the evening they counted the comments,” said Jeanne Rivage."
    first, second = said(text, "en")
    assert first.attributes["speaker"] == second.attributes["speaker"] == "Jeanne Rivage"
    assert second.attributes["continues"]


def test_a_quotation_inside_another_is_marked(said: Said) -> None:
    text = "« Il m'a dit : “Signez ici et partez”, et j'ai signé », raconte Jeanne Rivage."
    outer, inner = said(text, "fr")
    assert outer.attributes["speaker"] == "Jeanne Rivage"
    assert inner.attributes["inside"]
    assert text[inner.start : inner.end] == "Signez ici et partez"


@pytest.mark.parametrize(
    ("language", "text", "clause", "speaker"),
    [
        (
            "fr",
            "Jeanne Rivage a affirmé que {} depuis mars.",
            "les comptes étaient fermés depuis mars",
            "Jeanne Rivage",
        ),
        ("fr", "Selon le procureur, {}.", "les comptes étaient fermés", "le procureur"),
        ("fr", "L{}, a indiqué le procureur.", "Les comptes étaient fermés", "le procureur"),
        ("en", "Jeanne Rivage said that {}.", "the accounts had been closed", "Jeanne Rivage"),
        ("en", "Jeanne Rivage said {}.", "the accounts had been closed", "Jeanne Rivage"),
        ("en", "T{}, according to a police report.", "The accounts had been closed", "a police report"),
    ],
)
def test_reported_speech_is_marked_as_such(said: Said, language: str, text: str, clause: str, speaker: str) -> None:
    words = {"fr": "les comptes étaient fermés", "en": "the accounts had been closed"}[language]
    text = text.format(words[1:] if text[1] == "{" else words)
    (quotation,) = said(text, language)
    assert text[quotation.start : quotation.end] == clause
    assert quotation.attributes["mode"] == "indirect"
    assert quotation.attributes["speaker"] == speaker


def test_reported_speech_that_is_denied_says_so(said: Said) -> None:
    (quotation,) = said("Jeanne Rivage denied that her firm had bought the list.", "en")
    assert quotation.attributes["denied"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", 'Un "petit mot" suffit.'),
        ("fr", "Le site « Votre Port Demain » est là."),
        ("fr", "La lettre, intitulée « Des nouvelles de l'autre rive », avait quarante lecteurs."),
        ("fr", "La candidate n'a jamais dit que les impôts augmenteraient."),
        ("fr", "Elle a demandé si les courriels étaient vrais."),
        ("en", 'A ruler of 12" and 3" more.'),
        ("en", "Jeanne Rivage did not say that the posts were hers."),
        ("en", "They carried signs with the slogan “for a city that listens to us”."),
        ("en", "The button says “I am ready to vote for change” and opens a form."),
        ("fr", "Dans la « cellule de riposte », des étudiants payés à l'heure se disaient retraités."),
        ("fr", "Le maire a reconnu que « Cœur de Ville », « Lucie du Marché » et « Riverain 12 », c'était lui."),
        ("en", 'The mayor admitted that "Our Valley" and "Gran from the Hill" were both his.'),
    ],
)
def test_terms_titles_slogans_and_what_nobody_said_are_no_quotations(said: Said, language: str, text: str) -> None:
    assert said(text, language) == []


def test_she_is_the_woman_who_was_named(said: Said) -> None:
    text = "Jeanne Rivage a répondu mardi.\n« Nous n'avons rien à cacher à personne », a-t-elle dit."
    (quotation,) = said(text, "fr")
    assert quotation.attributes["speaker"] == "elle"
    assert quotation.attributes["speaker_resolved"] == "Jeanne Rivage"
    assert quotation.attributes["speaker_actor"] == "jeanne-rivage"


def test_nobody_is_meant_for_sure_where_two_could_be(said: Said) -> None:
    text = "Paul Dorsey and Marc Hale spoke on Tuesday. “This is not over yet,” he warned."
    (quotation,) = said(text, "en")
    assert quotation.attributes["speaker"] == "he"
    assert "speaker_resolved" not in quotation.attributes


def test_a_block_of_quotation_belongs_to_whom_the_line_before_introduces(said: Said) -> None:
    text = "Jeanne Rivage a écrit aux électeurs :\nNous avons fermé tous les comptes ce matin."
    (quotation,) = said(text, "fr", last_block="quotation")
    assert text[quotation.start : quotation.end] == "Nous avons fermé tous les comptes ce matin."
    assert quotation.attributes["speaker"] == "Jeanne Rivage"


def test_apostrophes_are_no_marks() -> None:
    text = "‘It was the parents’ idea and I won’t deny it,’ she said, ‘so there.’"
    assert [text[q.start : q.end] for q in quoted(text)] == [
        "It was the parents’ idea and I won’t deny it,",
        "so there.",
    ]


@given(st.text(alphabet="ab .,:\n«»“”„\"‹›‘’'—é", max_size=60))
def test_marks_in_any_disorder_give_sound_stretches(text: str) -> None:
    for q in quoted(text):
        assert 0 <= q.outer_start < q.start <= q.end <= q.outer_end <= len(text)
        assert "\n" not in text[q.start : q.end]
