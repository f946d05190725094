"""Who has what: documents are given out, taken back and opened again, at the desk and by command."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import small_corpus
from click.testing import CliRunner
from desk_corpus import ENGLISH, PEOPLE, Visitor, desk_corpus, served, text_of
from work_corpus import CASES, DAY, MORE, act, everybody, give, given, nothing_given, work_corpus

from annotate.desk.coding.sheet import finished
from annotate.desk.people import People
from annotate.desk.work import overview
from annotate.desk.work.assigning import Assignments
from annotate.desk.work.catalogue import catalogue, matching
from annotate.desk.work.giving import spread
from corpus.cli import hustings
from corpus.errors import UsageError
from corpus.events import EventLog
from corpus.folder import Corpus
from corpus.replay import is_submitted


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


# Who has what


def test_the_overview_counts_acts_and_shows_nothing_of_what_was_tagged(inside: dict[str, Visitor]) -> None:
    inside["ana"].acts("d1", inside["ana"].tag("paie des clics", annotation="counted-1"))
    page = inside["cleo"].get("/work")
    assert "Des clics payés" in text_of(page)
    assert re.search(r"ana annotator 2 1 0 0 0", text_of(page))
    assert "1 act" in text_of(page)
    assert "paid-clicks" not in page.text
    assert "paie des clics" not in page.text
    assert "Déjà" not in page.text


def test_annotators_and_adjudicators_do_not_give_out(inside: dict[str, Visitor]) -> None:
    for name in ("ana", "ada"):
        assert inside[name].get("/work").status_code == 403
        assert give(inside[name], to="ana").status_code == 403
        assert "Work" not in text_of(inside[name].get("/"))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?case=clicks&language=fr", {"Post 1", "Post 3", "Post 5"}),
        ("?q=oeuvre", set()),
        ("?q=electorale", {"Post 1", "Post 3", "Post 5"}),
        ("?q=ÉLECTORALE+œuvre", {"Post 1", "Post 3", "Post 5"}),
        ("?q=post+4", {"Post 4"}),
        ("?q=100%25", set()),
        ("?state=none&language=en", {"Post 0", "Post 2", "Post 4"}),
        ("?number=2", {"Des clics payés"}),
        ("?who=ana&language=en", {"Texts to friends"}),
        ("?who=ana&state=submitted", set()),
        ("?number=x&state=nonsense&page=99&case=clicks", {f"Post {n}" for n in range(MORE)}),
    ],
)
def test_documents_are_found_by_what_they_are_and_who_has_them(cleo: Visitor, query: str, titles: set[str]) -> None:
    page = cleo.get(f"/work{query}")
    assert page.status_code == 200
    assert set(re.findall(r'<label for="tick-\d+"[^>]*>([^<]*)</label>', page.text)) == titles


def test_a_long_list_has_pages_that_keep_the_filter(cleo: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotate.desk import paging

    monkeypatch.setattr(paging.paged, "__kwdefaults__", {"size": 2})
    page = cleo.get("/work?case=clicks&page=2")
    assert "Page 2 of 3" in text_of(page)
    assert re.findall(r'href="([^"]*)" rel="(?:prev|next)"', page.text) == [
        "?case=clicks&amp;page=1",
        "?case=clicks&amp;page=3",
    ]


# Giving out


def test_each_document_goes_to_so_many_of_the_people_evenly(cleo: Visitor, log: EventLog) -> None:
    done = give(cleo, to=["ana", "ben", "ada"], each="2", due=DAY)
    assert done.status_code == 303
    assert "12 assignments made." in text_of(cleo.get(done.headers["location"]))
    assert {name: len(some) for name, some in given(log).items()} == {"ana": 4, "ben": 4, "ada": 4}
    assert Assignments(log).of("ben")[0].due == DAY
    again = give(cleo, to=["ana", "ben", "ada"], each="2")
    assert "Nothing to assign" in text_of(cleo.get(again.headers["location"]))
    assert {one.due for one in Assignments(log).of("ben") if one.document != "d1"} == {DAY}


def test_spreading_is_even_in_people_and_pairs_and_always_the_same() -> None:
    documents, people = [f"d{n}" for n in range(60)], ["a", "b", "c", "d"]
    pairs = spread(documents, people, 2, {})
    assert pairs == spread(documents, people, 2, {})
    assert Counter(name for _, name in pairs) == dict.fromkeys(people, 30)
    holders: dict[str, set[str]] = {}
    for document, name in pairs:
        holders.setdefault(document, set()).add(name)
    together = Counter(frozenset(names) for names in holders.values())
    assert all(len(names) == 2 for names in holders.values())
    assert sorted(together.values()) == [10] * 6
    had = {"d0": {"a", "b"}, "d1": {"a"}}
    topped = spread(documents[:4], ["a", "b", "c"], 2, had)
    assert not [document for document, _ in topped if document == "d0"]
    assert Counter(name for _, name in topped)["a"] < Counter(name for _, name in topped)["c"]


def test_only_so_many_documents_and_which_come_first(cleo: Visitor, log: EventLog) -> None:
    give(cleo, to="ana", limit="2")
    assert given(log) == {"ana": {"c0", "c1"}}
    give(cleo, to="ana", limit="2")  # those that she does not have yet
    assert given(log) == {"ana": {"c0", "c1", "c2", "c3"}}
    give(cleo, to="ben", limit="1", order="latest")
    assert given(log)["ben"] == {"c5"}


def test_what_is_ticked_goes_out_and_can_be_taken_back(cleo: Visitor, log: EventLog) -> None:
    give(cleo, "", scope="ticked", document=["c1", "c4"], to=["ana", "ben"])
    assert given(log) == {"ana": {"c1", "c4"}, "ben": {"c1", "c4"}}
    back = cleo.post("/work", {"do": "back", "scope": "ticked", "document": ["c1"], "to": ["ana", "ben", "ada"]})
    assert "2 assignments taken back" in text_of(cleo.get(back.headers["location"]))
    assert given(log) == {"ana": {"c4"}, "ben": {"c4"}}


def test_a_due_date_is_changed_and_taken_away(cleo: Visitor, log: EventLog) -> None:
    give(cleo, to="ana")
    fields = {"do": "due", "scope": "ticked", "document": ["c1"], "to": "ana"}
    cleo.post("/work", {**fields, "day": DAY})
    assert {one.document for one in Assignments(log).of("ana") if one.due == DAY} == {"c1"}
    cleo.post("/work", {**fields, "day": ""})
    assert not [one for one in Assignments(log).of("ana") if one.due == DAY]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"to": []}, "Name at least one person."),
        ({"to": "nobody"}, "Nobody here is called nobody."),
        ({"to": "ana", "due": "2026-02-30"}, "“2026-02-30” is no day of the calendar."),
        ({"to": "ana", "due": "tomorrow"}, "“tomorrow” is no day of the calendar."),
        ({"to": "ana", "due": "2020-02-20"}, "“2020-02-20” is past."),
        ({"to": "ana", "each": "2"}, "You named 1 person; 2 cannot get each document."),
        ({"to": "ana", "each": "0"}, "“0” is no number"),
        ({"to": "ana", "limit": "many"}, "“many” is no number"),
        ({"to": "ana", "scope": "ticked"}, "Tick documents"),
        ({"to": "ana", "document": "c1"}, "You ticked 1 document and chose all 6."),
        ({"to": "ana", "scope": "ticked", "document": "c99"}, "no longer in the corpus"),
        ({"to": "ana", "do": "nonsense"}, "Choose what is to be done."),
        ({"to": "ana", "do": "due", "day": "2026-13-01"}, "“2026-13-01” is no day"),
    ],
)
def test_what_cannot_be_is_said_in_place_and_the_form_stays_filled(
    cleo: Visitor, log: EventLog, fields: dict[str, Any], told: str
) -> None:
    answer = give(cleo, **{"due": DAY, "limit": "5", "order": "lot", **fields})
    assert answer.status_code == 422
    assert text_of(answer).count(told) == 2  # above, and beside the field
    assert given(log) == {}
    kept = {"due": DAY, "limit": "5", **fields}
    assert f'value="{kept["due"]}"' in answer.text
    assert f'value="{kept["limit"]}"' in answer.text
    assert '<option value="lot" selected>' in answer.text
    if fields["to"] == "ana":
        assert re.search(r'value="ana" checked', answer.text)
    if fields.get("document") == "c1":
        assert re.search(r'value="c1" id="tick-\d" checked', answer.text)


def test_whoever_works_alone_has_only_to_press_the_button(tmp_path: Path) -> None:
    corpus = desk_corpus(tmp_path / "corpus")
    with corpus.events() as log:
        for name in ("ana", "ben", "ada"):
            Assignments(log).take_back(["d1", "d2"], name)
            People(log).remove(name)
    with served(corpus) as address:
        cleo = Visitor(address, "cleo")
        assert 'href="/work"' in cleo.get("/").text
        page = cleo.get("/work").text
        assert re.search(r'name="scope" value="all" checked', page)
        assert re.search(r'name="to" value="cleo" checked', page)
        cleo.post("/work", {"do": "give", "scope": "all", "to": "cleo", "due": "", "limit": "", "order": "earliest"})
        assert "2 documents to do" in text_of(cleo.get("/"))
        cleo.close()


# Opening again


def test_what_was_submitted_is_opened_again_for_that_person_alone(
    inside: dict[str, Visitor], cleo: Visitor, log: EventLog
) -> None:
    give(cleo, to=["ana", "ben"], limit="1")
    for name in ("ana", "ben"):
        log.append([act("submit", "c0", name)])
    assert "submitted by all" in text_of(cleo.get("/work?case=clicks&state=submitted"))
    fields = {"do": "reopen", "scope": "ticked", "document": ["c0", "c1"], "to": ["ana", "ada"]}
    done = cleo.post("/work", fields)
    assert "1 submission opened again." in text_of(cleo.get(done.headers["location"]))
    assert "c0" not in finished(log, "ana")
    assert "c0" in finished(log, "ben")
    assert not inside["ana"].get("/document/c0.json").json()["submitted"]
    assert "Post 0" in text_of(cleo.get("/work?who=ben&state=submitted"))
    assert "No document fits." in text_of(cleo.get("/work?who=ana&state=submitted"))


def test_submissions_of_all_are_those_of_each(log: EventLog) -> None:
    log.append([act("submit", "c2", "ana"), act("submit", "c2", "ben"), act("undo", "c2", "ana")])
    log.append([act("submit", "c3", "ana"), act("reopen", "c3", "cleo", attributes={"annotator": "ana"})])
    log.append([act("submit", "c4", "ana"), act("reopen", "c4", "cleo", attributes={"annotator": "ana"})])
    log.append([act("submit", "c4", "ana")])
    for name in PEOPLE:
        for document in ("c0", "c2", "c3", "c4"):
            one = is_submitted(log.acts_on(document, [""]), name)
            assert one == ((document, name) in overview.submissions(log)) == (document in finished(log, name))


# From the command line


def run(corpus: Corpus, *args: str) -> Any:
    return CliRunner().invoke(hustings, ["-C", str(corpus.root), "annotate", "assign", *args], standalone_mode=False)


def test_the_command_gives_and_takes_back(corpus: Corpus, cleo: Visitor, log: EventLog) -> None:
    args = ["--to", "ana", "--to", "ben", "--each", "1", "--case", "clicks", "--due", DAY, "--json"]
    done = json.loads(run(corpus, *args).stdout)
    assert {line["annotator"]: len(line["documents"]) for line in done} == {"ana": 3, "ben": 3}
    assert given(log) == {line["annotator"]: set(line["documents"]) for line in done}
    assert Assignments(log).find(done[0]["documents"][0], "ana").assigned_by == "cleo"  # type: ignore[union-attr]
    assert "have these documents already" in run(corpus, *args[:-1]).stderr
    run(corpus, "--to", "ada", "--search", "electorale", "--limit", "1")
    assert given(log)["ada"] == {"c1"}
    assert "taken back" in run(corpus, "--to", "ana", "--to", "ben", "--case", "clicks", "--take-back").stdout
    assert given(log) == {"ada": {"c1"}}


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--to", "nobody"], "Nobody at the desk is called nobody"),
        (["--to", "ana", "--due", "2026-02-30"], "is no day"),
        (["--to", "ana", "--due", "2020-02-20"], "is past"),
        (["--to", "ana", "--each", "2"], "cannot get each document"),
        (["--to", "ana", "--case", "nothing"], "The cases: clicks"),
        (["--to", "ana", "--document", "d99"], "There is no document d99"),
        (["--to", "ana", "--search", "zzz"], "No document fits"),
        (["--to", "ana", "--take-back", "--due", DAY], "are for giving"),
    ],
)
def test_the_command_says_what_cannot_be(
    corpus: Corpus, cleo: Visitor, log: EventLog, args: list[str], told: str
) -> None:
    done = run(corpus, *args)
    assert isinstance(done.exception, UsageError)
    assert told in str(done.exception)
    assert given(log) == {}


# What lists are made of


def test_the_catalogue_follows_the_corpus(tmp_path: Path) -> None:
    corpus = desk_corpus(tmp_path / "corpus")
    with corpus.store() as store:
        assert catalogue(corpus, store).entries["d2"].case is None
        assert catalogue(corpus, store) is catalogue(corpus, store)
        small_corpus.put(corpus, "Friends again.", "en", id="d3", title="Third")
        assert catalogue(corpus, store).entries["d3"].title == "Third"
        (corpus.root / "cases.yaml").write_text(CASES.replace('"c*"', '"d2"'), encoding="utf-8")
        assert catalogue(Corpus(corpus.root), store).entries["d2"].case == "clicks"
        for words, ids in (
            ("equipe", {"d1"}), ("ÉQUIPE paie", {"d1"}), ("friends", {"d2", "d3"}), ("friends do", {"d2"}),
            ("", set()), ("%", set()), ("[a-z]", set()), ("*", set()), ("d'une", set()),
        ):  # fmt: skip
            assert matching(store, words) == ids, words
    assert "friends" in ENGLISH


def test_whoever_left_gets_nothing_and_can_be_relieved(cleo: Visitor, log: EventLog) -> None:
    give(cleo, to="ben", limit="1")
    log.db.execute("UPDATE annotators SET active = 0 WHERE name = 'ben'")
    try:
        assert "ben comes no more." in text_of(give(cleo, to="ben"))
        cleo.post("/work", {"do": "back", "scope": "ticked", "document": ["c0"], "to": ["ben"]})
        assert given(log) == {}
    finally:
        log.db.execute("UPDATE annotators SET active = 1 WHERE name = 'ben'")
