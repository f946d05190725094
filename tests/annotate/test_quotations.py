"""Quotations are found between any marks, with their speaker where one stands beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotate.proposal import Proposal
from annotate.quotations import quoted

Propose = Callable[[str, str], list[Proposal]]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« {} », a déclaré Jeanne Rivage, candidate à la mairie.", "Jeanne Rivage"),
        ("fr", "«\u00a0{}\u00a0», a confirmé une porte-parole.", "une porte-parole"),
        ("fr", "Jeanne Rivage a déclaré : « {} »", "Jeanne Rivage"),
        ("fr", "Selon Jeanne Rivage, “{}”.", "Jeanne Rivage"),
        ("fr", "« {} », a-t-elle dit.", None),
        ("en", "“{},” said Jeanne Rivage on Tuesday.", "Jeanne Rivage"),
        ("en", '"{}," the campaign manager told reporters.', "the campaign manager"),
        ("en", 'According to a spokesperson for Chirper, "{}."', "a spokesperson for Chirper"),
        ("en", "They painted “{}” on the wall.", None),
    ],
)
def test_a_quotation_and_its_speaker(proposals: Propose, language: str, text: str, speaker: str | None) -> None:
    words = {"fr": "nous avons payé des gens pour cliquer", "en": "we pay people to click on it"}[language]
    text = text.format(words)
    (quotation,) = (p for p in proposals(text, language) if p.layer == "quotation")
    assert text[quotation.start : quotation.end].rstrip(",.") == words
    assert quotation.attributes.get("speaker") == speaker
    assert (quotation.score > 0.5) == (speaker is not None)


def test_a_speaker_who_is_known_has_an_id(proposals: Propose) -> None:
    text = "« Nous avons payé des gens », explique Jeanne Rivage."
    (quotation,) = (p for p in proposals(text, "fr") if p.layer == "quotation")
    assert quotation.attributes["speaker_actor"] == "jeanne-rivage"


def test_words_that_go_on_are_the_same_speakers(proposals: Propose) -> None:
    text = '"We pay people to click," said Jeanne Rivage. "It works every time."'
    speakers = [p.attributes.get("speaker") for p in proposals(text, "en") if p.layer == "quotation"]
    assert speakers == ["Jeanne Rivage", "Jeanne Rivage"]


@pytest.mark.parametrize(
    "text", ['Un "petit mot" suffit.', "Le site « Votre Port Demain » est là.", 'Une règle de 12" et 3" de plus.']
)
def test_short_terms_names_and_inches_are_no_quotations(text: str) -> None:
    assert not list(quoted(text))
