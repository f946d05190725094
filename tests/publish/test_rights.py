"""Private persons are nowhere in what is published: proved on the bytes of the site and of every export."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from private_corpus import PUBLIC, SECRETS, ingested
from running import Run, run
from stored import silent

from annotate.fold import slug
from corpus.folder import Corpus
from publish.building.build import build
from publish.database import open_site, site_path
from publish.rights.alias import folded


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus, built."""
    corpus = ingested(tmp_path_factory.mktemp("private"), run)
    build(corpus, silent)
    return corpus


def spellings(secret: str) -> set[str]:
    """A secret as it is, and as codes have it: words with hyphens between them."""
    return {folded(secret), slug(secret)}


def plain(data: bytes) -> Iterator[str]:
    """What a file says, folded, in both encodings that SQLite and others write; and what is packed in it."""
    yield folded(data.decode("utf-8", "replace"))
    yield folded(data.decode("utf-16-le", "replace"))
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield folded(name)
                yield from plain(packed.read(name))


def leaks(*paths: Path) -> set[tuple[str, str]]:
    """Every secret that is in these files or in their names, with the file."""
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    found = set()
    for file in files:
        said = [folded(file.name), *(plain(file.read_bytes()) if file.is_file() else ())]
        found |= {(s, file.name) for s in SECRETS for words in said if any(one in words for one in spellings(s))}
    return found


@pytest.mark.slow
def test_nobody_private_is_in_the_bytes_of_the_site(private: Corpus) -> None:
    assert leaks(private.site) == set()
    data = site_path(private).read_bytes()
    for name in PUBLIC:
        assert name.encode() in data, name
    with closing(open_site(private)) as db:
        everything = "\n".join(db.iterdump())  # what FTS packs, too
    assert {s for s in SECRETS if any(one in folded(everything) for one in spellings(s))} == set()


def test_all_of_them_are_in_the_corpus(private: Corpus, hustings: Run) -> None:
    """Or the other tests would prove nothing."""
    holder = folded(hustings("-C", private.root, "export", "documents").stdout)
    assert [secret for secret in SECRETS if folded(secret) not in holder] == []


def test_nobody_private_is_in_the_public_exports(private: Corpus, tmp_path: Path, hustings: Run) -> None:
    for what in ("documents", "annotations"):
        done = hustings("-C", private.root, "export", what, "--public")
        assert done.returncode == 0, done.stderr
        assert done.stdout
        (tmp_path / f"{what}.jsonl").write_text(done.stdout, "utf-8")
        holder = hustings("-C", private.root, "export", what).stdout
        assert "ortbrink" in folded(holder)  # it is the corpus that moves from one machine to another
    assert leaks(tmp_path) == set()
    texts = {row["id"]: row["text"] for row in map(json.loads, (tmp_path / "documents.jsonl").read_text().splitlines())}
    for row in map(json.loads, (tmp_path / "annotations.jsonl").read_text().splitlines()):
        assert texts[row["document"]][row["start"] : row["end"]] == row["quotation"]


def exports(hustings: Run) -> list[str]:
    lines = hustings("export", "--help").stdout.partition("Commands:")[2].splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("   ")]


def test_nobody_private_is_in_any_format(private: Corpus, tmp_path: Path, hustings: Run) -> None:
    formats = [name for name in exports(hustings) if name not in ("documents", "annotations")]
    assert formats
    for name in formats:
        done = hustings("-C", private.root, "export", name, "-o", tmp_path / name)
        assert done.returncode == 0, (name, done.stderr)
        assert (tmp_path / name).exists()
    assert leaks(tmp_path) == set()


def rows(corpus: Corpus, sql: str) -> list[dict[str, Any]]:
    with closing(open_site(corpus)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(sql)]


def test_one_person_has_one_alias_everywhere(private: Corpus) -> None:
    (post,) = rows(private, "SELECT * FROM documents JOIN texts ON document = number WHERE text LIKE '%infernal%'")
    (article,) = rows(private, "SELECT * FROM documents JOIN texts ON document = number WHERE url LIKE '%/bot'")
    (repost,) = rows(private, "SELECT * FROM texts WHERE text LIKE 'RT %'")
    alias = post["account"]
    assert alias.startswith("@person-")
    assert (post["byline"], post["native_id"], post["url"]) == (None, None, None)
    assert repost["text"] == f"RT {alias}: un bot de trop"
    assert f"{alias}, dit {alias}, a lancé le bot" in article["text"]  # the name and the handle
    assert "Barack Obama (@BarackObama) a ri" in article["text"]
    assert article["url"] == "https://harbour.example/bot"
    tags = [row["tag"] for row in rows(private, f"SELECT tag FROM tags WHERE document = {article['number']}")]
    assert tags[:2] == [alias, "port"]
    links = rows(private, f"SELECT url FROM relations WHERE document = {article['number']} AND kind = 'links_to'")
    assert [row["url"] for row in links] == [None, "https://harbour.example/autre"]


def test_what_cases_yaml_calls_by_a_private_name_is_found_under_its_alias(private: Corpus) -> None:
    (event,) = rows(private, "SELECT label_en FROM case_events")
    assert event["label_en"].startswith("@person-")
    told = "SELECT url FROM case_event_documents JOIN documents ON documents.number = document"
    assert [row["url"] for row in rows(private, told)] == ["https://harbour.example/bot"]


def test_passages_and_blocks_still_hold_their_words(private: Corpus) -> None:
    for row in rows(private, 'SELECT text, start, "end", quotation FROM annotations JOIN texts USING (document)'):
        assert row["text"][row["start"] : row["end"]] == row["quotation"]
    for row in rows(private, 'SELECT text, start, "end" FROM blocks JOIN texts USING (document)'):
        assert 0 <= row["start"] < row["end"] <= len(row["text"])
    named = rows(private, "SELECT code, quotation FROM annotations WHERE layer = 'actor'")
    assert ("barack-obama", "Barack Obama") in [(row["code"], row["quotation"]) for row in named]
    assert any(row["code"].startswith("person-") for row in named)  # an actor under an alias


def test_the_same_corpus_on_the_same_day_gives_the_same_bytes(private: Corpus) -> None:
    before = site_path(private).read_bytes()
    build(private, silent)
    assert site_path(private).read_bytes() == before


def test_check_lists_and_another_key_gives_other_aliases(private: Corpus, tmp_path: Path, hustings: Run) -> None:
    found = json.loads(hustings("-C", private.root, "publish", "check", "--json").stdout)
    assert (found["refused"], found["aliases"], found["published"]) == ([], True, found["documents"])
    assert found["aliased"]["accounts"] >= 7
    why = {one["account"]: one["why"] for one in found["stay"]}
    assert why["barackobama"] == "actors.yaml: barack-obama"
    assert (why["harbour_post"], why["city_hall_press"]) == ("an outlet", "rights.yaml: An office")
    shown = hustings("-C", private.root, "publish", "check")
    assert (shown.returncode, "Nothing of this is refused" in shown.stderr) == (0, True)
