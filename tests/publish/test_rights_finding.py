"""Where a text names somebody: what becomes an alias, and what is left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import store

from corpus.folder import Corpus, find_corpus
from publish.rights.alias import folded, handle_key
from publish.rights.people import is_of_ordinary_words, name_words
from publish.rights.publishing import Rights

ACTORS = """
actors:
  - id: barack-obama
    type: candidate
    names: {en: Barack Obama}
    accounts: [{platform: twitter, handle: "@BarackObama"}]
"""
POSTS: list[dict[str, object]] = [
    {"account": "@jo_vermeulen", "byline": "Johannes Vermeulen"},
    {"account": "@green", "byline": "Green Future"},
    {"account": "@parody", "byline": "Barack Obama"},
    {"account": "@slogan", "byline": "Zorblax Kvinta"},
]


@pytest.fixture(scope="module")
def rights(tmp_path_factory: pytest.TempPathFactory) -> Rights:
    from corpus.folder import make_corpus

    corpus: Corpus = make_corpus(tmp_path_factory.mktemp("finding") / "corpus")
    (corpus.root / "actors.yaml").write_text(ACTORS, "utf-8")
    (corpus.root / "rights.yaml").write_text(
        "aliases: {never_names: [Zorblax Kvinta], always_names: [Marie Fontaine, Prudence]}", "utf-8"
    )
    corpus = find_corpus(corpus.root)
    posts = ({"kind": "post", "platform": "twitter", "text": f"Message {n}.", **p} for n, p in enumerate(POSTS))
    store(corpus, *posts)
    store(corpus, {"kind": "article", "text": "Un article.", "outlet": "Le Phare", "byline": "Inès Caradec"}, name="p")
    with corpus.store() as db:
        return Rights(corpus, db)


STAYS = [
    "Barack Obama (@BarackObama, https://twitter.com/BarackObama/status/1) a gagné.",
    "Green Future est un parti, green aussi.",  # a display name of ordinary words, far from its account
    "Inès Caradec signe dans Le Phare.",
    "Zorblax Kvinta !",  # a slogan, says rights.yaml
    "la prudence, puis une fontaine",  # words, as long as they have no capital
    "Rendez-vous @ 18 h ; 3@4 = 12.",
    "https://example.org/2012/11/07/green/article et https://lemonde.fr/politique",
    "johannes et vermeulen ne sont pas un nom.",
    "https://twitter.com/hashtag/bot?src=hash et https://www.facebook.com/watch",
]
GONE = [
    ("Merci @jo_vermeulen !", "jo_vermeulen"),
    ("Merci @JO_VERMEULEN.", "vermeulen"),
    ("Johannes Vermeulen, dit-il", "Vermeulen"),
    ("JOHANNES VERMEULEN dit", "VERMEULEN"),
    ("Johánnes\N{NO-BREAK SPACE}Vermeulen", "Vermeulen"),
    ("voir twitter.com/jo_vermeulen/status/99", "vermeulen"),
    ("voir https://web.archive.org/web/2012/https://twitter.com/jo_vermeulen/status/99", "vermeulen"),
    ("par jo_vermeulen, hier", "vermeulen"),
    ("écrire à jo.v@mail.example", "jo.v"),
    ("@unknown_person dit", "unknown_person"),
    ("@name@social.example dit", "name@social"),
    ("https://social.example/@somebody_else/1234567890123456", "somebody_else"),
    ("https://www.instagram.com/p/CfQx7abcDEF/", "CfQx7abcDEF"),
    ("Green Future (@green) a écrit", "Green Future"),
    ("＠jo_vermeulen", "vermeulen"),
    ("MARIE FONTAINE l'a vu, et Prudence aussi", "FONTAINE"),  # in no record, but in rights.yaml
    ("Marie Fontaine l'a vu, et Prudence aussi", "Prudence"),
]


@pytest.mark.parametrize("text", STAYS)
def test_what_names_nobody_private_stays(rights: Rights, text: str) -> None:
    assert rights.redactor.text(text, rights.redactor.context_of_text(text)) == text


@pytest.mark.parametrize(("text", "secret"), GONE)
def test_whoever_is_private_becomes_an_alias(rights: Rights, text: str, secret: str) -> None:
    new = rights.redactor.text(text, rights.redactor.context_of_text(text))
    assert folded(secret) not in folded(new)
    assert "@person-" in new or "@mail-" in new or "[…]" in new


@given(
    st.from_regex(r"[A-Za-z0-9_]{4,15}", fullmatch=True),
    st.text(alphabet=" .,;:!?()«»'’\n", max_size=5),
    st.text(alphabet=" ,;:!?()«»'’\n", max_size=5),
)
def test_a_mention_of_whoever_it_is_becomes_an_alias(rights: Rights, handle: str, before: str, after: str) -> None:
    new = rights.redactor.text(f"Vu{before} @{handle}{after} hier")
    public = handle_key(handle) == "barackobama"
    assert (f"@{handle}" in new) == public or handle.startswith(("person", "mail"))
    assert new.startswith(f"Vu{before} @")
    assert new.endswith(f"{after} hier")


@given(st.text(max_size=40))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_what_can_be_the_name_of_a_person() -> None:
    names = {name: name_words(name) for name in ("Zoé Ortbrink 🌊", "Jean de La Tour", "marie", "Trump 2020", "a b")}
    assert names == {
        "Zoé Ortbrink 🌊": "Zoé Ortbrink",
        "Jean de La Tour": "Jean de La Tour",
        "marie": None,
        "Trump 2020": None,
        "a b": None,
    }
    assert is_of_ordinary_words("Green Future")
    assert not is_of_ordinary_words("Johannes Vermeulen")
