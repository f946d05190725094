"""What others say to an annotator, as the document page shows it: verdicts after submission, answers to questions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desk_page import NAME, Annotator, desk_corpus, give_french, person, served
from playwright.sync_api import Browser, expect

from annotate.desk.adjudication.adjudicable import ground
from annotate.desk.adjudication.deciding import Adjudicator, Decision
from annotate.desk.adjudication.disagreements import Item, items
from annotate.desk.work import questions
from annotate.desk.work.assigning import Assignments
from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Event

pytestmark = pytest.mark.browser
ID = "dfrench"
OTHERS = {  # what Ben has: the same, other words and another code, and nothing of the third
    "affluer": ("paid-micro-influencers", "affluer"),
    "consigne": ("front-groups", "toute consigne"),
}


@pytest.fixture
def ana(browser: Browser, tmp_path: object) -> Iterator[Annotator]:
    corpus = desk_corpus(tmp_path / "corpus")  # type: ignore[operator]
    give_french(corpus, ID)
    with served(corpus) as address:
        browsing = browser.new_context(locale="en")
        ana = Annotator(browsing.new_page(), address, corpus, ID)
        ana.enter()
        ana.open()
        yield ana
        browsing.close()


def ben_codes_it_too(ana: Annotator) -> None:
    text, acts = ana.text(), []
    for number, (code, words) in enumerate(OTHERS.values()):
        start = text.index(words)
        before, after = context(text, start, start + len(words))
        acts.append(
            Event(
                id=f"ben{number}.0", annotation=f"of-ben-{number}", document=ID, act="create", agent="ben",
                made_at="2026-01-01T00:00:00Z", layer="tactic", code=code, start=start, end=start + len(words),
                quotation=words, prefix=before, suffix=after, text_sha256=sha256(text),
            )
        )  # fmt: skip
    acts.append(
        Event(id="ben9.0", annotation="", document=ID, act="submit", agent="ben", made_at="2026-01-01T00:00:00Z")
    )
    with ana.corpus.events() as log:
        person(log, "ben")
        Assignments(log).give([ID], "ben", by="cleo")
        log.append(acts)


def decide(corpus: Corpus) -> None:
    """Ada judges: Ben's where both have something, nothing where only Ana has."""

    def chosen(item: Item) -> Decision:
        theirs = [held.annotation for held in item.held if held.coder == "ben"]
        return Decision(tuple(theirs[:1])) if theirs else Decision((), reason="Not in the codebook's sense.")

    with corpus.store() as store, corpus.events() as log:
        document = store.document(ID)
        assert document is not None
        judge = Adjudicator(corpus, document, "ada")
        for item in items(corpus, list(log.events(ID)), ground(log, ID).submitted):
            assert judge.decide(log, item.id, item.stamp, chosen).wrong is None
        log.db.commit()


def test_verdicts_and_what_is_right_instead_are_shown_after_submission(ana: Annotator) -> None:
    for words, code in (("affluer", "paid mic"), ("consigne", "paid mic"), ("compliments", "front gr")):
        ana.select(words)
        ana.choose(code)
    ana.press("Control+Enter")
    ana.page.get_by_role("dialog").get_by_role("button", name="Submit").click()
    ana.saved()
    ben_codes_it_too(ana)
    ana.open()
    ana.page.get_by_role("tab", name="Marks").click()
    marks, verdict = ana.page.get_by_role("list", name="Marks"), ana.page.locator("#here .verdict")
    marks.locator(".go", has_text="affluer").click()
    expect(ana.page.locator("#here")).to_contain_text("Paid micro-influencers")
    expect(verdict).to_have_count(0)
    decide(ana.corpus)
    ana.open()
    ana.page.get_by_role("tab", name="Marks").click()
    told = {
        "affluer": "Judged right by ada.",
        "consigne": "Judged wrong by ada. Instead: Front groups and manufactured grassroots “toute consigne”",
        "compliments": "Judged wrong by ada. Not in the codebook's sense.",
    }
    for words, said in told.items():
        marks.locator(".go", has_text=words).click()
        expect(verdict).to_have_text(said)
    assert "of-ben" not in ana.page.content()
    assert ana.complaints == []
    ana.press("u")  # taken back: what was judged is not shown while it is open again
    ana.saved()
    ana.open()
    ana.page.get_by_role("tab", name="Marks").click()
    marks.locator(".go", has_text="affluer").click()
    expect(ana.page.locator("#here .title").first).to_contain_text("Paid micro-influencers")
    expect(verdict).to_have_count(0)


def test_the_answer_to_a_question_is_shown_with_its_passage(ana: Annotator) -> None:
    ana.select("affluer")
    ana.press("!")
    ana.page.keyboard.type("Is this one?")
    ana.press("Control+Enter")
    ana.said("Question added")
    ana.saved()
    with ana.corpus.events() as log:
        (asked,) = questions.questions(log)
        done = questions.answer(
            log, ID, asked.id, "Yes: code it <b>so</b>.", by="cleo", id="answer-of-cleo", seen=asked.last, version="1"
        )
        log.db.commit()
    assert done == "saved"
    ana.open()
    ana.page.get_by_role("tab", name="Document").click()
    remarks = ana.page.get_by_role("list", name="Notes and questions")
    expect(remarks.locator(".answer")).to_have_text("cleo answers: Yes: code it <b>so</b>.")
    remarks.get_by_role("button", name="Is this one?").first.click()
    expect(ana.page.locator("#here p.remark")).to_have_text("Is this one?")
    expect(ana.page.locator("#here .answer")).to_have_text("cleo answers: Yes: code it <b>so</b>.")
    ana.press("Control+Home")
    ana.page.get_by_text("affluer", exact=True).first.hover()
    expect(ana.page.locator("#card .answer")).to_contain_text("Yes: code it")
    assert [act.agent for act in ana.acts()] == [NAME]
