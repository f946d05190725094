"""The pages of cases, actors and tactics in a real browser: whole, usable by anybody, with the picture that fits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from case_corpus import built_case_site
from conftest import served
from playwright.sync_api import Browser
from visiting import DESK, PHONE, Visiting, violations, visits, windows

pytestmark = pytest.mark.browser

PAGES = [
    "/case/port-clair",
    "/actor/jeanne-rivage",
    "/tactic/paid-clicks",
    "/figures?case=port-clair",
    "/network",
    "/quotations?case=port-clair",
    "/passages?actor=agence&tactic=paid-clicks",
    "/passages?date=2018-05-12",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server of a site with cases."""
    yield from served(built_case_site(tmp_path_factory.mktemp("cases") / "corpus"))


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visiting]:
    """Opens a page of the site."""
    with visits(browser) as visit:
        yield lambda path, *, language="en", **options: visit(address + path, locale=language, **options)


@pytest.fixture(scope="module")
def look(browser: Browser, address: str) -> Iterator[Visiting]:
    """Looks at pages of the site in a window that stays open."""
    with windows(browser) as visit:
        yield lambda path, *, language="en", **options: visit(address + path, locale=language, **options)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fr", "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_anybody_can_use_it(look: Visiting, path: str, language: str, scheme: str) -> None:
    visited = look(path, language=language, color_scheme=scheme)
    page = visited.page
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        page.evaluate("document.querySelectorAll('main details').forEach(details => details.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        assert violations(page) == []
    assert visited.complaints == []


@pytest.mark.parametrize(
    ("viewport", "look", "said"),
    [(DESK, "light", ""), (DESK, "dark", "look=dark"), (PHONE, "light", "narrow"), (PHONE, "dark", "narrow&look=dark")],
)
def test_the_picture_fits_the_screen_and_needs_no_javascript(
    visit: Visiting, viewport: dict[str, int], look: str, said: str
) -> None:
    visited = visit("/network", viewport=viewport, color_scheme=look, java_script_enabled=False)
    picture = visited.page.get_by_role("img", name="Who is named with whom")
    picture.scroll_into_view_if_needed()
    chosen = str(picture.evaluate("image => image.currentSrc"))
    assert chosen.endswith(said or "lang=en")
    box = picture.bounding_box()
    assert box is not None
    assert 300 < box["width"] <= viewport["width"]
    assert visited.complaints == []


def test_a_picture_opened_by_itself_is_not_refused_anything(visit: Visiting) -> None:
    visited = visit("/picture/case-timeline/port-clair.svg")
    assert visited.page.locator("rect, path").count() > 0
    assert visited.complaints == []


def test_a_number_of_the_matrix_is_reached_and_followed_by_keyboard(visit: Visiting) -> None:
    page = visit("/case/port-clair").page
    link = page.get_by_role("link", name="Jeanne Rivage, Paid clicks and traffic inflation: 2 documents")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/passages?*")
    assert "paid for clicks" in page.locator("main").inner_text()
