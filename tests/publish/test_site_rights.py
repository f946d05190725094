"""What readers see of what may not be shown: a page where a document was, a word where a text is cut."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_corpus import make_site_corpus
from stored import silent
from test_site_http import Get, getter

from corpus.folder import Corpus, find_corpus
from corpus.takedown import take_down
from publish.building.build import build
from publish.database import site_path
from publish.rights.gone import take_off_site
from publish.site.app import application

RIGHTS = """
rules:
  - {outlet: La Vigie, text: excerpt, characters: 90, why: {en: La Vigie's rights <b>, fr: Droits de La Vigie}}
  - {outlet: The Breakwater, text: citation}
"""
REASON = 'The author asked for it <script>alert("x")</script>.'
GONE = "dffffffffffffffff"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root = tmp_path_factory.mktemp("site") / "corpus"
    make_site_corpus(root)
    (root / "rights.yaml").write_text(RIGHTS, "utf-8")
    found = find_corpus(root)
    build(found, silent, tier="team")
    take_down(found, GONE, REASON, "Cora")
    assert take_off_site(found, silent)
    return found


@pytest.fixture(scope="module")
def get(corpus: Corpus) -> Iterator[Get]:
    with asyncio.Runner() as runner:
        yield getter(application(site_path(corpus)), runner)


@pytest.mark.parametrize("form", ["", ".json", ".txt"])
def test_where_a_document_was_taken_down_its_tombstone_answers(get: Get, form: str) -> None:
    for language, said in (("en", "Taken down"), ("fr", "Retiré")):
        answer = get(f"/document/{GONE}{form}", accept_language=language)
        assert answer.status_code == 410
        assert said in answer.text
        assert "The author asked for it &lt;script&gt;" in answer.text
        assert "muelle" not in answer.text
        assert "Cora" not in answer.text  # who did it stays in the corpus


def test_what_was_never_there_is_missing(get: Get) -> None:
    assert get("/document/dnothing").status_code == 404


def test_a_page_says_why_a_text_is_short(get: Get) -> None:
    page = get("/document/daaaaaaaaaaaaaaaa", accept_language="en").text
    assert "Only the beginning of the text is published here." in page
    assert "La Vigie&#39;s rights &lt;b&gt;" in page
    assert "versait trente centimes" not in page
    assert "Droits de La Vigie" in get("/document/daaaaaaaaaaaaaaaa", accept_language="fr").text
    assert "The text is not published here" in get("/document/dcccccccccccccccc", accept_language="en").text


def test_a_site_for_the_team_says_so(get: Get) -> None:
    assert "For the team only" in get("/", accept_language="en").text
    assert "Pour l’équipe seulement" in get("/", accept_language="fr").text


def test_a_site_that_cannot_be_built_again_is_said_to_show_it_still(corpus: Corpus, tmp_path: Path) -> None:
    from corpus.errors import StoreError
    from publish.building.swap import alone

    with alone(site_path(corpus)), pytest.raises(StoreError, match="still shows what was taken down"):
        take_off_site(corpus, silent)
