"""Annotations of a code that was renamed or merged count as the other's everywhere; a retired one is not proposed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from small_corpus import annotations, events, put, small_corpus

from annotate.agreement.report import EVERY, agreement
from annotate.exchange.formats.registry import format_named
from annotate.exchange.incoming import import_annotations
from annotate.exchange.outgoing import Choice, export
from annotate.learn.judged import judged
from annotate.rules.check import remarks
from annotate.suggest import suggest
from corpus import codebookchange as to
from corpus.codebookchange import Edit, change
from corpus.codebookreview import recode, review
from corpus.console import progress
from corpus.folder import Corpus, find_corpus
from corpus.ids import sha256
from corpus.model import WHOLE_DOCUMENT, Document, Event
from corpus.verify import verify_corpus
from publish.building.build import build
from publish.export.own import annotation_rows

OLD, NOW = "paid-clicks", "bought-clicks"
TEXT = "Une agence a acheté des clics auprès d’une ferme à clics."
PASSAGE = "une ferme à clics"


def tagged(document: Document, coder: str, code: str) -> list[Event]:
    """One passage with a code, and the document submitted."""
    start = TEXT.index(PASSAGE)
    made = Event(
        id=f"{coder}-1", annotation=f"a-{coder}", document=document.id, act="create", agent=coder,
        made_at="2026-01-01T00:00:00Z", layer="tactic", code=code, start=start, end=start + len(PASSAGE),
        quotation=PASSAGE, prefix=TEXT[max(0, start - 32) : start], suffix=TEXT[start + len(PASSAGE) :],
        text_sha256=sha256(TEXT),
    )  # fmt: skip
    done = Event(
        id=f"{coder}-2", annotation=WHOLE_DOCUMENT, document=document.id, act="submit", agent=coder,
        made_at="2026-01-01T00:00:01Z",
    )  # fmt: skip
    return [made, done]


def after(corpus: Corpus, edit: Edit) -> Corpus:
    with corpus.events() as log:
        change(log, corpus.root, edit, by="cleo")
    return find_corpus(corpus.root)


@pytest.fixture
def renamed(tmp_path: Path) -> Corpus:
    """Anne coded before the code had another slug, Ben after it."""
    corpus = small_corpus(tmp_path / "corpus")
    document = put(corpus, TEXT)
    with corpus.events() as log:
        log.append(tagged(document, "anne", OLD))
    corpus = after(corpus, to.renamed(OLD, NOW))
    with corpus.events() as log:
        log.append(tagged(document, "ben", NOW))
    return corpus


def test_exports_site_and_checks_have_todays_slug(renamed: Corpus) -> None:
    assert [row["code"] for row in annotation_rows(renamed)] == [NOW, NOW]
    assert not [fault for fault in verify_corpus(renamed).faults if "tactic" in fault.what]
    db = sqlite3.connect(build(renamed, progress).path)
    assert db.execute("SELECT slug, annotations FROM tactics WHERE annotations").fetchall() == [(NOW, 2)]
    assert {row[0] for row in db.execute("SELECT tactic FROM annotations")} == {NOW}
    db.close()
    kept = after(renamed, to.retired(NOW, today="2026-11-23"))
    db = sqlite3.connect(build(kept, progress).path)
    assert db.execute("SELECT retired, annotations FROM tactics WHERE slug = ?", (NOW,)).fetchall() == [
        ("2026-11-23", 2)
    ]
    db.close()


@pytest.mark.parametrize("name", ["jsonl", "label-studio", "refi-qdpx", "webanno"])
def test_other_tools_get_it_and_its_return_changes_nothing(renamed: Corpus, name: str, tmp_path: Path) -> None:
    before = events(renamed)
    export(renamed, format_named(name), tmp_path / "out", Choice(coder="anne"))
    if format_named(name).read is not None:
        done = import_annotations(renamed, tmp_path / "out", format_named(name), "anne")
        assert (done.new, done.changed, done.in_review) == (0, 0, 0)
    assert events(renamed) == before


def test_a_file_from_before_is_taken(renamed: Corpus, tmp_path: Path) -> None:
    export(renamed, format_named("jsonl"), tmp_path / "out", Choice(coder="ben"))
    for path in (tmp_path / "out").rglob("*.jsonl"):
        path.write_text(path.read_text(encoding="utf-8").replace(NOW, OLD), encoding="utf-8")
    done = import_annotations(renamed, tmp_path / "out", format_named("jsonl"), "ben")
    assert (done.read, done.changed, done.in_review) == (1, 0, 0)


def test_people_agree_and_teach_under_one_code(renamed: Corpus) -> None:
    (own,) = [one for one in agreement(renamed, layers=["tactic"], samples=10) if one.code != EVERY]
    assert (own.code, own.passages) == (NOW, {"anne": 1, "ben": 1})
    acts = [renamed.act_of_today(act) for act in events(renamed)]
    (document,) = judged(acts, {acts[0].document: TEXT})
    assert {vote.code for vote in document.votes} == {NOW}


def test_a_recoding_is_nobodys_coding_and_teaches(renamed: Corpus) -> None:
    with renamed.events() as log:
        (waits,) = [one for one in annotations(renamed) if one.agent == "anne"]
        assert recode(log, renamed, waits.document, waits.id, "data-capture", by="cleo", last="anne-1")
    found = {one.code: one.passages for one in agreement(renamed, layers=["tactic"], samples=10)}
    assert found[NOW] == {"anne": 1, "ben": 1}, "what Anne did stays hers"
    assert "cleo" not in found[EVERY]
    acts = [renamed.act_of_today(act) for act in events(renamed)]
    (document,) = judged(acts, {waits.document: TEXT})
    assert {(vote.person, vote.code) for vote in document.votes if vote.right} == {
        ("anne", "data-capture"),
        ("ben", NOW),
    }
    assert {row["code"] for row in annotation_rows(renamed)} == {"data-capture", NOW}


def test_suggestions_follow_and_what_was_judged_is_not_proposed_again(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    shipped = corpus.rules
    put(corpus, TEXT)
    suggest(corpus)
    (first,) = [one for one in annotations(corpus) if one.code == OLD]
    corpus = after(corpus, to.renamed(OLD, NOW))
    assert "paid-clicks is bought-clicks now" in " ".join(remarks(corpus))
    assert suggest(corpus).layers["tactic"].new == 0, "it is the same suggestion"
    corpus = after(corpus, to.merged(NOW, "bought-engagement"))
    own = {one.name for one in corpus.rules.of("bought-engagement", "fr")}
    assert own > {one.name for one in shipped.of("bought-engagement", "fr")}, "the rules of both serve it"
    suggest(corpus)
    assert {corpus.of_today(one).code for one in annotations(corpus) if one.id == first.id} == {"bought-engagement"}
    corpus = after(corpus, to.retired("bought-engagement", today="2026-11-23"))
    assert suggest(corpus).layers["tactic"].withdrawn >= 1
    with corpus.events() as log:
        assert review(log, corpus).items == [], "nobody had judged it"
    assert "serve nobody" in " ".join(remarks(corpus))
