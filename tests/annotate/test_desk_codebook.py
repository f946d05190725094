"""The codebook at the desk over HTTP: read by all, changed by whoever coordinates, one's own words never lost."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from desk_corpus import PASSWORD, Visitor, served, text_of
from small_corpus import put

from annotate.desk.people import People
from annotate.desk.wording import wording
from annotate.desk.work.assigning import Assignments
from corpus.codebookhistory import versions
from corpus.events import EventLog
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.ids import sha256

TEXT = "Une équipe paie des clics. <b>Des bots</b> répondent."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = make_corpus(tmp_path_factory.mktemp("desk") / "corpus", title="A small desk")
    put(corpus, TEXT, "fr", id="d1", title="Des clics & des bots")
    with corpus.events() as log:
        for name, role in (("ana", "annotator"), ("cleo", "coordinator")):
            People(log).add(name, role, PASSWORD)  # type: ignore[arg-type]
        Assignments(log).give(["d1"], "ana", by="cleo")
    return corpus


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture(scope="module")
def ana(address: str) -> Iterator[Visitor]:
    visitor = Visitor(address, "ana")
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def cleo(address: str) -> Iterator[Visitor]:
    visitor = Visitor(address, "cleo")
    yield visitor
    visitor.close()


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


def now(corpus: Corpus) -> Corpus:
    return find_corpus(corpus.root)


def form_of(page: httpx.Response, do: str) -> dict[str, str]:
    """What a form of the page would send if nobody touched it."""
    for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL):
        if f'name="do" value="{do}"' in form:
            fields = dict(re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', form))
            fields |= dict(re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
            chosen = r'<select id="(\w+)".*?<option value="([^"]*)" selected'
            fields |= dict(re.findall(chosen, form, re.DOTALL))
            return {name: html.unescape(value) for name, value in fields.items() if name != "means"}
    raise AssertionError(do)


def change(cleo: Visitor, slug: str, do: str, **fields: object) -> httpx.Response:
    form = form_of(cleo.get(f"/codebook/code/{slug}"), do)
    return cleo.post(f"/codebook/code/{slug}/change", {**form, **fields})


def tag(ana: Visitor, words: str, code: str) -> str:
    """Ana tags some words; the annotation's id."""
    ana.number += 1
    start, id = TEXT.index(words), f"tagged-by-ana-{ana.number}"
    act = {"act": "create", "annotation": id, "layer": "tactic", "code": code, "start": start,
           "end": start + len(words), "quotation": words}  # fmt: skip
    group = {"id": f"ana-codes-{ana.number}", "document": "d1", "text_sha256": sha256(TEXT), "acts": [act]}
    answer = ana.send("/document/d1/acts", group)
    assert answer.json()["status"] == "saved", answer.text
    return id


def waiting(cleo: Visitor) -> dict[str, str]:
    """The annotations to look at again, with their last act."""
    return dict(re.findall(r'name="last\.([^"]+)" value="([^"]+)"', cleo.get("/codebook/review").text))


@pytest.mark.parametrize("ui", ["en", "fr"])
def test_everybody_reads_it_in_their_language(ana: Visitor, ui: str) -> None:
    page = ana.get(f"/codebook?ui={ui}")
    said = html.unescape(text_of(page))
    assert {"en": "Paid clicks and traffic inflation", "fr": "Clics payés et gonflage d'audience"}[ui] in said
    assert {"en": "Not:", "fr": "À ne pas confondre"}[ui] in said
    assert "/codebook/add" not in page.text
    one = ana.get(f"/codebook/code/paid-clicks?ui={ui}")
    assert one.status_code == 200
    assert "<form" not in one.text.split("</header>")[1]
    assert ana.get(f"/codebook/history?ui={ui}").status_code == 200


