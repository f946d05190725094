"""What was taken down is nowhere any more, and does not come back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from running import Run

from corpus.folder import Corpus, find_corpus
from corpus.takedown import take_down
from corpus.tombstones import tombstones
from corpus.verify import verify_corpus

WORDS = "Ma voisine Ottoline Brankovitch vend du miel de châtaignier sur le marché couvert"
POST = {
    "kind": "post",
    "platform": "twitter",
    "native_id": "7777123412341234",
    "account": "@ottoline_b",
    "url": "https://social.example/ottoline_b/status/7777123412341234",
    "text": f"{WORDS} !",
    "tags": ["miel"],
}
OTHER = {"kind": "post", "platform": "twitter", "native_id": "8", "account": "@other", "text": "Il pleut sur le port."}
COPY = {**POST, "native_id": "9", "account": "@copyist", "url": "https://social.example/copyist/status/9"}
ASKED = "The author asked for it."


def lines(path: Path, *rows: dict[str, object]) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def everything(root: Path, but: str = "sealed.db") -> Iterator[tuple[Path, bytes]]:
    """The bytes of every file of a corpus, and those of the originals unpacked."""
    for path in root.rglob("*"):
        if path.is_file() and not path.name.startswith(but):
            yield path, path.read_bytes()
    with closing(sqlite3.connect(root / "originals.db")) as db:
        for size, data in db.execute("SELECT size, data FROM originals"):
            yield root / "originals.db", zstandard.ZstdDecompressor().decompress(data, max_output_size=max(size, 1))


def holding(root: Path, words: str, but: str = "sealed.db") -> list[Path]:
    return [path for path, data in everything(root, but) if words.encode("utf-8") in data]


def id_of(corpus: Corpus, native_id: str) -> str:
    with corpus.store() as store:
        return next(d.id for d in store.documents() if d.native_id == native_id)


@pytest.mark.slow
def test_it_leaves_every_file_and_its_annotations_go_with_it(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    root = corpus.root
    assert hustings("-C", root, "ingest", lines(tmp_path / "ottoline_b.jsonl", POST)).returncode == 0
    assert hustings("-C", root, "ingest", lines(tmp_path / "in.jsonl", OTHER)).returncode == 0
    assert hustings("-C", root, "annotate", "suggest").returncode == 0
    assert hustings("-C", root, "publish", "build").returncode == 0
    id = id_of(corpus, "7777123412341234")
    assert holding(root, "Brankovitch")
    done = hustings("-C", root, "publish", "takedown", id, "--reason", ASKED, "--by", "Cora", "--json")
    assert done.returncode == 0, done.stderr
    for words in ("Brankovitch", "ottoline_b", "7777123412341234", "châtaignier"):
        assert holding(root, words, but="nothing") == [], words
    assert verify_corpus(find_corpus(root)).faults == []
    listed = json.loads(hustings("-C", root, "publish", "takedown", "--list", "--json").stdout)
    assert [(one["document"], one["reason"], one["by"]) for one in listed] == [(id, ASKED, "Cora")]


def test_no_ingest_brings_it_back(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    root = corpus.root
    first = lines(tmp_path / "in.jsonl", POST, OTHER)
    hustings("-C", root, "ingest", first)
    take_down(corpus, id_of(corpus, "7777123412341234"), ASKED)
    again = {
        "the same file elsewhere": lines(tmp_path / "copies" / "in.jsonl", POST, OTHER),
        "the same platform id": lines(tmp_path / "id.jsonl", {**POST, "text": "Autre chose.", "tags": []}),
        "the same words": lines(tmp_path / "words.jsonl", {**POST, "native_id": "55", "text": WORDS.upper()}),
        "the same file": first,
    }
    for what, path in again.items():
        account = json.loads(hustings("-C", root, "ingest", path, "--json").stdout)
        assert account["read"] == account["kept"] + account["merged"] + account["quarantined"], what
        assert account["quarantined"] == 1, what
        assert [tally["reason"] for tally in account["by_format"] if tally["reason"]][-1] == "taken-down", what
        assert holding(root, "Brankovitch") == [], what
    hustings("-C", root, "quarantine", "--retry")
    hustings("-C", root, "reclean")
    with corpus.store() as store:
        assert [document.native_id for document in store.documents()] == ["8"]
    assert verify_corpus(corpus).faults == []


def test_somebody_else_who_posts_the_same_stays(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    """Of a sentence that many copy, one has asked to be left out."""
    hustings("-C", corpus.root, "ingest", lines(tmp_path / "in.jsonl", POST))
    done = take_down(corpus, id_of(corpus, "7777123412341234"), ASKED)
    assert done.alike == []
    hustings("-C", corpus.root, "ingest", lines(tmp_path / "copy.jsonl", COPY))
    with corpus.store() as store:
        assert [document.account for document in store.documents()] == ["@copyist"]


def test_who_holds_its_words_too_is_told(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    hustings("-C", corpus.root, "ingest", lines(tmp_path / "in.jsonl", POST, COPY))
    done = take_down(corpus, id_of(corpus, "7777123412341234"), ASKED)
    assert done.alike == [id_of(corpus, "9")]


def test_done_twice_it_is_done_once(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    hustings("-C", corpus.root, "ingest", lines(tmp_path / "in.jsonl", POST))
    id = id_of(corpus, "7777123412341234")
    assert take_down(corpus, id, ASKED).records == 1
    assert take_down(corpus, id, "Another reason").tombstone.reason == ASKED
    with corpus.store() as store:
        assert len(tombstones(store.db)) == 1


def test_an_unknown_document_is_said_to_be_none(corpus: Corpus, hustings: Run) -> None:
    done = hustings("-C", corpus.root, "publish", "takedown", "dnothing", "--reason", ASKED)
    assert (done.returncode, "There is no document dnothing" in done.stderr) == (2, True)
    done = hustings("-C", corpus.root, "publish", "takedown")
    assert done.returncode == 2
