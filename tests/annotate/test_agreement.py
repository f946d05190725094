"""Agreement: the measures against published examples and other implementations, and the whole command on a real log."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import run
from sklearn.metrics import cohen_kappa_score

from annotate.agreement.codings import GOLD, Unit, adjudicated, codings
from annotate.agreement.measures import PassageF1, SetAlpha, alpha, interval, kappa, masi, matches
from annotate.agreement.unitizing import Continuum, Unitizing
from corpus.folder import Corpus
from corpus.model import Document, Event, Observation, Place, Record, Source
from corpus.replay import replay
from corpus.store import Fate

ONCE = np.ones


def example(start: int, code: str) -> Continuum:
    """The worked example of Krippendorff (2004): 300 units long, two observers, the code c and the code k."""
    own = {
        "c": (((225, 70), (370, 30)), ((220, 80), (355, 20), (400, 20))),
        "k": (((180, 60), (300, 50)), ((180, 60), (300, 50))),
    }[code]
    return Continuum(300, tuple(tuple((at - start, at - start + long) for at, long in coder) for coder in own))


def disagreements(unitizing: Unitizing) -> tuple[float, float]:
    observed = float(unitizing.observed.sum()) / float(unitizing.lengths.sum()) ** 2
    value = unitizing.alpha()
    assert value is not None
    return observed, observed / (1 - value) if value < 1 else 0.0


def test_unitizing_alpha_is_that_of_the_published_example() -> None:
    c = Unitizing([example(150, "c")])
    observed, expected = disagreements(c)
    assert observed == pytest.approx(0.0144, abs=5e-5)
    assert expected == pytest.approx(0.0532, abs=5e-5)
    assert c.alpha() == pytest.approx(0.7286, abs=5e-5)
    assert Unitizing([example(150, "k")]).alpha() == 1.0


def by_definition(continua: list[Continuum]) -> float | None:
    """Alpha as the paper writes it, section by section, for documents that the same coders read."""
    length = sum(c.length for c in continua)
    coders = len(continua[0].coders)
    sections: list[list[tuple[int, int, int]]] = [[] for _ in range(coders)]
    at = 0
    for c in continua:
        for number, passages in enumerate(c.coders):
            edge = at
            for start, end in sorted(passages):
                if at + start > edge:
                    sections[number].append((edge, at + start - edge, 0))
                sections[number].append((at + start, end - start, 1))
                edge = at + end
            if edge < at + c.length:
                sections[number].append((edge, at + c.length - edge, 0))
        at += c.length

    def delta(g: tuple[int, int, int], h: tuple[int, int, int]) -> int:
        (b, n, unit), (b2, n2, unit2) = g, h
        if unit and unit2:
            return (b - b2) ** 2 + (b + n - b2 - n2) ** 2 if -n < b - b2 < n2 else 0
        if unit:
            return n * n if n2 - n >= b - b2 >= 0 else 0
        return n2 * n2 if unit2 and n - n2 >= b2 - b >= 0 else 0

    observed = sum(
        delta(g, h) for i, a in enumerate(sections) for j, b in enumerate(sections) if i != j for g in a for h in b
    )
    observed_share = observed / (coders * (coders - 1) * length**2)
    everything = [section for coder in sections for section in coder]
    units, gaps = [s for s in everything if s[2]], [s for s in everything if not s[2]]
    above = sum(
        (len(units) - 1) / 3 * (2 * n**3 - 3 * n**2 + n) + n * n * sum(g[1] - n + 1 for g in gaps if g[1] >= n)
        for _, n, _ in units
    )
    below = coders * length * (coders * length - 1) - sum(n * (n - 1) for _, n, _ in units)
    expected = 2 / length * above / below
    return None if expected == 0 else 1 - observed_share / expected


@st.composite
def unitized(draw: st.DrawFn) -> list[Continuum]:
    coders = draw(st.integers(2, 4))
    found = []
    for _ in range(draw(st.integers(1, 4))):
        length = draw(st.integers(5, 60))
        edges = [sorted(draw(st.sets(st.integers(0, length), max_size=8))) for _ in range(coders)]
        found.append(
            Continuum(length, tuple(tuple(zip(e[::2], e[1::2], strict=False)) for e in edges)),
        )
    return found


@given(unitized())
def test_unitizing_alpha_is_that_of_the_definition(continua: list[Continuum]) -> None:
    theirs, ours = by_definition(continua), Unitizing(continua).alpha()
    if theirs is None:
        assert ours is None
    else:
        assert ours == pytest.approx(theirs)


@given(unitized(), st.data())
def test_a_document_counted_twice_is_two_documents(continua: list[Continuum], data: st.DataObject) -> None:
    times = data.draw(st.lists(st.integers(1, 3), min_size=len(continua), max_size=len(continua)))
    repeated = [c for c, n in zip(continua, times, strict=True) for _ in range(n)]
    ours = Unitizing(continua).alpha(np.array(times, float))
    theirs = Unitizing(repeated).alpha()
    assert ours == (None if theirs is None else pytest.approx(theirs))


def test_kappa_and_alpha_agree_with_other_implementations() -> None:
    chance = random.Random(1)
    answers = np.array([[chance.random() < 0.3, chance.random() < 0.4] for _ in range(60)])
    answers[:30, 1] = answers[:30, 0]
    assert kappa(answers, ONCE(60)) == pytest.approx(cohen_kappa_score(answers[:, 0], answers[:, 1]))
    table = np.stack([(~answers).sum(axis=1), answers.sum(axis=1)], axis=1).astype(float)
    expected = krippendorff.alpha(reliability_data=answers.T.astype(int), level_of_measurement="nominal")
    assert alpha(table, ONCE(60)) == pytest.approx(expected)


def test_unanimous_coders_leave_alpha_and_kappa_undefined() -> None:
    assert alpha(np.array([[0.0, 2.0]] * 5), ONCE(5)) is None
    assert kappa(np.ones((5, 2), bool), ONCE(5)) is None
    assert SetAlpha([[frozenset({"a"})] * 2] * 5).alpha(ONCE(5)) is None


def test_masi_is_passonneaus() -> None:
    a, b, ab, ac = frozenset("a"), frozenset("b"), frozenset("ab"), frozenset("ac")
    assert masi(a, a) == 0
    assert masi(a, b) == 1
    assert masi(a, ab) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(ab, ac) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset()) == 0


def test_alpha_of_sets_of_one_code_is_nominal_alpha() -> None:
    chance = random.Random(3)
    rows = [[chance.choice("ab"), chance.choice("ab")] for _ in range(40)]
    expected = krippendorff.alpha(
        reliability_data=np.array([[ord(x) for x in row] for row in rows]).T, level_of_measurement="nominal"
    )
    assert SetAlpha([[frozenset(x) for x in row] for row in rows]).alpha(ONCE(40)) == pytest.approx(expected)


def test_a_passage_meets_one_other_at_most() -> None:
    assert matches([(0, 10), (2, 9)], [(1, 10)], exact=False) == 1
    assert matches([(0, 10)], [(0, 10)], exact=True) == 1
    assert matches([(0, 10)], [(0, 9)], exact=True) == 0
    assert matches([(0, 10), (10, 20)], [(5, 15)], exact=False) == 1
    assert PassageF1([[[(0, 10), (20, 30)], [(0, 10)]]], exact=True).f1(ONCE(1)) == pytest.approx(2 / 3)
    assert PassageF1([[[], []]], exact=True).f1(ONCE(1)) is None


def test_an_interval_holds_the_value_and_is_the_same_every_time() -> None:
    answers = np.array([[i % 3 == 0, i % 3 == 0 or i % 7 == 0] for i in range(80)])
    value = kappa(answers, ONCE(80))
    found = interval(lambda times: kappa(answers, times), 80)
    assert found is not None
    assert value is not None
    assert found[0] < value < found[1]
    assert found == interval(lambda times: kappa(answers, times), 80)
    assert interval(lambda times: kappa(answers, times), 1) is None


# From the log to the table


class Log:
    """Acts on documents, written as a person would do them."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def act(self, act: Any, agent: str, document: str, annotation: str = "", **fields: Any) -> str:
        number = len(self.events)
        self.events.append(
            Event(
                id=f"e{number}",
                annotation=annotation,
                document=document,
                act=act,
                agent=agent,
                made_at="2026-01-01T00:00:00Z",
                **fields,
            )
        )
        return annotation

    def make(self, agent: str, document: str, start: int, end: int, code: str, act: Any = "create") -> str:
        annotation = f"a{len(self.events)}"
        layer = "tactic"
        return self.act(act, agent, document, annotation, layer=layer, code=code, start=start, end=end, quotation="")

    def in_order(self) -> Iterator[Event]:
        """As the log gives them back: by document and annotation."""
        order = {event.id: number for number, event in enumerate(self.events)}
        yield from sorted(self.events, key=lambda event: (event.document, event.annotation, order[event.id]))


