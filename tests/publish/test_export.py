"""What goes out as JSON Lines, that it comes in again as it was, and the top floor's commands."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson
import pytest
from stored import FOUND_IN, annotate, silent, store

from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.model import Block, Metric, Observation, Relation, Removed
from corpus.rows import annotation_row, document_row
from publish.building.build import build
from publish.export.own import annotation_rows, document_rows

COMMAND = str(Path(sys.executable).parent / "hustings")

TEXT = "Quatre ans de plus\n\nUne photo, trois mots."
FULL: dict[str, Any] = {
    "id": "daaaaaaaaaaaaaaaa",
    "text": TEXT,
    "title": "Quatre ans de plus",
    "language": "fr",
    "published_at": "2012-11",
    "published_precision": "month",
    "outlet": "Le Carnet",
    "byline": "A. B.",
    "url": "https://example.org/a",
    "tags": ("obama",),
    "blocks": (Block(kind="title", start=0, end=18), Block(kind="paragraph", start=20, end=len(TEXT))),
    "removed": (Removed(reason="navigation", text="Accueil"), Removed(reason="footer", text="©", before=2)),
    "relations": (Relation(kind="embeds", target="dzzzzzzzzzzzzzzzz"), Relation(kind="links_to", url="https://b.org/")),
    "metrics": (Metric(name="likes", value=0), Metric(name="shares", status="hidden")),
}
POST: dict[str, Any] = {
    "id": "dzzzzzzzzzzzzzzzz",
    "text": "Four more years.",
    "kind": "post",
    "platform": "twitter",
    "native_id": "266031293945503744",
    "account": "@BarackObama",
    "language": "en",
}


@pytest.fixture
def filled(corpus: Corpus) -> Corpus:
    store(corpus, POST, FULL)
    return corpus


def written(row: dict[str, Any]) -> dict[str, Any]:
    """A row as it stands in the file."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(row))
    return found


def test_a_document_goes_out_with_all_that_is_known_and_nothing_else(filled: Corpus) -> None:
    article, post = map(written, document_rows(filled))
    assert list(article)[:7] == ["id", "kind", "title", "text", "language", "published_at", "published_precision"]
    record = article.pop("record")
    assert (record["number"], record["line"], len(record["sha256"])) == (1, 2, 64)
    assert article == {
        "id": FULL["id"],
        "kind": "article",
        "title": "Quatre ans de plus",
        "text": TEXT,
        "language": "fr",
        "published_at": "2012-11",
        "published_precision": "month",
        "outlet": "Le Carnet",
        "byline": "A. B.",
        "url": "https://example.org/a",
        "tags": ["obama"],
        "state": "live",
        "source": "posts.jsonl",
        "blocks": [{"kind": "title", "start": 0, "end": 18}, {"kind": "paragraph", "start": 20, "end": len(TEXT)}],
        "removed": [{"reason": "navigation", "text": "Accueil"}, {"reason": "footer", "text": "©", "before": 2}],
        "relations": [{"kind": "embeds", "target": POST["id"]}, {"kind": "links_to", "url": "https://b.org/"}],
        "metrics": [{"name": "likes", "value": 0, "status": "known"}, {"name": "shares", "status": "hidden"}],
    }
    assert (post["native_id"], post["account"]) == ("266031293945503744", "@BarackObama")
    assert FOUND_IN not in json.dumps([article, post, record])


def test_a_document_seen_twice_says_where_else(filled: Corpus) -> None:
    store(filled, POST, name="again.jsonl")
    post = list(document_rows(filled))[1]
    assert post["source"] == "posts.jsonl"
    assert [(seen["source"], seen["record"]["line"]) for seen in post["observations"]] == [("again.jsonl", 1)]


def test_the_case_that_claims_a_document_goes_out_with_it(filled: Corpus) -> None:
    text = 'cases: [{id: obama, title: {en: Obama}, documents: ["*.jsonl"]}]'
    (filled.root / "cases.yaml").write_text(text, encoding="utf-8")
    assert {row["case"] for row in document_rows(find_corpus(filled.root))} == {"obama"}


def test_a_part_of_a_record_is_named(filled: Corpus) -> None:
    with filled.store() as db:
        document = db.document(POST["id"])
        ((_, source, record),) = db.observations(POST["id"])
    assert document is not None
    seen = Observation(document=document.id, source=source.id, number=0, part="blockquote 2")
    assert document_row(document, [(seen, source, record)])["record"]["part"] == "blockquote 2"


