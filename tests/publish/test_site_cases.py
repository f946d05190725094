"""What a reader gets of cases, actors and tactics over HTTP: pages, pictures, and the data behind them."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from case_corpus import CASES, MATHS, built_case_site, make_case_corpus
from lxml import etree

from corpus.errors import SettingsError
from corpus.folder import Corpus
from publish.site.app import application

Get = Callable[..., httpx.Response]
SVG = "{http://www.w3.org/2000/svg}"
PICTURES = [
    "/picture/case-timeline/port-clair.svg",
    "/picture/network.svg",
    "/picture/network/port-clair.svg",
    "/picture/actor-time/jeanne-rivage.svg",
    "/picture/tactic-time/paid-clicks.svg",
]
PAGES = [
    "/case/port-clair", "/case/empty-case", "/figures?case=port-clair", "/network", "/network?case=port-clair",
    "/network?case=empty-case", "/quotations", "/quotations?case=port-clair&speaker=jeanne-rivage",
    "/passages?actor=agence&tactic=paid-clicks", "/passages?actor=agence&with=jeanne-rivage&case=port-clair",
    "/passages?date=2018-05-12", "/passages?date=2018-05-12&case=port-clair&language=fr",
    "/actor/jeanne-rivage", "/actor/agence", "/tactic/paid-clicks",
]  # fmt: skip


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks the site for an address."""
    app = application(built_case_site(tmp_path_factory.mktemp("cases") / "corpus"))

    async def ask(path: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.example", timeout=60) as client:
            return await client.get(path, headers=headers)

    with asyncio.Runner() as runner:
        yield lambda path, language="en": runner.run(ask(path, {"accept-language": language}))


def words(answer: httpx.Response) -> str:
    """What a reader sees of a page, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text.partition("<main")[2])).split())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_a_script_or_style(get: Get, path: str, language: str) -> None:
    answer = get(path, language)
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    assert "<b>fils" not in answer.text
    assert "&amp;#39;" not in answer.text
    assert "&amp;amp;" not in answer.text


def test_a_case_tells_its_story(get: Get) -> None:
    shown = words(get("/case/port-clair", "fr"))
    assert "Se faire aimer à prix d'argent." in shown
    assert "Le scrutin" in shown
    assert "évoqué dans 2 documents" in shown
    assert "Les sources se contredisent" in shown
    assert "Je ne sais rien de cela" in shown
    page = get("/case/port-clair").text
    assert 'href="/tactic/paid-clicks?case=port-clair"' in page
    assert 'href="/actor/murmure?case=port-clair"' in page
    assert 'href="/document/dvigieaaaaaaaaaaa"' in page.partition('id="timeline"')[2].partition('id="who"')[0]


def test_an_empty_case_has_only_its_title(get: Get) -> None:
    page = get("/case/empty-case").text
    assert "<img" not in page
    assert "<table" not in page


def test_a_field_of_the_matrix_leads_to_its_passages(get: Get) -> None:
    matrix = get("/case/port-clair").text.partition('class="matrix"')[2].partition("</table>")[0]
    address = html.unescape(re.findall(r'href="(/passages[^"]+)"', matrix)[0])
    shown = words(get(address))
    assert "paid for clicks" in shown
    assert "payé des clics" in shown
    assert "2 passages in 2 documents" in shown


def test_who_is_named_with_whom_counts_paragraphs_and_not_documents(get: Get) -> None:
    found = get("/data/network/port-clair.json").json()["rows"]
    pairs = {(row["actor"], row["other"]): row["documents"] for row in found}
    assert pairs == {("agence", "jeanne-rivage"): 2, ("agence", "murmure"): 1, ("jeanne-rivage", "murmure"): 1}
    assert "12 000 abonnés" not in words(get("/passages?actor=agence&with=jeanne-rivage")).partition("…")[0][:80]


def test_figures_that_disagree_stand_side_by_side_with_their_passages(get: Get) -> None:
    page = get("/figures?case=port-clair")
    shown = words(page)
    assert "Followers, Jeanne Rivage" in shown
    assert "La Vigie says 12,000; The $ Breakwater says 40,000." in shown
    assert page.text.count('class="opposed"') == 2
    passage = re.search(r"/document/(\w+)#p(\d+)-(\d+)", page.text)
    assert passage is not None
    text = get(f"/document/{passage[1]}.txt").text
    assert "12" in text[int(passage[2]) : int(passage[3])]
    thing = re.search(r'href="(/figure/f[a-z2-7]{16})"', page.text)
    assert thing is not None
    assert get(thing[1]).status_code == 200
    rows = get(thing[1].replace("/figure/", "/data/figures/") + ".json").json()["rows"]
    assert sorted(row["low"] for row in rows) == [12000, 12000, 40000]


def test_an_actor_has_roles_tactics_company_and_a_voice(get: Get) -> None:
    assert "Supplier Port-Clair's vote , 1 document" in words(get("/actor/agence"))
    shown = words(get("/actor/jeanne-rivage"))
    assert "In their own words" in shown
    assert "I never met them" in shown
    assert "Q42" in shown
    assert "Paid clicks" in shown.partition("Tactics named with this actor")[2].partition("Named together")[0]


def test_a_tactic_is_counted_by_case_and_language(get: Get) -> None:
    page = get("/tactic/paid-clicks").text
    assert 'href="?case=port-clair&amp;language=fr#passages"' in page
    assert "The filters leave 1." in words(get("/tactic/paid-clicks?case=port-clair&language=fr"))


@pytest.mark.parametrize(
    "path", ["/case/no", "/figures", "/figure/f", "/network?case=no", "/passages", "/passages?actor=agence",
             "/passages?date=2018", "/passages?date=yesterday", "/quotations?speaker=nobody", "/picture/no/no.svg",
             "/picture/case-timeline/no.svg", "/picture/case-matrix/port-clair.svg", "/picture/network/empty-case.svg",
             "/picture/actor-time.svg", "/data/figures/1.csv", "/data/case-matrix/empty-case.json"],
)  # fmt: skip
def test_what_is_not_there_is_said_not_to_be(get: Get, path: str) -> None:
    assert get(path).status_code == 404


# Pictures


@pytest.mark.parametrize("variant", ["", "?shape=narrow", "?look=dark&lang=fr"])
@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_says_in_words_what_it_shows(get: Get, path: str, variant: str) -> None:
    answer = get(path + variant)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    root = etree.fromstring(answer.content)
    assert root[0].tag == f"{SVG}title"
    assert root[1].tag == f"{SVG}desc"
    assert "document" in "".join(root[1].itertext())
    assert root.findall(f".//{SVG}style") == []
    assert [e for e in root.iter() if "style" in e.attrib] == []  # which the policy would refuse
    assert len(root.findall(f".//{SVG}text")) >= 2  # words are words, not outlines


def test_a_name_from_outside_is_only_ever_text(get: Get) -> None:
    root = etree.fromstring(get("/picture/network.svg").content)
    assert MATHS in {"".join(text.itertext()) for text in root.iter(f"{SVG}text")}


def test_a_picture_is_the_same_every_time(get: Get) -> None:
    fresh = [get(f"/picture/network.svg?again={number}").content for number in range(2)]
    assert fresh[0] == fresh[1]


def test_a_picture_is_in_the_language_of_its_page(get: Get) -> None:
    page = get("/case/port-clair", "fr").text
    address = html.unescape(re.findall(r'<img src="([^"]+)"', page)[0])
    assert "Le vote à Port-Clair" in get(address, "en").content.decode()


def test_a_page_says_how_large_its_pictures_are(get: Get) -> None:
    for address, width, height in re.findall(
        r'srcset="([^"]+narrow)" width="(\d+)" height="(\d+)"', get("/case/port-clair").text
    ):
        root = etree.fromstring(get(html.unescape(address)).content)
        assert (root.get("width"), root.get("height")) == (width, height)


def test_the_data_are_the_same_as_csv_and_json(get: Get) -> None:
    for name in ("case-timeline/port-clair", "case-matrix/port-clair", "network", "actor-time/agence"):
        table = list(csv.DictReader(io.StringIO(get(f"/data/{name}.csv").text)))
        rows = get(f"/data/{name}.json").json()["rows"]
        assert rows
        assert table == [{key: str(value) for key, value in row.items()} for row in rows]


def test_a_site_that_draws_nothing_imports_nothing_to_draw_with() -> None:
    said = "import sys, publish.site.plugin; print('matplotlib' in sys.modules, 'networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


# cases.yaml


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("terrain: [murmure]", "terrain: [mumure]", "terrain names mumure"),
        ("date: 2018-05-12", "date: 2018-02-30", "'2018-02-30'"),
        ("{en: The inquiry, fr: L'enquête}", "{}", "the event of 2018-06 has no label"),
        ("targets: [audience]", "targets: [{}]", "an entry of targets says nothing"),
        ("targets: [audience]", "targets: 4", "targets"),
    ],
)
def test_a_mistake_in_cases_yaml_is_told_with_its_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in CASES
    make_case_corpus(tmp_path / "corpus")
    (tmp_path / "corpus" / "cases.yaml").write_text(CASES.replace(right, wrong), encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        Corpus(tmp_path / "corpus")
    assert said in str(raised.value)
    assert "cases.yaml" in str(raised.value)
