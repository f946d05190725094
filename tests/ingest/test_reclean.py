"""Cleaning again: nothing changes where the cleaners have not, and what older ones left is brought up to date."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import msgspec
import pytest
from running import Run
from snapshot import snapshot

import ingest.clean.html
from corpus.events import context
from corpus.folder import Corpus
from corpus.ids import sha256
from corpus.model import Document, Event
from corpus.store import Store
from corpus.verify import verify_corpus
from ingest.clean.result import Cleaned
from ingest.reclean import Choice, Recleaned, reclean
from ingest.run import ingest_paths

CALL = "Sign up for our evening letter and get the whole harbour in five minutes."
TOPICS = (
    "The committee met on Tuesday and kept the old rules of the market for one more year, eleven votes to three.",
    "Nobody on the quay had expected the ferry to sail again, and yet it did, with forty passengers and a dog.",
    "A painter of signs has found the accounts of the campaign in a drawer, and gave them to the library.",
    "When the lamp of the lighthouse failed, the keeper rowed out with a lantern and stayed until the morning.",
)
POST = """<blockquote class="twitter-tweet"><p lang="en">The ferry sails again. All aboard!</p>&mdash; Jeanne Rivage
(@JRivage) <a href="https://twitter.com/JRivage/status/1200000000000000000">March 3, 2020</a></blockquote>"""


def page(number: int) -> str:
    """A page with an article of its own, a post in it, and a line that all pages have."""
    more = " ".join(f"The {number + n}th witness spoke of the year {1900 + 7 * number + n}." for n in range(4))
    return f"""<!doctype html><html lang="en"><head><title>Story {TOPICS[number][:20]} | The Lantern</title>
<meta property="og:site_name" content="The Lantern"></head><body><article><h1>Story {TOPICS[number][:20]}</h1>
<p>{TOPICS[number]}</p>{POST if number == 0 else ""}<p>{more}</p><p>{CALL}</p><p>{TOPICS[number][::-1]}</p>
</article></body></html>"""


@pytest.fixture
def stocked(corpus: Corpus, tmp_path: Path) -> Corpus:
    """A corpus with four pages of one outlet, and a post that two files have."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.html").write_text(page(number), encoding="utf-8")
    post = {"platform": "twitter", "native_id": "7", "kind": "post", "text": "Message 7"}
    (folder / "one.jsonl").write_text(json.dumps(post) + "\n", encoding="utf-8")
    (folder / "two.jsonl").write_text(json.dumps({**post, "byline": "Anne"}) + "\n", encoding="utf-8")
    ingest_paths(corpus, [folder], workers=1)
    return corpus


def documents(corpus: Corpus) -> list[Document]:
    with corpus.store() as store:
        return list(store.documents())


def test_right_after_an_ingest_nothing_changes(stocked: Corpus) -> None:
    before = snapshot(stocked.root)
    assert sum(r.reason == "recurring" for d in documents(stocked) for r in d.removed) == 4
    for workers in (1, 2):
        done = reclean(stocked, workers=workers)
        assert done == Recleaned(documents=6, unchanged=6)
    assert snapshot(stocked.root) == before


def test_what_an_older_cleaner_left_becomes_what_an_ingest_makes_today(stocked: Corpus) -> None:
    new = documents(stocked)
    with stocked.store() as store, store.writing():
        for document in new[::2]:
            block = msgspec.structs.replace(document.blocks[0], end=4) if document.blocks else None
            old = msgspec.structs.replace(
                document, text=document.text[:4], blocks=(block,) if block else (), removed=(), relations=(), title="?"
            )
            store.revise(old, cleaned_by="hustings 0.0.1")
    done = reclean(stocked)
    assert (done.documents, done.changed, done.unchanged) == (6, 3, 3)
    assert documents(stocked) == new
    assert verify_corpus(stocked).faults == []


