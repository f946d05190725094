"""What the site answers over HTTP: pages, their language, what may be kept, and what a browser is forbidden."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup
from site_corpus import BIDI, HOSTILE, built_site, make_site_corpus

from publish.site.app import application, datasette_for
from publish.site.marks import Span, stretches
from publish.site.renew import RenewedSite

Get = Callable[..., httpx.Response]
PAGES = [
    "/", "/search", "/search?q=agency", "/searches", "/documents", "/cases", "/actors", "/tactics", "/about",
    "/case/port-clair-2018", "/actor/jeanne-rivage", "/tactic/copy-paste-posting", "/document/daaaaaaaaaaaaaaaa",
    "/site", "/site/documents", "/site/documents/1", "/site?sql=select+1", "/-/versions",
]  # fmt: skip


@pytest.fixture(scope="module")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site."""
    return built_site(tmp_path_factory.mktemp("site") / "corpus")


@pytest.fixture(scope="module")
def get(site_db: Path) -> Iterator[Get]:
    """Asks the site for an address, as a browser would that has no cookies unless they are given."""
    with asyncio.Runner() as runner:
        yield getter(application(site_db), runner)


def getter(app: object, runner: asyncio.Runner) -> Get:
    async def ask(path: str, method: str, headers: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://site.example") as client:
            return await client.request(method, path, headers=headers)

    return lambda path, method="GET", **headers: runner.run(
        ask(path, method, {name.replace("_", "-"): value for name, value in headers.items()})
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_both_languages(get: Get, path: str) -> None:
    for language in ("en", "fr"):
        answer = get(path, accept_language=language)
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/document/daaaaaaaaaaaaaaaa.json", "/site/documents.csv"])
def test_every_answer_carries_the_policy(get: Get, path: str) -> None:
    headers = get(path).headers
    policy = dict(rule.partition(" ")[::2] for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_style_within_it(get: Get, path: str) -> None:
    text = get(path).text
    if path.startswith("/search"):  # one file of ours, which these pages do without
        text, scripts = re.subn(r'<script type="module" src="/-/hustings/\w+/searches\.js"></script>', "", text)
        assert scripts == 1
    # JSON-LD stands in an element of that name too, but is data: a browser runs none of it.
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text):
        assert json.loads(block)["@context"] == "https://schema.org"
    assert "<script" not in re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", text)
    assert "<style" not in text
    assert " style=" not in text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_tells_search_engines_what_it_is_and_where_its_other_language_is(get: Get, path: str) -> None:
    described = []
    for language in ("en", "fr"):
        page = BeautifulSoup(get(path, accept_language=language).text, "lxml")
        (title,) = page.find_all("title")
        (description,) = page.find_all("meta", attrs={"name": "description"})
        described.append(description["content"])
        assert title.text.strip()
        assert 0 < len(str(described[-1])) <= 200
        others = {one["hreflang"]: str(one["href"]) for one in page.find_all("link", hreflang=True)}
        assert set(others) == {"en", "fr"}
        assert all(address.startswith("http://site.example/") for address in others.values())
        assert f'<html lang="{language}">' in get(others[language].removeprefix("http://site.example")).text
    if not path.startswith("/document/"):  # which is described by its own words
        assert described[0] != described[1]


def test_a_description_holds_the_words_of_a_document_as_words(get: Get) -> None:
    page = BeautifulSoup(get("/document/dddddddddddddddd2").text, "lxml")
    (description,) = page.find_all("meta", attrs={"name": "description"})
    assert set(description.attrs) == {"name", "content"}
    assert str(description["content"]).endswith(" about Rivage.")
    assert BIDI[0] not in str(description["content"])


# Language


def test_the_browsers_language_decides_first(get: Get) -> None:
    assert '<html lang="fr">' in get("/", accept_language="de, fr;q=0.8, en;q=0.5").text
    assert '<html lang="en">' in get("/", accept_language="fr;q=0.2, en-GB;q=0.9").text
    assert '<html lang="en">' in get("/", accept_language="de").text
    assert '<html lang="en">' in get("/", accept_language="fr;q=nonsense").text


def test_a_language_that_was_asked_for_is_remembered(get: Get) -> None:
    answer = get("/cases?ui=fr", accept_language="en")
    assert '<html lang="fr">' in answer.text
    assert answer.headers["set-cookie"].startswith("ui=fr;")
    assert "SameSite=Lax" in answer.headers["set-cookie"]
    assert '<html lang="fr">' in get("/cases", accept_language="en", cookie="ui=fr").text
    assert '<html lang="en">' in get("/cases?ui=en", cookie="ui=fr").text
    assert '<html lang="en">' in get("/cases?ui=xx", accept_language="en", cookie="ui=yy").text


def test_the_switch_keeps_the_address(get: Get) -> None:
    text = get("/search?q=une+agence&language=fr", accept_language="en").text
    assert 'href="/search?q=une%20agence&amp;language=fr&amp;ui=fr"' in text


def test_datasettes_own_tables_can_be_switched_too(get: Get) -> None:
    answer = get("/site/documents?ui=fr&kind=post")
    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert "2 rows" in answer.text


def test_text_in_another_language_says_so(get: Get) -> None:
    text = get("/document/daaaaaaaaaaaaaaaa", accept_language="en").text
    assert '<div class="text" lang="fr">' in text
    assert '<div class="text">' in get("/document/daaaaaaaaaaaaaaaa", accept_language="fr").text


# Keeping


def test_a_page_that_the_reader_has_is_not_sent_again(get: Get) -> None:
    first = get("/about", accept_language="en")
    assert get("/about", accept_language="en", if_none_match=first.headers["etag"]).status_code == 304
    assert get("/about", accept_language="fr", if_none_match=first.headers["etag"]).status_code == 200
    assert {part.strip() for part in first.headers["vary"].split(",")} >= {"Accept-Language", "Cookie"}


def test_a_kept_answer_is_the_same_answer(get: Get) -> None:
    first, second = get("/tactics", cookie="ui=fr"), get("/tactics", cookie="ui=fr")
    assert first.text == second.text
    assert first.headers == second.headers


def test_a_question_for_the_headers_alone_empties_no_page(get: Get) -> None:
    for path in ("/actors?head=1", "/site/texts"):
        assert get(path, method="HEAD").status_code == 200
        assert "<main" in get(path).text
        assert get(path, method="HEAD").headers["etag"] == get(path).headers["etag"]


def test_errors_are_not_kept(get: Get) -> None:
    assert "etag" not in get("/document/dnothing").headers
    assert "etag" not in get('/search?q="').headers


def test_style_sheets_are_kept_for_ever_because_their_address_changes(get: Get) -> None:
    text = get("/").text
    address = text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = get(address, cookie="ui=fr")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert get("/-/hustings/0/site.css").headers["cache-control"] == "no-cache"
    assert get("/-/hustings/0/app.py").status_code == 404


def test_a_new_build_is_shown_as_soon_as_it_is_there(site_db: Path, tmp_path: Path) -> None:
    mine = tmp_path / "site.db"
    shutil.copytree(site_db.parent, mine.parent, dirs_exist_ok=True)
    with asyncio.Runner() as runner:
        get = getter(RenewedSite(mine), runner)
        before = get("/cases")
        corpus = make_site_corpus(tmp_path / "other")
        (corpus.root / "cases.yaml").write_text("cases: [{id: new, title: {en: A new case}}]", encoding="utf-8")
        other = built(corpus.root)
        (tokens,) = other.parent.glob("tokens-*")
        tokens.rename(mine.parent / tokens.name)
        other.replace(mine)
        after = get("/cases", if_none_match=before.headers["etag"])
        assert after.status_code == 200
        assert "A new case" in after.text
        mine.unlink()
        assert "A new case" in get("/cases").text


def built(root: Path) -> Path:
    from corpus.console import progress
    from corpus.folder import Corpus
    from publish.building.build import build
    from publish.database import site_path

    corpus = Corpus(root)
    build(corpus, lambda what, total: progress(what, total))
    return site_path(corpus)


def test_the_source_stands_beside_the_text_with_what_was_removed_in_its_place(get: Get) -> None:
    text = get("/document/daaaaaaaaaaaaaaaa/original", accept_language="en").text
    kept, gone = "Au printemps, Jeanne Rivage voit affluer", "Menus and navigation"
    assert text.count(kept) == 2  # as captured and as published
    assert gone in text
    assert get("/document/nothing/original").status_code == 404


# Text that must not be believed


@pytest.mark.parametrize("path", ["/document/dddddddddddddddd2", "/documents", "/search?q=rivage", "/site/documents"])
def test_what_a_document_says_stays_text(get: Get, path: str) -> None:
    text = get(path).text
    assert HOSTILE not in text
    assert "&lt;script&gt;" in text
    assert 'href="javascript:' not in text
    assert 'href="data:' not in text


def test_a_space_between_two_marks_is_no_link(site_db: Path) -> None:
    spans = [Span("x", 0, 3, "actor", "suggested", None), Span("y", 2, 5, "tactic", "suggested", 1)]
    (shown,) = stretches("ab cd", [], spans)
    written = datasette_for(site_db).page_templates.get_template("hustings/text.html").module.marked(shown)
    page = BeautifulSoup(written, "lxml")
    assert page.text == "ab cd"
    assert [link.text for link in page.find_all("a")] == ["ab", "cd"]


def test_characters_that_turn_the_text_around_are_seen(get: Get) -> None:
    page = get("/documents").text
    assert BIDI not in page
    assert "\N{REPLACEMENT CHARACTER}gnp.exe" in page


def test_a_search_for_markup_stays_text(get: Get) -> None:
    text = get("/search", accept_language="en").text
    assert HOSTILE not in text
    answer = get("/search?q=" + "%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_the_text_and_the_json_are_never_html(get: Get) -> None:
    text = get("/document/dddddddddddddddd2.txt")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith(HOSTILE)
    data = get("/document/dddddddddddddddd2.json")
    assert data.headers["content-type"] == "application/json; charset=utf-8"
    assert json.loads(data.text)["title"].startswith(HOSTILE)


def test_nothing_of_the_machine_is_told(get: Get, site_db: Path) -> None:
    for path in (
        "/-/databases",
        "/-/databases.json",
        "/-/threads.json",
        "/-/patterns",
        "/-/allow-debug",
        "/-/login",
        "/-/password-tool",
    ):
        assert get(path).status_code == 404
    for path in (*PAGES, "/-/metadata.json", "/-/settings.json", "/-/plugins.json"):
        assert str(site_db.parent) not in get(path).text


# What pages say


def test_the_json_of_a_document_agrees_with_its_text(get: Get) -> None:
    text = get("/document/daaaaaaaaaaaaaaaa.txt").text
    document = json.loads(get("/document/daaaaaaaaaaaaaaaa.json").text)
    assert document["text"] == text
    assert document["source"].startswith("press/")
    for annotation in document["annotations"]:
        assert text[annotation["start"] : annotation["end"]] == annotation["quotation"]
    assert [removed["reason"] for removed in document["removed"]] == [
        "navigation", "related_link", "related_link", "footer",
    ]  # fmt: skip


def test_a_document_says_where_it_comes_from_and_what_was_removed(get: Get) -> None:
    text = get("/document/daaaaaaaaaaaaaaaa", accept_language="en").text
    data = json.loads(get("/document/daaaaaaaaaaaaaaaa.json").text)["observations"][0]
    for words in (data["sha256"], data["record_sha256"], "line 1", "À lire aussi : le port en chiffres"):
        assert words in text
    assert "according to the time of the file" in text
    assert "Links to other articles" in text


def test_an_embedded_post_leads_to_its_own_document_and_back(get: Get) -> None:
    assert '<a href="/document/dbbbbbbbbbbbbbbbb">Read this post' in get("/document/daaaaaaaaaaaaaaaa").text
    post = get("/document/dbbbbbbbbbbbbbbbb").text
    assert "Embedded in" in post
    assert 'href="/document/daaaaaaaaaaaaaaaa"' in post
    assert "hidden by the platform" in post


def test_a_rejected_suggestion_is_not_shown(get: Get) -> None:
    assert 'class="annotation"' not in get("/document/dbbbbbbbbbbbbbbbb").text


def test_names_that_nobody_checked_stand_apart(get: Get) -> None:
    page = get("/actors").text
    known, _, apart = page.partition('id="candidates"')
    assert "the Harbour League" in apart
    assert "the Harbour League" not in known
    assert "the Harbour League" in get("/actor/candidate%3Athe%20Harbour%20League").text


def test_passages_can_be_narrowed(get: Get) -> None:
    text = get("/actor/jeanne-rivage?language=en", accept_language="en").text
    assert "2 passages in 2 documents." in text
    assert "The filters leave 1." in text
    assert text.count('<li class="passage">') == 1


def test_a_query_that_cannot_be_understood_says_why_in_its_place(get: Get) -> None:
    answer = get('/search?q="agency', accept_language="en")
    assert answer.status_code == 400
    assert 'id="problem"' in answer.text
    assert 'value="&#34;agency"' in answer.text


def test_a_search_that_finds_nothing_helps(get: Get) -> None:
    text = get("/search?q=zzyzx", accept_language="en").text
    assert "No document found." in text
    assert "How to search" in text


def test_the_widening_across_languages_is_told_and_can_be_turned_off(get: Get) -> None:
    wide = get("/search?q=copier-coller", accept_language="en").text
    assert "Thirty cents for a kind word" in wide
    assert "across=no" in wide
    narrow = get("/search?q=copier-coller&across=no", accept_language="en").text
    assert "Thirty cents for a kind word" not in narrow


def test_a_list_goes_on_where_its_page_ends(get: Get) -> None:
    assert get("/documents?page=99").status_code == 200
    assert get("/documents?page=-1").status_code == 200
    assert get("/search?q=port&page=99", accept_language="en").status_code == 200


def test_what_is_missing_is_said_in_the_readers_language(get: Get) -> None:
    answer = get("/case/nowhere", accept_language="fr")
    assert answer.status_code == 404
    assert "Aucun cas n’a cet identifiant." in answer.text
    assert get("/site/no_such_table.json").json()["ok"] is False


def test_a_fault_of_ours_tells_the_reader_nothing_of_the_inside(
    site_db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "site.db"
    shutil.copytree(site_db.parent, broken.parent, dirs_exist_ok=True)
    with sqlite3.connect(broken) as db:
        db.execute("DROP TABLE tags")
    with asyncio.Runner() as runner:
        answer = getter(application(broken), runner)("/document/daaaaaaaaaaaaaaaa", accept_language="fr")
    assert answer.status_code == 500
    assert "Réessayer plus tard" in answer.text
    assert "tags" not in answer.text
    assert "no such table: tags" in capsys.readouterr().err
