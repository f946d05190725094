"""What the desk writes: acts checked against the text, once each, never over somebody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.desk.coding.acts import Group, Outcome, Sent, write
from annotate.desk.coding.view import stacks, visible
from annotate.desk.work.assigning import Assignments
from annotate.desk.writer import Writer
from corpus.database import transaction
from corpus.events import EventLog
from corpus.folder import Corpus, make_corpus
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Annotation, Block, Document, Event
from corpus.replay import is_submitted, replay

TEXT = "👋 Une équipe paie des clics.\nLe lendemain, 40 comptes répondent."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return make_corpus(tmp_path / "corpus")


@pytest.fixture
def log(corpus: Corpus) -> Iterator[EventLog]:
    with corpus.events() as log:
        yield log


@pytest.fixture
def document() -> Document:
    return Document(
        id="d1", kind="article", text=TEXT, language="fr", blocks=(Block(kind="paragraph", start=0, end=len(TEXT)),)
    )


class Seen(msgspec.Struct, frozen=True):
    """An annotation as one person sees it, and its last act that they see."""

    annotation: Annotation
    last: str


class Sees(msgspec.Struct, frozen=True):
    annotations: tuple[Seen, ...]
    done: list[str]
    undone: list[str]
    submitted: bool


class Browser:
    """One person at the desk, who sends what they see."""

    def __init__(self, corpus: Corpus, log: EventLog, document: Document, name: str) -> None:
        self.corpus, self.log, self.document, self.name = corpus, log, document, name
        self.number = 0
        # Beside `People`, because hashing a password takes a tenth of a second.
        log.db.execute(
            "INSERT INTO annotators (name, role, password, added_at) VALUES (?, 'annotator', '', '')", (name,)
        )
        Assignments(log).give(["d1"], name, by="cleo")

    def send(self, *acts: Sent, of: str | None = None, id: str | None = None) -> Outcome:
        self.number += 1
        id = id or f"{self.name}-group-{self.number}"
        group = Group(id=id, document="d1", text_sha256=sha256(self.document.text), acts=list(acts), of=of)
        with transaction(self.log.db):
            return write(self.log, self.corpus, self.document, group, self.name)

    def sees(self) -> Sees:
        history = list(self.log.events("d1"))
        seen = []
        for id, acts in groupby(history, key=lambda act: act.annotation):
            shown = visible(acts, self.name)
            annotation = replay(shown) if id != WHOLE_DOCUMENT else None
            if annotation is not None:
                seen.append(Seen(annotation, shown[-1].id))
        done, undone = stacks(self.log.acts_of("d1", self.name))
        return Sees(tuple(seen), done, undone, is_submitted(history, self.name))

    def tags(self, words: str, code: str = "paid-clicks", *, annotation: str = "annotation-1", **more: Any) -> Sent:
        start = self.document.text.index(words)
        fields = {"start": start, "end": start + len(words), "quotation": words, **more}
        return Sent(act="create", annotation=annotation, layer="tactic", code=code, **fields)

    def back(self, kind: str = "undo") -> Outcome:
        there = self.sees()
        reach = (there.done if kind == "undo" else there.undone)[-1]
        last = {seen.annotation.id: seen.last for seen in there.annotations}
        ids = dict.fromkeys(
            act.annotation for act in self.log.acts_of("d1", self.name) if act.id.startswith(f"{reach}.")
        )
        return self.send(*(Sent(act=kind, annotation=id, base=last[id]) for id in reversed(list(ids))), of=reach)  # type: ignore[arg-type]

    def codes(self) -> list[str]:
        return [seen.annotation.code for seen in self.sees().annotations if seen.annotation.state != "deleted"]


@pytest.fixture
def ana(corpus: Corpus, log: EventLog, document: Document) -> Browser:
    return Browser(corpus, log, document, "ana")


@pytest.fixture
def ben(corpus: Corpus, log: EventLog, document: Document) -> Browser:
    return Browser(corpus, log, document, "ben")


def test_an_act_is_written_once_however_often_it_is_sent(ana: Browser) -> None:
    tag = ana.tags("paie des clics")
    assert ana.send(tag, id="the-same-group").status == "saved"
    assert ana.send(tag, id="the-same-group").status == "known"
    assert ana.codes() == ["paid-clicks"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"quotation": "paie des Clics"}, "quotation"),
        ({"start": 3}, "quotation"),
        ({"end": 4_000}, "passage"),
        ({"start": -1}, "passage"),
        ({"code": "no-such-code"}, "code"),
        ({"code": None}, "malformed"),
        ({"layer": "actor", "code": "nobody"}, "code"),
        ({"annotation": "x"}, "malformed"),
        ({"attributes": {"note": "x" * 10_001}}, "long"),
    ],
)
def test_what_does_not_fit_the_text_or_the_codebook_is_refused(
    ana: Browser, changed: dict[str, Any], reason: str
) -> None:
    answer = ana.send(msgspec.structs.replace(ana.tags("paie des clics"), **changed))
    assert (answer.status, answer.reason) == ("refused", reason)
    assert ana.codes() == []


def test_a_group_is_written_whole_or_not_at_all(ana: Browser) -> None:
    wrong = Sent(act="accept", annotation="is-not-there")
    assert ana.send(ana.tags("paie des clics"), wrong).status == "refused"
    assert ana.codes() == []


def test_nobody_sees_what_another_does(ana: Browser, ben: Browser) -> None:
    ana.send(ana.tags("paie des clics"))
    assert ben.codes() == []
    assert ben.send(Sent(act="delete", annotation="annotation-1", base="ana-group-1.0")).reason == "missing"


def test_each_judges_a_suggestion_alone(ana: Browser, ben: Browser, log: EventLog) -> None:
    log.append([suggestion()])
    assert ana.send(Sent(act="accept", annotation="suggested-1", base="machine-1")).status == "saved"
    assert ben.send(Sent(act="reject", annotation="suggested-1", base="machine-1")).status == "saved"
    assert [seen.annotation.state for seen in ana.sees().annotations] == ["accepted"]
    assert [seen.annotation.state for seen in ben.sees().annotations] == ["rejected"]


def suggestion() -> Event:
    return Event(
        id="machine-1", annotation="suggested-1", document="d1", act="suggest", agent="hustings-rules 1",
        made_at="2026-01-01T00:00:00Z", layer="tactic", code="multiple-accounts", start=45, end=55, quotation="x",
        score=0.5,
    )  # fmt: skip


def test_a_second_tab_gets_both_versions(ana: Browser) -> None:
    ana.send(ana.tags("paie des clics"))
    first = ana.sees().annotations[0].last
    change = ana.tags("paie des clics", "bought-engagement")
    ana.send(Sent(**{**asdict(change), "act": "change", "base": first}))
    answer = ana.send(Sent(act="delete", annotation="annotation-1", base=first))
    assert (answer.status, answer.reason, answer.annotation) == ("stale", "annotation", "annotation-1")
    assert ana.codes() == ["bought-engagement"]


def test_a_group_may_act_twice_on_one_annotation(ana: Browser) -> None:
    tag = ana.tags("paie des clics")
    change = Sent(**{**asdict(ana.tags("paie des clics", "bought-engagement")), "act": "change", "base": "in-one-go.0"})
    assert ana.send(tag, change, id="in-one-go").status == "saved"
    assert ana.codes() == ["bought-engagement"]


@pytest.mark.parametrize("act", ["accept", "reject", "change", "delete"])
def test_what_was_deleted_or_undone_is_made_again_before_it_is_judged(ana: Browser, act: str) -> None:
    tag = asdict(ana.tags("paie des clics"))
    ana.send(Sent(**tag), id="made-and-undone")
    ana.send(Sent(act="undo", annotation="annotation-1", base="made-and-undone.0"), of="made-and-undone", id="undone-1")
    judged = Sent(**{**tag, "act": act, "base": "undone-1.0"})
    assert ana.send(judged).reason == "missing"
    assert ana.send(Sent(**{**tag, "base": "undone-1.0"})).status == "saved"
    assert ana.codes() == ["paid-clicks"]


def test_nobody_writes_in_a_document_that_is_not_theirs(ana: Browser) -> None:
    Assignments(ana.log).take_back(["d1"], "ana")
    assert ana.send(ana.tags("paie des clics")).reason == "not-yours"


def test_the_id_of_anothers_annotation_is_taken(ana: Browser, ben: Browser) -> None:
    ana.send(ana.tags("paie des clics"))
    assert ben.send(ben.tags("40 comptes")).reason == "exists"


def asdict(act: Sent) -> dict[str, Any]:
    return msgspec.structs.asdict(act)


def test_a_text_that_changed_meanwhile_is_told_of(ana: Browser) -> None:
    tag = ana.tags("paie des clics")
    ana.document = msgspec.structs.replace(ana.document, text=TEXT + " Fin.")
    group = Group(id="before-the-change", document="d1", text_sha256=sha256(TEXT), acts=[tag])
    with transaction(ana.log.db):
        answer = write(ana.log, ana.corpus, ana.document, group, "ana")
    assert (answer.status, answer.reason) == ("stale", "text")


def test_undo_and_redo_take_bulk_acts_as_one_and_know_no_end(ana: Browser) -> None:
    ana.send(ana.tags("paie des clics"), ana.tags("40 comptes", "multiple-accounts", annotation="annotation-2"))
    ana.send(ana.tags("Une équipe", "front-groups", annotation="annotation-3"))
    everything = sorted(ana.codes())
    assert ana.back().status == ana.back().status == "saved"
    assert ana.codes() == []
    assert ana.back("redo").status == "saved"
    assert sorted(ana.codes()) == ["multiple-accounts", "paid-clicks"]
    assert ana.back("redo").status == "saved"
    assert sorted(ana.codes()) == everything
    assert ana.sees().undone == []


def test_an_undo_that_another_tab_did_first_is_stale(ana: Browser) -> None:
    ana.send(ana.tags("paie des clics"))
    there = ana.sees()
    undo = Sent(act="undo", annotation="annotation-1", base=there.annotations[0].last)
    assert ana.send(undo, of=there.done[-1]).status == "saved"
    assert ana.send(undo, of=there.done[-1]).status == "stale"
    assert ana.codes() == []


def test_after_submission_nothing_changes_until_it_is_taken_back(ana: Browser) -> None:
    ana.send(Sent(act="submit"))
    assert ana.send(ana.tags("paie des clics")).reason == "submitted"
    assert ana.send(Sent(act="undo")).status == "saved"
    assert ana.send(ana.tags("paie des clics")).status == "saved"


def test_whoever_coordinates_opens_it_again(ana: Browser, log: EventLog) -> None:
    ana.send(Sent(act="submit"))
    fields = {
        "id": "reopened-1",
        "annotation": "",
        "document": "d1",
        "agent": "cleo",
        "made_at": "2026-01-01T00:00:00Z",
    }
    log.append([Event(**fields, act="reopen", attributes={"annotator": "ana"})])
    assert not ana.sees().submitted


def test_the_writer_keeps_what_went_well_beside_what_did_not(corpus: Corpus) -> None:
    async def all_at_once() -> list[object]:
        writer = Writer(corpus.root / "annotations.db")

        def put(number: int) -> object:
            def job(log: EventLog) -> int:
                log.insert([Event(**{**EVENT, "id": f"e{number}"})])
                if number % 3 == 0:
                    raise ValueError(number)
                return number

            return writer.run(job)

        found = await asyncio.gather(*(put(n) for n in range(50)), return_exceptions=True)  # type: ignore[arg-type]
        writer.close()
        return list(found)

    found = asyncio.run(all_at_once())
    assert [n for n in found if isinstance(n, int)] == [n for n in range(50) if n % 3]
    with corpus.events() as log:
        assert sorted(int(act.id[1:]) for act in log.events()) == [n for n in range(50) if n % 3]


EVENT: dict[str, Any] = {
    "annotation": "a", "document": "d", "act": "suggest", "agent": "m", "made_at": "2026-01-01T00:00:00Z",
}  # fmt: skip


@given(st.lists(st.sampled_from(["tag", "delete", "undo", "redo"]), max_size=14))
def test_any_row_of_undo_and_redo_ends_as_a_list_of_states_would(
    tmp_path_factory: pytest.TempPathFactory, row: list[str]
) -> None:
    corpus = make_corpus(tmp_path_factory.mktemp("desk") / "corpus")
    document = Document(id="d1", kind="article", text=TEXT, blocks=(Block(kind="paragraph", start=0, end=len(TEXT)),))
    with corpus.events() as log:
        ana = Browser(corpus, log, document, "ana")
        states: list[list[str]] = [[]]  # what a person would expect: a row of states and a place in it
        place = 0
        for number, step in enumerate(row):
            now = list(states[place])
            if step == "tag":
                assert ana.send(ana.tags("clics", annotation=f"annotation-{number}")).status == "saved"
                states, place = [*states[: place + 1], [*now, f"annotation-{number}"]], place + 1
            elif step == "delete" and now:
                last = next(s.last for s in ana.sees().annotations if s.annotation.id == now[-1])
                assert ana.send(Sent(act="delete", annotation=now[-1], base=last)).status == "saved"
                states, place = [*states[: place + 1], now[:-1]], place + 1
            elif step == "undo" and place:
                assert ana.back("undo").status == "saved"
                place -= 1
            elif step == "redo" and place + 1 < len(states):
                assert ana.back("redo").status == "saved"
                place += 1
            there = [s.annotation.id for s in ana.sees().annotations if s.annotation.state != "deleted"]
            assert sorted(there) == sorted(states[place])