def test_each_person_has_a_view_of_their_own() -> None:
    log = Log()
    suggestion = log.make("rules 1", "d1", 0, 5, "memes", act="suggest")
    log.act("accept", "ana", "d1", suggestion)
    log.act("reject", "ben", "d1", suggestion)
    own = log.make("ben", "d1", 3, 9, "ads")
    log.act("change", "ben", "d1", own, start=4)
    log.act("submit", "ana", "d1")
    log.act("submit", "ben", "d1")
    log.make("ana", "d2", 0, 1, "memes")  # not submitted
    found = {(c.coder, c.document): c.units for c in codings(log.in_order())}
    assert found == {
        ("ana", "d1"): (Unit(0, 5, "tactic", "memes", True),),
        ("ben", "d1"): (Unit(4, 9, "tactic", "ads"),),
    }


def test_a_document_opened_again_is_not_finished() -> None:
    log = Log()
    log.make("ana", "d1", 0, 5, "memes")
    log.act("submit", "ana", "d1")
    log.act("submit", "ben", "d1")
    log.act("undo", "ben", "d1")
    assert [(c.coder, len(c.units)) for c in codings(log.in_order())] == [("ana", 1)]


def test_the_gold_is_what_was_judged_right() -> None:
    log = Log()
    first, second = log.make("ana", "d1", 0, 5, "memes"), log.make("ben", "d1", 1, 6, "ads")
    third = log.make("chair", "d1", 2, 6, "ads")
    log.act("adjudicate", "chair", "d1", first, attributes={"verdict": "right"})
    log.act("adjudicate", "chair", "d1", second, attributes={"verdict": "wrong", "reason": "too long"})
    log.act("adjudicate", "chair", "d1", third, attributes={"verdict": "right"})
    (gold,) = adjudicated(log.in_order(), ["d1", "d2"])
    assert gold.coder == GOLD
    assert gold.units == (Unit(0, 5, "tactic", "memes"), Unit(2, 6, "tactic", "ads"))
    judged = [event for event in log.events if event.annotation == second]
    annotation = replay(judged)
    assert annotation is not None
    assert annotation.verdict == "wrong"


