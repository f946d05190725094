"""Giving out and answering in a real browser: without scripts, on a phone, in both languages; axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_page import PASSWORD, desk_corpus, person, served
from playwright.sync_api import Browser, Page, expect
from visiting import violations

from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Event

pytestmark = pytest.mark.browser
ID, WORDS = "denglish", "A shared file"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Ana has both documents and asks a question in one; Cleo coordinates."""
    corpus = desk_corpus(tmp_path_factory.mktemp("work") / "corpus")
    with corpus.store() as store:
        document = store.document(ID)
    assert document is not None
    start = document.text.index(WORDS)
    end = start + len(WORDS)
    before, after = context(document.text, start, end)
    asked = Event(
        id="asks-1.0", annotation="question-1", document=ID, act="create", agent="ana",
        made_at="2026-01-01T00:00:00Z", layer="question", code="question", start=start, end=end, quotation=WORDS,
        prefix=before, suffix=after, text_sha256=sha256(document.text), attributes={"text": "Shared by whom?"},
    )  # fmt: skip
    with corpus.events() as log:
        person(log, "cleo")
        log.db.execute("UPDATE annotators SET role = 'coordinator' WHERE name = 'cleo'")
        log.append([asked])
    return corpus


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


def at_the_desk(browser: Browser, address: str, name: str, language: str, *, scripts: bool, phone: bool) -> Page:
    """Somebody logged in."""
    viewport = PHONE if phone else DESK
    page = browser.new_context(viewport=viewport, java_script_enabled=scripts).new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/-/login?ui={language}")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("form.stacked button")
    return page


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("phone", [True, False])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, address: str, language: str, phone: bool
) -> None:
    page = at_the_desk(browser, address, "cleo", language, scripts=True, phone=phone)
    for path in ("/", "/work", "/work?state=none&who=ana", "/questions", "/audit", "/audit/entries"):
        page.goto(address + path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth"), path
    page.goto(f"{address}/work")
    page.click("button[value=give]")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.context.close()


def test_documents_are_given_out_on_a_phone_without_scripts(browser: Browser, address: str) -> None:
    page = at_the_desk(browser, address, "cleo", "fr", scripts=False, phone=True)
    page.get_by_role("link", name="Travail").click()
    page.get_by_label("Thirty cents for a kind word").check()
    page.get_by_role("group", name="À qui").get_by_label("cleo").check()
    page.get_by_label("Échéance (s’il y en a une)").fill("2099-12-01")
    page.get_by_role("button", name="Attribuer").click()
    expect(page.get_by_role("status").first).to_have_text("1 attribution faite.")
    page.goto(f"{address}/")
    expect(page.get_by_role("row", name="Thirty cents")).to_contain_text("1er décembre 2099")
    page.context.close()


def test_a_question_is_answered_by_keyboard(browser: Browser, address: str) -> None:
    page = at_the_desk(browser, address, "cleo", "en", scripts=True, phone=False)
    page.goto(f"{address}/questions")
    expect(page.locator("mark")).to_have_text(WORDS)
    page.get_by_label("Answer to ana").focus()
    page.keyboard.type("By the agency.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("The answer is saved.")
    expect(page.get_by_text("No question waits.")).to_be_visible()
    ana = at_the_desk(browser, address, "ana", "en", scripts=True, phone=False)
    expect(ana.get_by_role("row", name="Thirty cents")).to_contain_text("answered")
    page.context.close()
    ana.context.close()