def test_a_post_that_was_not_found_before_is_added_and_one_that_is_not_found_any_more_stays(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0.html").write_text(page(0), encoding="utf-8")
    clean = ingest.clean.html.clean_page

    def blind(raw: bytes, **how: object) -> Cleaned:
        cleaned = clean(raw, **how)  # type: ignore[arg-type]  # passed on as they come
        pieces = tuple(piece for piece in cleaned.pieces if piece.kind != "embedded_post")
        return msgspec.structs.replace(cleaned, pieces=pieces, posts=())

    with monkeypatch.context() as patch:
        patch.setattr(ingest.clean.html, "clean_page", blind)
        ingest_paths(corpus, [tmp_path / "0.html"], workers=1)
        assert len(documents(corpus)) == 1
    done = reclean(corpus, workers=1)
    assert (done.changed, done.new) == (1, 1)
    (article,) = (d for d in documents(corpus) if d.kind == "article")
    (post,) = (d for d in documents(corpus) if d.kind == "post")
    assert [tie.target for tie in article.relations if tie.kind == "embeds"] == [post.id]
    assert reclean(corpus, workers=1) == Recleaned(documents=2, unchanged=2)
    with monkeypatch.context() as patch:
        patch.setattr(ingest.clean.html, "clean_page", blind)
        done = reclean(corpus, workers=1)
    assert (done.changed, done.not_found, done.reasons) == (1, 1, {"not-found": 1})
    assert post in documents(corpus)
    assert verify_corpus(corpus).faults == []


def test_a_document_whose_bytes_are_gone_stays_and_is_named(stocked: Corpus, hustings: Run) -> None:
    before = documents(stocked)
    with sqlite3.connect(stocked.root / "originals.db") as db:
        db.execute("DELETE FROM originals WHERE sha256 = ?", (sha256(page(1)),))
    run = hustings("-C", stocked.root, "reclean", "--json")
    assert run.returncode == 1, run.stderr
    done = json.loads(run.stdout)
    assert (done["documents"], done["unchanged"], done["unreadable"]) == (6, 5, 1)
    assert "bytes" in done["left"][0]["why"]
    assert documents(stocked) == before


def test_some_documents_only(stocked: Corpus, hustings: Run) -> None:
    assert reclean(stocked, Choice(format="jsonl")).documents == 1
    assert reclean(stocked, Choice(source="[01].html")).documents == 3  # with the post inside one of them
    (stocked.root / "cases.yaml").write_text("cases: [{id: ferry, title: {en: Ferry}, documents: ['2.html']}]")
    run = hustings("-C", stocked.root, "reclean", "--case", "ferry")
    assert run.stdout.startswith("1 documents = 0 changed + 1 unchanged"), run.stdout + run.stderr
    assert hustings("-C", stocked.root, "reclean", "--case", "nowhere").returncode == 2
    assert hustings("-C", stocked.root, "reclean", "--format", "papyrus").returncode == 2


def test_annotations_that_the_new_text_leaves_behind_are_counted(stocked: Corpus) -> None:
    document = next(d for d in documents(stocked) if d.text.find(TOPICS[0]) > 0)
    with stocked.store() as store:
        _cut(store, document)
        old = store.document(document.id)
    assert old is not None
    prefix, suffix = context(old.text, 0, 9)
    with stocked.events() as log:
        log.append(
            [
                Event(
                    id="e1",
                    annotation="a1",
                    document=document.id,
                    act="create",
                    agent="anne",
                    made_at="2026-01-01T00:00:00Z",
                    layer="tactic",
                    code="any",
                    start=0,
                    end=9,
                    quotation=old.text[:9],
                    prefix=prefix,
                    suffix=suffix,
                    text_sha256=sha256(old.text),
                )
            ]
        )
    done = reclean(stocked)
    assert (done.changed, done.annotations) == (1, 1)


def _cut(store: Store, document: Document) -> None:
    """An older cleaner's text of it, that lacks its first block and its title."""
    at = document.blocks[1].start
    blocks = [msgspec.structs.replace(b, start=b.start - at, end=b.end - at) for b in document.blocks[1:]]
    with store.writing():
        store.revise(
            msgspec.structs.replace(document, text=document.text[at:], blocks=tuple(blocks), removed=()),
            cleaned_by="hustings 0.0.1",
        )
