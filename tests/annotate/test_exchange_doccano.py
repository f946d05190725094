"""Annotations to doccano and back."""

from __future__ import annotations

import json
from pathlib import Path

from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import given, settings

from annotate.exchange.formats.doccano import FORMAT
from annotate.exchange.shapes import Annotated, Incoming
from annotate.exchange.units import passage, unit_of

TEXT = "👨🏻‍🚒 firemen post firetrucks"


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def lines(path: Path, *rows: object) -> list[Incoming]:
    file = path / "all.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return read_back(FORMAT, file)


def test_offsets_are_those_that_doccanos_page_counts(tmp_path: Path) -> None:
    start = TEXT.index("firetrucks")
    one = annotation(TEXT, 1, start, start + 10)
    written(FORMAT, [annotated(TEXT, one, annotation(TEXT, 2, 0, 0))], tmp_path)
    row = json.loads((tmp_path / "all.jsonl").read_text("utf-8"))
    assert (row["label"], row["cats"]) == ([[21, 31, "tactic:sponsored-memes"]], ["tactic:sponsored-memes"])
    assert row["text"].encode("utf-16-le")[42:62].decode("utf-16-le") == "firetrucks"
    labels = json.loads((tmp_path / "span_labels.json").read_text("utf-8"))
    assert {label["text"] for label in labels} >= {"tactic:sponsored-memes", "actor:hélène-morvan"}


def test_projects_that_count_graphemes_are_told_by_the_quotations_beside(tmp_path: Path) -> None:
    ours = {"label": "tactic:sponsored-memes", "start": 15, "end": 25, "quotation": "firetrucks", "id": "a1"}
    row = {"text": TEXT, "label": [[15, 25, "tactic:sponsored-memes"], [2, 9, "tactic:x"]], "hustings": [ours]}
    (one,) = lines(tmp_path, row)
    unit = unit_of([(one, TEXT)])
    assert unit == "grapheme"
    assert [TEXT[slice(*(passage(TEXT, f, unit) or ()))] for f in one.found] == ["firetrucks", "firemen"]


def test_a_file_that_does_not_say_its_unit_counts_where_all_units_are_one(tmp_path: Path) -> None:
    plain, emoji = lines(
        tmp_path,
        {"id": 1, "text": "Paid posts", "label": [[0, 4, "tactic:sponsored-memes"]], "Comments": []},
        {"id": 2, "text": TEXT, "label": [[0, 4, "tactic:sponsored-memes"]], "Comments": []},
    )
    assert unit_of([(plain, "Paid posts")]) == "code point"
    assert unit_of([(plain, "Paid posts"), (emoji, TEXT)]) is None


def test_projects_with_relations_and_with_categories_are_read(tmp_path: Path) -> None:
    entities = [
        {"id": 7, "start_offset": 0, "end_offset": 4, "label": "tactic:sponsored-memes"},
        {"id": 8, "start_offset": 5, "end_offset": 10, "label": "PER"},
    ]
    relations = [{"id": 1, "from_id": 7, "to_id": 8, "type": "by"}]
    related, category, intent = lines(
        tmp_path,
        {"id": 1, "text": "Paid posts", "entities": entities, "relations": relations},
        {"id": 2, "text": "Paid posts", "label": ["tactic:sponsored-memes"]},
        {"id": 3, "text": "Paid posts", "entities": [[0, 4, "date:day"]], "cats": ["figure:money"]},
    )
    assert [(f.code, f.start, f.end) for f in related.found] == [("sponsored-memes", 0, 4)]
    assert [said.get("label") or said["type"] for _, said in related.problems] == ["PER", "by"]
    assert [(f.start, f.end) for f in category.found] == [(0, 0)]
    assert [(f.layer, f.end) for f in intent.found] == [("date", 4), ("figure", 0)]


def test_what_was_moved_in_doccano_comes_back_as_new(tmp_path: Path) -> None:
    ours = {
        "label": "tactic:x",
        "start": 0,
        "end": 4,
        "quotation": "Paid",
        "id": "a1",
        "attributes": {"payment": "paid"},
    }
    (one,) = lines(tmp_path, {"text": "Paid posts", "label": [[0, 10, "tactic:x"]], "hustings": [ours]})
    assert [(f.id, f.end, f.attributes) for f in one.found] == [(None, 10, None)]


def test_a_broken_line_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_text('{"text": "a", "label": []}\n{"text": 3}\nnot json\n{"text": "b", "label": []}\n', "utf-8")
    assert [(one.text, len(one.problems)) for one in read_back(FORMAT, file)] == [
        ("a", 0), (None, 1), (None, 1), ("b", 0),
    ]  # fmt: skip
