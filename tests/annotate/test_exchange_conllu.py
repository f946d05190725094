"""Annotations to CoNLL-U and back."""

from __future__ import annotations

from pathlib import Path

import conllu
from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import given, settings

from annotate.exchange.formats.conllu import FORMAT, NO_WORDS
from annotate.exchange.shapes import Annotated
from annotate.exchange.tokens import OFF

TEXT = "L’équipe paie.  Des comptes\npublient 👍🏽"


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def test_conllu_opens_it_and_the_text_is_whole(tmp_path: Path) -> None:
    one, two = annotation(TEXT, 1, 9, 27, attributes={"payment": "paid"}), annotation(TEXT, 2, 20, 27, code="a;b c")
    off, whole = annotation(TEXT, 3, 3, 8), annotation(TEXT, 4, 0, 0)
    losses = written(FORMAT, [annotated(TEXT, one, two, off, whole)], tmp_path)
    assert [(loss.annotation.id, loss.what) for loss in losses] == [("a3", OFF)]
    file = (tmp_path / "annotations.conllu").read_text("utf-8")
    first, second, third = conllu.parse(file)
    assert first.metadata["newdoc id"] == "d1"
    assert [sentence.metadata["text"] for sentence in (first, second, third)] == [
        "L’équipe paie.", "Des comptes", "publient 👍🏽",
    ]  # fmt: skip
    assert [(token["form"], token["misc"]) for token in second] == [
        ("Des", {"Hustings": "tactic:sponsored-memes[2]", "TokenRange": "16:19"}),
        (
            "comptes",
            {
                "SpacesAfter": "\\n",
                "Hustings": "tactic:sponsored-memes[2];tactic:a%3Bb%20c[3]",
                "TokenRange": "20:27",
            },
        ),
    ]
    assert "".join(sentence.serialize() for sentence in (first, second, third)).count("TokenRange") == 9
    (back,) = read_back(FORMAT, tmp_path)
    assert back.text == TEXT
    assert {(f.id, f.code, f.start, f.end, str(f.attributes)) for f in back.found} == {
        ("a1", "sponsored-memes", 9, 27, "{'payment': 'paid'}"),
        ("a2", "a;b c", 20, 27, "{}"),
        ("a4", "sponsored-memes", 0, 0, "{}"),
    }


def test_a_document_without_words_is_reported(tmp_path: Path) -> None:
    losses = written(FORMAT, [annotated(" \n", annotation(" \n", 1, 0, 0))], tmp_path)
    assert [loss.what for loss in losses] == [NO_WORDS]


def test_files_of_others_are_read(tmp_path: Path) -> None:
    rows = (
        ("1-2", "du", "SpaceAfter=No"), ("1", "de", "_"), ("2", "le", "_"), ("2.1", "vide", "_"),
        ("3", "’été", "Hustings=date:month"), ("4", "payé", "Hustings=date:month;Person"),
    )  # fmt: skip
    lines = [f"{id}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}" for id, form, misc in rows]
    other = "1\tFin\t_\t_\t_\t_\t_\t_\t_\tHustings=tactic:x"
    (tmp_path / "x.conllu").write_text("\n".join([*lines, "", "# newdoc", other, "", ""]), "utf-8")
    first, second = read_back(FORMAT, tmp_path)
    assert (first.document, first.text) == (None, "du’été payé")
    assert [(f.code, f.quotation, f.attributes) for f in first.found] == [("month", "’été payé", None)]
    assert [said["words"] for _, said in first.problems] == ["payé"]
    assert [(f.code, f.quotation) for f in second.found] == [("x", "Fin")]
