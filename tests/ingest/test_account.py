"""What the account of an ingest shows: faults first, and what is no fault once for each reason."""

from __future__ import annotations

import json
from pathlib import Path

from running import Run

from corpus.folder import Corpus

HEAD = "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{n}>\r\nContent-Length: {length}\r\n\r\n"


def test_faults_come_first_and_requests_do_not_flood_the_list(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    block = "GET / HTTP/1.1\r\n\r\n"
    heads = (HEAD.format(kind="request", n=n, length=len(block)) for n in range(40))
    (folder / "a.warc").write_text("".join(f"{head}{block}\r\n\r\n" for head in heads), "utf-8", newline="")
    (folder / "b.jsonl").write_text('{"text": "Une ligne."}\n' + '{"text": 1}\n' * 30, "utf-8")
    done = hustings("-C", corpus.root, "ingest", folder, "--json")
    account = json.loads(done.stdout)
    assert (done.returncode, account["read"], account["quarantined"]) == (1, 71, 70)
    assert [entry["reason"] for entry in account["quarantine"]] == [*["wrong-type"] * 20, "not-a-response"]
    assert {tally["reason"]: tally["records"] for tally in account["by_format"]}["not-a-response"] == 40
    listed = json.loads(hustings("-C", corpus.root, "quarantine", "--json").stdout)
    assert len(listed) == 70
