"""The views of search in a real browser: whole in both languages and sizes, without scripts, axe finds nothing; and the
searches that the browser keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from visiting import Visiting, violations, windows

pytestmark = pytest.mark.browser

PAGES = [
    "/search?kind=article",
    "/search?q=port+after:2018",
    "/search?q=outlet:nowhere",
    "/concordance?q=port&sort=right1&group=outlet",
    "/concordance?q=port&with=le&left=3&right=3",
    "/concordance",
    "/collocates?q=port&least=1",
    "/keywords?language=en",
    "/keywords?q=port&against=outlet:nowhere",
    "/ngrams?language=en",
    "/frequency?q=port&by=outlet",
    "/searches",
]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has kept nothing yet."""
    context = browser.new_context(locale="en")
    yield context
    context.close()


@pytest.fixture(scope="module")
def look(browser: Browser) -> Iterator[Visiting]:
    """Looks at pages in a window that stays open."""
    with windows(browser) as visit:
        yield visit


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_a_view_is_whole_and_anybody_can_use_it(look: Visiting, site_address: str, path: str, language: str) -> None:
    visited = look(site_address + path, locale=language, color_scheme="dark" if language == "fr" else "light")
    page = visited.page
    assert page.locator("h1").count() == 1
    for width in (390, 1280) if language == "en" else (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for details in page.locator("main details").all():
        details.evaluate("one => one.open = true")
    assert violations(page) == []
    assert [one for one in visited.complaints if "status of 400" not in one] == []


def test_all_views_work_without_scripts_and_by_keyboard(browser: Browser, site_address: str) -> None:
    page = browser.new_page(locale="en", java_script_enabled=False)
    page.goto(f"{site_address}/search")
    page.get_by_label("Search the documents").fill("port")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Concordance").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Concordance")
    page.get_by_label("Sort by").select_option("right1")
    page.get_by_label("Search the documents").press("Enter")
    assert "sort=right1" in page.url
    page.locator(".kwic a").first.press("Enter")
    assert "/document/" in page.url
    target = page.locator(":target + mark, :target + a.mark")
    expect(target).to_have_text("port", ignore_case=True)
    expect(target).to_be_in_viewport()
    assert page.locator("#save-search").count() == 0
    page.goto(f"{site_address}/searches")
    expect(page.get_by_text("This page needs JavaScript")).to_be_visible()


def test_the_hit_stands_in_one_line_down_the_page(browser: Browser, site_address: str) -> None:
    page = browser.new_page(locale="en", viewport={"width": 1280, "height": 900})
    page.goto(f"{site_address}/concordance?q=port")
    centres = page.locator(".kwic .hit-cell mark").evaluate_all(
        "found => found.map(one => { const box = one.getBoundingClientRect(); return (box.left + box.right) / 2 })"
    )
    assert len(centres) > 3
    assert max(centres) - min(centres) < 2
    page.close()


# What the browser keeps


def saved(page: Page) -> list[str]:
    return [str(one) for one in page.locator("#saved a").all_inner_texts()]


def test_searches_are_kept_in_the_browser_and_nowhere_else(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.goto(f"{site_address}/concordance?q=port&language=fr&ui=en")
    page.get_by_text("Save this search").first.click()
    name = page.get_by_label("Name of this search:")
    assert name.input_value() == "Concordance: port, French"
    name.fill("<b>The port</b>")
    page.get_by_role("button", name="Save this search").click()
    expect(page.locator("#save-search [role=status]")).to_have_text("Saved.")
    page.goto(f"{site_address}/search?q=%22mes")  # what cannot be understood is not remembered
    page.goto(f"{site_address}/search?q=agence")
    page.goto(f"{site_address}/searches")
    assert saved(page) == ["<b>The port</b>"]
    assert page.locator("#history a").all_inner_texts() == ["Documents: agence", "Concordance: port, French"]
    page.locator("#saved a").click()
    assert page.url.endswith("/concordance?q=port&language=fr")
    assert set(asked) == {"GET"}


def test_a_saved_search_can_be_compared_with(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    page.goto(f"{site_address}/keywords?language=en")
    expect(page.get_by_text("Your saved searches are offered here.")).to_be_hidden()
    page.goto(f"{site_address}/search?q=port&language=en&year=2018&kind=article")
    page.get_by_text("Save this search").first.click()
    page.get_by_label("Name of this search:").fill("The port in 2018")
    page.get_by_role("button", name="Save this search").click()
    page.goto(f"{site_address}/keywords?language=fr&least=1")
    expect(page.get_by_text("Your saved searches are offered here.")).to_be_visible()
    (option,) = page.locator("#saved-searches option").all()
    assert option.inner_text() == "The port in 2018"
    query = option.get_attribute("value")
    assert query == 'port lang:"en" kind:"article" after:2018 before:2019'
    field = page.get_by_label("Compare with the documents that match")
    field.fill(query)  # as a click on what is offered does
    field.press("Enter")
    expect(page.get_by_text(f"Compared with {query}:")).to_be_visible()
    page.goto(f"{site_address}/search?q=port&language=en&year=2018&kind=article")
    wanted = page.locator("p.summary").inner_text().split()[0]
    page.goto(f"{site_address}/search?{urlencode({'q': query})}")
    assert page.locator("p.summary").inner_text().split()[0] == wanted


def test_they_go_out_as_a_file_and_come_in_from_one(context: BrowserContext, site_address: str, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto(f"{site_address}/search?q=port")
    page.goto(f"{site_address}/searches")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    written = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [one["address"] for one in written["history"]] == ["/search?q=port"]

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete everything").click()
    expect(page.locator("#history li")).to_have_count(0)
    hostile = ["javascript:alert(1)", "https://elsewhere.example/search?q=x", "/site", "//elsewhere.example/search", 7]
    written["saved"] = [{"address": one, "name": "x"} for one in hostile] + [
        {"address": "/ngrams?q=port", "name": "ok"}
    ]
    file = tmp_path / "searches.json"
    file.write_text(json.dumps(written), encoding="utf-8")
    page.get_by_label("Read a file").set_input_files(file)
    expect(page.locator("#searches-said")).to_have_text("Read: 2")
    assert saved(page) == ["ok"]
    file.write_text("no JSON", encoding="utf-8")
    page.get_by_label("Read a file").set_input_files(file)
    expect(page.locator("#searches-said")).to_have_text("This file holds no saved searches.")


def test_one_is_removed_and_the_history_is_switched_off(context: BrowserContext, site_address: str) -> None:
    page = context.new_page()
    for query in ("port", "agence"):
        page.goto(f"{site_address}/search?q={query}")
    page.goto(f"{site_address}/searches")
    page.get_by_role("button", name="Remove Documents: port").click()
    assert page.locator("#history a").all_inner_texts() == ["Documents: agence"]
    page.get_by_role("button", name="Keep no history").click()
    expect(page.locator("#history li")).to_have_count(0)
    page.goto(f"{site_address}/search?q=port")
    page.goto(f"{site_address}/searches")
    expect(page.get_by_role("button", name="Keep a history")).to_be_visible()
    expect(page.locator("#history li")).to_have_count(0)


def test_a_browser_that_keeps_nothing_still_searches(context: BrowserContext, site_address: str) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site_address}/search?q=port")
    page.get_by_text("Save this search").first.click()
    page.get_by_role("button", name="Save this search").click()
    expect(page.locator("#save-search [role=status]")).to_contain_text("keeps nothing")
    page.goto(f"{site_address}/searches")
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert errors == []