def test_both_languages_say_the_same_things() -> None:
    english, french = (wording(ui).messages for ui in ("en", "fr"))
    ours = {key for key in english if "codebook" in key}
    assert ours == {key for key in french if "codebook" in key}
    for key in ours:
        one, other = (re.findall(r"\{(\w+)\}", str(book[key])) for book in (english, french))
        assert set(one) == set(other), key


def test_an_annotator_cannot_change_or_review_it(ana: Visitor, corpus: Corpus) -> None:
    before = (corpus.root / "codebook.yaml").read_bytes()
    assert ana.post("/codebook/code/paid-clicks/change", {"do": "retire"}).status_code == 403
    assert ana.post("/codebook/take", {"code": "proposed:x", "into": "paid-clicks"}).status_code == 403
    assert ana.get("/codebook/review").status_code == 403
    assert ana.get("/codebook/add").status_code == 403
    assert (corpus.root / "codebook.yaml").read_bytes() == before


def test_a_form_sent_as_it_came_changes_nothing(cleo: Visitor, corpus: Corpus) -> None:
    before = (corpus.root / "codebook.yaml").read_bytes()
    assert change(cleo, "paid-clicks", "edit").status_code == 303
    assert (corpus.root / "codebook.yaml").read_bytes() == before


def test_a_new_definition_is_in_use_at_once_and_lists_what_to_look_at(
    ana: Visitor, cleo: Visitor, corpus: Corpus, log: EventLog
) -> None:
    mine = tag(ana, "paie des clics", "paid-clicks")
    answer = change(cleo, "paid-clicks", "edit", **{"definition.en": "Clicks <i>are</i> bought.", "means": "other"})
    assert answer.headers["location"].endswith("/codebook/code/paid-clicks?said=codebook.changed")
    page = ana.get("/codebook/code/paid-clicks?ui=en")
    assert "Clicks &lt;i&gt;are&lt;/i&gt; bought." in page.text
    review = cleo.get("/codebook/review?ui=en")
    assert "The definition has changed" in review.text
    assert "<mark>paie des clics</mark>" in review.text
    assert "&lt;b&gt;Des bots&lt;/b&gt;" in review.text
    assert [one.note for one in versions(log)][-1] == ["edit", "paid-clicks"]
    text = cleo.get(f"/codebook/review/d1?annotation={mine}")
    assert '<mark id="passage">paie des clics</mark>' in text.text
    last = waiting(cleo)[mine]
    kept = {"annotation": mine, f"own.{mine}": "paid-clicks", f"document.{mine}": "d1", f"last.{mine}": last}
    assert cleo.post("/codebook/review", {**kept, "keep": "paid-clicks"}).status_code == 303
    assert mine not in waiting(cleo)
    assert list(log.acts_on("d1", [mine]))[-1].agent == "cleo"
    assert mine in ana.get("/document/d1.json").text


def test_a_coordinator_who_annotates_too_sees_others_work_after_their_own(
    ana: Visitor, cleo: Visitor, corpus: Corpus, log: EventLog
) -> None:
    mine = tag(ana, "Une", "ad-saturation")
    assert change(cleo, "ad-saturation", "retire").status_code == 303
    assert mine in waiting(cleo)
    Assignments(log).give(["d1"], "cleo", by="cleo")
    assert mine not in waiting(cleo)
    assert "not submitted yourself yet" in cleo.get("/codebook/review?ui=en").text
    assert cleo.get("/codebook/review/d1").headers["location"] == "/document/d1"
    Assignments(log).take_back(["d1"], "cleo")
    assert change(cleo, "ad-saturation", "restore").status_code == 303


def test_better_words_list_nothing(ana: Visitor, cleo: Visitor) -> None:
    mine = tag(ana, "répondent", "automated-accounts")
    words = {"definition.fr": "Des logiciels publient ou aiment.", "means": "same"}
    assert change(cleo, "automated-accounts", "edit", **words).status_code == 303
    assert mine not in waiting(cleo)


