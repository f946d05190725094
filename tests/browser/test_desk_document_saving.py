"""Nothing that was done is lost: without a network, in two tabs, after the session, or where the server says no."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from desk_page import NAME, PASSWORD, WHERE, Annotator, desk_corpus, give_french, served
from playwright.sync_api import Browser, BrowserContext, Route, expect

from annotate.desk.work.assigning import Assignments
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Event

pytestmark = pytest.mark.browser

Opening = Callable[[], Annotator]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return desk_corpus(tmp_path_factory.mktemp("saving") / "corpus")


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
def tab(context: BrowserContext, address: str, corpus: Corpus, request: pytest.FixtureRequest) -> Opening:
    """Opens the same document in one more tab of Ana's browser."""
    document = "d" + sha256(request.node.name)[:12]
    give_french(corpus, document)

    def tab() -> Annotator:
        ana = Annotator(context.new_page(), address, corpus, document)
        if not context.cookies():
            ana.enter()
        ana.open()
        return ana

    return tab


def once(acts: list[Event]) -> None:
    """Each act stands once."""
    assert len({act.id for act in acts}) == len(acts)
    created = [(act.start, act.end, act.code) for act in acts if act.act == "create"]
    assert len(set(created)) == len(created)


def test_offline_and_back(tab: Opening, context: BrowserContext) -> None:
    ana = tab()
    context.set_offline(True)
    ana.select("affluer")
    ana.choose("paid mic")
    ana.press("n", "a", "r")
    ana.select("consigne")
    ana.choose("front gr")
    ana.press("u", "Shift+U")
    status = ana.page.locator("#status")
    expect(status).to_have_text("Offline: 6 wait")
    assert ana.acts() == []
    context.set_offline(False)
    ana.saved()
    acts = ana.acts()
    assert [act.act for act in acts] == ["create", "accept", "reject", "create", "undo", "redo"]
    once(acts)


def test_what_waits_survives_a_reload_and_is_sent_once_however_often_answers_are_lost(
    tab: Opening, context: BrowserContext
) -> None:
    ana = tab()

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()  # it was written, and nobody hears of it

    context.route("**/acts", lost)
    ana.select("affluer")
    ana.choose("paid mic")
    expect(ana.page.locator("#status")).to_have_text("Offline: 1 waits")
    assert len(ana.acts()) == 1
    context.unroute("**/acts")
    context.route("**/acts", lambda route: route.abort())
    ana.select("consigne")
    ana.choose("front gr")
    expect(ana.page.locator("#status")).to_have_text("Offline: 2 wait")
    ana.open()
    expect(ana.page.locator("#text .mark.made")).to_have_count(2)
    context.unroute("**/acts")
    ana.open()
    ana.saved()
    assert [act.quotation for act in ana.acts()] == ["affluer", "consigne"]
    once(ana.acts())


def test_two_tabs_see_each_other_and_undo_in_one_order(tab: Opening) -> None:
    one, other = tab(), tab()
    one.select("affluer")
    one.choose("paid mic")
    expect(other.page.locator("#text .mark.made")).to_have_text("affluer")
    other.select("consigne")
    other.choose("front gr")
    other.saved()
    one.press("u", "u")
    one.saved()
    expect(other.page.locator("#text .mark.made")).to_have_count(0)
    once(one.acts())
    assert [act.act for act in one.acts()] == ["create", "create", "undo", "undo"]


def test_what_another_tab_does_leaves_a_selection_in_the_making_alone(tab: Opening) -> None:
    one, other = tab(), tab()
    box = one.page.evaluate(WHERE, "compliments")
    one.page.mouse.move(box["from"]["x"], box["from"]["y"])
    one.page.mouse.down()
    one.page.mouse.move(box["to"]["x"] - 20, box["to"]["y"])
    other.select("affluer")  # before it, in the same block, which is drawn anew
    other.choose("paid mic")
    expect(one.page.locator("#text .mark.made")).to_have_text("affluer")
    one.page.mouse.move(box["to"]["x"], box["to"]["y"])
    one.page.mouse.up()
    one.choose("front gr")
    one.saved()
    assert [act.quotation for act in one.acts()] == ["affluer", "compliments"]


