"""The site as plain files in a real browser, from a folder and from a plain web server: reading, and the search."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from running import run
from site_corpus import built_site
from visiting import DESK, PHONE, Visiting, violations, visits, windows

from corpus.errors import QueryError
from corpus.folder import find_corpus
from publish.database import open_site, open_tokens
from publish.search.searching import search

pytestmark = pytest.mark.browser

# As publish.search understands them; of each the same documents in the same order.
QUERIES = [
    "port", "agency", "messages payés", "MESSAGE publiés", "il versera", "éloges", "eloges", "l'agence", "the port",
    "Rivage -port", "NOT agence port", '"trente centimes"', '"centimes trente"', '"Jeanne Rivage"', "publi*",
    "ag* port", "agence OR agency", "(port OR agency) Rivage", "title:éloges", "titre:centimes OR kind", 
    "after:2018-05-02 port", "before:2018-05-02 port", "copier-coller",
    "word for word", "faux-nez", "militant rémunéré", "message times",
    "PortClair", "212", "https://social.example", "zzyzx", "l'", "¡puerto!", "chacun devait", "words OR", "œuvre",
]  # fmt: skip
WRONG = ['"port', "-port", "", "p*", "after:soon port"]
ASK = """async ([query, filters]) => {
  const result = await Hustings.search(new Hustings.Index("../search/"), query, filters);
  const shown = await Promise.all(result.documents.map((document) => Hustings.shown(result, document)));
  return shown.map((one, at) => [
    one.id, one.passage, one.across, Math.round(result.found.get(result.documents[at]) * 1e4) / 1e4,
  ]);
}"""


@pytest.fixture(scope="module")
def corpus_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("static") / "corpus"
    built_site(root)
    return root


@pytest.fixture(scope="module")
def folder(corpus_root: Path) -> Path:
    """The small site as files; its name has what names may have."""
    target = corpus_root.parent / "clé USB & co"
    done = run("-C", corpus_root, "publish", "static", target)
    assert done.returncode == 0, done.stderr
    return target


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def addresses(folder: Path) -> Iterator[dict[str, str]]:
    """Where the folder is: on this machine, and in a subfolder of a web server that knows nothing of Hustings."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield {
        "file": folder.as_uri(),
        "server": f"http://127.0.0.1:{server.server_port}/{folder.as_uri().rpartition('/')[2]}",
    }
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, addresses: dict[str, str]) -> Iterator[Visiting]:
    """Opens a page of the folder."""
    with visits(browser) as visit:
        yield lambda path, *, where="file", **options: visit(f"{addresses[where]}/{path}", **options)


def searched(page: Page) -> None:
    """Wait until the search is done."""
    page.wait_for_selector("html[data-searched]")


@pytest.mark.slow
@pytest.mark.parametrize("where", ["file", "server"])
def test_a_reader_chooses_a_language_searches_and_reads(visit: Visiting, where: str) -> None:
    visited = visit("index.html", where=where, viewport=PHONE)
    page = visited.page
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("searchbox").fill("messages publiés")
    page.keyboard.press("Enter")
    searched(page)
    expect(page.get_by_role("status")).to_have_text("1 document trouvé.")
    expect(page.locator("#found mark").first).to_have_text("message")
    page.locator("#found a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("éloges")
    page.locator("#annotations").get_by_role("link", name="Agence Boussole", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Agence Boussole")
    page.get_by_role("navigation", name="Langue").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boussole agency")
    assert visited.complaints == []


@pytest.mark.parametrize("query", QUERIES)
def test_the_browser_finds_what_the_site_finds(search_page: Page, corpus_root: Path, query: str) -> None:
    corpus = find_corpus(corpus_root)
    for filters in ({}, {"language": "fr"}, {"kind": "article", "case": "port-clair-2018"}):
        with closing(open_site(corpus)) as db:
            found = search(db, open_tokens(db, corpus.site), query, filters).hits if has_words(query) else []
        if has_words(query):
            expected = [
                [hit.id, [[text, hits] for text, hits in hit.snippet.pieces() if text], hit.across, hit.score]
                for hit in found
            ]
            assert search_page.evaluate(ASK, [query, filters]) == expected


def has_words(query: str) -> bool:
    return query != "l'"


@pytest.fixture(scope="module")
def search_page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{addresses['file']}/en/search.html")
    yield page
    page.close()


@pytest.mark.parametrize("query", WRONG)
def test_what_cannot_be_understood_is_said(visit: Visiting, corpus_root: Path, query: str) -> None:
    corpus = find_corpus(corpus_root)
    visited = visit("en/search.html")
    page = visited.page
    page.get_by_role("searchbox").fill(query)
    page.keyboard.press("Enter")
    if query:
        with closing(open_site(corpus)) as db, pytest.raises(QueryError):
            search(db, open_tokens(db, corpus.site), query)
        searched(page)
        expect(page.get_by_role("status")).not_to_be_empty()
    assert page.locator("#found li").count() == 0
    assert visited.complaints == []


def test_filters_stand_in_the_address(visit: Visiting) -> None:
    page = visit("en/search.html?q=port&language=fr&kind=post").page
    searched(page)
    expect(page.get_by_role("status")).to_have_text("1 document found.")
    expect(page.get_by_role("combobox", name="Language")).to_have_value("fr")
    page.get_by_role("combobox", name="Kind").select_option("")
    page.get_by_role("button", name="Search").click()
    searched(page)
    expect(page.get_by_role("status")).to_have_text("2 documents found.")


def test_text_from_outside_is_shown_as_text(visit: Visiting) -> None:
    visited = visit("en/search.html?q=script")
    searched(visited.page)
    expect(visited.page.locator("#found")).to_contain_text("<script>alert")
    assert visited.page.locator("#found script, #found img").count() == 0
    assert visited.complaints == []


def test_a_folder_that_is_not_whole_says_so(visit: Visiting, folder: Path) -> None:
    (folder / "search" / "types-0.js").rename(folder / "search" / "away.js")
    try:
        page = visit("en/search.html?q=port").page
        expect(page.get_by_role("status")).to_contain_text("types-0.js")
    finally:
        (folder / "search" / "away.js").rename(folder / "search" / "types-0.js")


def test_without_javascript_everything_but_the_search_works(visit: Visiting) -> None:
    page = visit("en/search.html?q=port", java_script_enabled=False).page
    expect(page.get_by_text("needs JavaScript")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="All documents").click()
    page.get_by_role("link", name="Thirty cents").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thirty cents for a kind word")


@pytest.fixture(scope="module")
def look(browser: Browser, addresses: dict[str, str]) -> Iterator[Visiting]:
    """Looks at pages of the folder in a window that stays open."""
    with windows(browser) as visit:
        yield lambda path, **options: visit(f"{addresses['file']}/{path}", **options)


@pytest.mark.parametrize(
    "path",
    ["index.html", "en/search.html?q=port", "fr/search.html?q=copier-coller", "fr/document/daaaaaaaaaaaaaaaa.html",
     "en/case/port-clair-2018.html", "fr/about.html"],
)  # fmt: skip
@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_anybody_can_use_it(look: Visiting, path: str, viewport: dict[str, int]) -> None:
    visited = look(path, viewport=viewport)
    page = visited.page
    if "?q" in path:
        searched(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert visited.complaints == []  # axe asks for style sheets itself, which the policy forbids
    assert violations(page) == []
