"""Search by meaning, where a corpus asks for it: another language, other words, the passage that says it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from stored import silent, store

from corpus.folder import find_corpus, make_corpus
from publish.building.build import build
from publish.database import open_site, open_tokens
from publish.search.searching import search
from publish.tokens.reading import Tokens

ENGLISH = "The harbour office closed early on Sunday because of the storm."
PAID = "Volunteers received twenty dollars for each message that they sent to a neighbour before the vote."
FRENCH = "Le port a vendu trois grues à la ville voisine."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sqlite3.Connection, Tokens]]:
    root: Path = tmp_path_factory.mktemp("meaning") / "corpus"
    make_corpus(root)
    settings = (root / "hustings.toml").read_text(encoding="utf-8")
    (root / "hustings.toml").write_text(settings.replace("semantic = false", "semantic = true"), encoding="utf-8")
    corpus = find_corpus(root)
    text = f"{ENGLISH}\n\n{PAID}"
    store(
        corpus,
        {"id": "den", "text": text, "language": "en", "outlet": "The Harbour Post"},
        {"id": "dfr", "text": FRENCH, "language": "fr"},
    )
    build(corpus, silent)
    with closing(open_site(corpus)) as db:
        yield db, open_tokens(db, corpus.site)


def test_a_question_finds_what_says_the_same_in_another_language(site: tuple[sqlite3.Connection, Tokens]) -> None:
    results = search(*site, "des bénévoles payés vingt dollars par message envoyé à un voisin")
    assert results.hits[0].id == "den"
    assert results.hits[0].across
    assert "Volunteers received" in results.hits[0].snippet.text
    assert results.facets["language"] == [("en", 1)]


def test_whoever_wants_their_words_only_gets_no_more(site: tuple[sqlite3.Connection, Tokens]) -> None:
    question = "des bénévoles payés vingt dollars par message envoyé à un voisin"
    assert search(*site, question, across=False).total == 0
    assert search(*site, '"vingt dollars par message"').total == 0  # words as they stand have no meaning
    assert search(*site, f"{question} outlet:harbour").total == 1
    assert search(*site, f"{question} -outlet:harbour").total == 0


def test_what_has_the_words_comes_first(site: tuple[sqlite3.Connection, Tokens]) -> None:
    assert search(*site, "grues").hits[0].id == "dfr"
    assert not search(*site, "grues").hits[0].across
