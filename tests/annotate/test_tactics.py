"""The codebook's cues, where a code has no rules, are found in every form that a text may give them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_corpus import small_corpus

from annotate.proposal import Proposal
from annotate.reader import Readers

Find = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    """The readers of a corpus whose codes have cues and no rules."""
    corpus = small_corpus(tmp_path_factory.mktemp("cues") / "corpus")
    for path in (corpus.root / "rules").iterdir():
        path.unlink()
    return Readers(corpus)


@pytest.fixture(scope="module")
def proposals(readers: Readers) -> Callable[[str, str], list[Proposal]]:
    return lambda text, language: next(readers.of(language).read([text])).proposals


@pytest.fixture(scope="module")
def found(proposals: Callable[[str, str], list[Proposal]]) -> Find:
    def find(text: str, language: str, layer: str) -> list[tuple[str, str]]:
        return [(p.code, text[p.start : p.end]) for p in proposals(text, language) if p.layer == layer]

    return find


@pytest.mark.parametrize(
    ("language", "text", "tactic", "passage"),
    [
        ("fr", "Elle envoie un message préécrit à sa sœur.", "scripted-messages", "message préécrit"),
        ("fr", "Elle envoie des messages pré-écrits à sa sœur.", "scripted-messages", "messages pré-écrits"),
        ("fr", "Un compte suspendu ne revient pas.", "account-suspension", "compte suspendu"),
        ("fr", "Les comptes ont été suspendus hier.", "account-suspension", "comptes ont été suspendus"),
        ("fr", "Le réseau a suspendu 70 comptes hier.", "account-suspension", "suspendu 70 comptes"),
        ("fr", "Un micro\u2011influenceur coûte peu.", "paid-micro-influencers", "micro\u2011influenceur"),
        ("fr", "Les micro influenceurs coûtent peu.", "paid-micro-influencers", "micro influenceurs"),
        ("fr", "C'était un coup d’éclat.", "press-baiting", "coup d’éclat"),
        ("fr", "Des dépenses\u00a0publicitaires record.", "ad-saturation", "dépenses\u00a0publicitaires"),
        ("fr", "Il a trouvé de (faux) comptes.", "multiple-accounts", "(faux) comptes"),
        ("fr", "Une image générée par IA circule.", "synthetic-media", "générée par IA"),
        ("fr", "Elle interdit toute publicité politique.", "political-ad-ban", "interdit toute publicité politique"),
        ("fr", "Un test A/B a suffi.", "message-testing", "test A/B"),
        ("en", "He sent a prewritten message to his sister.", "scripted-messages", "prewritten message"),
        ("en", "A suspended account stays suspended.", "account-suspension", "suspended account"),
        ("en", "Seventy accounts were suspended on Friday.", "account-suspension", "accounts were suspended"),
        ("en", "They run a Click Farm in the suburbs.", "paid-clicks", "Click Farm"),
        ("en", "It lives from pay per click.", "paid-clicks", "pay per click"),
        ("en", "Microinfluencers cost little.", "paid-micro-influencers", "Microinfluencers"),
        ("en", "An AI-generated picture went around.", "synthetic-media", "AI-generated"),
        (
            "en",
            "She announced her victory on Twitter.",
            "platform-first-announcement",
            "announced her victory on Twitter",
        ),
        ("en", "It paid 500 volunteers to post.", "paid-digital-organizers", "paid 500 volunteers to post"),
        ("en", "The network took them down.", "account-suspension", "took them down"),
        (
            "fr",
            "Il a annoncé sa victoire sur Twitter.",
            "platform-first-announcement",
            "annoncé sa victoire sur Twitter",
        ),
        ("en", "The network bans political ads.", "political-ad-ban", "bans political ads"),
    ],
)
def test_a_cue_is_found_in_any_form(found: Find, language: str, text: str, tactic: str, passage: str) -> None:
    assert (tactic, passage) in found(text, language, "tactic")


@pytest.mark.parametrize(
    ("language", "text", "tactic"),
    [
        ("fr", "C'est la même chose.", "sponsored-memes"),  # même is no mème
        ("fr", "Le compte est fermé. Suspendu au mur, un tableau.", "account-suspension"),
        ("fr", "La route a trois ronds-points.", "rewarded-sharing"),
        ("fr", "J'ai un test à faire, b comme bateau.", "message-testing"),
        ("fr", "J'ai ia dans la tête : générée par ia.", "synthetic-media"),
        ("en", "The account, a suspended bridge said, was long.", "account-suspension"),
    ],
)
def test_a_cue_is_not_found_where_it_is_not(found: Find, language: str, text: str, tactic: str) -> None:
    assert tactic not in [code for code, _ in found(text, language, "tactic")]


def test_of_overlapping_cues_of_a_tactic_the_longest_is_kept(found: Find) -> None:
    passages = found("Elle évoque un détournement de hashtag.", "fr", "tactic")
    assert passages == [("trend-pushing", "détournement de hashtag")]


def test_single_common_words_score_low_and_several_words_high(
    proposals: Callable[[str, str], list[Proposal]],
) -> None:
    def score(text: str, language: str) -> float:
        return max(p.score for p in proposals(text, language) if p.layer == "tactic")

    common = score("La communauté grandit.", "fr")
    assert common == score("The community grows.", "en")
    assert common < score("Microtargeting is old.", "en") < score("They run a click farm.", "en")
    assert score("Seventy accounts were suspended.", "en") < score("Seventy suspended accounts.", "en")


def test_a_suggestion_names_its_cue_and_its_rules(proposals: Callable[[str, str], list[Proposal]]) -> None:
    (tactic,) = (p for p in proposals("Deux micro-influenceurs.", "fr") if p.layer == "tactic")
    assert tactic.attributes == {"cue": "micro-influenceur"}
    assert tactic.agent.startswith("hustings-codebook ")


def test_every_cue_of_the_codebook_finds_itself(readers: Readers) -> None:
    for language in ("en", "fr"):
        cues = [(t.slug, cue) for t in readers.corpus.codebook.tactics for cue in t.cues.get(language, ())]
        read = readers.of(language).read([cue for _, cue in cues])
        for (slug, cue), found in zip(cues, read, strict=True):
            assert (slug, cue) in [(p.code, cue[p.start : p.end]) for p in found.proposals], cue


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.sampled_from("🙂👩🏽‍🎤e\u0301\u200b\u00ad\u00a0’«» \nœ中"), max_size=10),
    st.sampled_from([("fr", "messages préécrits"), ("en", "click farms")]),
)
def test_offsets_are_code_points(readers: Readers, odd: str, cue: tuple[str, str]) -> None:
    language, words = cue
    text = f"{odd} . {words} . {odd}"
    proposed = next(readers.of(language).read([text])).proposals
    assert words in [text[p.start : p.end] for p in proposed if p.layer == "tactic"]
