"""The site holds what is published, adds up, and takes the old one's place whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from stored import FOUND_IN, annotate, silent, store

import publish.building.build
from corpus.errors import NoSite, StoreError, UsageError
from corpus.folder import Corpus, find_corpus
from corpus.model import Block, Event, Metric, Place, Record, Relation, Removed
from corpus.store import Fate
from publish.building.build import Built, build
from publish.building.swap import alone
from publish.database import open_site, site_path

CASES = """
cases:
  - id: obama-2012
    title: {en: Obama on Twitter, fr: Obama sur Twitter}
    period: {start: 2012-09}
    documents: ["press/*.jsonl"]
"""
ACTORS = """
actors:
  - id: barack-obama
    type: candidate
    names: {en: Barack Obama}
    aliases: {any: [Obama], fr: [le président Obama]}
    accounts: [{platform: twitter, handle: "@BarackObama"}]
"""


@pytest.fixture
def full(corpus: Corpus) -> Corpus:
    """A corpus with something in every table."""
    (corpus.root / "cases.yaml").write_text(CASES, encoding="utf-8")
    (corpus.root / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    text = "Four more years\n\nObama used a bot. Obama again."
    article, post, other = store(
        corpus,
        {
            "id": "darticle",
            "text": text,
            "title": "Four more years",
            "language": "en",
            "published_at": "2012-11-07",
            "blocks": (Block(kind="title", start=0, end=15), Block(kind="paragraph", start=17, end=len(text))),
            "removed": (Removed(reason="navigation", text="Home"),),
            "tags": ("obama", "twitter"),
            "relations": (Relation(kind="links_to", url="http://example.org/"),),
            "url": "http://example.org/a",
            "canonical_url": "http://example.org/a",
        },
        {
            "id": "dpost",
            "text": "Une photo, trois mots, et " + "beaucoup " * 20,
            "kind": "post",
            "language": "fr",
            "case": "elsewhere",
            "relations": (Relation(kind="quotes", target="darticle"),),
            "metrics": (Metric(name="likes", value=3), Metric(name="shares", status="hidden", at="2012-11-08")),
        },
        {"id": "dother", "text": "Rien à voir.", "language": "fr"},
        name="press/a.jsonl",
    )
    annotate(corpus, article, "Obama", "actor", "barack-obama", "accept")
    annotate(corpus, article, "bot", "tactic", "automated-accounts")
    annotate(corpus, article, "used a", "tactic", "paid-clicks", "reject")
    annotate(corpus, article, "years", "figure", "4-years", "delete")
    annotate(corpus, post, "trois mots", "figure", "3-words")
    annotate(corpus, other, "Rien", "actor", "nobody", text="Au début, Rien.")
    annotate(corpus, article, "again", "actor", "stranger")
    with corpus.store() as db, db.writing():
        (source,) = db.sources()
        bad = Record(source=source.id, number=3, place=Place(line=4), raw=b"", sha256="0" * 64)
        db.add_record(bad, Fate(outcome="quarantined", reason="not-json", message=f"{FOUND_IN} is no JSON"))
    return find_corpus(corpus.root)


def rows(corpus: Corpus, sql: str) -> list[tuple[object, ...]]:
    with closing(open_site(corpus)) as db:
        return [tuple(row) for row in db.execute(sql)]


def test_a_build_says_what_it_holds(full: Corpus) -> None:
    built = build(full, silent)
    assert (built.documents, built.annotations, built.left_out, built.sources, built.records) == (3, 4, 1, 1, 4)
    assert built.path == full.root / "site" / "site.db"
    assert rows(full, "SELECT hash, documents, title_fr, first_date FROM build") == [
        (built.hash, 3, "Test", "2012-11-07")
    ]


def test_everything_of_a_document_is_there(full: Corpus) -> None:
    build(full, silent)
    assert rows(full, 'SELECT number, id, label, canonical_url, "case", annotations FROM documents') == [
        (1, "darticle", "Four more years", None, "obama-2012", 3),
        (2, "dother", "Rien à voir.", None, "obama-2012", 0),
        (
            3,
            "dpost",
            "Une photo, trois mots, et beaucoup beaucoup beaucoup beaucoup beaucoup beaucoup…",
            None,
            "elsewhere",
            1,
        ),
    ]
    assert rows(full, "SELECT text FROM texts WHERE document = 2") == [("Rien à voir.",)]
    assert rows(full, 'SELECT kind, start, "end" FROM blocks WHERE document = 1') == [
        ("title", 0, 15),
        ("paragraph", 17, 47),
    ]
    assert rows(full, "SELECT reason, text, before FROM removed") == [("navigation", "Home", 0)]
    assert rows(full, "SELECT tag FROM tags ORDER BY number") == [("obama",), ("twitter",)]
    assert rows(full, "SELECT document, kind, target, url FROM relations ORDER BY document") == [
        (1, "links_to", None, "http://example.org/"),
        (3, "quotes", 1, None),
    ]
    assert rows(full, "SELECT name, at, value, status FROM metrics ORDER BY name") == [
        ("likes", "", 3, "known"),
        ("shares", "2012-11-08", None, "hidden"),
    ]
    assert rows(full, "SELECT document, year, language, kind FROM facets") == [
        (1, "2012", "en", "article"),
        (2, None, "fr", "article"),
        (3, None, "fr", "post"),
    ]


def test_a_document_leads_to_its_record_and_no_further(full: Corpus) -> None:
    built = build(full, silent)
    provenance = (
        "SELECT name, place, outcome, records.sha256 FROM observations JOIN records ON records.number = record"
        " JOIN sources ON sources.number = source WHERE document = 2"
    )
    ((name, place, outcome, sha),) = rows(full, provenance)
    assert (name, place, outcome, len(str(sha))) == ("press/a.jsonl", "line 3", "kept", 64)
    assert rows(full, "SELECT place, reason FROM records WHERE outcome = 'quarantined'") == [("line 4", "not-json")]
    assert rows(full, "SELECT records, documents FROM sources") == [(4, 3)]
    assert FOUND_IN.encode() not in built.path.read_bytes()


def test_only_annotations_that_stand_and_lead_to_their_words_are_published(full: Corpus) -> None:
    build(full, silent)
    annotations = rows(full, "SELECT document, block, layer, code, actor, tactic, quotation, state FROM annotations")
    assert annotations == [
        (1, 1, "actor", "barack-obama", "barack-obama", None, "Obama", "accepted"),
        (1, 1, "tactic", "automated-accounts", None, "automated-accounts", "bot", "suggested"),
        (1, 1, "actor", "stranger", None, None, "again", "suggested"),
        (3, 0, "figure", "3-words", None, None, "trois mots", "suggested"),
    ]
    quoted = 'SELECT quotation = substr(text, start + 1, "end" - start) FROM annotations JOIN texts USING (document)'
    assert set(rows(full, quoted)) == {(1,)}
    assert rows(full, "SELECT documents, annotations FROM actors") == [(1, 1)]
    assert rows(full, "SELECT slug, documents FROM tactics WHERE annotations > 0") == [("automated-accounts", 1)]


def test_words_are_in_both_languages_even_where_they_were_given_in_one(full: Corpus) -> None:
    build(full, silent)
    assert rows(full, "SELECT id, name_en, name_fr FROM actors") == [("barack-obama", "Barack Obama", "Barack Obama")]
    assert rows(full, "SELECT language, name, alias FROM actor_names") == [
        ("en", "Barack Obama", 0),
        ("any", "Obama", 1),
        ("fr", "le président Obama", 1),
    ]
    assert rows(full, "SELECT id, title_fr, documents, annotations FROM cases") == [
        ("obama-2012", "Obama sur Twitter", 2, 3),
        ("elsewhere", "elsewhere", 1, 1),
    ]
    ((label, group),) = rows(full, "SELECT label_fr, \"group\" FROM tactics WHERE slug = 'automated-accounts'")
    assert (label, group) == ("Comptes automatisés", "coordinate")


def test_an_outlet_that_is_written_in_several_ways_is_one(corpus: Corpus) -> None:
    names = [
        "L’Écho des Préaux",
        "L'Écho des Préaux",
        "L'Écho des Préaux",
        "L’ECHO DES PRÉAUX",
        "L'Écho",
        "東京新聞",
        "!",
    ]
    store(corpus, *({"text": f"Text {n}", "outlet": name} for n, name in enumerate(names)), {"text": "None"})
    build(corpus, silent)
    with closing(open_site(corpus)) as db:
        found = db.execute("SELECT outlet, count(*) FROM documents GROUP BY 1 ORDER BY 1").fetchall()
    assert [tuple(row) for row in found] == [
        (None, 1), ("!", 1), ("L'Écho", 1), ("L'Écho des Préaux", 4), ("東京新聞", 1)
    ]  # fmt: skip


def test_every_reference_leads_somewhere(full: Corpus) -> None:
    build(full, silent)
    assert rows(full, "PRAGMA foreign_key_check") == []
    assert rows(full, "PRAGMA integrity_check") == [("ok",)]


def test_the_same_corpus_gives_the_same_bytes(full: Corpus) -> None:
    first = build(full, silent)
    before = first.path.read_bytes()
    assert build(full, silent) == first
    assert first.path.read_bytes() == before
    store(full, {"text": "Something new.", "language": "en"}, name="more.jsonl")
    assert build(full, silent).hash != first.hash


def test_an_empty_corpus_has_a_site_too(corpus: Corpus) -> None:
    built = build(corpus, silent)
    assert (built.documents, built.annotations) == (0, 0)


def test_without_a_build_there_is_no_site(corpus: Corpus) -> None:
    with pytest.raises(NoSite, match="hustings publish build"):
        open_site(corpus)


@pytest.mark.parametrize("content", [b"", b"something else", None])
def test_the_site_of_another_hustings_is_built_again(corpus: Corpus, content: bytes | None) -> None:
    built = build(corpus, silent)
    if content is None:
        with closing(sqlite3.connect(built.path)) as db:
            db.execute("PRAGMA user_version = 99")
    else:
        built.path.write_bytes(content)
    with pytest.raises(NoSite, match="publish build"):
        open_site(corpus)
    build(corpus, silent)
    open_site(corpus).close()


def names(built: Built) -> list[str]:
    return sorted(path.name for path in built.path.parent.iterdir())


def test_a_build_that_fails_leaves_the_old_site(full: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    built = build(full, silent)
    before, files = built.path.read_bytes(), names(built)

    def full_disk(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(publish.building.build, "write_index", full_disk)
    with pytest.raises(StoreError, match="Free some space"):
        build(full, silent)
    assert (built.path.read_bytes(), names(built)) == (before, files)


KILLED = """
import os, signal, sys
from pathlib import Path
from corpus.folder import find_corpus
from publish.building.build import build

