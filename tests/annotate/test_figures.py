"""Figures are read with their value, unit and how exact they are said to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.figures.amounts import amounts
from annotate.figures.numerals import value
from annotate.proposal import Proposal

Propose = Callable[[str, str], list[Proposal]]


@pytest.mark.parametrize(
    ("language", "text", "passage", "said"),
    [
        ("en", "Bring in twelve new sign-ups.", "twelve new sign-ups", {"kind": "people", "unit": "sign-up"}),
        ("fr", "Le comité envoie trois cartes par jour.", "trois cartes par jour", {"value": 3, "per": "day"}),
        ("fr", "Elle a 15 millions d’abonnés.", "15 millions d’abonnés", {"kind": "followers", "value": 15_000_000}),
        (
            "fr",
            "Il gagne 2\u00a0500 $ par mois.",
            "2\u00a0500 $ par mois",
            {"value": 2500, "unit": "USD", "per": "month"},
        ),
        ("fr", "Près de 100 collaborateurs.", "Près de 100 collaborateurs", {"value": 100, "approximation": "nearly"}),
        ("fr", "Entre 35 et 70 centimes d’euro.", "Entre 35 et 70 centimes d’euro", {"low": 0.35, "high": 0.7}),
        ("fr", "De 1 000 à 100 000 abonnés.", "1 000 à 100 000 abonnés", {"low": 1000, "high": 100_000}),
        ("fr", "Plus d’un million de connexions.", "Plus d’un million de connexions", {"value": 1_000_000}),
        ("fr", "Ils sont vingt-cinq bénévoles.", "vingt-cinq bénévoles", {"kind": "people", "value": 25}),
        ("fr", "Environ 12,5 % des voix.", "Environ 12,5 %", {"kind": "percentage", "value": 12.5}),
        ("fr", "Un don de 5 M€ hier.", "5 M€", {"value": 5_000_000, "unit": "EUR"}),
        ("en", "It pays $ 2,500 a month.", "$ 2,500 a month", {"value": 2500, "unit": "USD", "per": "month"}),
        (
            "en",
            "More than $340 million.",
            "More than $340 million",
            {"value": 340_000_000, "approximation": "more_than"},
        ),
        ("en", "From 20 to 30 hours a week.", "20 to 30 hours a week", {"low": 20, "high": 30, "per": "week"}),
        ("en", "It cost $2-3 million then.", "$2-3 million", {"low": 2_000_000, "high": 3_000_000}),
        ("en", "They had 15k retweets.", "15k retweets", {"kind": "reposts", "value": 15_000}),
        ("en", "Half a million people came.", "Half a million people", {"kind": "people", "value": 500_000}),
        ("fr", "Un euro les mille vues.", "Un euro les mille vues", {"value": 1, "unit": "EUR", "per": "1000_views"}),
        ("fr", "Elle dure deux ans et demi.", "deux ans et demi", {"kind": "duration_years", "value": 2.5}),
        ("fr", "Une quarantaine de blogueuses.", "Une quarantaine de blogueuses", {"value": 40}),
        ("fr", "Il a 91 000 francs CFA.", "91 000 francs CFA", {"unit": "XOF"}),
        ("fr", "Deux mille trois cents clics.", "Deux mille trois cents clics", {"kind": "clicks", "value": 2300}),
        ("fr", "Un coût de 1'250'000 francs suisses.", "1'250'000 francs suisses", {"value": 1_250_000, "unit": "CHF"}),
        ("en", "Paid C$2,000 and $3.4bn.", "$3.4bn", {"value": 3_400_000_000, "unit": "USD"}),
        ("en", "Ten or twenty thousand votes.", "twenty thousand votes", {"value": 20_000}),
        ("en", "A hundred and fifty posts appeared.", "A hundred and fifty posts", {"value": 150}),
        ("en", "It took half an hour.", "half an hour", {"kind": "duration_minutes", "value": 30}),
        ("en", "A 12-hour shift.", "12-hour", {"kind": "duration_hours", "value": 12}),
        ("en", "Up by 3 percentage points.", "3 percentage points", {"kind": "percentage_points"}),
        ("en", "Nearly 40,000 of his new followers.", "Nearly 40,000 of his new followers", {"kind": "followers"}),
        ("en", "They paid 500 campaign volunteers.", "500 campaign volunteers", {"kind": "people", "value": 500}),
    ],
)
def test_figures_of_both_languages(
    proposals: Propose, language: str, text: str, passage: str, said: dict[str, Any]
) -> None:
    figures = {text[p.start : p.end]: p for p in proposals(text, language) if p.layer == "figure"}
    assert passage in figures
    assert figures[passage].attributes.items() >= said.items()
    assert figures[passage].code == figures[passage].attributes["kind"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le 6 novembre 2012, à 15 h 20, puis à 10:30."),
        ("fr", "Entre 2008 et 2012, il y a 4 ans, en 2016-2017."),
        ("en", "On March 3, 2020 at 10 p.m., or on 4 October."),
        ("en", "In 2020 users of COVID-19 apps came 2nd: https://example.org/12/345."),
        ("en", "One of them said so, one by one."),
        ("fr", "À 27 ans, le joueur de 31 ans gagna 3-1 au 14 rue des Lilas, 75016 Paris."),
        ("fr", "Voir page 12, l'article 49.3 et la version 2.0, à vingt heures."),
        ("fr", "Le bébé de deux ans dort depuis qu'il a mangé ; une fois sur deux, il pleure."),
        ("en", "Aged 35, a 61-year-old in room 214 runs iOS 14 and Windows 10."),
        ("en", "Call (202) 555-0143 about 47 U.S.C. 230, two years later."),
    ],
)
def test_dates_times_and_ordinals_are_no_figures(proposals: Propose, language: str, text: str) -> None:
    assert not [text[p.start : p.end] for p in proposals(text, language) if p.layer == "figure"]


def test_a_bare_number_is_of_what_was_counted_before(proposals: Propose) -> None:
    text = "Le premier a 15 millions d'abonnés, le deuxième 2,7 millions, le dernier 2,3 millions."
    figures = [p for p in proposals(text, "fr") if p.layer == "figure"]
    assert [(p.code, p.attributes["value"]) for p in figures] == [
        ("followers", 15_000_000),
        ("followers", 2_700_000),
        ("followers", 2_300_000),
    ]


@given(st.integers(0, 10**9))
def test_numerals_are_read_as_they_are_written(number: int) -> None:
    english = f"{number:,}"
    assert value(english, "en") == number
    assert value(english.replace(",", " "), "fr") == number
    assert value(english.replace(",", "."), "fr") == number or number < 1000
    assert [amount.low for amount in amounts(f"x {english} y", "en")] == [number]


@given(st.text(st.sampled_from("0123456789.,  -–/$€%kM milons\n"), max_size=60), st.sampled_from(["fr", "en"]))
def test_no_jumble_of_digits_and_signs_breaks_the_grammar(text: str, language: str) -> None:
    for amount in amounts(text, language):
        assert 0 <= amount.start < amount.end <= len(text)
        assert amount.low <= amount.high