@pytest.mark.parametrize("choice", ["Mine", "As it is now"])
def test_somebody_acted_meanwhile(tab: Opening, browser: Browser, address: str, choice: str) -> None:
    ana = tab()
    elsewhere = browser.new_context(locale="en")  # another browser of hers, which hears nothing of this one
    other = Annotator(elsewhere.new_page(), address, ana.corpus, ana.document)
    other.enter()
    other.open()
    other.press("n", "r")
    other.saved()
    ana.press("n", "e")
    ana.press("@")
    ana.choose("boussole")
    dialog = ana.page.get_by_role("dialog", name="Somebody was here before you")
    expect(dialog).to_contain_text("Boussole agency")
    expect(dialog).to_contain_text("rejected")
    dialog.get_by_role("button", name=choice, exact=True).click()
    ana.saved()
    first = next(one for one in ana.annotations() if one.quotation == "Jeanne Rivage")
    changed = ("agence-boussole", "accepted") if choice == "Mine" else ("jeanne-rivage", "rejected")
    assert (first.code, first.state) == changed
    elsewhere.close()


def test_an_undo_that_another_browser_did_first_is_dropped(tab: Opening, browser: Browser, address: str) -> None:
    ana = tab()
    ana.select("affluer")
    ana.choose("paid mic")
    ana.saved()
    elsewhere = browser.new_context(locale="en")
    other = Annotator(elsewhere.new_page(), address, ana.corpus, ana.document)
    other.enter()
    other.open()
    ana.select("consigne")
    ana.choose("front gr")
    ana.saved()
    other.press("u")  # of the first, while the second is the last by now
    other.said("Another tab did something first")
    other.saved()
    expect(other.page.locator("#text .mark.made")).to_have_count(2)
    assert [act.act for act in ana.acts()] == ["create", "create"]
    elsewhere.close()


def test_ten_times_offline_and_back(tab: Opening, context: BrowserContext) -> None:
    ana = tab()
    words = [
        "affluer",
        "compliments",
        "ancien",
        "versait",
        "message",
        "donnait",
        "texte",
        "suffisait",
        "copier",
        "consigne",
    ]
    done = []
    for number, word in enumerate(words):
        context.set_offline(True)
        ana.select(word)
        ana.choose("paid mic")
        done.append("create")
        if number % 3 == 1:
            ana.press("u", "Shift+U")
            done += ["undo", "redo"]
        expect(ana.page.locator("#status")).to_contain_text("Offline")
        context.set_offline(False)
        if number % 2:
            ana.saved()
        else:  # an act between, and off again while things are on their way
            ana.press("n", "a")
            done.append("accept")
    ana.saved()
    assert [act.act for act in ana.acts()] == done
    assert [act.quotation for act in ana.acts() if act.act == "create"] == words
    once(ana.acts())
    text = ana.text()
    assert all(text[act.start : act.end] == act.quotation for act in ana.acts() if act.act == "create")
    ana.open()
    expect(ana.page.locator("#text .mark.made")).to_have_count(10)
    expect(ana.page.locator("#text .mark.accepted.opens")).to_have_count(5)


FORBIDDEN = "Object.defineProperty(window, 'indexedDB', { value: { open() { throw new Error('forbidden'); } } })"
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize("script", [FORBIDDEN, FULL])
def test_a_browser_that_keeps_nothing_says_so_and_warns(tab: Opening, context: BrowserContext, script: str) -> None:
    context.add_init_script(script)
    ana = tab()
    context.set_offline(True)
    ana.select("affluer")
    ana.choose("paid mic")
    ana.select("consigne")
    ana.choose("front gr")
    expect(ana.page.locator("#status")).to_have_text("Not saved: 2. The browser keeps nothing: leave this page open.")
    with ana.page.expect_event("dialog") as asked:
        ana.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    context.set_offline(False)
    ana.saved()
    expect(ana.page.locator("#status")).to_have_text("Saved")
    assert [act.quotation for act in ana.acts()] == ["affluer", "consigne"]
    once(ana.acts())


@pytest.mark.parametrize("status", [403, 404])
def test_a_document_that_is_not_theirs_any_more_keeps_what_waits(
    tab: Opening, context: BrowserContext, corpus: Corpus, status: int
) -> None:
    ana = tab()
    if status == 403:
        with corpus.events() as log:
            Assignments(log).take_back([ana.document], NAME)
    else:
        context.route("**/acts", lambda route: route.fulfill(status=404, json={"status": "refused"}))
    ana.select("affluer")
    ana.choose("paid mic")
    expect(ana.page.locator("#status")).to_have_text("This document is not yours any more; 1 waits")
    ana.select("consigne")
    ana.choose("front gr")
    expect(ana.page.locator("#status")).to_have_text("This document is not yours any more; 2 wait")
    assert ana.acts() == []
    with corpus.events() as log:
        Assignments(log).give([ana.document], NAME, by="cleo")
    context.unroute("**/acts")
    ana.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # they come back to the page
    ana.saved()
    assert [act.quotation for act in ana.acts()] == ["affluer", "consigne"]


def test_what_the_server_refuses_is_kept_aside(tab: Opening, context: BrowserContext) -> None:
    ana = tab()

    def spoiled(route: Route) -> None:
        group = json.loads(route.request.post_data or "")
        group["acts"][0]["quotation"] = "other words"
        route.continue_(post_data=json.dumps(group))

    context.route("**/acts", spoiled)
    ana.select("affluer")
    ana.choose("paid mic")
    ana.said("The words are not those of the text.")
    context.unroute("**/acts")
    ana.select("consigne")
    ana.choose("front gr")
    ana.saved()
    assert [act.quotation for act in ana.acts()] == ["consigne"]
    ana.open()
    ana.page.get_by_role("button", name="1 kept aside").click()
    dialog = ana.page.get_by_role("dialog", name="What the server did not take")
    expect(dialog).to_contain_text("affluer")
    with ana.page.expect_download() as download:
        dialog.get_by_role("link", name="Keep as a file").click()
    kept = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert kept[0]["group"]["acts"][0]["quotation"] == "affluer"
    dialog.get_by_role("button", name="Forget them").click()
    expect(ana.page.get_by_role("button", name="kept aside")).to_be_hidden()


def test_the_session_ends_and_the_work_goes_on(tab: Opening, context: BrowserContext) -> None:
    ana = tab()
    context.clear_cookies(name="hustings_desk")
    ana.select("affluer")
    ana.choose("paid mic")
    dialog = ana.page.get_by_role("dialog", name="Log in again")
    dialog.get_by_label("Password").fill("not hers at all")
    ana.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("This is not your password.")
    dialog.get_by_label("Password").fill(PASSWORD)
    ana.press("Enter")
    ana.saved()
    assert [act.quotation for act in ana.acts()] == ["affluer"]


def test_the_text_was_corrected_meanwhile(tab: Opening, context: BrowserContext) -> None:
    ana = tab()
    context.set_offline(True)
    ana.select("affluer")
    ana.choose("paid mic")
    ana.select("Une agence a payé")
    ana.choose("front gr")
    expect(ana.page.locator("#status")).to_have_text("Offline: 2 wait")
    correct(ana, "Une agence a payé", "Une société a payé")
    context.set_offline(False)
    expect(ana.page.get_by_role("button", name="1 kept aside")).to_be_visible()
    ana.saved()
    ((act),) = ana.acts()
    assert ana.text()[act.start : act.end] == act.quotation == "affluer"


def correct(ana: Annotator, words: str, better: str) -> None:
    """Change the text of the document as cleaning it again would."""
    import msgspec

    with ana.corpus.store() as store, store.writing():
        document = store.document(ana.document)
        assert document is not None
        at, more = document.text.index(words), len(better) - len(words)
        blocks = tuple(
            msgspec.structs.replace(
                block,
                start=block.start + (more if block.start > at else 0),
                end=block.end + (more if block.end > at else 0),
            )
            for block in document.blocks
        )
        text = document.text.replace(words, better)
        store.revise(msgspec.structs.replace(document, text=text, blocks=blocks), cleaned_by="test 2")
