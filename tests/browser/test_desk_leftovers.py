"""What waits in the outbox goes from every page of the desk, and what cannot go is told there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk_page import NAME, PASSWORD, Annotator, desk_corpus, give_french, served
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from visiting import violations

from annotate.desk.work.assigning import Assignments
from corpus.folder import Corpus
from corpus.ids import sha256

pytestmark = pytest.mark.browser

TITLE = "À Port-Clair, des éloges à trente centimes"
Opening = Callable[[], Annotator]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return desk_corpus(tmp_path_factory.mktemp("leftovers") / "corpus")


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en")
    yield context
    context.close()


@pytest.fixture
def ana(context: BrowserContext, address: str, corpus: Corpus, request: pytest.FixtureRequest) -> Annotator:
    """Ana at the queue, after she tagged two passages of a document without a network."""
    document = "d" + sha256(request.node.name)[:12]
    give_french(corpus, document)
    ana = Annotator(context.new_page(), address, corpus, document)
    ana.enter()
    ana.open()
    context.route("**/acts", lambda route: route.abort())
    for words, code in (("affluer", "paid mic"), ("consigne", "front gr")):
        ana.select(words)
        ana.choose(code)
    expect(ana.page.locator("#status")).to_have_text("Offline: 2 wait")
    ana.page.goto(address)
    return ana


def told(ana: Annotator) -> Locator:
    return ana.page.locator("#leftovers")


def test_it_goes_from_the_queue_and_is_told_only_while_it_waits(ana: Annotator, context: BrowserContext) -> None:
    expect(told(ana)).to_have_text(f"2 acts of “{TITLE}” wait: open it")
    assert violations(ana.page) == []
    ana.page.set_viewport_size({"width": 390, "height": 844})
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert ana.acts() == []
    context.unroute("**/acts")
    ana.page.evaluate("dispatchEvent(new Event('online'))")
    expect(told(ana)).to_have_text("Everything that waited is saved.")
    assert [act.quotation for act in ana.acts()] == ["affluer", "consigne"]
    ana.page.reload()
    expect(told(ana)).to_be_hidden()


def test_it_is_told_in_french_and_on_another_document(ana: Annotator, context: BrowserContext) -> None:
    ana.page.goto(f"{ana.address}/document/denglish?ui=fr")
    expect(told(ana)).to_have_text(
        f"2 actes de « {TITLE} » attendent : l’ouvrir".replace("« ", "«\u202f")
        .replace(" »", "\u202f»")
        .replace(" :", "\u202f:")
    )
    context.unroute("**/acts")
    ana.page.goto(f"{ana.address}/codebook?ui=en")
    expect(told(ana)).to_be_hidden()
    assert len(ana.wrote(2)) == 2


def test_a_document_that_two_tabs_could_send_for_is_not_held(ana: Annotator, context: BrowserContext) -> None:
    context.unroute("**/acts")
    ana.page.reload()
    expect(told(ana)).to_be_hidden()
    other = Annotator(context.new_page(), ana.address, ana.corpus, ana.document)
    other.open()  # the queue stays open in the first tab
    other.press("n", "a")
    other.saved()
    assert [act.act for act in ana.acts()] == ["create", "create", "accept"]


def test_the_session_is_over(ana: Annotator, context: BrowserContext) -> None:
    context.clear_cookies(name="hustings_desk")
    context.unroute("**/acts")
    ana.page.evaluate("dispatchEvent(new Event('online'))")
    expect(told(ana)).to_contain_text("Your session is over; 2 acts wait.")
    told(ana).get_by_role("button", name="Log in").click()
    ana.page.get_by_role("dialog").get_by_label("Password").fill(PASSWORD)
    ana.press("Enter")
    expect(told(ana)).to_have_text("Everything that waited is saved.")
    assert len(ana.acts()) == 2


def test_the_document_was_taken_away(ana: Annotator, context: BrowserContext, corpus: Corpus) -> None:
    with corpus.events() as log:
        Assignments(log).take_back([ana.document], NAME)
    context.unroute("**/acts")
    ana.page.reload()
    expect(told(ana)).to_contain_text(f"2 acts of “{TITLE}” wait, but the document is not yours any more:")
    told(ana).get_by_role("button", name="Show").click()
    dialog = ana.page.get_by_role("dialog", name="What the server did not take")
    expect(dialog).to_contain_text("affluer")
    dialog.get_by_role("button", name="Close").click()
    with corpus.events() as log:  # and given back
        Assignments(log).give([ana.document], NAME, by="cleo")
    ana.page.reload()
    expect(told(ana)).to_be_hidden()
    assert len(ana.wrote(2)) == 2


def test_what_somebody_else_changed_waits_for_a_decision(
    ana: Annotator, context: BrowserContext, browser: Browser
) -> None:
    elsewhere = browser.new_context(locale="en")
    other = Annotator(elsewhere.new_page(), ana.address, ana.corpus, ana.document)
    other.enter()
    other.open()
    other.press("Control+Enter")  # submitted there
    other.page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    other.saved()
    elsewhere.close()
    context.unroute("**/acts")
    ana.page.reload()
    expect(told(ana)).to_contain_text(f"2 acts of “{TITLE}” could not be saved as they are")
    told(ana).get_by_role("link", name="open it").click()
    expect(ana.page.get_by_role("button", name="2 kept aside")).to_be_visible()
    ana.page.goto(ana.address)
    expect(told(ana)).to_contain_text(f"2 acts of “{TITLE}” were not taken and are kept aside:")
    told(ana).get_by_role("button", name="Show").click()
    ana.page.get_by_role("dialog").get_by_role("button", name="Forget them").click()
    expect(told(ana)).to_be_hidden()
