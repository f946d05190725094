"""Deciding in a real browser: by keyboard, without scripts, on a phone, in both languages; axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from desk_page import PASSWORD, desk_corpus, person, served
from playwright.sync_api import Browser, Page, expect
from visiting import violations

from annotate.desk.work.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Event
from corpus.replay import replay

pytestmark = pytest.mark.browser
ID = "denglish"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Ana's and Ben's work in one document: two things alike, one with another code, one that Ben lacks."""
    corpus = desk_corpus(tmp_path_factory.mktemp("deciding") / "corpus")
    with corpus.store() as store:
        document = store.document(ID)
    assert document is not None
    text, acts = document.text, []

    def act(name: str, act: str, annotation: str = "", **more: Any) -> None:
        fields = {"annotation": annotation, "document": ID, "agent": name, "made_at": "2026-01-01T00:00:00Z", **more}
        acts.append(Event(id=f"g{len(acts)}.0", act=act, **fields))  # type: ignore[arg-type]

    def tag(name: str, words: str, code: str) -> None:
        start = text.index(words)
        before, after = context(text, start, start + len(words))
        place = {"start": start, "end": start + len(words), "quotation": words, "prefix": before, "suffix": after}
        act(name, "create", f"n{len(acts)}", layer="tactic", code=code, text_sha256=sha256(text), **place)

    for name in ("ana", "ben"):
        tag(name, "an agency paid residents", "paid-clicks")
        tag(name, "the praise ran three times a day", "copy-paste-posting")
    tag("ana", "A shared file", "multiple-accounts")
    tag("ben", "A shared file listed", "front-groups")
    tag("ana", "thirty cents a message", "rewarded-sharing")
    for name in ("ana", "ben"):
        act(name, "submit")
    with corpus.events() as log:
        person(log, "ben")
        person(log, "ada")
        log.db.execute("UPDATE annotators SET role = 'adjudicator' WHERE name = 'ada'")
        Assignments(log).give([ID], "ben", by="cleo")
        log.append(acts)
    return corpus


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    yield from served_once(corpus)


def served_once(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


def enter(browser: Browser, address: str, name: str, language: str = "en", **more: Any) -> Page:
    """Somebody logged in, in a browser that runs no script."""
    page = browser.new_context(java_script_enabled=False, locale=language, **more).new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/-/login")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    return page


def gold(corpus: Corpus) -> set[str]:
    with corpus.events() as log:
        found = [replay(acts) for _, acts in groupby(log.events(ID), key=lambda act: act.annotation)]
    return {one.quotation for one in found if one is not None and one.is_gold}


def test_everything_is_decided_by_keyboard_and_without_a_script(browser: Browser, address: str, corpus: Corpus) -> None:
    page = enter(browser, address, "ada")
    page.goto(f"{address}/adjudication")
    page.get_by_role("link", name="Thirty cents for a kind word").press("Enter")
    page.get_by_role("button", name="Right: all 2 items on which all agree").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Decided, all on which everybody agrees")
    assert gold(corpus) == {"an agency paid residents", "the praise ran three times a day"}
    # The browser is at the first item that is left: the next Tab stop is its form.
    assert "#i" in page.url
    item = page.locator("article:target")
    expect(item).to_contain_text("thirty cents a message")
    item.get_by_role("radio", name="nothing here").press("Space")
    item.get_by_role("button", name="Decide").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("say why")
    item = page.locator("article", has=page.get_by_role("alert"))
    expect(item.get_by_role("radio", name="nothing here")).to_be_checked()
    item.get_by_label("Reason").fill("it was never paid")
    item.get_by_label("Reason").press("Enter")
    item = page.locator("article:target")
    item.get_by_role("link", name="Something else").press("Enter")
    page.get_by_label("The words").fill("A shared file listed 212 accounts")
    page.get_by_label("Code", exact=True).select_option("multiple-accounts")
    page.get_by_role("button", name="Decide").press("Enter")
    expect(page.get_by_text("Everything in this document is decided")).to_be_visible()
    assert gold(corpus) == {
        "an agency paid residents", "the praise ran three times a day", "A shared file listed 212 accounts",
    }  # fmt: skip
    page.get_by_role("button", name="Take my decision back (3)").press("Enter")
    expect(page.locator("article:target")).to_contain_text("undecided")
    assert len(gold(corpus)) == 2


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "fr")])
def test_axe_finds_nothing_and_nothing_hangs_over(browser: Browser, address: str, width: int, language: str) -> None:
    for name, paths in (
        ("ada", ("/adjudication", f"/adjudication/{ID}", "other", "/agreement")),
        ("ana", ("/outcomes", "/adjudication")),
    ):
        quiet = enter(browser, address, name, language)
        cookies = quiet.context.cookies()
        context = browser.new_context(locale=language, viewport={"width": width, "height": 800})
        context.add_cookies(cookies)  # type: ignore[arg-type] # what it gave itself
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message, told=complaints: told.append(message.text))  # type: ignore[misc]
        for path in paths:
            if path == "other":
                page.goto(f"{address}/adjudication/{ID}")
                path = str(page.locator("article a[href*='/other']").first.get_attribute("href"))
            page.goto(address + path)
            assert page.locator("html").get_attribute("lang") == language
            assert violations(page) == [], path
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, path
        assert not [line for line in complaints if not re.search("403", line)]
        context.close()
