"""rights.yaml decides what goes out: tiers, embargoes, excerpts and citations; and what is refused."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running import Run
from stored import annotate, silent, store

from corpus.errors import NotPublishable, SettingsError
from corpus.folder import Corpus, find_corpus
from corpus.model import Block, Relation
from publish.building.build import build
from publish.database import open_site, site_path
from publish.export.own import document_rows

TITLE = "Une nuit électorale"
FIRST = "Le candidat gagne avec un bot, et la foule danse jusqu'au matin sur la grande place de la mairie."
LAST = "Plus tard dans la nuit, un second bot publie la même phrase soixante-dix fois de suite."
TEXT = f"{TITLE}\n\n{FIRST}\n\n{LAST}"
BLOCKS = (
    Block(kind="title", start=0, end=len(TITLE)),
    Block(kind="paragraph", start=len(TITLE) + 2, end=len(TITLE) + 2 + len(FIRST)),
    Block(kind="paragraph", start=len(TEXT) - len(LAST), end=len(TEXT)),
)
ACTORS = """
actors:
  - id: jane-doe
    type: activist
    names: {en: Jane Fernsby-Doe}
    aliases: {fr: [Fernsby]}
    accounts: [{platform: twitter, handle: "@jane_fernsby"}]
"""


def ruled(corpus: Corpus, rights: str) -> Corpus:
    (corpus.root / "rights.yaml").write_text(rights, "utf-8")
    return find_corpus(corpus.root)


def rows(corpus: Corpus, sql: str) -> list[tuple[Any, ...]]:
    with closing(open_site(corpus)) as db:
        return list(db.execute(sql))


@pytest.fixture
def press(corpus: Corpus) -> Corpus:
    """An article of a paper, one of another, and an interview that answers it."""
    fields = {"text": TEXT, "title": TITLE, "blocks": BLOCKS, "language": "fr", "published_at": "2012-11-07"}
    paper = {**fields, "id": "dpaper", "outlet": "La Gazette", "url": "https://gazette.example/nuit"}
    (article,) = store(corpus, paper, name="press/a.jsonl")
    ties = (Relation(kind="links_to", target="dsecret", url="https://secret.example/"),)
    store(corpus, {**fields, "id": "dother", "outlet": "Le Phare", "relations": ties}, name="press/b.jsonl")
    store(corpus, {"id": "dsecret", "text": "Confidence : le bot est à moi."}, name="interviews/c.jsonl")
    annotate(corpus, article, "avec un bot", "tactic", "automated-accounts")
    annotate(corpus, article, "un second bot", "tactic", "automated-accounts")
    annotate(corpus, "dsecret", "bot", "tactic", "automated-accounts")
    return corpus


def test_without_a_rule_all_is_public(press: Corpus) -> None:
    (press.root / "rights.yaml").unlink()
    built = build(find_corpus(press.root), silent)
    assert (built.documents, built.annotations, built.withheld) == (3, 3, 0)


def test_what_is_sealed_leaves_in_no_way(press: Corpus, hustings: Run) -> None:
    corpus = ruled(press, 'rules: [{source: "interviews/*", tier: sealed}]')
    built = build(corpus, silent, tier="team")
    assert (built.documents, built.sources, built.withheld) == (2, 2, 1)
    data = b"".join(path.read_bytes() for path in corpus.site.rglob("*") if path.is_file())
    for words in ("Confidence", "interviews", "secret.example", "dsecret"):
        assert words.encode() not in data, words
    assert [row["id"] for row in document_rows(corpus)] == ["dother", "dpaper"]
    for what, sealed in (("documents", "Confidence"), ("annotations", "dsecret")):
        assert sealed not in hustings("-C", corpus.root, "export", what).stdout
        assert sealed in hustings("-C", corpus.root, "export", what, "--sealed").stdout
    folder = corpus.root.parent / "w3c"
    assert hustings("-C", corpus.root, "annotate", "export", "w3c", "--to", folder).returncode == 0
    assert not any(b"Confidence" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_is_for_the_team_is_in_its_site_only(press: Corpus, hustings: Run) -> None:
    corpus = ruled(press, "rules: [{document: dsecret, tier: team}]")
    assert build(corpus, silent).documents == 2
    assert b"Confidence" not in site_path(corpus).read_bytes()
    done = hustings("-C", corpus.root, "publish", "build", "--tier", "team", "--json")
    assert json.loads(done.stdout)["documents"] == 3
    assert rows(corpus, "SELECT tier FROM build") == [("team",)]


def test_an_embargo_ends_on_its_day(press: Corpus, hustings: Run) -> None:
    corpus = ruled(press, "rules: [{outlet: la gazette, embargo: 2027-01-01}]")
    assert build(corpus, silent, day="2026-12-31").documents == 2
    assert build(corpus, silent, day="2027-01-01").documents == 3
    found = json.loads(hustings("-C", corpus.root, "publish", "check", "--day", "2026-12-31", "--json").stdout)
    assert (found["published"], found["held"]["embargo"], found["held"]["next_day"]) == (2, 1, "2027-01-01")
    wrong = hustings("-C", corpus.root, "publish", "check", "--day", "soon")
    assert (wrong.returncode, "soon is no day" in wrong.stderr) == (2, True)


def test_an_excerpt_has_its_beginning_and_what_is_said_of_it(press: Corpus) -> None:
    why = "{en: Their rights, fr: Leurs droits}"
    corpus = ruled(press, f"rules: [{{outlet: La Gazette, text: excerpt, characters: 40, why: {why}}}]")
    built = build(corpus, silent)
    sql = "SELECT text, shown, shown_why_fr FROM documents JOIN texts ON document = number WHERE id = 'dpaper'"
    assert rows(corpus, sql) == [(f"{TITLE}\n\nLe candidat gagne avec un bot, et la", "excerpt", "Leurs droits")]
    assert rows(corpus, "SELECT quotation FROM annotations WHERE document = 2") == [("avec un bot",)]
    assert built.withheld == 1
    places = rows(corpus, 'SELECT start, "end" FROM blocks WHERE document = 2')
    assert places == [(0, 19), (21, 21 + len("Le candidat gagne avec un bot, et la"))]


def test_a_citation_has_no_word_of_the_text(press: Corpus) -> None:
    corpus = ruled(press, "rules: [{outlet: [Le Phare, La Gazette], text: citation}]")
    assert build(corpus, silent).withheld == 2
    assert b"candidat gagne" not in b"".join(p.read_bytes() for p in corpus.site.rglob("*") if p.is_file())
    sql = "SELECT title, outlet, url, text, words FROM documents JOIN texts ON document = number WHERE id = 'dpaper'"
    assert rows(corpus, sql) == [(TITLE, "La Gazette", "https://gazette.example/nuit", "", 0)]
    public = {row["id"]: row for row in document_rows(corpus, public=True)}
    assert (public["dpaper"]["text"], public["dpaper"]["title"]) == ("", TITLE)


def test_search_finds_what_is_only_cited_by_its_title(press: Corpus, hustings: Run) -> None:
    corpus = ruled(press, "rules: [{document: dpaper, text: citation}, {document: dother, tier: sealed}]")
    build(corpus, silent)
    assert "dpaper" in hustings("-C", corpus.root, "search", "nuit électorale", "--json").stdout
    assert "dpaper" not in hustings("-C", corpus.root, "search", "mairie", "--json").stdout


def test_the_first_rule_that_fits_decides(press: Corpus) -> None:
    rules = '[{document: dpaper}, {source: "press/*", tier: sealed}, {kind: article, text: citation}]'
    corpus = ruled(press, f"rules: {rules}")
    build(corpus, silent)
    assert rows(corpus, "SELECT id, shown FROM documents") == [("dpaper", "whole"), ("dsecret", "citation")]


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ("rules: [{embargo: 2027-13-01}]", "2027-13-01 is no day"),
        ("rules: [{tier: secret}]", "tier"),
        ("rules: [{sources: x}]", "sources"),
        ("aliases: {public_actors: {nobody: why}}", "no actor nobody"),
        ("aliases: {private_types: [spy]}", "no actor type spy"),
        ("aliases: {public_accounts: [{account: x}]}", "why"),
        ("rules: [", "rights.yaml, line 2"),
    ],
)
def test_a_mistake_in_the_file_is_told(corpus: Corpus, rights: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        ruled(corpus, rights)
    assert "rights.yaml" in str(caught.value)


@pytest.fixture
def activist(corpus: Corpus) -> Corpus:
    """A private person in actors.yaml, with an account, who is coded."""
    (corpus.root / "actors.yaml").write_text(ACTORS, "utf-8")
    post = {"kind": "post", "platform": "twitter", "native_id": "12345678901", "account": "@jane_fernsby"}
    store(corpus, {**post, "id": "dpost", "text": "Un bot, et alors ?"}, name="posts.jsonl")
    store(corpus, {"id": "darticle", "text": "Jane Fernsby-Doe paie un bot. Fernsby rit."}, name="press.jsonl")
    annotate(corpus, "darticle", "Jane Fernsby-Doe", "actor", "jane-doe")
    annotate(corpus, "dpost", "bot", "tactic", "automated-accounts")
    return corpus


def test_a_private_person_beside_a_political_code_is_refused(activist: Corpus, hustings: Run) -> None:
    corpus = find_corpus(activist.root)
    with pytest.raises(NotPublishable, match="jane-doe"):
        build(corpus, silent)
    assert not site_path(corpus).exists()
    done = hustings("-C", corpus.root, "publish", "check")
    assert (done.returncode, "jane-doe (@jane_fernsby), of the type activist" in done.stdout) == (1, True)
    assert "public_actors" in done.stderr
    built = hustings("-C", corpus.root, "publish", "build")
    assert (built.returncode, "jane-doe (@jane_fernsby)" in built.stderr) == (1, True)
    assert hustings("-C", corpus.root, "export", "annotations", "--public").returncode == 1


def test_who_is_said_to_be_public_stays_and_the_other_becomes_an_alias(activist: Corpus) -> None:
    public = ruled(activist, "aliases: {public_actors: {jane-doe: She speaks for them}}")
    build(public, silent)
    assert ("jane-doe", "Jane Fernsby-Doe") in rows(public, "SELECT code, quotation FROM annotations")
    assert ("@jane_fernsby",) in rows(public, "SELECT account FROM documents")
    hidden = ruled(activist, "aliases: {aliased_actors: [jane-doe]}")
    build(hidden, silent)
    data = b"".join(path.read_bytes() for path in hidden.site.rglob("*") if path.is_file())
    assert b"jane" not in data.lower()
    assert b"fernsby" not in data.lower()
    (code,) = rows(hidden, "SELECT code FROM annotations WHERE layer = 'actor'")
    assert rows(hidden, "SELECT id FROM actors") == [code]
    assert rows(hidden, "SELECT account FROM documents WHERE id = 'dpost'") == [(f"@{code[0]}",)]


def test_without_aliases_a_coded_account_is_refused(activist: Corpus, hustings: Run) -> None:
    corpus = ruled(activist, "aliases: {use: false, public_actors: {jane-doe: She speaks for them}}")
    build(corpus, silent)  # all that is coded is hers
    store(corpus, {"kind": "post", "id": "dmore", "account": "@somebody", "text": "Mon bot."}, name="more.jsonl")
    build(corpus, silent)
    assert ("@somebody",) in rows(corpus, "SELECT account FROM documents")
    annotate(corpus, "dmore", "bot", "tactic", "automated-accounts")
    done = hustings("-C", corpus.root, "publish", "check")
    assert (done.returncode, "@somebody" in done.stdout) == (1, True)


def test_another_corpus_has_other_aliases(tmp_path: Path, corpus: Corpus) -> None:
    from corpus.folder import make_corpus

    found = set()
    for one in (corpus, make_corpus(tmp_path / "other")):
        store(one, {"kind": "post", "platform": "twitter", "account": "@somebody", "text": "Il pleut."})
        build(one, silent)
        found |= set(rows(one, "SELECT account FROM documents"))
        assert (one.root / "sealed.db").stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(one.root / "sealed.db")) as db:
            (key,) = db.execute("SELECT value FROM secrets").fetchone()
        assert key.encode() not in site_path(one).read_bytes()
    assert len(found) == 2
