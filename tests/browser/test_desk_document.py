"""The document page of the desk in a real browser: every way to annotate, and what of it stands in annotations.db."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk_page import NAME, Annotator, desk_corpus, document, give_french, put, served
from playwright.sync_api import Browser, StorageState, expect
from visiting import violations

from annotate.desk.work.assigning import Assignments
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Annotation

pytestmark = pytest.mark.browser

DESK, TABLET, PHONE = {"width": 1280, "height": 860}, {"width": 820, "height": 1180}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return desk_corpus(tmp_path_factory.mktemp("desk") / "corpus")


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture(scope="module")
def session(browser: Browser, address: str, corpus: Corpus) -> StorageState:
    """The cookies of Ana, who has logged in."""
    context = browser.new_context(locale="en")
    Annotator(context.new_page(), address, corpus, "denglish").enter()
    state = context.storage_state()
    context.close()
    return state


Opening = Callable[..., Annotator]


@pytest.fixture
def opening(
    browser: Browser, address: str, corpus: Corpus, session: StorageState, request: pytest.FixtureRequest
) -> Iterator[Opening]:
    """Opens a French document of this test's own."""
    document = "d" + sha256(request.node.name)[:12]
    give_french(corpus, document)
    contexts = []

    def opening(**options: object) -> Annotator:
        context = browser.new_context(**{"locale": "en", "viewport": DESK, "storage_state": session, **options})  # type: ignore[arg-type]
        contexts.append(context)
        ana = Annotator(context.new_page(), address, corpus, document)
        ana.open()
        return ana

    yield opening
    for context in contexts:
        context.close()


@pytest.fixture
def ana(opening: Opening) -> Iterator[Annotator]:
    """Ana, at the French document, in English."""
    ana = opening()
    yield ana
    assert ana.complaints == []


BY_HANDLES = """(words) => {  // what a phone's handles do: the selection changes, without a pointer's events
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
  }
}"""


def made(ana: Annotator) -> list[tuple[str, str, str]]:
    """What Ana made: code, words, state; each quotation is the text's at its offsets."""
    text = ana.text()
    own = [one for one in ana.annotations() if one.state not in ("suggested", "rejected")]
    assert all(text[one.start : one.end] == one.quotation for one in own)
    return [(one.code, one.quotation, one.state) for one in sorted(own, key=lambda one: (one.start, one.end))]


def test_annotating_with_the_keyboard_alone(ana: Annotator) -> None:
    ana.press("Control+Home", "2*Control+ArrowDown", "17*ArrowRight", "2*Shift+ArrowRight")
    expect(ana.page.locator("#reading")).to_contain_text("Selected: ")
    ana.choose("paid mic")
    ana.said("Paid micro-influencers added to “")
    ana.saved()
    ((code, words, state),) = made(ana)
    assert (code, state) == ("paid-micro-influencers", "made")
    assert words == "ancien salarié"
    ana.press("i")  # its attributes
    ana.press("Tab")
    ana.page.locator("#field-payment").focus()
    ana.page.keyboard.type("pai")
    ana.press("Tab")
    ana.saved()
    assert ana.acts()[-1].attributes == {"payment": "paid"}
    ana.press("Escape")
    expect(ana.page.locator("#text")).to_be_focused()
    ana.press("Control+End", "3*Shift+ArrowLeft", "Shift+I")  # the codebook's letter at once
    ana.saved()
    assert made(ana)[-1] == ("paid-micro-influencers", f"La Vigie, {ana.document}.", "made")


def test_annotating_with_the_mouse(ana: Annotator) -> None:
    ana.select("ffluer les complime")  # grows to whole words
    ana.page.get_by_role("toolbar").get_by_role("button", name="Code").click()
    ana.page.get_by_role("option", name="Front groups").click()
    ana.saved()
    assert made(ana) == [("front-groups", "affluer les compliments", "made")]


def test_letters_typed_before_the_browser_tells_of_a_selection_are_meant_for_it(ana: Annotator) -> None:
    ana.press("n")  # the caret goes to a suggestion, of which the browser may tell later too
    ana.page.evaluate(
        f"""(words) => {{
          ({BY_HANDLES})(words);
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {{ key: "p", bubbles: true }}));
        }}""",
        "compliments",
    )
    expect(ana.page.get_by_role("combobox", name="Choose a code")).to_have_value("p")
    ana.choose("aid mic")
    ana.saved()
    assert [act.act for act in ana.acts()] == ["create"]
    assert made(ana) == [("paid-micro-influencers", "compliments", "made")]


def test_annotating_with_a_finger(opening: Opening) -> None:
    ana = opening(viewport=PHONE, has_touch=True, is_mobile=True)
    page = ana.page
    page.locator("#text .mark").first.tap()
    expect(page.locator("#card")).to_contain_text("Jeanne Rivage")
    page.evaluate(BY_HANDLES, "ompliment")
    page.get_by_role("toolbar").get_by_role("button", name="Code").tap()
    page.get_by_role("combobox").fill("front")
    page.get_by_role("option", name="Front groups").tap()
    ana.saved()
    assert made(ana) == [("front-groups", "compliments", "made")]
    page.locator("#handle").tap()
    page.locator("#here").get_by_label("Payment").select_option("paid")
    ana.saved()
    assert ana.acts()[-1].attributes == {"payment": "paid"}
    assert ana.complaints == []


