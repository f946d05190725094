"""One site and one server for all browser tests, and a browser for each module of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from running import serving

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "publish"))  # for site_corpus, which both folders use

from site_corpus import built_site

from publish.site.app import application

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server of the small site."""
    yield from served(built_site(tmp_path_factory.mktemp("site") / "corpus"))


def served(site_db: Path) -> Iterator[str]:
    """A server over a built site, in a thread, on a port that was free."""
    with serving(application(site_db)) as address:
        yield address


@pytest.fixture(scope="module")  # Playwright keeps an event loop running, which asyncio in later tests cannot bear
def browser() -> Iterator[Browser]:
    """Debian's or anybody's Chromium, found on the path."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("needs the command chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()
