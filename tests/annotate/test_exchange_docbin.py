"""Annotations to spaCy's DocBin and back."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from exchanged import annotated, annotation, cases, nothing_drifts, read_back, written
from hypothesis import given, settings
from spacy.tokens import DocBin, Span

from annotate.exchange.formats.docbin import FORMAT
from annotate.exchange.shapes import Annotated
from annotate.exchange.tokens import OFF
from corpus.errors import Unreadable

TEXT = "L’équipe paie.  Des comptes\npublient 👍🏽"


@given(cases())
@settings(max_examples=150, deadline=None)
def test_nothing_drifts(documents: list[Annotated]) -> None:
    nothing_drifts(FORMAT, documents)


def test_spacy_opens_it_with_a_group_for_each_layer(tmp_path: Path) -> None:
    one = annotation(TEXT, 1, 9, 27)
    two = annotation(TEXT, 2, 9, 13, code="paid-micro-influencers")
    three, four = annotation(TEXT, 3, 2, 8, layer="actor", code="x"), annotation(TEXT, 4, 0, 0)
    off = annotation(TEXT, 5, 3, 8)
    losses = written(
        FORMAT, [annotated(TEXT, one, two, three, four, off), annotated("A b.", id="d2", language="en")], tmp_path
    )
    assert [(loss.annotation.id, loss.what, loss.whole) for loss in losses] == [("a5", OFF, True)]
    (doc,) = DocBin().from_disk(tmp_path / "fr.spacy").get_docs(spacy.blank("fr").vocab)
    assert doc.text == TEXT
    assert [(span.id_, span.label_, span.text) for span in doc.spans["tactic"]] == [
        ("a2", "paid-micro-influencers", "paie"),
        ("a1", "sponsored-memes", "paie.  Des comptes"),
    ]
    assert [span.text for span in doc.spans["actor"]] == ["équipe"]
    assert doc.cats == {"tactic:sponsored-memes": 1.0}
    assert len(list(DocBin().from_disk(tmp_path / "en.spacy").get_docs(spacy.blank("en").vocab))) == 1


def test_docs_of_others_are_read(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Paid posts by Ann.")
    doc.spans["sc"] = [Span(doc, 0, 2, label="tactic:sponsored-memes"), Span(doc, 1, 2, label="thing")]
    doc.ents = [Span(doc, 3, 4, label="PERSON")]
    doc.cats = {"figure:money": 0.9, "date:day": 0.1, "SPAM": 1.0}
    DocBin(docs=[doc]).to_disk(tmp_path / "train.spacy")
    (one,) = read_back(FORMAT, tmp_path)
    assert (one.document, one.text) == (None, doc.text)
    assert [(f.code, f.start, f.end, f.attributes) for f in one.found] == [
        ("sponsored-memes", 0, 10, None),
        ("money", 0, 0, None),
    ]
    assert [said.get("label") or said["category"] for _, said in one.problems] == ["thing", "PERSON", "SPAM"]


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.spacy").write_bytes(b"not compressed")
    assert FORMAT.read is not None
    with pytest.raises(Unreadable, match="no DocBin"):
        list(FORMAT.read(tmp_path))
