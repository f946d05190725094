"""What a record needs beside it to be read is kept with it: the corpus alone can make its documents again."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.folder import Corpus
from corpus.verify import verify_corpus
from ingest.readers.registry import reader_named
from ingest.run import ingest_paths


def test_a_document_can_be_made_again_from_what_is_kept(tmp_path: Path, corpus: Corpus) -> None:
    original = {"id": "1", "text": "Tout le texte de départ.", "author_id": "8"}
    repost = {
        "id": "2",
        "text": "RT @carl: Tout…",
        "author_id": "7",
        "referenced_tweets": [{"type": "retweeted", "id": "1"}],
    }
    users = [{"id": "7", "name": "Anna", "username": "anna"}, {"id": "8", "name": "Carl", "username": "carl"}]
    page = {"data": [repost], "includes": {"users": users, "tweets": [original]}, "__twarc": {"version": "2"}}
    path = tmp_path / "page.jsonl"
    path.write_text(json.dumps(page))
    ingest_paths(corpus, [path])
    path.unlink()
    with corpus.store() as store, corpus.originals() as originals:
        (record,) = store.records()
        assert record.context is not None
        draft = reader_named(record.format).draft(originals.get(record.sha256), originals.get(record.context))
        stored = store.document(record.document or "")
    assert stored is not None
    assert draft.document.text == stored.text == "RT @carl: Tout le texte de départ."
    assert draft.document.account == stored.account == "@anna"


def test_verify_misses_it(tmp_path: Path, corpus: Corpus) -> None:
    path = tmp_path / "page.jsonl"
    path.write_text(json.dumps({"data": [{"id": "1", "text": "x", "author_id": "7"}], "__twarc": {}}))
    ingest_paths(corpus, [path])
    with corpus.store() as store, corpus.originals() as originals:
        (record,) = store.records()
        originals.db.execute("DELETE FROM originals WHERE sha256 = ?", (record.context,))
    assert [fault.what for fault in verify_corpus(corpus).faults] == ["What it needs beside it to be read is missing."]
