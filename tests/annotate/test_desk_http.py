"""The desk over HTTP: who gets in, who gets where, and what is sent and answered."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk_corpus import ENGLISH, FRENCH, PASSWORD, PEOPLE, Visitor, desk_corpus, served, text_of

from annotate.desk.people import ROLES, People
from annotate.desk.routes import ROUTES, Route
from annotate.desk.work.assigning import Assignments
from corpus.events import EventLog
from corpus.folder import Corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return desk_corpus(tmp_path_factory.mktemp("desk") / "corpus")


@pytest.fixture(scope="module")
def address(corpus: Corpus) -> Iterator[str]:
    with served(corpus) as address:
        yield address


@pytest.fixture(scope="module")
def inside(address: str) -> Iterator[dict[str | None, Visitor]]:
    """Everybody, logged in; None is somebody who is not."""
    found: dict[str | None, Visitor] = {name: Visitor(address, name) for name in PEOPLE}
    found[None] = Visitor(address)
    yield found
    for visitor in found.values():
        visitor.close()


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


# Every route by every role. A new route is in this table by itself: that it has a rule is seen here.

VARIABLES = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def path_of(route: Route) -> str:
    """An address that the route matches, of things that need not be there."""
    path = VARIABLES.sub("x", route.pattern).rstrip("$").replace("\\", "")
    assert re.match(route.pattern, path), f"no address for {route.pattern}"
    return path


@pytest.mark.parametrize(
    ("route", "method", "name"),
    [
        pytest.param(route, method, name, id=f"{method} {route.pattern} {name}")
        for route in ROUTES
        for method, name in itertools.product(("GET", "POST"), (*PEOPLE, None))
    ],
)
def test_every_route_lets_in_whom_it_names_and_nobody_else(
    inside: dict[str | None, Visitor], route: Route, method: str, name: str | None
) -> None:
    if route.pattern.startswith("/-/log"):
        pytest.skip("tried below: it would log everybody out")
    visitor = inside[name]
    answer = visitor.get(path_of(route)) if method == "GET" else visitor.post(path_of(route), {})
    allowed = route.least == "anyone" or (
        name is not None and ROLES.index(PEOPLE[name]) >= ROLES.index(route.least)  # type: ignore[arg-type]
    )
    if method not in route.methods:
        assert answer.status_code == 405
    elif name is None and route.least != "anyone":
        assert answer.status_code == 401 or answer.headers["location"].startswith("/-/login")
    elif not allowed:
        assert answer.status_code == 403
    else:
        assert answer.status_code not in (401, 405, 500)
        # What is not there is not there for whoever may look; a document of somebody else is not theirs.
        assert answer.status_code != 403 or route.pattern.startswith("/document/")


@pytest.mark.parametrize(
    "path",
    ["/-/metadata", "/-/databases.json", "/-/settings.json", "/-/plugins.json", "/_memory", "/_memory?sql=select+1",
     "/_memory.json?sql=select+1", "/-/password-tool", "/-/auth-token", "/-/permissions", "/-/static/app.css",
     "/nothing"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["cleo", None])
def test_what_is_no_page_of_the_desk_is_not_there(
    inside: dict[str | None, Visitor], path: str, name: str | None
) -> None:
    assert inside[name].get(path).status_code == 404


def test_no_response_may_be_kept_or_framed(inside: dict[str | None, Visitor]) -> None:
    for path in ("/", "/document/d1", "/document/d1.json", "/-/login", "/nothing"):
        headers = inside["ana"].get(path).headers
        assert "no-store" in headers["cache-control"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]


# Coming in


def test_a_wrong_password_says_nothing_of_the_name(address: str) -> None:
    visitor = Visitor(address)
    one, other = visitor.log_in("ben", "not this one"), visitor.log_in("nobody", "not this one")
    assert one.status_code == other.status_code == 401
    assert text_of(one).replace("ben", "") == text_of(other).replace("nobody", "")
    assert "do not belong together" in text_of(one)


def test_guessing_grows_slow_and_a_right_password_then_waits_too(corpus: Corpus, address: str, log: EventLog) -> None:
    People(log).add("guessed", "annotator", PASSWORD)
    visitor = Visitor(address)
    statuses = [visitor.log_in("guessed", f"guess number {n}").status_code for n in range(6)]
    assert statuses[:4] == [401] * 4
    assert statuses[-1] == 429
    slow = visitor.log_in("guessed", PASSWORD)
    assert slow.status_code == 429
    assert re.search(r"Try again in (\d+ seconds|a second)", text_of(slow))
    asked_by_script = visitor.send("/-/login", {"name": "guessed", "password": PASSWORD})
    assert asked_by_script.status_code == 429
    assert asked_by_script.json()["seconds"] > 0


def test_a_session_that_somebody_made_up_or_changed_is_none(address: str) -> None:
    visitor = Visitor(address, "ana")
    signed = visitor.http.cookies["hustings_desk"]
    for wrong in ("", "ana", signed[:-2], signed[:-2] + "xx", signed.swapcase(), '"', "\x07"):
        visitor.http.cookies.clear()
        answer = visitor.http.get("/", headers={"cookie": f"hustings_desk={wrong}"})
        assert answer.status_code == 303, wrong


def test_an_old_session_ends(address: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotate.desk import entering

    visitor = Visitor(address, "ana")
    assert visitor.get("/").status_code == 200
    real = entering.time.time
    monkeypatch.setattr(entering.time, "time", lambda: real() + 13 * 3600)
    assert visitor.get("/").status_code == 303
    monkeypatch.setattr(entering.time, "time", lambda: real() + 11 * 3600)
    renewed = visitor.get("/")
    assert renewed.status_code == 200
    assert "Max-Age=43200" in renewed.headers["set-cookie"]
    monkeypatch.setattr(entering.time, "time", lambda: real() + 15 * 24 * 3600)
    assert visitor.get("/").status_code == 303


def test_a_new_password_or_role_ends_sessions(address: str, log: EventLog) -> None:
    people = People(log)
    people.add("dora", "coordinator", PASSWORD)
    first, second = Visitor(address, "dora"), Visitor(address, "dora")
    changed = first.post("/password", {"now": PASSWORD, "new": "another few words", "again": "another few words"})
    assert changed.headers["location"] == "/?said=password"
    assert "Your password has changed" in text_of(first.get("/?said=password"))
    assert second.get("/").status_code == 303
    people.set_role("dora", "annotator")
    assert first.get("/").status_code == 303
    again = Visitor(address, "dora", "another few words")
    people.remove("dora")
    assert again.get("/").status_code == 303
    assert Visitor(address).log_in("dora", "another few words").status_code == 401


def test_ones_own_password_is_asked_for(address: str) -> None:
    visitor = Visitor(address, "ben")
    for fields, told in (
        (
            {"now": "not this one", "new": "another few words", "again": "another few words"},
            "not the password you have",
        ),
        ({"now": PASSWORD, "new": "short", "again": "short"}, "too short"),
        ({"now": PASSWORD, "new": "another few words", "again": "other few words"}, "not the same twice"),
    ):
        answer = visitor.post("/password", fields)
        assert answer.status_code == 422
        assert told in text_of(answer)


def test_logging_out_ends_it_and_says_so(address: str, log: EventLog) -> None:
    visitor = Visitor(address, "ana")
    out = visitor.post("/-/logout", {})
    assert out.headers["location"] == "/-/login?said=out"
    assert visitor.get("/").status_code == 303
    last = log.db.execute("SELECT name, what FROM entries ORDER BY seq DESC").fetchone()
    assert tuple(last) == ("ana", "out")


@pytest.mark.parametrize("then", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", "/-/logout", ""])
def test_log_in_leads_nowhere_else(address: str, then: str) -> None:
    assert Visitor(address).log_in("ana", PASSWORD, then=then).headers["location"] == "/"


def test_log_in_leads_back_to_where_one_was(address: str) -> None:
    visitor = Visitor(address)
    there = visitor.get("/document/d1").headers["location"]
    assert there == "/-/login?then=%2Fdocument%2Fd1"
    assert 'value="/document/d1"' in visitor.get(there).text
    assert visitor.log_in("ana", PASSWORD, then="/document/d1").headers["location"] == "/document/d1"


def test_behind_a_web_server_that_has_it_under_a_path(corpus: Corpus) -> None:
    with served(corpus, base_url="/desk/") as address:
        visitor = Visitor(f"{address}/desk")
        there = visitor.http.get("/document/d1").headers["location"]
        assert there == "/desk/-/login?then=%2Fdocument%2Fd1"
        assert visitor.log_in("ana", PASSWORD, then="/document/d1").headers["location"] == "/desk/document/d1"
        page = visitor.http.get("/").text
        assert 'href="/desk/document/d1"' in page
        assert not re.search(r'(href|src|action)="/(?!desk/)', page)
        assert visitor.acts("d2", visitor.tag("friends", annotation="under-a-path", document="d2")).status_code == 200


# Forged requests


def test_without_its_token_nothing_is_written(inside: dict[str | None, Visitor], address: str) -> None:
    ana = Visitor(address, "ana")
    assert ana.http.post("/document/d1/acts", json={}).status_code == 403
    assert ana.http.post("/-/logout", data={"csrftoken": "made up"}).status_code == 403
    assert ana.get("/").status_code == 200


def test_what_another_site_makes_a_browser_send_is_refused(address: str) -> None:
    ana = Visitor(address, "ana")
    headers = {"x-csrftoken": ana.token(), "sec-fetch-site": "cross-site"}
    assert ana.http.post("/document/d1/acts", json={}, headers=headers).status_code == 403


# Documents and acts


def test_the_queue_shows_ones_own_documents(inside: dict[str | None, Visitor]) -> None:
    ana, ben = text_of(inside["ana"].get("/")), text_of(inside["ben"].get("/"))
    assert "Des clics payés" in ana
    assert "Texts to friends" in ana
    assert "1 December 2026" in ana
    assert "Texts to friends" not in ben
    assert "1er décembre 2026" in text_of(inside["ana"].get("/?ui=fr"))
    inside["ana"].get("/?ui=en")


def test_a_document_that_is_not_theirs_stays_shut(inside: dict[str | None, Visitor]) -> None:
    for path in ("/document/d2", "/document/d2.json", "/concordance.json?q=campaign&document=d2"):
        assert inside["ben"].get(path).status_code == 403, path
    assert (
        inside["ben"].acts("d2", inside["ben"].tag("500 people", annotation="ben-tries-1", document="d2")).status_code
        == 403
    )
    assert inside["ben"].get("/concordance.json?q=campaign").json() == {"hits": [], "more": False}


def test_the_sheet_has_the_text_and_what_machines_propose(inside: dict[str | None, Visitor]) -> None:
    sheet = inside["ben"].get("/document/d1.json").json()
    assert sheet["document"]["text"] == FRENCH
    suggested = next(act for act in sheet["acts"] if act["act"] == "suggest")
    assert FRENCH[suggested["start"] : suggested["end"]] == suggested["quotation"]
    assert suggested["score"] == 0.5
    assert (sheet["submitted"], sheet["verdicts"]) == (False, {})


def test_acts_are_seen_by_who_did_them_and_by_nobody_else(address: str) -> None:
    ana, ben = Visitor(address, "ana"), Visitor(address, "ben")
    ana.number = 100
    assert ana.acts("d1", ana.tag("paie des clics", annotation="seen-by-ana")).json() == {"status": "saved"}
    assert "seen-by-ana" in ana.get("/document/d1.json").text
    assert "seen-by-ana" not in ben.get("/document/d1.json").text
    assert "ana" not in {act["agent"] for act in ben.get("/document/d1.json").json()["acts"]}
    ben.number = 100
    forged = {"act": "delete", "annotation": "seen-by-ana", "base": "ana-group-101.0"}
    assert ben.acts("d1", forged).json()["reason"] == "missing"
    ana.acts("d1", {"act": "delete", "annotation": "seen-by-ana", "base": "ana-group-101.0"})


def test_what_stands_otherwise_by_now_is_answered_with_how_it_stands(address: str) -> None:
    ana = Visitor(address, "ana")
    ana.number = 200
    ana.acts("d1", ana.tag("équipe", annotation="twice-changed"))
    change = {**ana.tag("équipe", "bought-engagement", annotation="twice-changed"), "act": "change"}
    assert ana.acts("d1", {**change, "base": "ana-group-201.0"}).json()["status"] == "saved"
    stale = ana.acts("d1", {**change, "base": "ana-group-201.0"})
    assert stale.status_code == 409
    told = stale.json()
    assert (told["reason"], told["annotation"]) == ("annotation", "twice-changed")
    assert [act["code"] for act in told["now"]["acts"] if act["annotation"] == "twice-changed"][
        -1
    ] == "bought-engagement"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": 3}', b"\xff", b'{"id":"abcdefgh","surprise":1}'])
def test_what_is_no_group_of_acts_is_refused_in_words(address: str, body: bytes) -> None:
    ana = Visitor(address, "ana")
    headers = {"x-csrftoken": ana.token(), "content-type": "application/json"}
    answer = ana.http.post("/document/d1/acts", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["reason"] == "malformed"
    assert answer.json()["what"]


def test_a_quotation_that_is_not_the_texts_is_refused(address: str) -> None:
    ana = Visitor(address, "ana")
    ana.number = 300
    act = {**ana.tag("équipe", annotation="wrong-words"), "quotation": "equipe"}
    answer = ana.acts("d1", act)
    assert (answer.status_code, answer.json()["reason"]) == (422, "quotation")


def test_the_same_group_sent_by_ten_at_once_is_there_once(address: str, corpus: Corpus) -> None:
    from concurrent.futures import ThreadPoolExecutor

    visitors = [Visitor(address, "ana") for _ in range(4)]

    def send(visitor: Visitor) -> Any:
        act = visitor.tag("lendemain", annotation="sent-by-many")
        return visitor.acts("d1", act, id="the-very-same-group").json()["status"]

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(send, [*visitors, *visitors]))
    assert sorted(statuses) == ["known"] * 7 + ["saved"]
    with corpus.events() as log:
        assert sum(act.annotation == "sent-by-many" for act in log.events("d1")) == 1


def test_the_concordance_folds_accents_and_gives_code_points(inside: dict[str | None, Visitor]) -> None:
    found = inside["ana"].get("/concordance.json?q=EQUIPE").json()["hits"]
    assert [(hit["document"], hit["match"], hit["start"]) for hit in found] == [
        ("d1", "équipe", FRENCH.index("équipe"))
    ]
    found = inside["ana"].get("/concordance.json?q=friends&document=d2").json()["hits"]
    assert [ENGLISH[hit["start"] : hit["end"]] for hit in found] == ["friends", "friends"]
    assert inside["ana"].get("/concordance.json?q=+").json()["hits"] == []


def test_words_for_type_ahead_are_asked_for_once(inside: dict[str | None, Visitor]) -> None:
    for path in ("/codebook.json", "/actors.json"):
        first = inside["ana"].get(path)
        again = inside["ana"].http.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (first.status_code, again.status_code) == (200, 304)
    book = inside["ana"].get("/codebook.json").json()
    paid = next(t for t in book["tactics"] if t["slug"] == "paid-clicks")
    assert paid["label"]["fr"]
    assert book["groups"][paid["group"]]["label"]["en"]


def test_a_codebook_that_somebody_breaks_leaves_the_desk_at_work(corpus: Corpus, address: str) -> None:
    path = corpus.root / "codebook.yaml"
    whole = path.read_text(encoding="utf-8")
    ana, cleo = Visitor(address, "ana"), Visitor(address, "cleo")
    try:
        path.write_text(whole[: len(whole) // 2] + "\n  - {", encoding="utf-8")
        assert ana.get("/codebook.json").status_code == 200
        assert "cannot be read just now" in text_of(cleo.get("/"))
        assert "cannot be read just now" not in text_of(ana.get("/"))
    finally:
        path.write_text(whole, encoding="utf-8")
    assert "cannot be read just now" not in text_of(cleo.get("/"))


def test_submitted_is_finished_until_it_is_taken_back(address: str, log: EventLog) -> None:
    Assignments(log).give(["d2"], "cleo", by="cleo")
    cleo = Visitor(address, "cleo")
    assert cleo.acts("d2", {"act": "submit"}).json() == {"status": "saved"}
    assert "1 submitted" in text_of(cleo.get("/"))
    tag = cleo.tag("500 people", annotation="after-submission", document="d2")
    assert cleo.acts("d2", tag).json()["reason"] == "submitted"
    assert cleo.acts("d2", {"act": "undo"}).json() == {"status": "saved"}
    assert cleo.acts("d2", tag).json() == {"status": "saved"}
