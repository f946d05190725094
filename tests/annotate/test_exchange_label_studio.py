"""Annotations to Label Studio and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import given, settings
from lxml import etree

from annotate.exchange.formats.label_studio import FORMAT
from annotate.exchange.formats.label_studio_read import NO_CODE, NO_PLACE, OTHER, SKIPPED
from annotate.exchange.shapes import Annotated, Incoming
from annotate.exchange.units import unit_of
from corpus.errors import Unreadable

TEXT = "👍🏽 Des comptes\npayés."


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def tasks(path: Path, *tasks: object) -> list[Incoming]:
    (path / "export.json").write_text(json.dumps(tasks), "utf-8")
    return read_back(FORMAT, path / "export.json")


def region(start: object, end: object, text: str | None, label: str, **more: object) -> dict[str, object]:
    value = {"start": start, "end": end, "labels": [label]} | ({"text": text} if text is not None else {})
    return {"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": value, **more}


def test_suggestions_are_predictions_with_their_scores(tmp_path: Path) -> None:
    start = TEXT.index("comptes")
    one = annotation(TEXT, 1, start, len(TEXT), state="suggested", agent="rules 1.0", score=0.5)
    other = annotation(TEXT, 2, 0, 2, state="suggested", agent="rules 1.0", score=0.7)
    made = annotation(TEXT, 3, 0, 0, code="paid-micro-influencers")
    written(FORMAT, [annotated(TEXT, one, other, made)], tmp_path)
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    assert (task["data"]["text"], task["data"]["document"]) == (TEXT, "d1")
    (prediction,) = task["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("rules 1.0", pytest.approx(0.6))
    assert [(r["value"]["start"], r["value"]["text"], r["score"]) for r in prediction["result"]] == [
        (0, "👍🏽", 0.7), (7, "comptes\npayés.", 0.5),
    ]  # fmt: skip
    (answer,) = task["annotations"][0]["result"]
    assert (answer["type"], answer["value"]) == ("choices", {"choices": ["tactic:paid-micro-influencers"]})


def test_the_interface_shows_names_in_both_languages_and_files_have_the_code(tmp_path: Path) -> None:
    written(FORMAT, [annotated(TEXT, annotation(TEXT, 1, 0, 2, layer="actor", code="b\x0b"))], tmp_path)
    root = etree.parse(tmp_path / "labeling_interface.xml").getroot()
    labels = {element.get("alias"): element.get("value") for element in root.iter("Label")}
    assert labels["tactic:paid-micro-influencers"] == "Paid micro-influencers / Micro-influenceurs rémunérés"
    assert labels.keys() >= {"actor:hélène-morvan", "actor:b\N{REPLACEMENT CHARACTER}"}
    assert len(set(labels.values())) == len(labels) == len(list(root.iter("Choice")))


def test_what_people_do_in_label_studio_comes_back(tmp_path: Path) -> None:
    one = annotation(TEXT, 1, 0, 2, state="suggested", agent="rules 1.0", score=0.5, attributes={"payment": "paid"})
    written(FORMAT, [annotated(TEXT, one)], tmp_path)
    (task,) = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    taken = task["predictions"][0]["result"][0] | {"origin": "prediction"}
    moved = region(3, 6, "Des", "tactic:sponsored-memes", origin="manual")
    task["annotations"] = [{"id": 5, "completed_by": 1, "was_cancelled": False, "result": [taken, moved]}]
    task["predictions"] = []
    accepted, new = tasks(tmp_path, task)[0].found
    assert (accepted.id, accepted.state, accepted.agent) == ("a1", "accepted", "rules 1.0")
    assert accepted.attributes == {"payment": "paid"}
    assert (new.id, new.state, new.agent, new.attributes) == (None, None, None, None)


def test_projects_of_others_are_read_in_the_unit_that_their_words_tell(tmp_path: Path) -> None:
    old = {"data": {"body": TEXT}, "completions": [{"result": [region(9, 16, "comptes", "tactic:x")]}]}
    (one,) = tasks(tmp_path, old)
    assert (one.document, one.text, one.unit, unit_of([(one, TEXT)])) == (None, TEXT, None, "utf-16")
    silent = {"data": {"text": TEXT}, "predictions": [{"model_version": "v1", "score": 0.3, "result": [
        region(7, 14, None, "tactic:x")]}], "annotations": []}  # fmt: skip
    (one,) = tasks(tmp_path, silent)
    assert unit_of([(one, TEXT)]) is None
    assert [(f.state, f.agent, f.score, f.attributes) for f in one.found] == [("suggested", "v1", 0.3, None)]


def test_line_ends_written_as_two_letters_are_line_ends(tmp_path: Path) -> None:
    task = {"data": {"text": TEXT}, "annotations": [{"result": [region(7, 20, "comptes\\npayés", "tactic:x")]}]}
    assert tasks(tmp_path, task)[0].found[0].quotation == "comptes\npayés"


def test_json_min_is_read(tmp_path: Path) -> None:
    row = {
        "text": TEXT,
        "id": 4,
        "title": "A page",
        "label": [{"start": 7, "end": 14, "text": "comptes", "labels": ["tactic:x", "Person"]}],
        "codes": {"choices": ["figure:money", "date:day"]},
        "mood": "tactic:y",
        "annotator": 1,
        "annotation_id": 9,
        "created_at": "2026-01-01T00:00:00Z",
    }
    (one,) = tasks(tmp_path, row)
    assert [(f.layer, f.code, f.start, f.end) for f in one.found] == [
        ("tactic", "x", 7, 14), ("figure", "money", 0, 0), ("date", "day", 0, 0), ("tactic", "y", 0, 0),
    ]  # fmt: skip
    assert [reason for reason, _ in one.problems] == [NO_CODE]


def test_what_is_no_code_on_words_is_kept_as_a_problem(tmp_path: Path) -> None:
    result = [
        region(0, 2, "👍🏽", "Person"),
        region("/p[1]/text()[1]", "/p[1]/text()[1]", "x", "tactic:x"),
        {"type": "relation", "from_id": "a", "to_id": "b"},
        {"type": "textarea", "from_name": "note", "value": {"text": ["unsure"]}},
        {"type": "choices", "from_name": "c", "value": {"choices": ["Yes"]}},
    ]
    skipped = {"was_cancelled": True, "result": [region(0, 2, "👍🏽", "tactic:x")]}
    (one, broken) = tasks(tmp_path, {"data": {"text": TEXT}, "annotations": [{"result": result}, skipped]}, "x")
    assert one.found == ()
    assert [reason for reason, _ in one.problems] == [NO_CODE, NO_PLACE, OTHER, OTHER, NO_CODE, SKIPPED]
    assert len(broken.problems) == 1


def test_other_json_is_not_label_studios(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"items": []}', "utf-8")
    assert not FORMAT.recognises(file)
    assert FORMAT.read is not None
    with pytest.raises(Unreadable, match="no JSON of Label Studio"):
        list(FORMAT.read(file))