def test_two_who_change_one_code_see_both_texts(cleo: Visitor, corpus: Corpus) -> None:
    mine = form_of(cleo.get("/codebook/code/ad-saturation"), "edit")
    theirs = {**mine, "definition.en": "Theirs, which came first."}
    assert cleo.post("/codebook/code/ad-saturation/change", theirs).status_code == 303
    answer = cleo.post("/codebook/code/ad-saturation/change?ui=en", {**mine, "definition.en": "Mine, & late."})
    assert answer.status_code == 409
    assert "Mine, &amp; late." in answer.text
    assert "Theirs, which came first." in answer.text
    assert now(corpus).codebook.tactic["ad-saturation"].definition["en"] == "Theirs, which came first."
    again = form_of(answer, "edit")
    assert again["definition.en"] == "Mine, & late."
    assert cleo.post("/codebook/code/ad-saturation/change", again).status_code == 303
    assert now(corpus).codebook.tactic["ad-saturation"].definition["en"] == "Mine, & late."


def test_a_renamed_code_is_found_under_its_old_address_and_by_old_pages(
    ana: Visitor, cleo: Visitor, corpus: Corpus
) -> None:
    assert (
        change(cleo, "press-baiting", "rename", new="baiting").headers["location"].startswith("/codebook/code/baiting")
    )
    assert ana.get("/codebook/code/press-baiting").headers["location"] == "/codebook/code/baiting"
    tag(ana, "Une équipe", "press-baiting")  # her page was opened before
    (one,) = [tactic for tactic in ana.get("/codebook.json").json()["tactics"] if tactic["slug"] == "baiting"]
    assert one["formerly"] == ["press-baiting"]


def test_merging_and_splitting_keep_every_annotation(ana: Visitor, cleo: Visitor, corpus: Corpus) -> None:
    mine = tag(ana, "clics", "front-groups")
    assert change(cleo, "front-groups", "merge", into="fake-outlets").status_code == 303
    assert mine in waiting(cleo)
    new = {}
    for number, slug in enumerate(("cloned-outlets", "made-up-outlets"), start=1):
        new |= {f"new{number}.slug": slug, f"new{number}.label.en": slug, f"new{number}.definition.en": "A site is so."}
    assert change(cleo, "fake-outlets", "split", **new).status_code == 303
    book = now(corpus).codebook
    assert book.tactic["fake-outlets"].split_into == ["cloned-outlets", "made-up-outlets"]
    review = cleo.get("/codebook/review?ui=en").text
    assert "This code was split" in review
    sent = {
        "annotation": mine,
        f"own.{mine}": "fake-outlets",
        f"document.{mine}": "d1",
        f"last.{mine}": waiting(cleo)[mine],
    }
    assert cleo.post("/codebook/review", {**sent, f"code.{mine}": "cloned-outlets"}).status_code == 303
    with corpus.events() as log:
        (annotation,) = [one for one in log.annotations() if one.id == mine]
    assert (annotation.code, annotation.agent, annotation.state) == ("cloned-outlets", "ana", "made")
    stale = cleo.post("/codebook/review", {**sent, f"code.{mine}": "made-up-outlets"})
    assert stale.status_code == 409


def test_a_retired_code_is_shown_apart_and_its_acts_still_come_in(ana: Visitor, cleo: Visitor, corpus: Corpus) -> None:
    assert change(cleo, "message-testing", "retire").status_code == 303
    mine = tag(ana, "équipe", "message-testing")
    page = ana.get("/codebook?ui=en").text
    assert page.index('id="retired"') < page.index('id="message-testing"')
    assert mine in waiting(cleo)
    assert change(cleo, "message-testing", "restore").status_code == 303
    assert now(corpus).codebook.tactic["message-testing"].retired is None


