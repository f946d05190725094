"""A page opened in a real browser, with everything it complained of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVERY_TAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# It lists nothing of what is right, which would take as long again; style sheets it would read for the one rule that is
# an experiment of its own, and none of those asked for.
OPTIONS = {
    "runOnly": {"type": "tag", "values": EVERY_TAG},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
FIND = """options => axe.run(options).then(({ violations }) =>
  violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]))"""


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, by its rules' names, with the beginnings of the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [(rule, elements) for rule, elements in page.evaluate(FIND, OPTIONS)]


class Visit:
    """A page and what it said on its console or could not load."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        """A request that the browser gave up because the reader went on is no complaint."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}: {request.failure}")


Visiting = Callable[..., Visit]


@contextmanager
def visits(browser: Browser) -> Iterator[Visiting]:
    """Opens addresses, each in a browser window of its own with these options, until the block ends."""
    contexts = []

    def visit(address: str, *, viewport: object = DESK, **options: object) -> Visit:
        context = browser.new_context(viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        visited = Visit(context.new_page())
        visited.page.goto(address)
        return visited

    yield visit
    for context in contexts:
        context.close()


@contextmanager
def windows(browser: Browser) -> Iterator[Visiting]:
    """Opens addresses as `visits` does, but all that ask for the same options one after the other in the same window,
    from which everything is taken that pages may keep: a new one takes longer than a page and all that axe does."""
    opened: dict[str, Visit] = {}

    def visit(address: str, *, viewport: object = DESK, **options: object) -> Visit:
        known = repr(sorted(options.items()))
        visited = opened.get(known)
        if visited is None:
            visited = opened[known] = Visit(browser.new_context(**options).new_page())  # type: ignore[arg-type]
        else:
            visited.page.context.clear_cookies()
            visited.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            visited.complaints.clear()
        visited.page.set_viewport_size(viewport)  # type: ignore[arg-type]
        visited.page.goto(address)
        return visited

    yield visit
    for visited in opened.values():
        visited.page.context.close()
