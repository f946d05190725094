"""Bad input ends as a quarantined record or a clear error with its place; everything else is stored."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
from pathlib import Path

import pytest
from running import COMMAND, Run
from test_archives import zipped

from corpus.folder import Corpus

GOOD = '{"text": "Un document en bon état.", "title": "Bon"}\n'

NOISE = os.urandom(3000).hex().encode()

# A table that we know, without a row.
TWARC_HEADER = b"id,conversation_id,created_at,author_id,text,author.username,edit_history_tweet_ids\n"

# name of the file, its bytes, the reason, what the message must say of the place
BAD = {
    "empty.html": (b"", "empty"),
    "blank.txt": (b" \n\t\n ", "empty"),
    "binary.dat": (bytes(range(256)) * 40, "unknown-format"),
    "photo.html": (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500, "unknown-format"),
    "cut.html.gz": (
        gzip.compress(b"<html><body><p>" + os.urandom(3000).hex().encode() + b"</body>")[:-900],
        "truncated",
    ),
    "cut.jsonl.gz": (gzip.compress(b'{"text": "' + os.urandom(3000).hex().encode() + b'"}\n')[:-900], "truncated"),
    "latin.txt": ("Une ligne. \u00e9\u00e8 ".encode() + b"\xc3 \xff\xfe\n" * 5, "not-utf8"),
    "utf8.jsonl": (b'{"text": "\xff\xfe"}\n', "not-json"),
    "long.jsonl": (b'{"text": "' + b"a" * 50_000_000 + b'"}\n', "too-large"),
    "long.txt": (b"mot " * 12_500_000, "too-large"),
    "types.jsonl": (b'{"text": ["a"]}\n', "wrong-type"),
    "cutline.jsonl": (b'{"text": "une phrase qui n\'est pas', "cut"),
    "pretty.json": (b'[\n  {"text": "a"}\n]\n', "unknown-format"),
    "header.csv": (TWARC_HEADER, "no-record"),
    "chat.json": (b'{"name": "Le fil", "type": "public_channel", "id": 12, "messages": []}', "no-record"),
    "list.js": (b"window.YTD.like.part0 = [ ]", "no-record"),
    "feed.xml": (b'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title></channel></rss>', "no-record"),
    "nothing.zip": (zipped({"folder/": ""}), "no-record"),
    "menu.html": (b"<html><body><nav><a href=/>Accueil</a><a href=/a>Articles</a></nav></body></html>", "no-article"),
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "good.jsonl"
    path.parent.mkdir()
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BAD)
def test_each_is_quarantined_with_its_reason_and_the_rest_is_stored(
    corpus: Corpus, good: Path, hustings: Run, name: str
) -> None:
    data, reason = BAD[name]
    good.with_name(name).write_bytes(data)
    done = hustings("-C", corpus.root, "ingest", good.parent, "--json")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    account = json.loads(done.stdout)
    assert account["read"] == account["kept"] + account["merged"] + account["quarantined"]
    assert account["kept"] == 1
    entries = [entry for entry in account["quarantine"] if entry["reason"] == reason]
    assert entries, account["quarantine"]
    assert entries[0]["source"] == name
    assert entries[0]["place"]
    assert hustings("-C", corpus.root, "verify").returncode == 0
    kept = data if name != "cut.html.gz" else None
    if reason in ("wrong-type", "not-json") and kept:
        shown = subprocess.run(
            [COMMAND, "-C", corpus.root, "quarantine", entries[0]["record"]], capture_output=True, check=True
        )
        assert shown.stdout == kept.rstrip(b"\n")


def test_all_of_them_at_once(corpus: Corpus, good: Path, hustings: Run) -> None:
    for name, (data, _) in BAD.items():
        good.with_name(name).write_bytes(data)
    done = hustings("-C", corpus.root, "ingest", good.parent)
    assert done.returncode == 1
    assert "1 kept" in done.stdout
    listed = json.loads(hustings("-C", corpus.root, "quarantine", "--json").stdout)
    assert {entry["source"] for entry in listed} == set(BAD)
    hustings("-C", corpus.root, "quarantine", "--retry")
    assert json.loads(hustings("-C", corpus.root, "quarantine", "--json").stdout) == listed, (
        "no upgrade, no other reason"
    )


def test_an_unreadable_file_is_told_and_the_rest_is_stored(corpus: Corpus, good: Path) -> None:
    secret = good.with_name("a-secret.html")
    secret.write_text("<p>secret</p>")
    secret.chmod(0)
    # Root may read everything, so that as root the command runs without this power.
    powerless = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*powerless, COMMAND, "-C", corpus.root, "ingest", good.parent], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "a-secret.html" in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 kept" in done.stdout


def test_a_path_that_does_not_exist_is_wrong_use_and_nothing_is_read(corpus: Corpus, good: Path, hustings: Run) -> None:
    done = hustings("-C", corpus.root, "ingest", good, good.with_name("missing"))
    assert done.returncode == 2
    assert "missing" in done.stderr
    assert not (corpus.root / "corpus.db").exists()


def test_a_full_disk_is_a_clear_error_and_what_was_stored_stays(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    posts = tmp_path / "posts.jsonl"
    with posts.open("w") as file:
        for number in range(1000):
            file.write(json.dumps({"text": os.urandom(600).hex(), "native_id": number}) + "\n")

    def no_more_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    done = subprocess.run(
        [COMMAND, "-C", corpus.root, "ingest", posts],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=no_more_room,
    )
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Free some space" in done.stderr
    assert "Traceback" not in done.stderr
    # With room again it goes on and ends as if nothing had happened.
    assert hustings("-C", corpus.root, "ingest", posts).returncode == 0
    with corpus.store() as store:
        assert store.count("documents") == 1000