def test_characters_beyond_the_first_plane_and_combining_accents(ana: Annotator) -> None:
    ana.select("👩\u200d👩\u200d👧 Au printemps, e\u0301lue")
    ana.choose("trolls")
    ana.select("compliments 🎉")
    ana.press("@")
    ana.choose("boussole")
    ana.saved()
    assert [words for _, words, _ in made(ana)] == ["👩\u200d👩\u200d👧 Au printemps, e\u0301lue", "compliments 🎉"]


def test_exact_characters_and_french_elisions(ana: Annotator) -> None:
    ana.select("équipe qu’ell")
    expect(ana.page.locator("#reading")).to_have_text("Selected: équipe qu’elle")
    ana.press("Control+Home", "Alt+ArrowRight", "Alt+ArrowRight", "3*Shift+Alt+ArrowRight", "Enter")
    ana.choose("rewarded")
    ana.saved()
    assert made(ana) == [("rewarded-sharing", "Por", "made")]


def test_overlapping_nested_and_across_blocks(ana: Annotator) -> None:
    ana.select("trois fois par jour")
    ana.choose("copy")
    ana.select("devait publier trois fois")
    ana.choose("bots")
    ana.press("Control+Home", "4*Control+ArrowDown", "3*Shift+Control+ArrowDown")
    ana.choose("front")
    ana.saved()
    across = made(ana)[0][1]
    assert across.startswith("Le fichier comptait")
    assert across.endswith("sur l'emploi ;")
    assert [words for _, words, _ in made(ana)][1:] == ["devait publier trois fois", "trois fois par jour"]
    lanes = ana.page.evaluate(
        "[...document.querySelectorAll('#text .mark.made')].filter(m => m.textContent.includes('trois fois'))"
        ".map(m => m.style.getPropertyValue('--lane'))"
    )
    assert set(lanes) == {"0", "1", "2"}


def test_a_very_long_block_is_drawn_in_parts(ana: Annotator, corpus: Corpus) -> None:
    ana.document = "dlong"
    sentence = "Ligne 0000 : une équipe 🎉 paie des clics, dit-on ! "
    long = "".join(sentence.replace("0000", f"{number:04}") for number in range(300)).rstrip()
    put(corpus, [document("dlong", [("paragraph", long), ("paragraph", "La fin.")], language="fr", title="Long")])
    with corpus.events() as log:
        Assignments(log).give(["dlong"], NAME, by="cleo")
    ana.open()
    assert ana.page.locator("#text").text_content() == long + "La fin."
    parts = ana.page.locator("#text .part")
    assert parts.count() > 4
    begins = parts.nth(2).text_content() or ""
    assert begins.startswith("Ligne ")
    parts.nth(2).evaluate(
        """(part) => {
          const before = part.previousSibling.lastChild;
          document.getElementById("text").focus({ preventScroll: true });
          getSelection().setBaseAndExtent(before, before.length - "dit-on ! ".length, part.firstChild, 10);
        }"""
    )
    expect(ana.page.locator("#reading")).to_contain_text("Selected: dit-on ! Ligne")
    ana.choose("front gr")
    ana.saved()
    assert made(ana) == [("front-groups", "dit-on ! " + begins[:10], "made")]
    ana.press("Shift+ArrowRight", "ArrowDown", "2*ArrowUp")
    expect(ana.page.locator("#text .mark.made")).to_have_count(2)  # one in each part


def test_suggestions_one_at_a_time_and_all(ana: Annotator) -> None:
    page = ana.page
    ana.press("n", "a")
    ana.said("Accepted: Jeanne Rivage")
    ana.press("r")  # it has gone on to the next one
    ana.press("e")
    ana.choose("copy-paste")
    ana.saved()
    states = {(one.code, one.state) for one in ana.annotations()}
    assert {("jeanne-rivage", "accepted"), ("copy-paste-posting", "accepted")} <= states
    assert sum(one.state == "rejected" for one in ana.annotations()) == 1
    page.get_by_label("rejected ones too").check()
    assert page.locator("#text .mark.rejected").count() >= 1
    page.get_by_label("Show").select_option("tactic")
    page.get_by_role("button", name="Accept 1 shown").click()
    ana.saved()
    page.get_by_label("Show").select_option("")
    page.get_by_role("button", name="Reject all 3 shown").click()
    ana.saved()
    assert sum(one.state == "suggested" for one in ana.annotations()) == 0
    ana.press("u")  # all three are one
    ana.saved()
    assert sum(one.state == "suggested" for one in ana.annotations()) == 3


