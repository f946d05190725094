"""Which annotations are one item, what a decision leaves of them, and that taking it back leaves nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotate.agreement.codings import adjudicated, codings, own_work
from annotate.desk.adjudication.deciding import Adjudicator, Decision
from annotate.desk.adjudication.disagreements import Item, content, items
from annotate.desk.coding.view import stacks, visible
from annotate.learn.judged import judged
from corpus.events import context
from corpus.folder import Corpus, make_corpus
from corpus.ids import sha256
from corpus.model import Annotation, Document, Event
from corpus.replay import replay

TEXT = "👋 Une équipe paie des clics. Le lendemain, quarante comptes répondent à la même heure."
CODES = ("paid-clicks", "bought-engagement", "front-groups")


class Log:
    """Acts on one document, kept as the real log gives them: by annotation, each in order."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.document = Document(id="d1", kind="article", text=TEXT)
        self.acts: list[Event] = []
        self.number = count()

    def act(self, act: str, agent: str, annotation: str = "", **more: Any) -> str:
        number = next(self.number)
        annotation = annotation or f"a{number:03}"
        fields = {"id": f"g{number}.0", "document": "d1", "made_at": "2026-01-01T00:00:00Z", **more}
        self.acts.append(Event(act=act, agent=agent, annotation=annotation, **fields))  # type: ignore[arg-type]
        return annotation

    def passage(self, act: str, agent: str, start: int, end: int, code: str, annotation: str = "", **more: Any) -> str:
        before, after = context(TEXT, start, end)
        place = {"start": start, "end": end, "quotation": TEXT[start:end], "prefix": before, "suffix": after}
        fields = {"layer": "tactic", "code": code, "text_sha256": sha256(TEXT), **place, **more}
        return self.act(act, agent, annotation, **fields)

    def tag(self, agent: str, words: str, code: str = "paid-clicks", **more: Any) -> str:
        start = TEXT.index(words) if words else 0
        return self.passage("create", agent, start, start + len(words), code, **more)

    def suggest(self, words: str, code: str = "paid-clicks") -> str:
        start = TEXT.index(words)
        return self.passage("suggest", "hustings-codebook 1", start, start + len(words), code, score=0.5)

    @property
    def history(self) -> list[Event]:
        return sorted(self.acts, key=lambda act: act.annotation)

    def items(self, *coders: str) -> list[Item]:
        return items(self.corpus, self.history, coders or ("ana", "ben"))

    def judge(self, by: str = "chair") -> Adjudicator:
        return Adjudicator(self.corpus, self.document, by)

    def decide(self, item: Item, *right: Annotation, reason: str = "", by: str = "chair") -> None:
        self.acts += list(self.judge(by).verdicts(item, Decision(right, reason), "digital-campaigning 0.1.0"))

    def take_back(self, item: Item, by: str = "chair") -> None:
        self.acts += list(self.judge(by).undos(item))

    def all(self) -> dict[str, Annotation]:
        found = {
            act.annotation: replay([a for a in self.history if a.annotation == act.annotation]) for act in self.acts
        }
        return {id: one for id, one in found.items() if one is not None}

    def gold(self) -> list[tuple[object, ...]]:
        return sorted((content(self.corpus, one) for one in self.all().values() if one.is_gold), key=repr)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("adjudication") / "corpus")


@pytest.fixture
def log(shipped: Corpus) -> Log:
    return Log(shipped)


def shape(found: Sequence[Item]) -> list[list[tuple[str, str]]]:
    return [[(held.coder, held.annotation.quotation) for held in item.held] for item in found]


def test_passages_of_a_size_meet_and_what_finds_none_is_alone(log: Log) -> None:
    log.tag("ana", "Une équipe paie des clics")
    log.tag("ana", "clics", "bought-engagement")
    log.tag("ben", "Une équipe paie des clics")
    found = log.items()
    assert shape(found) == [
        [("ana", "Une équipe paie des clics"), ("ben", "Une équipe paie des clics")],
        [("ana", "clics")],
    ]
    assert [(item.agreed, item.kinds, item.missing) for item in found] == [
        (True, [], []),
        (False, ["missing"], ["ben"]),
    ]


def test_two_codes_of_one_coder_on_one_passage_are_two_items(log: Log) -> None:
    log.tag("ana", "paie des clics", "paid-clicks")
    log.tag("ana", "paie des clics", "bought-engagement")
    log.tag("ben", "des clics", "bought-engagement")
    log.tag("ben", "paie des clics", "front-groups")
    found = log.items()
    assert sorted(sorted(held.annotation.code for held in item.held) for item in found) == [
        ["bought-engagement", "bought-engagement"],
        ["front-groups", "paid-clicks"],
    ]
    assert sorted(item.kinds for item in found) == [["boundaries"], ["code"]]


def test_a_code_of_the_document_is_there_or_not(log: Log) -> None:
    log.tag("ana", "", "paid-clicks")
    log.tag("ana", "", "front-groups")
    log.tag("ben", "", "paid-clicks")
    found = log.items()
    assert sorted((item.held[0].annotation.code, item.agreed) for item in found) == [
        ("front-groups", False), ("paid-clicks", True),
    ]  # fmt: skip


