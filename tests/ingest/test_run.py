"""Ingest from the user's side: duplicates, twice, formats, names, cases, the account."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from running import Run
from snapshot import snapshot

from corpus.errors import BadRecord
from corpus.folder import Corpus, find_corpus
from corpus.verify import verify_corpus
from ingest.draft import Draft
from ingest.readers.base import KEEP_LIMIT

PAGE = """<!doctype html><html lang="en"><head><title>A quiet week | The Lantern</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><article><h1>A quiet week</h1>
<p>The committee met on Tuesday and decided, after a long afternoon, to keep the old rules for one more year.</p>
<p>Nobody in the room expected the vote to be close, and it was not: eleven members out of fourteen agreed.</p>
<p>The minutes will be published next month, when the secretary comes back from a well-deserved holiday.</p>
</article><footer>© The Lantern</footer></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "press").mkdir(parents=True)
    (folder / "press" / "a.html").write_text(PAGE, encoding="utf-8")
    (folder / "posts.jsonl").write_text(
        "".join(json.dumps({"text": f"Message {n}", "native_id": n, "platform": "x"}) + "\n" for n in range(5)),
        encoding="utf-8",
    )
    return folder


def test_the_account_adds_up_and_twice_adds_nothing(corpus: Corpus, folder: Path, hustings: Run) -> None:
    first = hustings("-C", corpus.root, "ingest", folder, "--json")
    assert first.returncode == 0, first.stderr
    account = json.loads(first.stdout)
    assert (account["read"], account["kept"], account["merged"], account["quarantined"]) == (6, 6, 0, 0)
    before = snapshot(corpus.root)
    second = json.loads(hustings("-C", corpus.root, "ingest", folder, "--json").stdout)
    assert second["sources_complete_before"] == 2
    assert (second["read"], second["kept"]) == (6, 6)
    assert snapshot(corpus.root) == before


def test_the_same_page_under_two_names_is_one_document_with_two_observations(
    corpus: Corpus, folder: Path, hustings: Run
) -> None:
    (folder / "press" / "b copy.html").write_text(PAGE, encoding="utf-8")
    (folder / "press" / "c changed menu.html").write_text(PAGE.replace("News</a>", "Opinion</a>"), encoding="utf-8")
    account = json.loads(hustings("-C", corpus.root, "ingest", folder / "press", "--json").stdout)
    assert (account["kept"], account["merged"]) == (1, 2)
    with corpus.store() as store:
        (id,) = store.document_ids()
        assert [source.name for _, source, _ in store.observations(id)] == [
            "a.html",
            "b copy.html",
            "c changed menu.html",
        ]


def test_the_same_post_in_two_files_is_one_document(corpus: Corpus, folder: Path, hustings: Run) -> None:
    (folder / "more.jsonl").write_text('{"platform": "x", "native_id": "3", "text": "Message 3"}\n', encoding="utf-8")
    account = json.loads(hustings("-C", corpus.root, "ingest", folder, "--json").stdout)
    assert (account["kept"], account["merged"]) == (6, 1)


def test_format_is_detected_by_content_and_can_be_given(corpus: Corpus, folder: Path, hustings: Run) -> None:
    strange = folder / "press" / "a.dat"
    (folder / "press" / "a.html").rename(strange)
    hustings("-C", corpus.root, "ingest", strange)
    with corpus.store() as store:
        assert [source.format for source in store.sources()] == ["html"]
    wrong = hustings("-C", corpus.root, "ingest", strange, "--format", "papyrus")
    assert wrong.returncode == 2
    assert all(f" {name}," in wrong.stderr for name in ("dump", "html", "jsonl"))


def test_names_never_tell_where_the_files_lay(corpus: Corpus, folder: Path, hustings: Run) -> None:
    hustings("-C", corpus.root, "ingest", folder)
    with corpus.store() as store:
        assert {source.name for source in store.sources()} == {"posts.jsonl", "press/a.html"}


def test_the_corpus_and_hidden_files_are_passed_over(corpus: Corpus, hustings: Run) -> None:
    (corpus.root / ".hidden.txt").write_text("hidden")
    (corpus.root.parent / "seen.jsonl").write_text('{"text": "seen"}\n')
    account = json.loads(hustings("-C", corpus.root, "ingest", corpus.root.parent, "--json").stdout)
    assert account["sources"] == 1