def test_undo_and_redo_across_reloads(ana: Annotator) -> None:
    for words, code in (("affluer", "paid mic"), ("consigne", "front gr"), ("habitants", "rewarded")):
        ana.select(words)
        ana.choose(code)
        expect(ana.page.locator("#said")).to_contain_text(words)
    ana.saved()
    ana.open()
    ana.press("u", "Control+z")
    ana.saved()
    assert [words for _, words, _ in made(ana)] == ["affluer"]
    ana.open()
    ana.press("Shift+U")
    ana.saved()
    assert [words for _, words, _ in made(ana)] == ["affluer", "consigne"]
    ana.press("3*u")
    ana.said("nothing to undo")
    ana.saved()
    assert made(ana) == []
    ana.open()
    ana.press("Control+Shift+Z", "Control+y", "U")
    ana.saved()
    assert len(made(ana)) == 3


def test_every_occurrence_is_one_group(ana: Annotator) -> None:
    ana.select("message publié")
    ana.press("*")
    search = ana.page.locator("#pane-occurrences")
    search.get_by_label("Every occurrence of").fill("MESSAGE")
    ana.press("Enter")
    expect(search.get_by_text("3 occurrences")).to_be_visible()
    search.get_by_role("listitem").nth(1).get_by_role("checkbox").uncheck()
    search.get_by_role("button", name="Tag 2 ticked").click()
    ana.choose("copy-paste")
    ana.saved()
    assert [words for _, words, _ in made(ana)] == ["message", "message"]
    assert len({act.id.rpartition(".")[0] for act in ana.acts()}) == 1
    ana.press("Escape", "u")
    ana.saved()
    assert made(ana) == []


def test_new_actors_proposed_codes_notes_and_questions(ana: Annotator) -> None:
    page = ana.page
    ana.select("ancien salarié")
    ana.press("@")
    ana.choose("Marc Léon")
    ana.choose("paid org")
    ana.select("à heure fixe")
    ana.choose("clockwork posting")
    ana.select("consigne")
    ana.press("#")
    page.get_by_role("dialog").get_by_role("textbox").fill("Which one?")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("tab", name="Document").click()
    page.get_by_role("button", name="Ask the coordinator").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("Is this one article?")
    ana.press("Control+Enter")
    page.get_by_role("button", name="Add a code").click()
    ana.choose("front")
    ana.saved()
    found: dict[str, Annotation] = {
        one.layer + (" whole" if not one.quotation else ""): one for one in ana.annotations() if one.state == "made"
    }
    assert (found["actor"].code, found["actor"].attributes) == ("candidate:Marc Léon", {"kind": "paid-worker"})
    assert found["tactic"].code == "proposed:clockwork posting"
    assert (found["note"].quotation, found["note"].attributes) == ("consigne", {"text": "Which one?"})
    assert found["question whole"].attributes == {"text": "Is this one article?"}
    assert (found["tactic whole"].start, found["tactic whole"].end) == (0, 0)


def test_submitting_and_taking_it_back(ana: Annotator) -> None:
    ana.press("Control+Enter")
    dialog = ana.page.get_by_role("dialog")
    expect(dialog).to_contain_text("7 suggestions are undecided")
    dialog.get_by_role("button", name="Submit").click()
    expect(ana.page.get_by_role("link", name="Next document")).to_be_visible()
    ana.saved()
    ana.press("n", "a")
    ana.said("The document is submitted")
    ana.open()
    expect(ana.page.locator("#submitted")).to_be_visible()
    ana.press("u")
    expect(ana.page.locator("#submitted")).to_be_hidden()
    ana.saved()
    assert [act.act for act in ana.acts()] == ["submit", "undo"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_use_it_in_french_at_every_width(opening: Opening, scheme: str) -> None:
    ana = opening(locale="fr", color_scheme=scheme)
    page = ana.page
    assert page.locator("html").get_attribute("lang") == "fr"

    def clean(what: str) -> None:
        assert violations(page) == [], what

    ana.select("affluer les compliments")
    page.keyboard.type("influ")
    expect(page.locator("#finder-options [aria-selected=true]")).to_contain_text("Micro-influenceurs rémunérés")
    clean("finder")
    ana.press("Enter")
    ana.said("Micro-influenceurs rémunérés ajouté à «")
    ana.press("n", "a")
    widths = [DESK, TABLET, PHONE, {"width": 640, "height": 430}]  # the last one is 200 % of a desk's
    for viewport in widths if scheme == "light" else [PHONE]:
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        if viewport["width"] < 900:
            page.locator("#handle").click()
        clean(str(viewport))
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        if viewport["width"] < 900:
            page.locator("#handle").click()
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    for name in ("Marques", "Document", "Chercher") if scheme == "light" else ("Chercher",):
        page.get_by_role("tab", name=name).click()
        clean(name)
    ana.press("Escape", "?")
    expect(page.get_by_role("dialog", name="Touches")).to_be_visible()
    clean("keys")
    assert ana.complaints == []