def test_what_a_coder_was_sure_of_and_what_a_rule_said_is_no_disagreement(log: Log) -> None:
    log.tag("ana", "clics", attributes={"confidence": "low", "payment": "paid", "platform": ["b", "a"]})
    log.tag("ben", "clics", attributes={"rule": "r", "payment": "paid", "platform": ["a", "b"], "evidence": ""})
    log.tag("ana", "comptes")
    log.tag("ben", "comptes", attributes={"payment": "unpaid"})
    assert [(item.agreed, item.kinds) for item in log.items()] == [(True, []), (False, ["attributes"])]


def test_a_shared_suggestion_is_one_item_whatever_each_made_of_it(log: Log) -> None:
    one = log.suggest("clics")
    log.act("accept", "ana", one)
    far = TEXT.index("comptes")
    log.passage("change", "ben", far, far + 7, "front-groups", one)
    log.act("reject", "cem", one)
    (item,) = log.items("ana", "ben", "cem")
    assert [(held.coder, held.origin) for held in item.held] == [("ana", "accepted"), ("ben", "changed")]
    assert (item.missing, item.rejected, item.kinds) == (["cem"], ("cem",), ["missing", "code", "boundaries"])


def test_what_was_deleted_or_only_noted_is_in_no_item(log: Log) -> None:
    log.act("delete", "ana", log.tag("ana", "clics"))
    log.tag("ana", "comptes", code="note", layer="note")
    assert log.items() == []


def test_the_version_of_one_is_right_whoever_acted_last(log: Log) -> None:
    one = log.suggest("clics")
    log.act("accept", "ana", one)
    log.act("reject", "ben", one)
    (item,) = log.items()
    log.decide(item, item.held[0].annotation)
    view = log.all()[one]
    assert (view.verdict, view.state, view.code, view.agent) == (
        "right",
        "accepted",
        "paid-clicks",
        "hustings-codebook 1",
    )
    (item,) = log.items()
    assert item.decided
    log.decide(item, reason="only a proverb")
    assert (log.all()[one].verdict, log.all()[one].state) == ("wrong", "rejected")
    assert log.gold() == []


def test_both_versions_of_one_suggestion_are_two_annotations(log: Log) -> None:
    one = log.suggest("clics")
    log.act("accept", "ana", one)
    log.passage("change", "ben", *span("clics"), "front-groups", one)
    (item,) = log.items()
    log.decide(item, *(version[0].annotation for version in item.versions))
    assert [said[1] for said in log.gold()] == ["front-groups", "paid-clicks"]
    (item,) = log.items()
    assert item.decided
    assert len(item.known) == 2
    log.take_back(item)
    (item,) = log.items()
    assert not item.verdicts
    assert list(item.known) == [one]


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_the_same_of_several_is_gold_once_and_right_for_all(log: Log) -> None:
    a, b = log.tag("ana", "clics"), log.tag("ben", "clics")
    (item,) = log.items()
    log.decide(item, item.held[0].annotation)
    views = log.all()
    assert [views[id].verdict for id in (a, b)] == ["right", "right"]
    assert views[b].same_as == a
    (gold,) = adjudicated(log.history, ["d1"])
    assert len(gold.units) == 1
    assert len([vote for one in judged(log.history, {"d1": TEXT}) for vote in one.votes]) == 1


def test_verdicts_stay_when_work_changes_afterwards_and_say_so(log: Log) -> None:
    a, b = log.tag("ana", "clics"), log.tag("ben", "des clics")
    (item,) = log.items()
    log.decide(item, item.held[0].annotation)
    log.passage("change", "ana", *span("comptes"), "front-groups", a)
    log.act("delete", "ben", b)
    (gold,) = log.gold()
    assert gold[1:4] == ("paid-clicks", *span("clics"))
    (item,) = log.items()
    assert item.changed
    assert not item.decided
    assert sorted(item.known) == [a, b]
    log.decide(item, item.held[0].annotation)
    (gold,) = log.gold()
    assert gold[1:4] == ("front-groups", *span("comptes"))
    assert log.items()[0].decided


def test_gold_that_nobody_has_any_more_can_still_be_decided(log: Log) -> None:
    a = log.tag("ana", "clics")
    (item,) = log.items()
    log.decide(item, item.held[0].annotation)
    log.act("undo", "ana", a)
    (item,) = log.items()
    assert item.changed
    assert item.held == []
    assert len(log.gold()) == 1
    log.decide(item, reason="not any more")
    assert log.gold() == []


