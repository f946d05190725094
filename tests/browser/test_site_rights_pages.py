"""A tombstone and a text that is cut, in a real browser: both languages, a desk and a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import served
from playwright.sync_api import Browser
from site_corpus import make_site_corpus
from stored import silent
from visiting import Visiting, violations, windows

from corpus.folder import find_corpus
from corpus.takedown import take_down
from publish.building.build import build
from publish.database import site_path

pytestmark = pytest.mark.browser

RIGHTS = """
rules:
  - {outlet: La Vigie, text: excerpt, why: {en: The rights of La Vigie., fr: Les droits de La Vigie.}}
  - {outlet: The Breakwater, text: citation}
"""
PAGES = ["/document/dffffffffffffffff", "/document/daaaaaaaaaaaaaaaa", "/document/dcccccccccccccccc", "/documents"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("rights") / "corpus"
    make_site_corpus(root)
    (root / "rights.yaml").write_text(RIGHTS, "utf-8")
    corpus = find_corpus(root)
    take_down(corpus, "dffffffffffffffff", "The author asked for it.")
    build(corpus, silent, tier="team")
    yield from served(site_path(corpus))


@pytest.fixture(scope="module")
def look(browser: Browser) -> Iterator[Visiting]:
    """Looks at pages in a window that stays open."""
    with windows(browser) as visit:
        yield visit


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_sound(look: Visiting, address: str, language: str, width: int) -> None:
    for path in PAGES:
        visited = look(address + path, locale=language, viewport={"width": width, "height": 900})
        assert visited.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert [c for c in visited.complaints if "410" not in c] == [], path  # that it is gone is no complaint
        assert violations(visited.page) == [], path
