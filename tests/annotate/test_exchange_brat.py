"""Annotations to brat and back."""

from __future__ import annotations

from pathlib import Path

from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import given, settings

from annotate.exchange.formats.brat import EMPTY, FORMAT, WHOLE
from annotate.exchange.formats.brat_configuration import name_of
from annotate.exchange.shapes import Annotated

TEXT = "Été 👍🏽 des comptes\npayés 50 € publient."


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def test_a_passage_is_split_where_its_line_ends(tmp_path: Path) -> None:
    start, end = TEXT.index("comptes"), TEXT.index(" 50")
    one = annotation(TEXT, 1, start, end, attributes={"evidence": "alleged", "low": 50})
    assert written(FORMAT, [annotated(TEXT, one)], tmp_path) == []
    first, second, third = (tmp_path / "d1.ann").read_text("utf-8").splitlines()
    assert first == "T1\ttactic_sponsored-memes 11 18;19 24\tcomptes payés"
    assert second == "A2\tevidence T1 alleged"
    assert third.startswith("#3\tAnnotatorNotes T1\t{")
    assert '"low":50' in third
    assert (tmp_path / "d1.txt").read_bytes().decode() == TEXT
    assert [(f.start, f.end, f.quotation) for f in read_back(FORMAT, tmp_path)[0].found] == [(11, 24, TEXT[11:24])]


def test_what_brat_cannot_mark_is_reported(tmp_path: Path) -> None:
    end = TEXT.index("\n")
    losses = written(FORMAT, [annotated(TEXT, annotation(TEXT, 1, 0, 0), annotation(TEXT, 2, end, end + 1))], tmp_path)
    assert [(loss.annotation.id, loss.what, loss.whole) for loss in losses] == [
        ("a1", WHOLE, True),
        ("a2", EMPTY, True),
    ]


def test_the_configuration_names_every_type_in_letters_that_brat_allows(tmp_path: Path) -> None:
    code = 'candidate:person:A_1 é | "b"'
    written(FORMAT, [annotated(TEXT, annotation(TEXT, 1, 0, 3, layer="actor", code=code))], tmp_path)
    conf = (tmp_path / "annotation.conf").read_text("utf-8")
    types = [line for line in conf.partition("[entities]\n")[2].partition("\n\n")[0].splitlines() if line[0] != "#"]
    assert {"tactic_sponsored-memes", name_of("actor", code), "actor_h_e9_l_e8_ne-morvan"} <= set(types)
    assert all(letter.isascii() and (letter.isalnum() or letter in "-_") for type in types for letter in type)
    assert "evidence\tArg:<ENTITY>, Value:admitted|alleged|denied|hypothetical|proposed|reported" in conf
    assert "tactic_paid-micro-influencers | Paid micro-influencers / Micro-influenceurs rémunérés" in (
        tmp_path / "visual.conf"
    ).read_text("utf-8")


def test_what_people_do_in_brat_comes_back(tmp_path: Path) -> None:
    written(FORMAT, [annotated(TEXT, annotation(TEXT, 1, 0, 3, attributes={"evidence": "alleged"}))], tmp_path)
    drawn = (
        (tmp_path / "d1.ann")
        .read_text("utf-8")
        .replace("T1 alleged", "T1 denied")
        .replace(" 0 3\tÉté", " 0 6\tÉté 👍🏽")
    )
    drawn += "T9\ttactic_organic-influencers 7 18\tdes comptes\n#10\tAnnotatorNotes T9\tin my own words\n"
    (tmp_path / "d1.ann").write_text(drawn, "utf-8")
    moved, new = read_back(FORMAT, tmp_path)[0].found
    assert (moved.id, moved.end, moved.quotation, moved.attributes) == ("a1", 6, "Été 👍🏽", {"evidence": "denied"})
    assert (new.id, new.code, new.quotation, new.attributes) == (None, "organic-influencers", "des comptes", None)


def test_other_annotators_files_are_read_and_what_is_no_code_is_kept(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Paid posts by Ann in May.", "utf-8")
    (tmp_path / "x.ann").write_text(
        "T1\ttactic_sponsored-memes 0 10\tPaid posts\nT2\tPerson 14 17\tAnn\n"
        "T3\ttactic_sponsored-memes 0 4;14 17\tPaid Ann\nR1\tPays Arg1:T2 Arg2:T1\nA1\tpayment T1 paid\n",
        "utf-8",
    )
    (one,) = read_back(FORMAT, tmp_path)
    assert [(f.code, f.quotation, f.attributes) for f in one.found] == [
        ("sponsored-memes", "Paid posts", {"payment": "paid"})
    ]
    assert [said.get("type") or said["line"] for _, said in one.problems] == [
        "R1\tPays Arg1:T2 Arg2:T1",
        "Person",
        "tactic_sponsored-memes",
    ]


def test_a_quotation_that_does_not_stand_there_is_left_as_the_file_has_it(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Paid posts", "utf-8")
    (tmp_path / "x.ann").write_text("T1\ttactic_sponsored-memes 0 4\tFree\n", "utf-8")
    assert read_back(FORMAT, tmp_path)[0].found[0].quotation == "Free"
