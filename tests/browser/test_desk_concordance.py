"""The concordance over all of a person's documents in a real browser, and what of it stands in annotations.db."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk_page import NAME, Annotator, desk_corpus, put, served
from desk_page import document as written
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from visiting import violations

from annotate.desk.work.assigning import Assignments
from corpus.folder import Corpus
from corpus.ids import sha256

pytestmark = pytest.mark.browser

Opening = Callable[..., Annotator]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return desk_corpus(tmp_path_factory.mktemp("concordance") / "corpus")


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture
def word(corpus: Corpus, request: pytest.FixtureRequest) -> str:
    """A word that stands in two documents of this test's own and nowhere else: twice in `one`, once in `two`."""
    word = "zz" + "".join(chr(ord("a") + int(sign, 16)) for sign in sha256(request.node.name)[:8])
    texts = {"one": f"🎉 Un {word} chasse l'autre {word.upper()}.", "two": f"Encore un {word}, payé."}
    for name, text in texts.items():
        id = f"{word}-{name}"
        put(corpus, [written(id, [("paragraph", text)], language="fr", title=f"Document {name} {word}")])
        with corpus.events() as log:
            Assignments(log).give([id], NAME, by="cleo")
    return word


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en")
    yield context
    context.close()


@pytest.fixture
def opening(context: BrowserContext, address: str, corpus: Corpus, word: str) -> Opening:
    """Opens the concordance of this test's word."""

    def opening(language: str = "en") -> Annotator:
        ana = Annotator(context.new_page(), address, corpus, f"{word}-one")
        if not context.cookies():
            ana.enter()
        ana.page.goto(f"{address}/concordance?q={word}&ui={language}")
        ana.page.wait_for_selector("main[data-ready]")
        expect(ana.page.locator(".hits li")).to_have_count(3)
        return ana

    return opening


def tag(ana: Annotator) -> Locator:
    return ana.page.locator("#tag")


def saved(ana: Annotator) -> None:
    expect(ana.page.locator("#status[data-state=saved]")).to_have_attribute("aria-busy", "false")


def standing(ana: Annotator, word: str) -> dict[str, list[tuple[str, str]]]:
    """What Ana has tagged in both documents: (code, words), each quotation the text's at its offsets."""
    found = {}
    for name in ("one", "two"):
        ana.document = f"{word}-{name}"
        text = ana.text()
        made = sorted(ana.annotations(), key=lambda one: one.start)
        assert all(text[one.start : one.end] == one.quotation for one in made)
        found[name] = [(one.code, one.quotation) for one in made]
    return found


def test_tagging_everything_with_the_keyboard_and_one_undo(opening: Opening, word: str) -> None:
    ana = opening()
    expect(ana.page.locator("#found")).to_have_text("3 occurrences in 2 documents.")
    ana.page.locator("#hit-0").focus()
    ana.press("ArrowDown", "Space", "Enter")  # not the second one; then the type-ahead
    ana.choose("paid mic")
    expect(tag(ana)).to_have_text("Tag 2 passages in 2 documents")
    expect(tag(ana)).to_be_focused()
    ana.press("Control+Enter")
    ana.said("Paid micro-influencers added to 2 passages in 2 documents.")
    saved(ana)
    code = "paid-micro-influencers"
    assert standing(ana, word) == {"one": [(code, word)], "two": [(code, word)]}
    expect(ana.page.get_by_text("already: Paid micro-influencers")).to_have_count(2)
    ana.press("Control+Z")
    ana.said("taken back from 2 passages in 2 documents")
    saved(ana)
    assert standing(ana, word) == {"one": [], "two": []}
    for name in ("one", "two"):
        ana.document = f"{word}-{name}"
        made, undone = ana.acts()
        assert (made.act, undone.act, undone.attributes) == ("create", "undo", {"of": made.id.removesuffix(".0")})
    expect(ana.page.locator("#undo")).to_be_disabled()
    assert ana.complaints == []


def test_what_has_the_code_already_is_marked_and_left_out(opening: Opening, word: str) -> None:
    ana = opening()
    two = ana.page.get_by_label(f"All of “Document two {word}”")
    two.uncheck()
    expect(ana.page.locator("#all")).to_have_js_property("indeterminate", value=True)
    ana.page.get_by_role("button", name="Choose a code…").click()
    ana.choose("paid mic")
    tag(ana).click()
    saved(ana)
    ana = opening()  # from what the server says
    ana.page.get_by_role("button", name="Choose a code…").click()
    ana.choose("paid mic")
    expect(ana.page.locator(".hits input:disabled")).to_have_count(2)
    expect(tag(ana)).to_have_text("Tag 1 passage in 1 document")
    ana.page.get_by_role("button", name="Code: Paid micro-influencers").click()
    ana.choose("front gr")  # another code may stand beside it
    expect(tag(ana)).to_have_text("Tag 3 passages in 2 documents")
    ana.page.locator("#code").click()
    ana.choose("paid mic")
    tag(ana).click()
    saved(ana)
    assert [code for code, _ in standing(ana, word)["one"]] == ["paid-micro-influencers"] * 2
    assert len(standing(ana, word)["two"]) == 1


def test_without_a_network_it_waits_and_goes_from_any_page(
    opening: Opening, context: BrowserContext, word: str
) -> None:
    ana = opening()
    context.route("**/acts", lambda route: route.abort())
    ana.page.locator("#code").click()
    ana.choose("paid mic")
    tag(ana).click()
    expect(ana.page.locator("#status")).to_have_text("Offline: 2 wait")
    expect(ana.page.locator("#leftovers")).to_contain_text(f"1 act of “Document two {word}” waits")
    ana.page.get_by_role("button", name="Undo").click()
    expect(ana.page.locator("#status")).to_have_text("Offline: 4 wait")
    tag(ana).click()
    expect(ana.page.locator("#status")).to_have_text("Offline: 6 wait")
    context.unroute("**/acts")
    ana.page.goto(ana.address)
    expect(ana.page.locator("#leftovers")).to_be_hidden()
    ana.document = f"{word}-one"
    assert [act.act for act in ana.wrote(6)] == ["create"] * 2 + ["undo"] * 2 + ["create"] * 2
    ana.document = f"{word}-two"
    assert [act.act for act in ana.wrote(3)] == ["create", "undo", "create"]
    assert [len(found) for found in standing(ana, word).values()] == [2, 1]


def test_a_tab_that_shows_the_document_sees_it_at_once(opening: Opening, context: BrowserContext, word: str) -> None:
    ana = opening()
    other = Annotator(context.new_page(), ana.address, ana.corpus, f"{word}-one")
    other.open()
    ana.page.bring_to_front()
    ana.page.locator("#code").click()
    ana.choose("paid mic")
    tag(ana).click()
    expect(other.page.locator("#text .mark.made")).to_have_count(2)
    saved(ana)
    other.page.bring_to_front()
    other.press("u")
    other.saved()
    expect(other.page.locator("#text .mark.made")).to_have_count(0)
    other.page.close()
    ana.page.get_by_role("button", name="Undo").click()  # in the first document nothing is left to take back
    left = ana.page.locator("#leftovers")
    expect(left).to_contain_text(f"1 act of “Document one {word}” could not be saved as it is")
    left.get_by_role("link", name="open it").click()
    dialog = ana.page.get_by_role("dialog", name="Somebody was here before you")
    dialog.get_by_role("button", name="As it is now").click()
    ana.saved()
    assert standing(ana, word) == {"one": [], "two": []}


def test_a_line_leads_to_its_place(opening: Opening, word: str) -> None:
    ana = opening()
    ana.page.get_by_role("link", name=f"Go to “{word.upper()}”", exact=True).click()
    ana.page.wait_for_selector("main[data-ready]")
    expect(ana.page.locator("#reading")).to_have_text(f"Selected: {word.upper()}")


def test_where_nothing_is_found_it_says_so(opening: Opening, address: str) -> None:
    ana = opening()
    ana.page.get_by_label("Every occurrence of").fill("nowhere at all")
    ana.press("Enter")
    expect(ana.page.locator("#found")).to_have_text(
        "“nowhere at all” stands in none of your documents that are not submitted."
    )
    expect(ana.page.locator("#tagging")).to_be_hidden()
    expect(ana.page.locator(".hits li")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_anybody_can_use_it_in_french(opening: Opening, word: str, width: int) -> None:
    ana = opening("fr")
    ana.page.set_viewport_size({"width": width, "height": 844})
    accessible(ana)
    ana.page.locator("#code").click()
    expect(ana.page.get_by_role("combobox", name="Choisir un code")).to_be_focused()
    ana.page.keyboard.type("micro")
    accessible(ana)
    ana.press("Enter")
    expect(tag(ana)).to_have_text("Coder 3 passages dans 2 documents")
    tag(ana).click()
    ana.said("Micro-influenceurs rémunérés ajouté à 3 passages dans 2 documents.")
    accessible(ana)
    assert ana.page.evaluate("document.documentElement.scrollWidth") <= width


def accessible(ana: Annotator) -> None:
    """Axe finds nothing."""
    assert violations(ana.page) == []
