"""Citing a document from its page: the citation in words, the files, what programs read from the page, the links."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote

import bibtexparser
import httpx
import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from site_corpus import built_site
from test_site_http import Get, getter

from publish.site.app import application
from publish.site.fragments import Fragments

ARTICLE, POST, HOSTILE = "daaaaaaaaaaaaaaaa", "dbbbbbbbbbbbbbbbb", "dddddddddddddddd2"


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A small site, asked as http://site.example."""
    site_db: Path = built_site(tmp_path_factory.mktemp("site") / "corpus")
    with asyncio.Runner() as runner:
        yield getter(application(site_db), runner)


def data_of(answer: httpx.Response) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    found: dict[str, object] = json.loads(block)
    return found


def test_the_page_cites_the_document_in_words_of_both_languages(get: Get) -> None:
    english = html.unescape(get(f"/document/{ARTICLE}", accept_language="en").text)
    french = html.unescape(get(f"/document/{ARTICLE}", accept_language="fr").text)
    assert "Caradec, Inès. “À Port-Clair, des éloges à trente centimes.” La Vigie, 14 May 2018." in english
    assert "Caradec, Inès, «\u202fÀ Port-Clair, des éloges à trente centimes\u202f», La Vigie, 14 mai 2018." in french
    for page in (english, french):
        assert f", http://site.example/document/{ARTICLE}</blockquote>" in page
        assert f'<link rel="canonical" href="http://site.example/document/{ARTICLE}">' in page


def test_bibtex_and_ris_are_read_by_libraries(get: Get) -> None:
    answer = get(f"/document/{ARTICLE}.bib")
    assert answer.headers["content-type"].startswith("application/x-bibtex")
    library = bibtexparser.parse_string(answer.text)
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key, entry["author"]) == ("article", ARTICLE, "Caradec, Inès")
    assert f"http://site.example/document/{ARTICLE}" in entry["note"]
    (reference,) = rispy.loads(get(f"/document/{ARTICLE}.ris").text)
    assert reference["type_of_reference"] == "NEWS"
    assert reference["title"] == "À Port-Clair, des éloges à trente centimes"
    assert reference["date"] == "2018/05/14/"
    assert reference["urls"] == ["https://vigie.example/eloges", f"http://site.example/document/{ARTICLE}"]


def test_csl_json_is_the_same_citation(get: Get) -> None:
    (item,) = get(f"/document/{POST}.csl.json").json()
    assert (item["type"], item["genre"], item["container-title"]) == ("post", "Tweet", "Twitter")
    assert item["author"] == [{"literal": "@JRivage"}]
    assert item["issued"] == {"date-parts": [[2018, 5, 1]]}


def test_a_document_is_tei_by_itself(get: Get) -> None:
    answer = get(f"/document/{ARTICLE}.tei.xml")
    assert answer.headers["content-type"] == "application/tei+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == "{http://www.tei-c.org/ns/1.0}TEI"
    assert len(list(root.iter("{http://www.tei-c.org/ns/1.0}annotation"))) == 8


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json", "tei.xml"])
def test_what_is_not_there_cannot_be_cited(get: Get, ending: str) -> None:
    assert get(f"/document/dnothing.{ending}").status_code == 404


def test_programs_read_the_citation_from_the_page(get: Get) -> None:
    answer = get(f"/document/{ARTICLE}")
    (title,) = re.findall(r'<span class="Z3988" title="([^"]*)"', answer.text)
    coins = parse_qs(html.unescape(title))
    assert coins["ctx_ver"] == ["Z39.88-2004"]
    assert coins["rft.type"] == ["newspaperArticle"]
    assert (coins["rft.aulast"], coins["rft.aufirst"]) == (["Caradec"], ["Inès"])
    data = data_of(answer)
    assert (data["@type"], data["datePublished"], data["inLanguage"]) == ("NewsArticle", "2018-05-14", "fr")
    assert data["@id"] == f"http://site.example/document/{ARTICLE}"
    assert [part["@type"] for part in data["isPartOf"]] == ["Newspaper", "Collection"]  # type: ignore[attr-defined]
    assert data_of(get(f"/document/{POST}"))["@type"] == "SocialMediaPosting"


def test_what_a_document_says_stays_data(get: Get) -> None:
    answer = get(f"/document/{HOSTILE}")
    assert "<script>alert" not in answer.text
    assert str(data_of(answer)["headline"]).startswith('<script>alert("x")</script>')


def test_each_passage_has_two_links_that_last(get: Get) -> None:
    page = get(f"/document/{ARTICLE}").text
    links = re.findall(rf'href="(http://site\.example/document/{ARTICLE}#[^"]*)"', page)
    assert sum("#p" in link for link in links) == sum("#:~:text=" in link for link in links) == 8
    for link in links:
        if "#p" in link:
            assert f'id="{link.rpartition("#")[2]}"' in page


def test_a_name_of_a_host_that_is_none_is_not_repeated(get: Get) -> None:
    assert "evil" not in get(f"/document/{ARTICLE}.bib", host='evil"{}<b>').text


# Links by words

TEXT = "Jeanne Rivage voit tout. L'Agence Boussole paie.\n\nJeanne Rivage dément, oui & non, mot-clé."


def parts_of(fragment: str) -> list[str]:
    assert fragment.startswith("#:~:text=")
    return [unquote(part) for part in fragment.removeprefix("#:~:text=").split(",")]


def test_a_passage_that_stands_once_is_told_alone() -> None:
    start = TEXT.index("dément, oui")
    assert parts_of(Fragments(TEXT).to(start, start + 17)) == ["dément, oui & non,"]


def test_a_passage_that_stands_twice_is_told_with_its_surroundings() -> None:
    second = TEXT.rindex("Jeanne Rivage")
    assert parts_of(Fragments(TEXT).to(0, 13)) == ["Jeanne Rivage", "-voit tout. L'Agence"]
    assert parts_of(Fragments(TEXT).to(second, second + 13)) == [
        "L'Agence Boussole paie.-", "Jeanne Rivage", "-dément, oui &",
    ]  # fmt: skip


def test_a_passage_over_two_blocks_is_told_by_its_ends() -> None:
    start = TEXT.index("Agence")
    found = parts_of(Fragments(TEXT).to(start, TEXT.index(" dément")))
    assert found == ["L'Agence Boussole paie.", "Jeanne Rivage"]


@given(st.text(alphabet="ab -,&.\n", min_size=1, max_size=60), st.data())
def test_a_link_by_words_holds_whole_words_of_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return
    fragment = Fragments(text).to(start, end)
    # What the fragment is made of stands outside the words only.
    parts = fragment.removeprefix("#:~:text=").split(",")
    told = [unquote(part) for part in parts if not part.endswith("-") and not part.startswith("-")]
    assert 1 <= len(told) <= 2
    for words in told:
        pattern = r"(?<!\S)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\S)"
        assert re.search(pattern, text)