class Step:
    def __enter__(self): return self
    def __exit__(self, *error): ...
    def advance(self, by=1, note=""): os.kill(os.getpid(), signal.SIGKILL)

build(find_corpus(Path(sys.argv[1])), lambda what, total: Step())
"""


def test_a_build_that_is_killed_leaves_the_old_site_and_can_be_run_again(full: Corpus) -> None:
    built = build(full, silent)
    before, files = built.path.read_bytes(), names(built)
    done = subprocess.run([sys.executable, "-c", KILLED, str(full.root)], check=False)
    assert done.returncode < 0
    assert built.path.read_bytes() == before
    assert names(built) != files  # it was under way
    assert build(full, silent) == built
    assert names(built) == files


def test_two_builds_at_once_do_not_mix(full: Corpus) -> None:
    with alone(site_path(full)), pytest.raises(UsageError, match="other build"):
        build(full, silent)


def test_a_folder_that_cannot_be_written_is_named(full: Corpus, tmp_path: Path) -> None:
    full.site.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="site"):
        build(full, silent)


def test_what_was_adjudicated_wrong_is_not_published(corpus: Corpus) -> None:
    (document,) = store(corpus, {"text": "Obama used a bot and paid for posts."})
    kept = annotate(corpus, document, "Obama", "actor", "candidate:obama", "accept")
    wrong = annotate(corpus, document, "a bot", "tactic", "bots", "accept")
    waiting = annotate(corpus, document, "paid for posts", "tactic", "paid-micro-influencers")
    made = {"document": document, "agent": "chair", "made_at": "2024-01-02T00:00:00Z", "annotation": wrong}
    with corpus.events() as log:
        log.append([Event(id="verdict.0", act="adjudicate", attributes={"verdict": "wrong", "reason": "no"}, **made)])
    build(corpus, silent)
    with closing(sqlite3.connect(site_path(corpus))) as site:
        published = [row[0] for row in site.execute("SELECT id FROM annotations")]
    assert published == [kept]
    with corpus.events() as log:
        log.append([Event(id="undo.0", act="undo", attributes={"what": "adjudicate"}, **made)])
    build(corpus, silent)
    with closing(sqlite3.connect(site_path(corpus))) as site:
        assert {row[0] for row in site.execute("SELECT id FROM annotations")} == {kept, wrong, waiting}