@pytest.fixture
def coded(corpus: Corpus) -> Corpus:
    """Six documents that Ana and Ben coded, alike but for two of them."""
    log = Log()
    with corpus.store() as store, store.writing():
        store.add_source(Source(id="s", name="posts.jsonl", path="/posts.jsonl", sha256="0", size=1, format="jsonl"))
        for number in range(6):
            id = f"d{number}"
            document = Document(id=id, kind="article", text=f"{number} " + "paid memes and more " * 5)
            record = Record(source="s", number=number, place=Place(line=number + 1), raw=b"", sha256=str(number))
            store.put(document, Observation(document=id, source="s", number=number), cleaned_by="test")
            store.add_record(record, Fate(outcome="kept", document=id))
            if number < 4:
                log.make("ana", id, 2, 12, "sponsored-memes")
            if number not in (0, 5):
                log.make("ben", id, 2, 12 + (number == 1), "sponsored-memes")
            for name in ("ana", "ben"):
                log.act("submit", name, id)
    with corpus.events() as events:
        events.append(log.events)
    return corpus


def test_the_command_says_how_far_two_people_agree(coded: Corpus) -> None:
    done = run("-C", coded.root, "annotate", "agreement", "--json")
    assert done.returncode == 0, done.stderr
    every, memes = json.loads(done.stdout)
    assert (every["code"], memes["code"]) == ("*", "sponsored-memes")
    assert memes["documents"] == 6
    assert memes["passages"] == {"ana": 4, "ben": 4}
    measures = {m["name"]: m for m in memes["measures"]}
    # Six documents, both say yes of 1-3, no of 5; Ana alone of 0, Ben alone of 4.
    assert measures["kappa"]["value"] == pytest.approx((4 / 6 - 5 / 9) / (1 - 5 / 9))
    assert measures["F1 exact"]["value"] == pytest.approx(2 * 2 / 8)
    assert measures["F1 overlapping"]["value"] == pytest.approx(2 * 3 / 8)
    assert set(measures) == {"alpha", "kappa", "alpha of passages", "F1 exact", "F1 overlapping"}
    shown = run("-C", coded.root, "annotate", "agreement")
    assert shown.returncode == 0
    assert "sponsored-memes" in shown.stdout


def test_agreement_of_one_person_is_refused_with_the_names(coded: Corpus) -> None:
    done = run("-C", coded.root, "annotate", "agreement", "--coder", "ana")
    assert done.returncode == 2
    assert "ana" in done.stderr
    assert "two people" in done.stderr
