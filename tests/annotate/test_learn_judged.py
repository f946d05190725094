"""What counts as judged, and sentences: the grounds of learning, without any pipeline."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.learn.decide import Policy, measures
from annotate.learn.examples import NO, UNKNOWN, YES, Example, labelled
from annotate.learn.features import Sentence
from annotate.learn.fit import calibrated
from annotate.learn.judged import ONLY_ACCEPTED, Judged, judged
from annotate.learn.lists import WordLists
from annotate.learn.sentences import sentences
from corpus.model import Event

TEXT = "Robots posted at night. The mayor was silent. Nobody asked."
FIRST, SECOND = (0, 23), (24, 45)


def act(what: str, agent: str = "ana", annotation: str = "a1", number: int = 0, **fields: object) -> Event:
    return Event(
        id=f"{annotation}-{agent}-{what}-{number}",
        annotation=annotation,
        document="d1",
        act=what,  # type: ignore[arg-type]
        agent=agent,
        made_at="2026-01-01T00:00:00Z",
        **fields,  # type: ignore[arg-type]
    )


def passage(place: tuple[int, int] = FIRST, code: str = "bots") -> dict[str, object]:
    return {"layer": "tactic", "code": code, "start": place[0], "end": place[1], "quotation": TEXT[slice(*place)]}


SUGGESTED = act("suggest", "hustings-codebook 0.1.0", **passage())
SUBMIT = act("submit", annotation="")


def told(*acts: Event) -> Judged:
    (one,) = judged(sorted(acts, key=lambda a: a.annotation), {"d1": TEXT})
    return one


def labels(*acts: Event) -> dict[str, list[int]]:
    examples = [Example("d1", "d1", "en", Sentence(start, end, (), ())) for start, end in sentences(TEXT)]
    return {code: of.said.tolist() for code, of in labelled(examples, [told(*acts)]).items()}


def test_what_was_made_by_hand_weighs_more_than_what_was_only_accepted() -> None:
    (made,) = told(act("create", **passage())).votes
    (accepted,) = told(SUGGESTED, act("accept")).votes
    assert (made.right, made.weight) == (True, 1.0)
    assert (accepted.right, accepted.weight) == (True, ONLY_ACCEPTED)


def test_a_changed_code_speaks_for_the_new_one_and_against_the_old() -> None:
    votes = told(SUGGESTED, act("change", code="trolls")).votes
    assert {(vote.code, vote.right) for vote in votes} == {("trolls", True), ("bots", False)}


def test_what_a_program_takes_back_is_nobodys_no() -> None:
    assert judged([SUGGESTED, act("delete", "hustings-suggest 0.1.0")], {"d1": TEXT}) == []


def test_a_submitted_document_has_no_code_where_its_reader_put_none() -> None:
    assert labels(act("create", **passage()), SUBMIT) == {"bots": [YES, NO, NO]}


def test_a_document_that_was_not_submitted_teaches_only_what_was_said_there() -> None:
    done = act("submit", annotation="", agent="ben")
    assert labels(act("create", **passage()), done)["bots"] == [UNKNOWN, NO, NO]  # ana says yes, ben no: undecided
    elsewhere = Event(**{**{n: getattr(done, n) for n in Event.__struct_fields__}, "document": "d2", "id": "x"})
    found = judged([act("create", **passage()), act("reject", annotation="a1"), elsewhere], {"d1": TEXT, "d2": "."})
    assert found[0].readers == ()


def test_a_rejection_is_a_no_and_a_verdict_is_final() -> None:
    assert labels(SUGGESTED, act("reject")) == {"bots": [NO, NO, NO]}
    verdict = act("adjudicate", "chair", attributes={"verdict": "right"})
    assert labels(SUGGESTED, act("reject"), verdict)["bots"][0] == YES
    wrong = act("adjudicate", "chair", attributes={"verdict": "wrong"})
    assert labels(act("create", **passage()), wrong)["bots"][0] == NO


def test_where_nobody_submits_a_waiting_suggestion_is_no_no() -> None:
    assert labels(SUGGESTED, act("create", annotation="a2", **passage(SECOND))) == {"bots": [UNKNOWN, YES, NO]}


def test_a_code_of_the_whole_document_says_nothing_of_its_sentences() -> None:
    whole = act("create", layer="tactic", code="bots", start=0, end=0, quotation="")
    assert labels(whole, SUBMIT) == {"bots": [UNKNOWN] * 3}


def test_a_judgement_on_words_that_are_gone_is_counted_and_not_used() -> None:
    one = told(act("create", **{**passage(), "quotation": "Robots slept all night."}))
    assert (one.votes, one.moved) == ((), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Hale paid $4.50. He left.", ["Mr. Hale paid $4.50.", "He left."]),
        ("« Vraiment ? » a-t-il dit. Oui !", ["« Vraiment ? » a-t-il dit.", "Oui !"]),
        ("J. M. Roux a payé.\nM. Osier nie…", ["J. M. Roux a payé.", "M. Osier nie…"]),
        ("...\n\n !", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text())
def test_sentences_lose_no_word_and_never_overlap(text: str) -> None:
    last, kept = 0, ""
    for start, end in sentences(text):
        assert last <= start < end
        kept, last = kept + text[start:end], end
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_word_lists_refer_to_each_other_and_know_beginnings() -> None:
    lists = {"pay": ["pay", "$money", "hand over"], "money": ["cash/noun", "<money>"], "vote": ["elector*", "$vote"]}
    found = WordLists(lists, str.split)
    assert found(["they", "hand", "over", "cash"]) == {"pay", "money"}
    assert found(["electoral", "hand"]) == {"vote"}


def test_values_that_say_nothing_mean_the_share_of_yes() -> None:
    said = np.array([YES, NO, NO, NO] * 10, dtype=np.int8)
    platt = calibrated(np.where(said == YES, -1.0, 1.0), said)
    assert platt(np.array([-5.0, 5.0])) == pytest.approx([11 / 42, 11 / 42], abs=0.01)
    sure = calibrated(np.where(said == YES, 1.0, -1.0), said)(np.array([-1.0, 1.0]))
    assert sure[0] < 0.1 < 0.8 < sure[1]


def test_a_policy_holds_back_and_adds() -> None:
    rules = np.array([True, True, False, False])
    sure = np.array([0.05, 0.5, 0.95, 0.2])
    assert Policy(keep=0.1, add=0.9)(rules, sure).tolist() == [False, True, True, False]
    assert Policy()(rules, sure).tolist() == rules.tolist()
    assert measures(np.array([3.0, 1.0, 2.0, 4.0])) == pytest.approx([0.75, 0.5, 0.6])
    assert measures(np.zeros(4)).tolist() == [0, 0, 0]