def test_a_proposed_code_becomes_one(ana: Visitor, cleo: Visitor, corpus: Corpus) -> None:
    mine, other = tag(ana, "bots", "proposed:fake polls"), tag(ana, "Des bots", "proposed:odd thing")
    review = cleo.get("/codebook/review?ui=en").text
    assert "fake polls" in review
    page = cleo.get("/codebook/add?code=proposed:fake%20polls")
    seen = re.findall(r'name="seen" value="([^"]+)"', page.text)[0]
    fields = {
        "slug": "fake-polls",
        "take": "proposed:fake polls",
        "seen": seen,
        "group": "agenda",
        "label.en": "Fake polls",
    }
    refused = cleo.post("/codebook/add?ui=en", fields)
    assert (refused.status_code, "Fake polls" in refused.text) == (422, True)
    assert cleo.post("/codebook/add", {**fields, "definition.en": "A poll is invented."}).status_code == 303
    assert cleo.post("/codebook/take", {"code": "proposed:odd thing", "into": "fake-polls"}).status_code == 409
    seen = re.findall(r'name="seen" value="([^"]+)"', cleo.get("/codebook/add").text)[0]
    taken = cleo.post("/codebook/take", {"code": "proposed:odd thing", "into": "fake-polls", "seen": seen})
    assert taken.status_code == 303
    book = now(corpus).codebook
    with corpus.events() as log:
        there = {one.id: book.current(one.code) for one in log.annotations()}
    assert (there[mine], there[other]) == ("fake-polls", "fake-polls")
    assert "proposed:" not in cleo.get("/codebook/review").text


def test_what_cannot_be_is_told_in_the_language_of_the_page(cleo: Visitor, corpus: Corpus) -> None:
    before = (corpus.root / "codebook.yaml").read_bytes()
    form = form_of(cleo.get("/codebook/code/paid-clicks"), "rename")
    answer = cleo.post("/codebook/code/paid-clicks/change?ui=fr", {**form, "new": "mass-messaging"})
    assert answer.status_code == 422
    assert "Il y a déjà un code mass-messaging." in html.unescape(answer.text)
    assert 'value="mass-messaging"' in answer.text
    assert cleo.post("/codebook/code/nothing/change", form).status_code == 404
    assert cleo.post("/codebook/code/paid-clicks/change", {**form, "do": "explode"}).status_code == 422
    assert (corpus.root / "codebook.yaml").read_bytes() == before


def test_the_history_shows_what_each_version_changed(cleo: Visitor, ana: Visitor, log: EventLog) -> None:
    told = versions(log)
    page = ana.get("/codebook/history?ui=en")
    assert all(f"/codebook/history/{one.number}" in page.text for one in told)
    number = next(one.number for one in told if one.note[:1] == ["rename"])
    shown = ana.get(f"/codebook/history/{number}?ui=en").text
    assert "<del>press</del>" in shown or "<del>press-</del>" in shown
    assert ana.get(f"/codebook/history/{told[0].number}").status_code == 200
    assert ana.get("/codebook/history/999").status_code == 404


def test_an_edit_by_hand_is_seen_at_once_and_a_broken_file_is_told(
    ana: Visitor, cleo: Visitor, corpus: Corpus, log: EventLog
) -> None:
    path = Path(corpus.root / "codebook.yaml")
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("slug: mass-messaging", "slug: messages"), encoding="utf-8")
    assert ana.get("/codebook/code/messages").status_code == 200
    tag(ana, "paie", "messages")
    assert versions(log)[-1].version.endswith("+1")
    assert "its id is that of" in cleo.get("/codebook/review?ui=en").text
    path.write_text(before + "\n  broken: [", encoding="utf-8")
    assert cleo.get("/codebook/code/paid-clicks").status_code == 200
    form = form_of(cleo.get("/codebook/code/paid-clicks"), "retire")
    assert cleo.post("/codebook/code/paid-clicks/change", form).status_code in (409, 422)
    path.write_text(before, encoding="utf-8")
    assert ana.get("/codebook/code/mass-messaging").status_code == 200