def test_a_case_must_exist_and_a_record_may_name_its_own(corpus: Corpus, folder: Path, hustings: Run) -> None:
    wrong = hustings("-C", corpus.root, "ingest", folder, "--case", "obama-2012")
    assert wrong.returncode == 2
    assert "cases.yaml" in wrong.stderr
    cases = "cases:\n- {id: obama-2012, title: {en: Obama}}\n- {id: other, title: {en: Other}}\n"
    (corpus.root / "cases.yaml").write_text(cases, encoding="utf-8")
    (folder / "own.jsonl").write_text('{"text": "own", "case": "other"}\n', encoding="utf-8")
    assert hustings("-C", corpus.root, "ingest", folder, "--case", "obama-2012").returncode == 0
    with corpus.store() as store:
        found = {document.text: document.case for document in store.documents()}
    assert found["own"] == "other"
    assert found["Message 1"] == "obama-2012"


def test_languages_of_documents_and_of_paragraphs_that_differ(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    french = "La campagne a recruté des influenceurs pour parler à la jeunesse, et personne ne l'a dit clairement."
    english = (
        "The campaign hired hundreds of organisers who were asked to text everybody they knew about the candidate."
    )
    spanish = "La campaña contrató a cientos de personas para escribir mensajes a sus amigos durante todo el mes."
    lines = [{"text": f"{french}\n\n{french} Encore.\n\n{english}"}, {"text": english}, {"text": spanish}]
    path = tmp_path / "l.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in lines), encoding="utf-8")
    hustings("-C", corpus.root, "ingest", path)
    with corpus.store() as store:
        by_language = {document.language: document for document in store.documents()}
    assert set(by_language) == {"fr", "en", "es"}
    assert [block.language for block in by_language["fr"].blocks] == [None, None, "en"]


def test_a_reader_of_another_package_is_found_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    from ingest.readers import registry
    from ingest.readers.jsonl import READER

    entry = EntryPoint("mine", "ingest.readers.jsonl:READER", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    registry.readers.cache_clear()
    try:
        assert next(iter(registry.readers())) == READER.name
    finally:
        registry.readers.cache_clear()


def test_sources_kept_inside_the_corpus_folder_are_read_and_its_own_files_are_not(
    corpus: Corpus, hustings: Run
) -> None:
    (corpus.root / "sources").mkdir()
    (corpus.root / "sources" / "a.jsonl").write_text('{"text": "inside"}\n')
    for _ in range(2):  # the second time there are databases too
        done = json.loads(hustings("ingest", ".", "--json", cwd=corpus.root).stdout)
        assert (done["sources"], done["read"]) == (1, 1)


def test_quarantined_records_can_be_tried_again_after_an_upgrade(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.readers import html, registry
    from ingest.retry import retry
    from ingest.run import ingest_paths

    def older(raw: bytes) -> Draft:
        raise BadRecord("no-article", "This Hustings does not understand the page.")

    newer = registry.readers()["html"]
    monkeypatch.setitem(registry.readers(), "html", msgspec.structs.replace(newer, draft=older))
    (folder / "bad.jsonl").write_text('{"text": 5}\n', encoding="utf-8")
    account = ingest_paths(corpus, [folder], case="lille")
    assert (account.number("kept"), account.number("quarantined")) == (5, 2)
    monkeypatch.setitem(registry.readers(), "html", html.READER)
    done = retry(corpus)
    assert (done.tried, done.kept, done.merged) == (2, 1, 0)
    with corpus.store() as store:
        assert {document.case for document in store.documents()} == {"lille"}  # of the retried one too
    account = ingest_paths(corpus, [folder])
    assert (account.number(), account.number("kept"), account.number("quarantined")) == (7, 6, 1)
    (corpus.root / "cases.yaml").write_text("cases: [{id: lille, title: {en: Lille}}]", encoding="utf-8")
    assert verify_corpus(find_corpus(corpus.root)).faults == []


def test_a_record_beyond_every_limit_leaves_its_place_and_hash(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    path = tmp_path / "huge.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        file.seek(KEEP_LIMIT, 1)  # a hole: much to read and nothing on the disk
        file.write(b'"}\n{"text": "after it"}\n')
    done = json.loads(hustings("-C", corpus.root, "ingest", path, "--json").stdout)
    assert (done["kept"], done["quarantined"]) == (1, 1)
    assert done["quarantine"][0]["reason"] == "too-large"
    assert hustings("-C", corpus.root, "verify").returncode == 0
    assert hustings("-C", corpus.root, "quarantine", "--retry").returncode == 0
