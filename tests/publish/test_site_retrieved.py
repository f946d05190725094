"""When a record was retrieved, from its own word in the source to what is exported and shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from running import Run
from stored import silent

from corpus.folder import Corpus
from publish.building.build import build
from publish.site.reading import as_json, read

TEXT = "Ce matin la ville a voté. " * 30
PAGE = f"<!doctype html><html><head><title>Le vote</title></head><body><h1>Le vote</h1><p>{TEXT}</p></body></html>"
RECORD = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-05-01T10:00:00Z\r\n"
    "WARC-Target-URI: https://ex.org/vote\r\nContent-Type: application/http\r\nContent-Length: {length}\r\n\r\n"
)


def test_the_record_s_own_word_counts_more_than_the_time_of_the_file(
    corpus: Corpus, tmp_path: Path, hustings: Run
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
    (folder / "a.warc").write_text(RECORD.format(length=len(block.encode())) + block + "\r\n\r\n", "utf-8", newline="")
    (folder / "b.jsonl").write_text(json.dumps({"text": "Une ligne.", "native_id": "1"}) + "\n", "utf-8")
    assert hustings("-C", corpus.root, "ingest", folder).returncode == 0

    rows = [json.loads(line) for line in hustings("-C", corpus.root, "export", "documents").stdout.splitlines()]
    ids = [row["id"] for row in rows]
    said = {row["source"]: row["record"] for row in rows}
    assert (said["a.warc"]["retrieved_at"], said["a.warc"]["retrieved_by"]) == ("2020-05-01T10:00:00Z", "WARC-Date")
    assert said["b.jsonl"]["retrieved_by"] == "file time"

    built = build(corpus, silent)
    with closing(sqlite3.connect(built.path)) as db:
        db.row_factory = sqlite3.Row
        shown = [as_json(found) for id in ids if (found := read(db, id))]
    retrieved = {seen["name"]: seen["retrieved_by"] for page in shown for seen in page["observations"]}
    assert retrieved == {"a.warc": "WARC-Date", "b.jsonl": "file time"}
