"""Adjudication over HTTP: who may look when, what a decision writes, and what annotators and the site see of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
import small_corpus
from deciding_desk import TEXT, Desk
from desk_corpus import FRENCH, PASSWORD, desk_corpus, served, text_of

from annotate.agreement.codings import adjudicated
from annotate.desk.adjudication import measuring
from annotate.desk.adjudication.deciding import Adjudicator
from annotate.desk.people import People
from annotate.exchange.outgoing import Choice, annotated
from corpus.model import Event
from publish.rights.standing import standing


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    corpus = desk_corpus(tmp_path_factory.mktemp("adjudication") / "corpus")
    with served(corpus) as address:
        yield Desk(corpus, address)


@pytest.fixture
def differing(desk: Desk) -> str:
    """Ana and Ben have one thing alike, one with other boundaries and code, and Ana one that Ben lacks."""
    id = desk.document()
    desk.tag(id, "ana", "paie des clics")
    desk.tag(id, "ben", "paie des clics")
    desk.tag(id, "ana", "quarante comptes", "multiple-accounts")
    desk.tag(id, "ben", "quarante comptes répondent", "front-groups")
    desk.tag(id, "ana", "La mairie dément", "paid-clicks")
    desk.submit(id)
    return id


# Who may look


def test_whoever_has_not_submitted_sees_nothing_of_the_others_work(desk: Desk) -> None:
    id = desk.document("ana", "ben", "ada")
    desk.tag(id, "ana", "paie des clics", "front-groups")
    desk.submit(id)
    title = f"/adjudication/{id}"
    for path in (title, f"{title}/other?item=x"):
        answer = desk.ada.get(path)
        assert answer.status_code == 403
        assert "Submit your own work first" in text_of(answer)
        assert "paie des clics" not in answer.text
    assert desk.ada.post(title, {"do": "agreed", "stamp": ""}).status_code == 403
    assert desk.cleo.get(title).status_code == 403
    assert "still at work on this document: ada" in text_of(desk.cleo.get(title))
    listed = text_of(desk.ada.get("/adjudication"))
    assert "Waiting for you" in listed
    assert "Waiting for ada" in text_of(desk.cleo.get("/adjudication"))
    desk.act(id, "submit", "ada")
    assert "paie des clics" in desk.ada.get(title).text
    assert desk.ada.get(f"{title}?ui=fr").status_code == 200
    desk.ada.get(f"{title}?ui=en")


def test_one_persons_work_is_not_compared(desk: Desk) -> None:
    id = desk.document("ana")
    desk.submit(id, "ana")
    assert desk.ada.get(f"/adjudication/{id}").status_code == 403
    assert desk.ada.get("/adjudication/nothing").status_code == 404
    assert desk.ana.get(f"/adjudication/{id}").status_code == 403


def test_the_list_counts_what_agrees_and_what_does_not(desk: Desk, differing: str) -> None:
    page = desk.ada.get("/adjudication").text
    row = re.search(rf'<tr>\s*<th scope="row"><a href="/adjudication/{differing}">.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row[0])).split()[-5:] == ["1", "2", "0", "of", "3"]


# Deciding


def test_each_verdict_is_written_whole(desk: Desk, differing: str) -> None:
    assert desk.decide(differing, 0, choice="0").status_code == 303
    assert desk.decide(differing, 1, choice="1", reason="the verb belongs to it").status_code == 303
    assert desk.decide(differing, 2, choice="none").status_code == 422
    assert desk.gold(differing) == [("front-groups", "quarante comptes répondent"), ("paid-clicks", "paie des clics")]
    nothing = desk.decide(differing, 2, choice="none", reason="a denial is none")
    assert nothing.headers["location"].endswith("#items")
    assert all(item.decided for item in desk.items(differing))
    page = text_of(desk.ada.get(f"/adjudication/{differing}"))
    assert "Everything in this document is decided" in page
    assert "Reason: a denial is none" in page


def test_both_may_be_right_and_it_may_be_decided_again(desk: Desk, differing: str) -> None:
    desk.decide(differing, 1, choice="all")
    assert desk.gold(differing) == [
        ("front-groups", "quarante comptes répondent"), ("multiple-accounts", "quarante comptes"),
    ]  # fmt: skip
    desk.decide(differing, 1, choice="0", by=desk.cleo)
    assert desk.gold(differing) == [("multiple-accounts", "quarante comptes")]
    item = desk.items(differing)[1]
    mine = {"item": item.id, "stamp": item.stamp, "do": "undo"}
    assert desk.ada.post(f"/adjudication/{differing}", mine).status_code == 409
    assert desk.cleo.post(f"/adjudication/{differing}", mine).status_code == 303
    assert len(desk.gold(differing)) == 2


def test_all_agreed_ones_at_once(desk: Desk, differing: str) -> None:
    page = desk.ada.get(f"/adjudication/{differing}").text
    assert "Right: the item on which all agree" in page
    stamp = re.search(r'name="stamp" value="([0-9a-f]{24})"', page)
    assert stamp is not None
    answer = desk.ada.post(f"/adjudication/{differing}", {"do": "agreed", "stamp": stamp[1]})
    assert answer.headers["location"].startswith(f"/adjudication/{differing}?said=agreed#i")
    assert desk.gold(differing) == [("paid-clicks", "paie des clics")]
    assert desk.ada.post(f"/adjudication/{differing}", {"do": "agreed", "stamp": stamp[1]}).status_code == 409


def test_what_changed_meanwhile_is_shown_and_not_overwritten(desk: Desk, differing: str) -> None:
    item = desk.items(differing)[1]
    stale = {"item": item.id, "stamp": item.stamp, "do": "decide", "choice": "0"}
    desk.decide(differing, 1, choice="1", by=desk.cleo)
    answer = desk.ada.post(f"/adjudication/{differing}", stale)
    assert answer.status_code == 409
    assert "nothing was written" in text_of(answer)
    assert "Decided by cleo" in text_of(answer)
    assert desk.gold(differing) == [("front-groups", "quarante comptes répondent")]


def test_a_form_that_says_nothing_decides_nothing(desk: Desk, differing: str) -> None:
    for fields in ({}, {"choice": "9"}, {"choice": "x"}, {"choice": "some"}, {"choice": "some", "version": "7"}):
        answer = desk.decide(differing, 0, **fields)
        assert answer.status_code == 422
        assert "Choose what is right" in text_of(answer)
    assert desk.gold(differing) == []


def test_three_coders_and_several_of_their_versions(desk: Desk) -> None:
    with desk.corpus.events() as log:
        if People(log).find("cem") is None:
            People(log).add("cem", "annotator", PASSWORD)
    id = desk.document("ana", "ben", "cem")
    for name, code in (("ana", "paid-clicks"), ("ben", "front-groups"), ("cem", "bought-engagement")):
        desk.tag(id, name, "paie des clics", code)
    desk.submit(id, "ana", "ben", "cem")
    assert desk.decide(id, choice="some", version=["0", "2"]).status_code == 303
    assert desk.gold(id) == [("bought-engagement", "paie des clics"), ("paid-clicks", "paie des clics")]


def test_a_shared_suggestion_stands_as_it_was_chosen(desk: Desk) -> None:
    id = desk.document()
    one = desk.tag(id, "hustings-codebook 9", "paie des clics", act="suggest", annotation=f"shared-{id}", score=0.5)
    desk.act(id, "accept", "ana", one)
    desk.tag(id, "ben", "des clics", "front-groups", act="change", annotation=one)
    desk.submit(id)
    (item,) = desk.items(id)
    assert [held.origin for held in item.held] == ["accepted", "changed"]
    desk.decide(id, choice="0")
    assert desk.gold(id) == [("paid-clicks", "paie des clics")]
    sheet = desk.ben.get(f"/document/{id}.json").json()
    start = TEXT.index("paie des clics")
    assert sheet["verdicts"][one] == {
        "verdict": "right", "reason": None, "by": "ada",
        "now": {"code": "paid-clicks", "start": start, "end": start + len("paie des clics")},
    }  # fmt: skip
    assert "now" not in desk.ana.get(f"/document/{id}.json").json()["verdicts"][one]
    assert {act["agent"] for act in sheet["acts"]} == {"hustings-codebook 9", "ben"}


# Something else


def test_something_else_by_words_code_and_attributes(desk: Desk, differing: str) -> None:
    item = desk.items(differing)[1]
    path = f"/adjudication/{differing}/other"
    page = desk.ada.get(f"{path}?item={item.id}&base=1")
    assert page.status_code == 200
    assert '<option value="front-groups" selected' in page.text
    held = item.versions[1][0].annotation
    fields = {
        "item": item.id, "stamp": item.stamp, "base": "1", "code": "bought-engagement", "start": held.start,
        "end": held.end, "words": normalize("NFD", "comptes   répondent à\nla même heure"), "attribute.payment": "paid",
        "attribute.platform": "twitter, facebook", "reason": "the hour is part of it",
    }  # fmt: skip
    for wrong, told in (
        ({"words": "comptes répondant"}, "do not stand in the text"),
        ({"code": "no-such-code"}, "no such code"),
        ({"code": "own"}, "no such code"),
        ({"start": "9000", "end": "9001"}, "do not give a passage"),
        ({"start": "-1"}, "do not give a passage"),
    ):
        answer = desk.ada.post(path, {**fields, **wrong})
        assert answer.status_code == 422
        assert told in text_of(answer)
        assert "the hour is part of it" in answer.text
    assert desk.ada.post(path, fields).status_code == 303
    assert desk.gold(differing) == [("bought-engagement", "comptes répondent à la même heure")]
    (gold,) = (one for one in desk.annotations(differing) if one.is_gold)
    assert (gold.agent, gold.attributes) == ("ada", {"payment": "paid", "platform": ["twitter", "facebook"]})
    assert desk.ada.post(path, fields).status_code == 409
    assert "nobody’s version" in text_of(desk.ada.get(f"/adjudication/{differing}"))


def test_something_else_by_numbers_and_on_the_whole_document(desk: Desk, differing: str) -> None:
    path = f"/adjudication/{differing}/other"
    for more, expected in (
        ({"start": "0", "end": "10"}, ("proposed:des mots à part", "Une équipe")),
        ({"whole": "1"}, ("proposed:des mots à part", "")),
    ):
        item = desk.items(differing)[2]
        held = item.versions[0][0].annotation
        fields = {
            "item": item.id, "stamp": item.stamp, "base": "0", "code": "own", "own_code": "des mots à part",
            "start": held.start, "end": held.end, "words": held.quotation, **more,
        }  # fmt: skip
        assert desk.ada.post(path, fields).status_code == 303
        assert desk.gold(differing) == [expected]


# What others see of it


def test_work_that_changes_after_the_verdict_is_told(desk: Desk) -> None:
    id = desk.document()
    one = desk.tag(id, "ana", "paie des clics")
    desk.tag(id, "ben", "des clics")
    desk.submit(id)
    desk.decide(id, choice="0")
    desk.act(id, "reopen", "cleo", attributes={"annotator": "ana"})
    assert "still at work on this document: ana" in text_of(desk.ada.get(f"/adjudication/{id}"))
    desk.act(id, "delete", "ana", one)
    desk.act(id, "submit", "ana")
    assert desk.gold(id) == [("paid-clicks", "paie des clics")]
    page = text_of(desk.ada.get(f"/adjudication/{id}"))
    assert "changed something here after it was decided" in page
    assert "1 changed since" in text_of(desk.ada.get("/adjudication"))
    desk.decide(id, choice="0")
    assert desk.gold(id) == [("paid-clicks", "des clics")]


def test_annotators_are_told_what_became_of_theirs(desk: Desk, differing: str) -> None:
    assert "front-groups" not in desk.ana.get(f"/document/{differing}.json").text
    desk.decide(differing, 0, choice="0")
    desk.decide(differing, 1, choice="1", reason="the verb belongs to it")
    desk.decide(differing, 2, choice="none", reason="a denial is none")
    ana, ben = desk.ana.get("/outcomes").text, desk.ben.get("/outcomes").text
    section = next(part for part in ana.split("<section>") if f"/document/{differing}" in part)
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))
    assert "Corrected" in told
    assert "Now:" in told
    assert "ada: the verb belongs to it" in told
    assert "Not kept" in told
    assert "ada: a denial is none" in told
    assert "1 kept as it was" in told
    assert "ben" not in told
    section = next(part for part in ben.split("<section>") if f"/document/{differing}" in part)
    assert "2 kept as they were" in section
    assert "Missed" not in section
    verdicts = desk.ana.get(f"/document/{differing}.json").json()["verdicts"]
    assert sorted(one["verdict"] for one in verdicts.values()) == ["right", "wrong", "wrong"]
    assert [one["now"]["code"] for one in verdicts.values() if "now" in one] == ["front-groups"]


def test_what_they_had_missed_is_told_too(desk: Desk, differing: str) -> None:
    desk.decide(differing, 2, choice="0")
    section = next(part for part in desk.ben.get("/outcomes").text.split("<section>") if differing in part)
    assert "Missed" in section
    assert "La mairie dément" in section


def test_the_site_and_the_export_have_the_gold_and_nothing_else(desk: Desk, differing: str) -> None:
    waiting = desk.tag(differing, "hustings-codebook 9", "à la même heure", act="suggest", score=0.4)
    elsewhere = desk.tag(differing, "hustings-dates 9", "Le lendemain", "day", act="suggest", layer="date", score=0.4)
    assert len(list(standing(desk.annotations(differing)))) == 7
    desk.decide(differing, 0, choice="0")
    assert waiting in {one.id for one in standing(desk.annotations(differing))}
    desk.decide(differing, 1, choice="1")
    desk.decide(differing, 2, choice="none", reason="a denial is none")
    published = {one.id: one.quotation for one in standing(desk.annotations(differing))}
    assert sorted(published.values()) == ["Le lendemain", "paie des clics", "quarante comptes répondent"]
    assert elsewhere in published
    (gold,) = annotated(desk.corpus, Choice(gold=True, documents=[differing]))
    assert [one.quotation for one in gold.annotations] == ["paie des clics", "quarante comptes répondent"]
    with desk.corpus.events() as log:
        (coding,) = adjudicated(list(log.events(differing)), [differing])
    assert len(coding.units) == 2


# Agreement


def test_agreement_is_live_and_of_submitted_work_only(
    desk: Desk, differing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.decide(differing, 0, choice="0")
    monkeypatch.setattr(measuring, "PATIENCE", 60)
    first = desk.cleo.get("/agreement")
    assert first.status_code == 200
    assert "every tactic" in first.text
    id = desk.document("ana", "ben", "cleo")
    desk.tag(id, "ana", "paie des clics", "brigading")
    desk.tag(id, "ben", "paie des clics", "brigading")
    assert "brigading" not in desk.ada.get("/agreement").text
    desk.submit(id)
    hidden = text_of(desk.cleo.get("/agreement"))
    assert "because you have not submitted" in hidden
    assert "brigading" not in hidden
    shown = desk.ada.get("/agreement?accepted=without&gold=with")
    assert "Adjudicated" in shown.text
    assert "brigading" in shown.text
    assert re.search("no interval|undefined: no variation", shown.text)
    french = text_of(desk.ada.get("/agreement?ui=fr"))
    assert "toutes les tactiques" in french
    desk.ada.get("/agreement?ui=en")


def test_agreement_says_so_while_it_is_measured(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "PATIENCE", 0)
    desk.submit(desk.document())
    assert "The figures are being measured" in text_of(desk.ada.get("/agreement?gold=with"))


def test_nothing_submitted_is_nothing_to_compare(tmp_path: Path) -> None:
    corpus = desk_corpus(tmp_path / "corpus")
    with corpus.events() as log:
        start = FRENCH.index("paie")
        for name in ("ana", "ben"):
            fields = {"layer": "tactic", "code": "paid-clicks", "start": start, "end": start + 4, "quotation": "paie"}
            made = {"document": "d1", "agent": name, "made_at": "2026-01-01T00:00:00Z"}
            log.append([Event(id=f"{name}.0", annotation=f"of-{name}", act="create", **made, **fields)])  # type: ignore[arg-type]
    assert measuring._measure(corpus, measuring.Question()).found == []
    document = small_corpus.put(corpus, TEXT, "fr")
    with corpus.events() as log:
        assert Adjudicator(corpus, document, "ada").decide_agreed(log, "").wrong == "nobody-to-compare"