def test_an_adjudicator_who_coded_keeps_verdicts_and_own_work_apart(log: Log) -> None:
    one = log.suggest("clics")
    log.act("accept", "ana", one)
    log.passage("change", "ben", *span("des clics"), "paid-clicks", one)
    (item,) = log.items()
    theirs = next(held.annotation for held in item.held if held.coder == "ben")
    log.decide(item, theirs, by="ana")
    assert [a.quotation for a, _ in own_work(log.history, "ana")] == ["clics"]
    assert [act.act for act in visible(log.history, "ana")] == ["suggest", "accept"]
    assert len(stacks([act for act in log.acts if act.agent == "ana"])[0]) == 1
    log.act("undo", "ana", one)  # of their own work, once it is open again
    assert log.gold()[0][2] == span("des clics")[0]
    assert [a for a, _ in own_work(log.history, "ana")] == []
    (item,) = log.items()
    log.take_back(item, by="ana")
    assert log.gold() == []
    assert [a.quotation for a, _ in own_work(log.history, "ben")] == ["des clics"]


def test_each_takes_back_their_own_verdict_only(log: Log) -> None:
    log.tag("ana", "clics")
    log.tag("ben", "des clics")
    (item,) = log.items()
    log.decide(item, item.held[0].annotation, by="ada")
    log.decide(log.items()[0], item.held[1].annotation, by="cora")
    log.take_back(log.items()[0], by="ada")
    assert log.gold()[0][2] == span("des clics")[0]
    log.take_back(log.items()[0], by="cora")
    assert log.gold()[0][2] == span("clics")[0]


def test_nobody_counts_as_a_coder_for_having_judged(log: Log) -> None:
    log.tag("ana", "clics")
    (item,) = log.items("ana")
    log.decide(item, item.held[0].annotation)
    assert {coding.coder for coding in codings(log.history)} == {"ana"}
    assert codings(log.history, only_submitted=True) == []


# Whatever people do

COLUMNS = st.integers(0, 30)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["ana", "ben", "cem"]),
        st.sampled_from(["tag", "tag", "whole", "accept", "reject", "change", "delete"]),
        COLUMNS,
        st.integers(1, 12),
        st.sampled_from(CODES),
    ),
    max_size=16,
)


def done(corpus: Corpus, acts: Sequence[tuple[str, str, int, int, str]]) -> Log:
    log = Log(corpus)
    shared = [log.passage("suggest", "hustings-codebook 1", n * 8, n * 8 + 6, CODES[n % 3]) for n in range(4)]
    for coder, act, start, length, code in acts:
        one = shared[start % 4]
        if act == "tag":
            log.passage("create", coder, start, start + length, code)
        elif act == "whole":
            log.passage("create", coder, 0, 0, code)
        elif act == "change":
            log.passage("change", coder, start, start + length, code, one)
        else:
            log.act(act, coder, one)
    return log


@given(ACTS, st.sampled_from([("ana", "ben"), ("ana", "ben", "cem")]), st.data())
@settings(max_examples=150)
def test_everything_is_in_one_item_and_the_gold_is_what_was_chosen(
    shipped: Corpus, acts: list[tuple[str, str, int, int, str]], coders: tuple[str, ...], data: st.DataObject
) -> None:
    log = done(shipped, acts)
    before, found = log.all(), log.items(*coders)
    theirs = sorted((coder, a.id) for coder in coders for a, _ in own_work(log.history, coder))
    assert sorted((held.coder, held.annotation.id) for item in found for held in item.held) == theirs
    assert all(len({held.coder for held in item.held}) == len(item.held) for item in found)
    assert len({item.id for item in found}) == len(found)
    for again in range(2):
        chosen = []
        for item in found:
            right = data.draw(st.lists(st.sampled_from(item.versions), unique_by=id, max_size=len(item.versions)))
            contents = [version[0].annotation for version in right]
            if data.draw(st.booleans()):
                place = item.place if item.place[1] else (0, 0)
                other = Annotation(
                    id="", document="d1", layer="tactic", code=f"proposed:{again}", start=place[0], end=place[1],
                    quotation=TEXT[slice(*place)], agent="", state="made", made_at="",
                )  # fmt: skip
                contents.append(other)
            log.decide(item, *contents, by=("ada", "cora")[again])
            chosen += [content(shipped, one) for one in contents]
        assert log.gold() == sorted(chosen, key=repr)
        found = log.items(*coders)
        assert all(item.decided for item in found)
        assert sorted((held.coder, held.annotation.id) for item in found for held in item.held) == theirs
    for by in ("cora", "ada"):
        for item in log.items(*coders):
            log.take_back(item, by=by)
    assert log.all() == before
    assert not any(item.verdicts for item in log.items(*coders))


def test_the_log_survives_a_folder(shipped: Corpus, tmp_path: Path) -> None:
    """What is in memory here is the same through the real log."""
    log = Log(shipped)
    log.tag("ana", "clics")
    log.tag("ben", "des clics")
    log.decide(log.items()[0], log.items()[0].held[1].annotation, reason="the article too")
    corpus = make_corpus(tmp_path / "corpus")
    with corpus.events() as real:
        real.append(log.acts)
        assert list(real.events("d1")) == log.history
        assert [a.quotation for a in real.annotations(states=["made"])] == ["des clics"]
