"""Annotations are a view of what people and models did; no act is lost, none counts twice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.events import EventLog, context, is_in_place
from corpus.model import Act, Event
from corpus.replay import replay


def event(act: Act, number: int, **more: object) -> Event:
    passage: dict[str, object] = {}
    if act in ("suggest", "create", "change"):
        passage = {"layer": "tactic", "code": "paid-clicks", "start": 2, "end": 6, "quotation": "clic", "score": 0.5}
    fields = {"id": f"e{number}", "annotation": "a1", "document": "d1", "act": act, "agent": "anne"}
    return Event(**{**fields, "made_at": "2026-01-01T00:00:00Z", **passage, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["suggest"], "suggested"),
        (["create"], "made"),
        (["suggest", "accept"], "accepted"),
        (["suggest", "change"], "accepted"),
        (["create", "change"], "made"),
        (["suggest", "reject"], "rejected"),
        (["suggest", "accept", "undo"], "suggested"),
        (["suggest", "reject", "undo", "accept"], "accepted"),
        (["create", "delete"], "deleted"),
        (["create", "delete", "undo"], "made"),
        (["create", "undo"], "deleted"),
        (["create", "submit"], "made"),
    ],
)
def test_what_acts_leave(acts: list[Act], state: str) -> None:
    annotation = replay(event(act, number) for number, act in enumerate(acts))
    assert annotation is not None
    assert annotation.state == state


def test_a_change_changes_what_it_names_and_nothing_else() -> None:
    annotation = replay(
        [event("suggest", 1), event("change", 2, code="bought-engagement", start=None, end=None, quotation=None)]
    )
    assert annotation is not None
    assert (annotation.code, annotation.start, annotation.quotation) == ("bought-engagement", 2, "clic")


def test_an_act_without_a_beginning_is_no_annotation() -> None:
    assert replay([event("accept", 1)]) is None


def test_sent_twice_it_is_one_act(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "annotations.db")
    assert log.append([event("create", 1)]) == 1
    assert log.append([event("create", 1), event("accept", 2)]) == 1
    assert [act.act for act in log.events()] == ["create", "accept"]


def test_deleted_annotations_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "annotations.db")
    log.append([event("create", 1), event("delete", 2)])
    assert list(log.annotations()) == []
    assert [found.state for found in log.annotations(deleted=True)] == ["deleted"]


def test_written_events_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "annotations.db")
    log.append([event("create", 1)])
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        log.db.execute("UPDATE events SET agent = 'somebody else'")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        log.db.execute("DELETE FROM events")


def test_context_counts_code_points() -> None:
    assert context("🗳️é clic 🎉", 4, 8) == ("🗳️é ", " 🎉")


def test_each_person_undoes_their_own_acts() -> None:
    acts = [event("suggest", 1), event("accept", 2, agent="ana"), event("reject", 3, agent="ben")]
    annotation = replay([*acts, event("undo", 4, agent="ana")])
    assert annotation is not None
    assert annotation.state == "rejected"
    annotation = replay([*acts, event("undo", 4, agent="ben")])
    assert annotation is not None
    assert annotation.state == "accepted"


def test_redo_brings_back_what_the_last_undo_took_away() -> None:
    acts = [event("create", 1), event("change", 2, code="bought-engagement"), event("undo", 3), event("undo", 4)]
    for redone, code, state in (
        (0, "paid-clicks", "deleted"),
        (1, "paid-clicks", "made"),
        (2, "bought-engagement", "made"),
        (3, "bought-engagement", "made"),
    ):
        annotation = replay([*acts, *(event("redo", 5 + number) for number in range(redone))])
        assert annotation is not None
        assert (annotation.code, annotation.state) == (code, state)


def test_what_was_undone_is_gone_once_something_else_was_done() -> None:
    acts = [
        event("create", 1),
        event("change", 2, code="bought-engagement"),
        event("undo", 3),
        event("delete", 4),
        event("redo", 5),
    ]
    annotation = replay(acts)
    assert annotation is not None
    assert annotation.state == "deleted"


def test_a_text_that_moved_stays_where_it_is_when_acts_are_undone() -> None:
    acts = [
        event("create", 1, start=0, end=4),
        event("reanchor", 2, agent="reanchor", start=10, end=14),
        event("undo", 3),
        event("redo", 4),
    ]
    annotation = replay(acts)
    assert annotation is not None
    assert (annotation.start, annotation.end, annotation.state) == (10, 14, "made")


def test_words_that_stand_twice_in_a_changed_text_are_not_surely_in_place() -> None:
    text = "Rivage " * 20
    around = {"quotation": "Rivage", "suffix": context(text, 0, 6)[1], "text_sha256": "then"}
    annotation = replay([event("create", 1, start=0, end=6, **around)])
    assert annotation is not None
    assert not is_in_place(annotation, text, "now")
    assert is_in_place(annotation, text, "then")
    assert is_in_place(annotation, text[:38] + " est là.", "now")
