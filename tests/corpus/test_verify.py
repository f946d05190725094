"""`hustings verify` finds what is wrong and says where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

from corpus.events import EventLog, context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Event
from corpus.verify import verify_corpus

POSTS = [
    {"text": "Four more years 🎉, dit-il.", "kind": "post", "platform": "x", "native_id": "1"},
    {"text": "Un second message.", "kind": "post", "platform": "x", "native_id": "2"},
]


@pytest.fixture
def filled(corpus: Corpus, tmp_path: Path, hustings: Run) -> Corpus:
    posts = tmp_path / "posts.jsonl"
    posts.write_text("".join(json.dumps(post) + "\n" for post in POSTS), encoding="utf-8")
    assert hustings("-C", corpus.root, "ingest", posts).returncode == 0
    return corpus


def annotate(corpus: Corpus, **more: object) -> None:
    with corpus.store() as store:
        document = next(item for item in store.documents() if "years" in item.text)
    prefix, suffix = context(document.text, 5, 15)
    fields = {
        "document": document.id,
        "layer": "tactic",
        "code": "platform-first-announcement",
        "start": 5,
        "end": 15,
        "quotation": document.text[5:15],
        "text_sha256": sha256(document.text),
    }
    event = Event(
        id="e1", annotation="a1", act="create", agent="anne", made_at="2026-01-01T00:00:00Z", prefix=prefix,
        suffix=suffix, **{**fields, **more},
    )  # fmt: skip
    with corpus.events() as log:
        log.append([event])


def test_a_sound_corpus_passes(filled: Corpus, hustings: Run) -> None:
    annotate(filled)
    done = hustings("-C", filled.root, "verify", "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["faults"] == []
    assert report["checked"]["annotations"] == 1
    assert report["checked"]["originals"] == 2


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE documents SET text = text || '!'", "not the one that was hashed"),
        ('UPDATE blocks SET "end" = 1000', "outside the text"),
        ("UPDATE records SET document = NULL", "without a document"),
        ("DELETE FROM observations", "never observed"),
        ("DELETE FROM records WHERE number = 0", "without gaps"),
        ("UPDATE records SET source = 'elsewhere'", "without a source"),
        ("UPDATE documents SET \"case\" = 'nowhere'", "not in cases.yaml"),
    ],
)
def test_damage_in_the_store_is_found(filled: Corpus, sql: str, told: str) -> None:
    with filled.store() as store:
        store.db.execute("PRAGMA foreign_keys = OFF")
        store.db.execute(sql)
    assert any(told in fault.what for fault in verify_corpus(filled).faults)


@pytest.mark.parametrize("sql", ["UPDATE originals SET data = x'28b52ffd0000'", "DELETE FROM originals"])
def test_a_damaged_or_missing_original_is_found(filled: Corpus, sql: str) -> None:
    with filled.originals() as originals:
        originals.db.execute(sql)
    assert len(verify_corpus(filled).faults) >= 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"quotation": "something else"}, "quotation"),
        ({"document": "d0"}, "no such document"),
        ({"code": "sorcery"}, "no tactic sorcery"),
        ({"layer": "actor", "code": "nobody"}, "no actor nobody"),
    ],
)
def test_an_annotation_that_does_not_fit_is_found(filled: Corpus, wrong: dict[str, object], told: str) -> None:
    annotate(filled, **wrong)
    faults = verify_corpus(filled).faults
    assert [told in fault.what for fault in faults] == [True]
    assert "annotation a1" in faults[0].where


def test_the_log_is_only_read(filled: Corpus) -> None:
    verify_corpus(filled)
    assert list(EventLog(filled.root / "annotations.db").events()) == []
