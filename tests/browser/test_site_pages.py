"""Every page in both languages, on a desk and on a phone: nothing sticks out, nothing is refused, axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from visiting import DESK, PHONE, Visiting, violations, visits, windows

pytestmark = pytest.mark.browser

OURS = [
    "/",
    "/search",
    "/search?q=agency",
    "/search?q=copier-coller",
    "/search?q=%22agency",
    "/search?q=zzyzx",
    "/search?q=port&language=fr&kind=article",
    "/documents",
    "/documents?year=2018&order=newest",
    "/documents?language=de",
    "/cases",
    "/case/port-clair-2018",
    "/case/empty-case",
    "/actors",
    "/actor/jeanne-rivage",
    "/actor/agence-boussole?language=en",
    "/actor/candidate%3Athe%20Harbour%20League",
    "/actor/candidate%3A%3Cb%3E%2FRivage%3F",
    "/tactics",
    "/tactic/copy-paste-posting",
    "/tactic/reference-editing",
    "/document/daaaaaaaaaaaaaaaa",
    "/document/daaaaaaaaaaaaaaaa?layers=tactic",
    "/document/daaaaaaaaaaaaaaaa?layers=none&q=agence",
    "/document/daaaaaaaaaaaaaaaa/original",
    "/document/dbbbbbbbbbbbbbbbb",
    "/document/dcccccccccccccccc",
    "/document/dddddddddddddddd2",
    "/document/deeeeeeeeeeeeeeee",
    "/document/dffffffffffffffff",
    "/about",
    "/network",
    "/network?case=empty-case",
    "/figures?case=port-clair-2018",
    "/quotations",
    "/passages?actor=agence-boussole&tactic=paid-digital-organizers",
    "/passages?actor=agence-boussole&with=jeanne-rivage",
    "/nothing/here",
    "/document/dnothing",
]
DATASETTES = [
    "/site",
    "/site/documents",
    "/site/documents/1",
    "/site/annotations?document=1",
    "/site/documents?_facet=kind&_sort_desc=published_at&kind=article",
    "/site/texts",
    "/site/removed/4,0",
    "/site/no_such_table",
    "/site?sql=select+*+from+documents+where+id+%3D+%3Aid&id=daaaaaaaaaaaaaaaa",
    "/site?sql=select+nothing",
    "/-/versions",
    "/-/metadata",
]


@pytest.fixture
def visit(browser: Browser, site_address: str) -> Iterator[Visiting]:
    """Opens a page of the site."""
    with visits(browser) as visit:
        yield lambda path, *, language="en", **options: visit(site_address + path, locale=language, **options)


@pytest.fixture(scope="module")
def look(browser: Browser, site_address: str) -> Iterator[Visiting]:
    """Looks at pages of the site in a window that stays open."""
    with windows(browser) as visit:
        yield lambda path, *, language="en", **options: visit(site_address + path, locale=language, **options)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", OURS + DATASETTES)
def test_a_page_is_whole_and_anybody_can_use_it(look: Visiting, path: str, language: str) -> None:
    # Axe takes most of a test's time: one language is looked at as on a desk, the other as on a phone.
    first, then = (PHONE, DESK) if language == "en" else (DESK, PHONE)
    visited = look(path, language=language, viewport=first)
    page = visited.page
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= first["width"]
    page.set_viewport_size(then)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= then["width"]
    assert violations(page) == []
    not_found = (
        f"error: Failed to load resource: the server responded with a status of {page.request.get(page.url).status}"
    )
    assert [c for c in visited.complaints if not c.startswith(not_found)] == []


@pytest.mark.parametrize("path", ["/", "/search?q=agency", "/document/daaaaaaaaaaaaaaaa", "/site/documents"])
def test_contrast_holds_at_night(visit: Visiting, path: str) -> None:
    page = visit(path, color_scheme="dark").page
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert violations(page) == []


def test_reading_searching_and_switching_need_no_javascript(visit: Visiting) -> None:
    page = visit("/", java_script_enabled=False).page
    page.get_by_role("searchbox").fill("agency")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Thirty cents for a kind word").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Thirty cents for a kind word"
    page.get_by_role("link", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("link", name="Acteurs", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Acteurs"


def test_the_keyboard_comes_to_the_skip_link_first(visit: Visiting) -> None:
    page = visit("/document/daaaaaaaaaaaaaaaa").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_mark_leads_to_its_note_and_the_note_back(visit: Visiting) -> None:
    page = visit("/document/daaaaaaaaaaaaaaaa").page
    page.get_by_role("link", name="Jeanne Rivage", exact=True).first.click()
    note = page.locator(":target")
    assert "accepted" in note.inner_text()
    note.get_by_role("link").first.click()
    anchor = page.url.partition("#")[2]
    text = page.request.get(page.url.partition("#")[0] + ".txt").text()
    start, end = map(int, anchor.removeprefix("p").split("-"))
    assert text[start:end] == "Jeanne Rivage"
    assert page.locator(f"#{anchor} + a").inner_text() == "Jeanne Rivage"


def test_a_link_by_its_words_comes_to_the_passage(visit: Visiting) -> None:
    page = visit("/document/daaaaaaaaaaaaaaaa", viewport={"width": 390, "height": 300}).page
    note = page.locator(".annotation", has_text="12 mai 2018")
    links = {
        link.inner_text(): link.get_attribute("href") or "" for link in note.locator(".links").get_by_role("link").all()
    }
    mark = page.locator(".text a.mark", has_text="12 mai 2018")
    expect(mark).not_to_be_in_viewport()
    for name in ("permanent link", "link by its words"):
        page.goto("about:blank")
        page.goto(links[name])
        expect(mark).to_be_in_viewport()


def test_a_mark_says_what_it_is_to_those_who_listen(visit: Visiting) -> None:
    page = visit("/document/daaaaaaaaaaaaaaaa").page
    mark = page.get_by_role("link", name="il suffisait de copier", exact=True)
    described = [page.locator(f"#{id}").text_content() for id in (mark.get_attribute("aria-describedby") or "").split()]
    assert "Quotation" in described
    assert "Tactic: Copy-paste coordinated posting" in described


def test_what_a_document_says_is_never_done(visit: Visiting) -> None:
    visited = visit("/document/dddddddddddddddd2")
    page = visited.page
    assert visited.complaints == []
    assert page.locator("main script, main img").count() == 0
    assert page.locator("a[href^='javascript'], a[href^='data']").count() == 0
    assert "<script>" in page.get_by_role("heading", level=1).inner_text()
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page.locator(".paper-head").inner_text()


def test_layers_are_switched_by_links(visit: Visiting) -> None:
    page = visit("/document/daaaaaaaaaaaaaaaa").page
    assert page.locator(".text a.mark.actor").count() > 0
    page.get_by_role("navigation", name="What is marked").get_by_role("link", name="Actors").click()
    assert page.locator(".text a.mark.actor").count() == 0
    assert page.locator(".text a.mark.tactic").count() > 0
    page.get_by_role("link", name="Mark nothing").click()
    assert page.locator(".text a.mark").count() == 0
    assert page.locator(".annotation").count() == 8
