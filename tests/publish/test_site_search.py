"""Search over HTTP: six views of one question, their files, errors in the reader's language, links that last."""

from __future__ import annotations

import ast
import asyncio
import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import bibtexparser
import httpx
import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st
from site_corpus import make_site_corpus
from stored import silent, store

from corpus.model import Relation
from publish.building.build import build
from publish.database import site_path
from publish.site.app import HERE, application
from publish.site.i18n import load_messages

Get = Callable[..., httpx.Response]
VIEWS = ["search", "concordance", "collocates", "keywords", "ngrams", "frequency"]
COPY = "The agency paid by the message. Thirty cents, said the treasurer of the harbour, and nobody asked why."
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with some more: near duplicates, an outlet that is a formula, three years of messages."""
    corpus = make_site_corpus(tmp_path_factory.mktemp("search") / "corpus")
    more: list[dict[str, Any]] = [
        {"id": "d1111111111111111", "text": COPY, "title": "Thirty cents", "outlet": "The Comb", "language": "en"},
        {
            "id": "d2222222222222222",
            "text": COPY.replace("asked", "wondered"),
            "title": "Thirty cents again",
            "outlet": "La Ruche",
            "language": "en",
            "relations": (Relation(kind="near_duplicate_of", target="d1111111111111111"),),
        },
        {"id": "d3333333333333333", "text": f"{FORMULA} agency", "outlet": FORMULA, "language": "en"},
    ]
    years = ("2015", "2016-05", "2018-05-02")
    more += [
        {"id": f"d4{n:015}", "text": f"An agency wrote message {n} {'of praise ' * n}", "language": "en"}
        | {"published_at": years[n % 3], "outlet": ["The Comb", "La Ruche"][n % 2]}
        for n in range(60)
    ]
    store(corpus, *more)
    build(corpus, silent)
    return site_path(corpus)


@pytest.fixture(scope="module")
def get(site_db: Path) -> Iterator[Get]:
    app = application(site_db)
    with asyncio.Runner() as runner:

        async def ask(path: str, language: str) -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
                return await client.get(path, headers={"accept-language": language})

        yield lambda path, ui="en", **asked: runner.run(ask(f"{path}?{urlencode(asked)}" if asked else path, ui))


def text_of(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def links(answer: httpx.Response) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]+)"', answer.text)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_and_leads_to_the_others(get: Get, view: str, language: str) -> None:
    answer = get(f"/{view}", language, q="agency", language="en", across="no")
    assert answer.status_code == 200
    for other in VIEWS:
        assert f"/{other}?q=agency&across=no&language=en" in links(answer)
    for asked in ({}, {"q": "zzyzx"}, {"q": "outlet:comb"}, {"q": "agency", "page": "900"}, {"year": "x"}):
        assert get(f"/{view}", language, **asked).status_code == 200


def test_near_duplicates_are_folded_and_can_be_seen(get: Get) -> None:
    folded = get("/search", q="treasurer")
    assert "2 documents found. One near duplicate is folded" in text_of(folded)
    assert "and one near duplicate" in text_of(folded)
    assert folded.text.count('class="entry"') == 1
    assert "/search?q=treasurer&collapse=no" in links(folded)
    assert get("/search", q="treasurer", collapse="no").text.count('class="entry"') == 2


def test_results_are_ordered_as_asked(get: Get) -> None:
    for order, first in (("newest", "2018"), ("oldest", "2015")):
        found = get("/search.json", q="wrote", order=order).json()["hits"]
        assert found[0]["published_at"].startswith(first)


def test_filters_narrow_and_the_histogram_leads_to_a_year(get: Get) -> None:
    page = get("/search", q="wrote")
    assert "60 documents found" in text_of(page)
    assert "/search?q=wrote&year=2016" in links(page)
    assert "20 documents found" in text_of(get("/search", q="wrote", year="2016"))
    assert "10 documents found" in text_of(get("/search", q="wrote", year="2016", outlet="La Ruche"))
    assert "100%" in text_of(get("/search", q="wrote", bars="share"))  # each document of 2015 and 2016 has it
    everything = get("/search", language="en")  # filters alone, without a query
    assert "wrote message" in text_of(everything)
    assert "<mark>" not in everything.text


def test_a_bar_is_as_high_as_its_share(get: Get) -> None:
    for asked in ({}, {"bars": "share"}):
        heights = [
            float(one)
            for one in re.findall(r'class="bar"[^>]* height="([\d.]+)"', get("/search", q="wrote", **asked).text)
        ]
        assert max(heights) == 98
        assert len(heights) == 3


# What cannot be understood


@pytest.mark.parametrize(
    ("query", "language", "says", "marked"),
    [
        ('vote "now', "en", "The quotation mark at character 6 has no partner", '"now'),
        ('vote "now', "fr", "Le guillemet au caractère 6", '"now'),
        ("vote a*", "fr", "trop peu de lettres avant l’astérisque", None),
        ("NEAR(vote)", "fr", "NEAR au caractère 1 demande au moins deux mots", "NEAR(vote)"),
        ("x after:soon", "fr", "soon n’est pas une date", "after:soon"),
        ("outlet:combe", "en", "No outlet is called combe. Did you mean:", "outlet:combe"),
        ("média:rien-de-tel", "fr", "Rien ne porte ce nom : rien-de-tel (média)", "média:rien-de-tel"),
        ("-vote", "fr", "seulement ce qu’il ne faut pas chercher", None),
        ("w" * 1001, "fr", "dépasse 1 000 caractères", None),
    ],
)
def test_an_error_is_explained_in_place(get: Get, query: str, language: str, says: str, marked: str | None) -> None:
    for view in VIEWS:
        answer = get(f"/{view}", language, q=query)
        assert answer.status_code == 400
        assert says.replace(" ", "\N{NARROW NO-BREAK SPACE}") in text_of(answer).replace(
            " ", "\N{NARROW NO-BREAK SPACE}"
        )
        if marked:
            assert f"<mark>{html.escape(marked)}</mark>".replace("&quot;", "&#34;") in answer.text
    in_english = get("/search.json", language, q=query)
    assert (in_english.status_code, in_english.json()["ok"]) == (400, False)


def test_every_error_of_a_query_has_its_words() -> None:
    """A key that has no message would be told in English only."""
    keys = set()
    for path in (HERE.parent / "search").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QueryError":
                values = [word.value for word in node.keywords if word.arg == "key"]
                keys |= {n.value for v in values for n in ast.walk(v) if isinstance(n, ast.Constant)}
    assert len(keys) > 8
    for language in ("en", "fr"):
        assert {f"query.{key}" for key in keys if key} <= set(load_messages(language))


def test_the_other_query_of_a_comparison_is_explained_too(get: Get) -> None:
    answer = get("/keywords", q="agency", against="outlet:nowhere")
    assert answer.status_code == 400
    assert "<mark>outlet:nowhere</mark>" in answer.text
    assert 'aria-describedby="against-hint problem"' in answer.text


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=40), view=st.sampled_from(VIEWS), more=st.text(max_size=8))
def test_nothing_that_anybody_types_breaks_a_page(get: Get, query: str, view: str, more: str) -> None:
    asked = {"sort": more, "with": more, "side": more, "least": more, "by": more, "against": more, "page": more}
    assert get(f"/{view}", q=query, **asked).status_code in (200, 400)
    assert get(f"/{view}.csv", q=query, **asked).status_code in (200, 400)


def test_the_help_names_all_of_the_language_and_its_examples_work(get: Get) -> None:
    for language in ("en", "fr"):
        examples = [
            html.unescape(one) for one in re.findall(r"<dt><code>(.*?)</code></dt>", get("/search", language).text)
        ]
        assert len(examples) == 18
        known = ("NEAR", "OR", "*", "-", "(", '"' if language == "en" else "«")
        assert all(any(sign in example for example in examples) for sign in known)
        for example in examples:
            answer = get("/search", language, q=example)
            # In this corpus nothing may be called so; but that is the only thing wrong with it.
            assert answer.status_code == 200 or re.search("No .* is called|Rien ne porte ce nom", text_of(answer))
        for link in links(get("/search", language)):
            if link.startswith("/search?q="):
                assert not re.search("No document found|Aucun document", text_of(get(link, language)))
                assert get(link, language).status_code == 200


# Concordance and counts


def test_a_concordance_names_its_sub_corpus_and_leads_to_the_passage(get: Get) -> None:
    answer = get("/concordance", q="thirty", kind="article", sort="right1")
    said = text_of(answer)
    assert re.search(r"\d hits in \d documents · [\d,.]+ in a million words", said)
    assert "Kind: Article" in said
    line = re.search(r'<a href="([^"]+)"><mark>thirty</mark></a>', answer.text)
    assert line is not None
    address = html.unescape(line[1])
    anchor = address.partition("#")[2]
    assert f'<span class="anchor" id="{anchor}"></span>' in get(address.partition("#")[0]).text


def test_a_concordance_goes_page_by_page_and_counts_by_group(get: Get) -> None:
    answer = get("/concordance", q="wrote", sort="date", group="outlet")
    assert "Lines 1 to 50 of 60" in text_of(answer)
    assert "/concordance?q=wrote&sort=date&outlet=La%20Ruche" in links(answer)
    assert "Lines 51 to 60 of 60" in text_of(get("/concordance", q="wrote", sort="date", page="2"))


def test_a_collocate_leads_to_the_lines_that_have_it(get: Get) -> None:
    answer = get("/collocates", q="wrote", left="0", right="2", least="1")
    address = next(link for link in links(answer) if "with=message" in link)
    row = re.search(r"message</bdi></a></th><td class=\"number\">(\d+)", answer.text)
    assert row is not None
    assert f"Lines 1 to 50 of {row[1]}" in text_of(get(address))
    assert 'name="with" value="message"' in get(address).text  # it stays when the form is sent


def test_typical_words_of_one_outlet_against_another(get: Get) -> None:
    answer = get("/keywords", q='outlet:"The Comb"', against='outlet:"La Ruche"')
    assert 'Compared with outlet:"La Ruche":' in text_of(answer)
    chosen = next(link for link in links(answer) if "against=after%3A2016%20before%3A2017" in link)
    assert get(chosen).status_code == 200


def test_ngrams_and_frequency(get: Get) -> None:
    rows = get("/ngrams.json", q="wrote", length="3").json()["rows"]
    assert {"words": "an agency wrote", "count": 60} in rows
    points = get("/frequency.json", q="wrote", by="outlet").json()["rows"]
    assert sum(point["hits"] for point in points) == 60
    assert any(
        link.startswith("/concordance?q=wrote&year=2015&outlet=")
        for link in links(get("/frequency", q="wrote", by="outlet"))
    )


# What is taken away


@pytest.mark.parametrize("view", VIEWS)
def test_a_file_says_what_was_asked_of_which_build_and_when(get: Get, view: str, site_db: Path) -> None:
    asked = {"q": "wrote", "language": "en"}
    told = get(f"/{view}.json", **asked).json()
    page = f"http://site.example/{view}?q=wrote&language=en"
    assert (told["query"], told["filters"], told["page"]) == ("wrote", {"language": "en"}, page)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["date"])
    assert re.fullmatch(r"[0-9a-f]{64}", told["build"])
    if view != "search":
        assert told["subcorpus"]["words"] > 0
    answer = get(f"/{view}.csv", **asked)
    assert answer.headers["cache-control"] == "no-store"  # it says what day it is
    assert told["build"][:12] in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    for row in (rows[0], rows[-1]):
        assert (row["query"], row["filters"], row["build"]) == ("wrote", "language=en", told["build"])
    lines = [json.loads(line) for line in get(f"/{view}.jsonl", **asked).text.splitlines()]
    assert len(lines) == len(rows)
    assert lines[0]["build"] == told["build"]


def test_the_files_have_all_and_the_page_has_some(get: Get) -> None:
    assert len(get("/search.csv", q="wrote").text.splitlines()) == 61
    assert len(get("/concordance.jsonl", q="wrote").text.splitlines()) == 60
    found = get("/search.json", q="wrote", limit="7", page="2").json()
    assert (found["total"], len(found["hits"])) == (60, 7)
    assert found["hits"][0]["snippet"]["marks"]


def test_no_cell_runs_in_a_spreadsheet(get: Get) -> None:
    for view in ("search", "concordance"):
        rows = list(csv.DictReader(io.StringIO(get(f"/{view}.csv", q="agency").text)))
        assert any(row["outlet"] == f"'{FORMULA}" for row in rows)
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
    lines = [json.loads(line) for line in get("/search.jsonl", q="agency").text.splitlines()]
    assert any(line["outlet"] == FORMULA for line in lines)  # programs get what was written


def test_results_go_to_reference_managers(get: Get) -> None:
    asked = {"q": "treasurer", "collapse": "no"}
    library = bibtexparser.parse_string(get("/search.bib", **asked).text)
    assert {entry.key for entry in library.entries} == {"d1111111111111111", "d2222222222222222"}
    records = rispy.loads(get("/search.ris", **asked).text)
    assert [record["title"] for record in records] == [one["title"] for one in get("/search.csl.json", **asked).json()]
    spans = re.findall(r'<span class="Z3988" title="([^"]+)"', get("/search", **asked).text)
    assert len(spans) == 2
    assert all("rft.title=Thirty%20cents" in html.unescape(span) for span in spans)


def test_saved_searches_are_in_the_browser_and_the_page_says_so(get: Get) -> None:
    for language, words in (("en", "nowhere else"), ("fr", "nulle part ailleurs")):
        answer = get("/searches", language)
        assert words in text_of(answer)
        assert '<script type="module" src="/-/hustings/' in answer.text
