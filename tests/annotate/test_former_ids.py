"""Annotations of an actor who was merged into another count as the other's, everywhere, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import ACTORS, events, put, small_corpus

from annotate.actors.cast import actors
from annotate.agreement.report import EVERY, agreement
from annotate.exchange.formats.registry import format_named
from annotate.exchange.incoming import import_annotations
from annotate.exchange.outgoing import Choice, export
from annotate.figures.told import comparisons
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Document, Event
from corpus.verify import verify_corpus
from publish.export.own import annotation_rows

OLD, NOW = "rivage-jeanne", "jeanne-rivage"
TEXT = "Jeanne Rivage compte 700 abonnés."


def coded(document: Document, coder: str, code: str) -> list[Event]:
    """What a coder made of the text, with an actor of this id, a figure and a quotation, and submitted."""
    made: list[Event] = []
    passages = (
        ("actor", code, "Jeanne Rivage", {}),
        ("figure", "followers", "700 abonnés", {"kind": "followers", "low": 700, "high": 700, "unit": "abonné"}),
        ("quotation", "quotation", TEXT, {"speaker": "Rivage", "speaker_actor": code}),
    )
    for layer, of, passage, said in passages:
        start = TEXT.index(passage)
        made.append(
            Event(
                id=f"{coder}-{layer}", annotation=f"a-{coder}-{layer}", document=document.id, act="create",
                agent=coder, made_at="2026-01-01T00:00:00Z", layer=layer, code=of, start=start,  # type: ignore[arg-type]
                end=start + len(passage), quotation=passage, text_sha256=sha256(TEXT), attributes=said,
            )
        )  # fmt: skip
    done = Event(
        id=f"{coder}-done", annotation=WHOLE_DOCUMENT, document=document.id, act="submit", agent=coder,
        made_at="2026-01-01T00:00:01Z",
    )  # fmt: skip
    return [*made, done]


@pytest.fixture
def merged(tmp_path: Path) -> Corpus:
    """Anne coded before the merger of the two ids, Ben after it."""
    corpus = small_corpus(
        tmp_path / "corpus", ACTORS.replace(f"- id: {NOW}\n", f"- id: {NOW}\n    formerly: [{OLD}]\n")
    )
    document = put(corpus, TEXT)
    with corpus.events() as log:
        log.append([*coded(document, "anne", OLD), *coded(document, "ben", NOW)])
    return corpus


def test_an_export_names_the_actor_of_today(merged: Corpus) -> None:
    rows = list(annotation_rows(merged))
    assert [row["code"] for row in rows if row["layer"] == "actor"] == [NOW, NOW]
    assert [row["attributes"]["speaker_actor"] for row in rows if row["layer"] == "quotation"] == [NOW, NOW]


@pytest.mark.parametrize("name", ["jsonl", "w3c", "label-studio", "webanno"])
def test_other_tools_get_it_and_its_return_changes_nothing(merged: Corpus, name: str, tmp_path: Path) -> None:
    before = events(merged)
    export(merged, format_named(name), tmp_path / "out", Choice(coder="anne"))
    files = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert NOW.encode() in files
    assert OLD.encode() not in files
    done = import_annotations(merged, tmp_path / "out", format_named(name), "anne")
    assert (done.new, done.changed, done.in_review) == (0, 0, 0)
    assert events(merged) == before


def test_a_file_from_before_the_merger_is_taken(merged: Corpus, tmp_path: Path) -> None:
    export(merged, format_named("jsonl"), tmp_path / "out", Choice(coder="ben", layers=("actor",)))
    for path in (tmp_path / "out").rglob("*.jsonl"):
        path.write_text(path.read_text(encoding="utf-8").replace(NOW, OLD), encoding="utf-8")
    done = import_annotations(merged, tmp_path / "out", format_named("jsonl"), "ben")
    assert (done.read, done.changed, done.in_review) == (1, 0, 0)


def test_people_agree_who_named_the_same_actor_before_and_after(merged: Corpus) -> None:
    (own,) = [one for one in agreement(merged, layers=["actor"], samples=10) if one.code != EVERY]
    assert (own.code, own.passages) == (NOW, {"anne": 1, "ben": 1})


def test_lists_figures_and_checks_know_it(merged: Corpus) -> None:
    assert {one.id: one.annotations for one in actors(merged)}[NOW] == 2
    assert {one.subject for one in comparisons(merged)} == {NOW}
    assert not [fault for fault in verify_corpus(merged).faults if "actor" in fault.what]
