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


def filled(folder: Path, files: int) -> Path:
    """A folder with two folders of files, each with a record that becomes a document and one that does not."""
    for number in range(files):
        path = folder / ("posts" if number % 2 else "press") / f"{number:02}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"text": "Texte {number}."}}\n{{"text": 1}}\n', "utf-8")
    return folder


def test_few_sources_are_told_one_by_one(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    shown = hustings("-C", corpus.root, "ingest", filled(tmp_path / "in", 4)).stdout
    for name in ("press/00.jsonl", "posts/01.jsonl", "press/02.jsonl", "posts/03.jsonl"):
        (line,) = [line for line in shown.splitlines() if name in line and "jsonl" in line.split()]
        assert line.split() == [name, "jsonl", "2", "1", "0", "1", "wrong-type", "1"]
    assert "8 read = 4 kept + 0 merged + 4 quarantined" in shown
    assert "hustings sources" not in shown


def test_many_sources_are_told_by_folder_and_each_by_its_own_command(
    corpus: Corpus, tmp_path: Path, hustings: Run
) -> None:
    shown = hustings("-C", corpus.root, "ingest", filled(tmp_path / "in", 30)).stdout
    assert "posts/ (15 sources)" in shown
    assert "hustings sources" in shown
    listed = json.loads(hustings("-C", corpus.root, "sources", "--json").stdout)
    assert len(listed) == 30
    assert {(s["read"], s["kept"], s["merged"], s["quarantined"]) for s in listed} == {(2, 1, 0, 1)}
    first = listed[0]
    assert (first["name"], first["format"], first["complete"], first["retrieved_by"]) == (
        "posts/01.jsonl",
        "jsonl",
        True,
        "file time",
    )
    assert first["why"] == {"wrong-type": 1}
    assert "press/28.jsonl" in hustings("-C", corpus.root, "sources").stdout


def test_a_source_whose_records_say_when_they_were_retrieved_shows_it(
    corpus: Corpus, tmp_path: Path, hustings: Run
) -> None:
    envelope = (
        '{{"item_id": "{n}", "timestamp_collected": 1700000{n}0000, "source_platform": "tiktok.com", "data": {data}}}'
    )
    data = '{"id": "71", "createTime": 1600000000, "desc": "oui"}'
    (tmp_path / "a.ndjson").write_text("".join(envelope.format(n=n, data=data) + "\n" for n in (12, 10)), "utf-8")
    assert hustings("-C", corpus.root, "ingest", tmp_path / "a.ndjson").returncode == 0
    (source,) = json.loads(hustings("-C", corpus.root, "sources", "--json").stdout)
    assert (source["retrieved_at"], source["retrieved_by"]) == ("2023-11-14T22:15:00Z", "Zeeschuimer")
