"""An older corpus opens and is brought up; a newer one is refused; a write is whole or not at all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus import database
from corpus.database import open_database, statements, transaction
from corpus.errors import CorpusTooNew, StoreError


def test_a_new_file_gets_the_newest_schema(tmp_path: Path) -> None:
    db = open_database(tmp_path / "corpus.db", "corpus")
    assert db.execute("PRAGMA user_version").fetchone()[0] == len(database.steps("corpus"))
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_an_older_file_is_brought_up_and_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    old = ["CREATE TABLE notes (text TEXT);"]
    new = [*old, "ALTER TABLE notes ADD COLUMN author TEXT;\nUPDATE notes SET author = 'nobody; known';"]
    monkeypatch.setattr(database, "steps", lambda schema: old)
    first = open_database(path, "notes")
    first.execute("INSERT INTO notes VALUES ('kept')")
    first.close()
    monkeypatch.setattr(database, "steps", lambda schema: new)
    assert [tuple(row) for row in open_database(path, "notes").execute("SELECT * FROM notes")] == [
        ("kept", "nobody; known")
    ]


def test_a_step_that_fails_leaves_the_older_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    good = ["CREATE TABLE notes (text TEXT);"]
    bad = [*good, "CREATE TABLE more (text TEXT); INSERT INTO nowhere VALUES (1);"]
    monkeypatch.setattr(database, "steps", lambda schema: good)
    open_database(path, "notes").close()
    monkeypatch.setattr(database, "steps", lambda schema: bad)
    with pytest.raises(StoreError):
        open_database(path, "notes")
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("notes",)]


def test_a_newer_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    db = open_database(path, "corpus")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(CorpusTooNew, match=r"schema 99.*later"):
        open_database(path, "corpus")
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone()[0] == 99


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    path.write_bytes(b"no database at all, but long enough to be looked at as one" * 40)
    with pytest.raises(StoreError, match="not a database"):
        open_database(path, "corpus")


def test_a_transaction_is_undone_whole(tmp_path: Path) -> None:
    db = open_database(tmp_path / "originals.db", "originals")
    rows = [("a", 1, b"0"), ("b", 1, b"0"), ("a", 1, b"0")]  # the third is there already
    with pytest.raises(sqlite3.IntegrityError), transaction(db):
        db.executemany("INSERT INTO originals VALUES (?, ?, ?)", rows)
    assert db.execute("SELECT count(*) FROM originals").fetchone()[0] == 0


def test_statements_keep_semicolons_inside_triggers_and_texts() -> None:
    script = "CREATE TABLE a (b TEXT);\nCREATE TRIGGER t AFTER INSERT ON a\nBEGIN SELECT 1; SELECT 'x;y'; END;\n"
    assert [part.strip()[:14] for part in statements(script)] == ["CREATE TABLE a", "CREATE TRIGGER"]