def test_annotations_go_out_with_their_state_but_not_the_deleted(filled: Corpus) -> None:
    kept = annotate(filled, POST["id"], "Four", "figure", "4")
    rejected = annotate(filled, POST["id"], "more", "tactic", "paid-clicks", "reject")
    annotate(filled, POST["id"], "years", "actor", "nobody", "delete")
    rows = {row["id"]: row for row in annotation_rows(filled)}
    assert {id: row["state"] for id, row in rows.items()} == {kept: "suggested", rejected: "rejected"}
    row = rows[kept]
    assert {
        name: row[name] for name in ("document", "layer", "code", "start", "end", "quotation", "agent", "score")
    } == {
        "document": POST["id"],
        "layer": "figure",
        "code": "4",
        "start": 0,
        "end": 4,
        "quotation": "Four",
        "agent": "test",
        "score": 0.5,
    }
    assert "attributes" not in row


def test_zero_is_known(filled: Corpus) -> None:
    id = annotate(filled, POST["id"], "Four", "figure", "4")
    with filled.events() as log:
        (annotation,) = [a for a in log.annotations() if a.id == id]
    assert annotation_row(annotation)["start"] == 0


# The commands, as a user runs them


def test_documents_come_in_again_as_they_went_out(filled: Corpus, tmp_path: Path, hustings: Any) -> None:
    out = hustings("-C", filled.root, "export", "documents")
    assert out.returncode == 0
    lines = tmp_path / "documents.jsonl"
    lines.write_text(out.stdout, encoding="utf-8")
    again = make_corpus(tmp_path / "again")
    done = hustings("-C", again.root, "ingest", lines)
    assert done.returncode == 0, done.stderr
    second = hustings("-C", again.root, "export", "documents")
    first_rows, second_rows = (
        [orjson.loads(line) for line in text.splitlines()] for text in (out.stdout, second.stdout)
    )
    kept = ("id", "kind", "text", "title", "blocks", "removed", "relations", "tags", "case", "published_at", "language")
    kept += ("native_id", "account", "outlet", "byline", "url", "metrics", "state")
    for before, after in zip(first_rows, second_rows, strict=True):
        assert {name: after.get(name) for name in kept} == {name: before.get(name) for name in kept}


def test_an_export_can_be_cut_short(filled: Corpus) -> None:
    store(filled, *({"text": f"{n} " + "word " * 500} for n in range(400)), name="many.jsonl")
    export = [COMMAND, "-C", str(filled.root), "export", "documents"]
    with subprocess.Popen(export, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert orjson.loads(process.stdout.readline())["id"]
        process.stdout.close()
        assert process.stderr.read() == b""  # `hustings export documents | head` is no error


def test_search_says_that_there_is_no_site_yet(filled: Corpus, hustings: Any) -> None:
    done = hustings("-C", filled.root, "search", "photo")
    assert done.returncode == 2
    assert "hustings publish build" in done.stderr


def test_build_and_search_at_the_terminal(filled: Corpus, hustings: Any) -> None:
    done = hustings("-C", filled.root, "publish", "build")
    assert done.returncode == 0
    assert "documents" in done.stdout
    found = hustings("-C", filled.root, "search", "photos", "mot")
    assert found.returncode == 0
    assert "Quatre ans de plus" in found.stdout
    assert "Une [photo], trois [mots]." in found.stdout
    assert "1 document found" in found.stdout
    as_json = json.loads(hustings("-C", filled.root, "search", "photo", "--json").stdout)
    assert (as_json["total"], as_json["hits"][0]["id"]) == (1, FULL["id"])
    ((start, end),) = as_json["hits"][0]["snippet"]["marks"]
    assert TEXT[start:end] == "photo"
    assert hustings("-C", filled.root, "search", "photo", "--language", "en").stdout.startswith("0 documents")
    bad = hustings("-C", filled.root, "search", '"photo')
    assert (bad.returncode, bad.stdout) == (2, "")


def test_a_port_in_use_is_said(filled: Corpus, hustings: Any) -> None:
    build(filled, silent)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done: subprocess.CompletedProcess[str] = hustings("-C", filled.root, "publish", "serve", "--port", port)
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr
