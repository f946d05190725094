"""Questions and their answers, the audit, and the queue that says how far one is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from desk_corpus import FRENCH, PASSWORD, Visitor, served, text_of
from work_corpus import act, everybody, nothing_given, work_corpus

from annotate.desk.work.assigning import Assignments
from corpus.clock import now
from corpus.events import EventLog
from corpus.folder import Corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return work_corpus(tmp_path_factory.mktemp("desk") / "corpus")


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture(scope="module")
def inside(address: str) -> Iterator[dict[str, Visitor]]:
    yield from everybody(address)


@pytest.fixture
def cleo(inside: dict[str, Visitor], log: EventLog) -> Visitor:
    """Whoever coordinates, before anything of the case was given out."""
    nothing_given(log)
    return inside["cleo"]


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


# Questions


@pytest.fixture
def question(inside: dict[str, Visitor], log: EventLog, request: pytest.FixtureRequest) -> str:
    """The id of a question of ana's on a passage of d1, new for each test."""
    ana = inside["ana"]
    number = log.db.execute("SELECT count(*) FROM events").fetchone()[0]
    id = f"question-{number}"
    start = FRENCH.index("équipe")
    ask = {
        "act": "create", "annotation": id, "layer": "question", "code": "question", "start": start, "end": start + 6,
        "quotation": "équipe", "attributes": {"text": f"Whose team is <this>? {number}"},
    }  # fmt: skip
    assert ana.acts("d1", ask, id=f"asks-group-{number}").json() == {"status": "saved"}
    return id


def fields_of(page: httpx.Response, question: str) -> dict[str, Any]:
    """The hidden fields of a question's form."""
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if f'value="{question}"' in form)
    return dict(re.findall(r'type="hidden" name="(document|question|seen|id)" value="([^"]*)"', form))


def test_a_question_is_seen_with_its_passage_and_nothing_else_of_its_author(
    inside: dict[str, Visitor], question: str
) -> None:
    inside["ana"].acts("d1", inside["ana"].tag("Le lendemain", annotation=f"tag-{question}"), id=f"tags-{question}")
    for name in ("cleo", "ada"):
        page = inside[name].get("/questions")
        assert "Whose team is &lt;this&gt;?" in page.text
        assert "👋 Une <mark>équipe</mark> paie des clics." in page.text
        assert "paid-clicks" not in page.text
    assert inside["ben"].get("/questions").status_code == 403


def test_an_answer_reaches_whoever_asked_and_marks_their_queue(
    inside: dict[str, Visitor], cleo: Visitor, question: str
) -> None:
    ana, ada = inside["ana"], inside["ada"]
    assert re.search(r"ana annotator \d+ \d+ \d+ \d+ [1-9]", text_of(cleo.get("/work")))
    fields = fields_of(ada.get("/questions"), question)
    done = ada.post("/questions", {**fields, "answer": " The mayor's.\nSee page 2. "})
    assert done.headers["location"] == "/questions?said=answered"
    assert "The answer is saved." in text_of(ada.get(done.headers["location"]))
    acts = [one for one in ana.get("/document/d1.json").json()["acts"] if one["annotation"] == question]
    assert (acts[-1]["act"], acts[-1]["agent"]) == ("answer", "ada")
    assert acts[-1]["attributes"] == {"answer": "The mayor's.\nSee page 2."}
    assert "Des clics payés answered" in text_of(ana.get("/"))
    assert "answered" not in text_of(inside["ben"].get("/"))
    assert "Answered by ada" in text_of(cleo.get("/questions?state=answered"))
    ana.acts("d1", ana.tag("comptes", annotation=f"after-{question}"), id=f"goes-on-{question}")
    assert "answered" not in text_of(ana.get("/"))


def test_an_answer_sent_twice_is_one_and_a_stale_one_is_shown_beside_the_newer(
    inside: dict[str, Visitor], cleo: Visitor, log: EventLog, question: str
) -> None:
    first, second = (fields_of(inside[name].get("/questions"), question) for name in ("ada", "cleo"))
    for _ in range(2):
        assert inside["ada"].post("/questions", {**first, "answer": "One."}).status_code == 303
    assert [one.act for one in log.acts_on("d1", [question])] == ["create", "answer"]
    stale = cleo.post("/questions", {**second, "answer": "Another."})
    assert stale.status_code == 422
    assert "has changed meanwhile" in text_of(stale)
    assert "One." in text_of(stale)
    assert ">Another.</textarea>" in stale.text
    anew = fields_of(stale, question)
    assert cleo.post("/questions", {**anew, "answer": "Another."}).status_code == 303
    assert inside["cleo"].get("/questions?state=answered").text.count("Another.") == 2  # and in its form


@pytest.mark.parametrize(
    ("answer", "told"), [("  ", "Write an answer first."), ("x" * 10_001, "at most 10,000 characters")]
)
def test_an_answer_that_cannot_be_is_kept_in_the_form(cleo: Visitor, question: str, answer: str, told: str) -> None:
    fields = fields_of(cleo.get("/questions"), question)
    refused = cleo.post("/questions", {**fields, "answer": answer})
    assert refused.status_code == 422
    assert told in text_of(refused)
    assert answer.strip() in refused.text


def test_a_question_that_was_taken_back_is_gone_and_the_answer_is_not(
    inside: dict[str, Visitor], cleo: Visitor, question: str
) -> None:
    fields = fields_of(cleo.get("/questions"), question)
    delete = {"act": "delete", "annotation": question, "base": fields["seen"]}
    assert inside["ana"].acts("d1", delete, id=f"deletes-{question}").json() == {"status": "saved"}
    refused = cleo.post("/questions", {**fields, "answer": "Long thought about."})
    assert refused.status_code == 422
    assert "no longer there" in text_of(refused)
    assert "Long thought about." in refused.text


# The audit


def test_every_act_of_everybody_is_in_the_audit_and_can_be_kept(inside: dict[str, Visitor], log: EventLog) -> None:
    inside["ben"].acts("d1", inside["ben"].tag("Le lendemain", annotation="audited-1"), id="audited-group")
    page = inside["cleo"].get("/audit?agent=ben&act=create")
    assert '<q><span lang="fr">Le lendemain</span></q>' in page.text
    assert "tactic paid-clicks" in text_of(page)
    assert "équipe" not in page.text.partition("</thead>")[2]
    kept = inside["cleo"].get("/audit.jsonl")
    assert "audit.jsonl" in kept.headers["content-disposition"]
    lines = [json.loads(line) for line in kept.text.splitlines()]
    assert [line["seq"] for line in lines] == [row[0] for row in log.db.execute("SELECT seq FROM events ORDER BY seq")]
    assert lines[-1]["id"] == "audited-group.0"
    some = inside["cleo"].get("/audit.jsonl?agent=ben&document=clics+pay%C3%A9s&act=create").text.splitlines()
    assert {(json.loads(line)["agent"], json.loads(line)["document"]) for line in some} == {("ben", "d1")}


def test_the_audit_is_for_whoever_coordinates(inside: dict[str, Visitor]) -> None:
    for path in ("/audit", "/audit/entries", "/audit.jsonl"):
        assert inside["ada"].get(path).status_code == 403


def test_whoever_still_has_to_annotate_a_document_reads_nothing_of_it_in_the_audit(
    inside: dict[str, Visitor], cleo: Visitor, log: EventLog
) -> None:
    inside["ben"].acts("d1", inside["ben"].tag("clics", annotation="veiled-1"), id="veiled-group")
    Assignments(log).give(["d1"], "cleo", by="cleo")
    try:
        page = cleo.get("/audit?agent=ben")
        assert "not shown until you have submitted this document" in text_of(page)
        assert "paid-clicks" not in page.text.partition("</thead>")[2]
        kept = [json.loads(line) for line in cleo.get("/audit.jsonl?agent=ben&act=create").text.splitlines()]
        assert kept
        assert all(not {"code", "quotation", "annotation"} & line.keys() for line in kept)
        log.append([act("submit", "d1", "cleo")])
        assert "tactic paid-clicks" in text_of(cleo.get("/audit?agent=ben"))
    finally:
        Assignments(log).take_back(["d1"], "cleo")


def test_the_audit_has_pages_by_place_in_the_log(
    inside: dict[str, Visitor], log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annotate.desk.pages import audit

    log.append([act("submit", f"c{n}", "ben") for n in range(5)])
    monkeypatch.setattr(audit, "SIZE", 2)
    first = inside["cleo"].get("/audit?act=submit&agent=ben")
    log.append([act("submit", "c5", "ben")])  # what comes meanwhile moves nothing
    down = walk(inside["cleo"], first, "next")
    assert [title for page in down for title in titles(page)] == ["Post 4", "Post 3", "Post 2", "Post 1", "Post 0"]
    up = walk(inside["cleo"], down[-1], "prev")
    assert "Post 5" in [title for page in up for title in titles(page)]


def titles(page: httpx.Response) -> list[str]:
    """The documents of the acts on a page of the audit."""
    return re.findall(r'<td class="wide" lang="..">(Post \d)</td>', page.text)


def walk(visitor: Visitor, page: httpx.Response, way: str) -> list[httpx.Response]:
    """A page and all that follow it in one direction."""
    pages = [page]
    while link := re.search(rf'href="([^"]*)" rel="{way}"', pages[-1].text):
        pages.append(visitor.get("/audit" + link[1].replace("&amp;", "&")))
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize("path", ["/audit", "/audit/entries", "/audit.jsonl"])
def test_a_day_that_is_none_is_said(inside: dict[str, Visitor], path: str) -> None:
    assert "“2026-02-30” is no day of the calendar." in text_of(inside["cleo"].get(f"{path}?day=2026-02-30"))


def test_acts_are_found_by_day_and_log_ins_are_listed(inside: dict[str, Visitor], address: str) -> None:
    today = now()[:10]
    assert "<tbody>" in inside["cleo"].get(f"/audit?day={today}").text
    assert "Nothing was done that fits." in text_of(inside["cleo"].get("/audit?day=2001-01-01"))
    Visitor(address).log_in("intruder", "not a password")
    listed = text_of(inside["cleo"].get(f"/audit/entries?day={today}&name=intruder"))
    assert "intruder tried in vain 127.0.0.1" in listed
    assert PASSWORD not in inside["cleo"].get("/audit/entries").text


# The queue


def test_the_queue_says_how_far_and_what_is_due(inside: dict[str, Visitor], cleo: Visitor, log: EventLog) -> None:
    soon = (date.today() + timedelta(days=3)).isoformat()
    Assignments(log).give(["c1"], "ada", by="cleo", due="2026-01-01")
    Assignments(log).give(["c3"], "ada", by="cleo", due=soon)
    Assignments(log).give(["c5"], "ada", by="cleo")
    log.append([act("submit", "c5", "ada")])
    told = text_of(inside["ada"].get("/"))
    assert "1 of 3 submitted. 1 is late. 1 is due within a week." in told
    assert told.index("Post 1") < told.index("Post 3") < told.index("Post 5")
    assert "1 January 2026 late" in told
    told = text_of(inside["ada"].get("/?ui=fr"))
    assert "1 sur 3 rendu" in told
    inside["ada"].get("/?ui=en")
