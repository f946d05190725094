"""Annotations to CoNLL columns and back."""

from __future__ import annotations

from pathlib import Path

from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import example, given, settings

from annotate.exchange.formats.conll import BARE, FORMAT, OVERLAP, WHOLE
from annotate.exchange.shapes import Annotated
from annotate.exchange.tokens import OFF

TEXT = "L’équipe paie.  Des comptes\npublient 👍🏽"


@given(cases())
@example([annotated("#", annotation("#", 0, 0, 1), id="d0")])  # a row that begins as a comment does
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def test_rows_have_word_place_and_tag_and_sentences_stay_whole_around_passages(tmp_path: Path) -> None:
    start, end = TEXT.index("paie"), TEXT.index("publient")
    one = annotation(TEXT, 1, start, end - 1)
    two = annotation(TEXT, 2, 0, 2, layer="actor", code='candidate:a b|"c"')
    losses = written(FORMAT, [annotated(TEXT, one, two), annotated("Rien.", id="d2")], tmp_path)
    assert {(loss.annotation.id, loss.what, loss.whole) for loss in losses} == {
        ("a1", BARE, False),
        ("a2", BARE, False),
    }
    assert (tmp_path / "tactic.conll").read_text("utf-8") == (
        "# doc_id = d1\nL’\t0\t2\tO\néquipe\t2\t8\tO\npaie\t9\t13\tB-tactic:sponsored-memes\n"
        ".\t13\t14\tI-tactic:sponsored-memes\nDes\t16\t19\tI-tactic:sponsored-memes\n"
        "comptes\t20\t27\tI-tactic:sponsored-memes\n\npublient\t28\t36\tO\n👍\t37\t38\tO\n🏽\t38\t39\tO\n\n"
        "# doc_id = d2\nRien\t0\t4\tO\n.\t4\t5\tO\n\n"
    )
    rows = (tmp_path / "actor.conll").read_text("utf-8").splitlines()
    assert rows[1:5] == ['L’\t0\t2\tB-actor:candidate:a%20b%7C"c"', "équipe\t2\t8\tO", "paie\t9\t13\tO", ".\t13\t14\tO"]
    assert rows[5] == ""


def test_what_columns_cannot_hold_is_reported(tmp_path: Path) -> None:
    whole, off = annotation(TEXT, 1, 0, 0), annotation(TEXT, 2, 3, 8)
    longer, inner = annotation(TEXT, 3, 9, 14), annotation(TEXT, 4, 9, 13, code="paid-micro-influencers")
    losses = written(FORMAT, [annotated(TEXT, whole, off, longer, inner)], tmp_path)
    assert {loss.annotation.id: (loss.what, loss.whole) for loss in losses} == {
        "a1": (WHOLE, True), "a2": (OFF, True), "a3": (BARE, False), "a4": (OVERLAP, True),
    }  # fmt: skip


def test_files_of_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "train.conll"
    file.write_text(
        "-DOCSTART- -X- -X- O\n\nPaid NN I-NP B-tactic:sponsored-memes\nposts NN I-NP I-tactic:sponsored-memes\n"
        "by IN O O\nAnn NNP O S-PER\n. . O O\n\nMay NNP O I-date:month\n2020 CD O E-date:month\n",
        "utf-8",
    )
    (one,) = read_back(FORMAT, file)
    assert (one.document, one.text) == (None, "Paid posts by Ann .\nMay 2020")
    assert [(f.layer, f.code, f.quotation) for f in one.found] == [
        ("tactic", "sponsored-memes", "Paid posts"), ("date", "month", "May 2020"),
    ]  # fmt: skip
    assert [said["words"] for _, said in one.problems] == ["Ann"]
