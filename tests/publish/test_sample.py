"""The sample corpus: enough of it, in both languages, consistent with itself, and ours."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from langdetect import DetectorFactory, detect

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "publish" / "sample"
SOURCES = SAMPLE / "sources"
SEEDS = ROOT / "../shared/seeds"
COPIED = 8  # words in a row that make a copy

PAGES = sorted(SOURCES.glob("pages/*.html"))
DUMPS = sorted(SOURCES.glob("dumps/*.txt"))
LINES = sorted(SOURCES.glob("*.jsonl"))


def load_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_utf8(path: Path) -> str:
    """One page is in windows-1252, as its head says."""
    raw = path.read_bytes()
    return raw.decode("windows-1252" if b"charset=windows-1252" in raw else "utf-8-sig")


def texts() -> Iterator[tuple[str, str]]:
    """Name and readable text of every document, duplicates left out."""
    pages = {path.read_bytes(): path for path in PAGES}
    for path in pages.values():
        soup = BeautifulSoup(as_utf8(path), "lxml")
        for unread in soup(["script", "style"]):
            unread.decompose()
        yield path.name, soup.get_text(" ")
    for path in DUMPS:
        yield path.name, as_utf8(path)
    for path in LINES:
        for number, row in enumerate(rows(path), start=1):
            yield f"{path.name}:{number}", "\n".join((row.get("title", ""), row.get("deck", ""), row["text"]))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + COPIED]) for at in range(len(found) - COPIED + 1)}


def test_there_are_enough_documents_of_every_kind() -> None:
    posts, articles = rows(SOURCES / "posts.jsonl"), rows(SOURCES / "articles.jsonl")
    assert len(PAGES) >= 10
    assert len(DUMPS) >= 7
    assert len(posts) >= 8
    assert len(articles) >= 2
    assert len(list(texts())) >= 26


def test_about_half_of_the_documents_are_in_each_language() -> None:
    DetectorFactory.seed = 0
    languages = Counter(detect(text) for _, text in texts())
    assert set(languages) == {"en", "fr"}
    assert abs(languages["en"] - languages["fr"]) <= 4


def test_every_case_has_documents_in_both_languages() -> None:
    DetectorFactory.seed = 0
    by_name = {name: detect(text) for name, text in texts()}
    for case in load_yaml(SAMPLE / "cases.yaml")["cases"]:
        names = [
            path.name
            for path in (*PAGES, *DUMPS)
            if any(fnmatchcase(path.relative_to(SOURCES).as_posix(), pattern) for pattern in case["documents"])
        ]
        assert {by_name[name] for name in names if name in by_name} == {"en", "fr"}, case["id"]


def test_every_line_has_what_ingest_reads_and_names_a_known_case() -> None:
    cases = {case["id"] for case in load_yaml(SAMPLE / "cases.yaml")["cases"]}
    for path in LINES:
        for row in rows(path):
            assert row["text"].strip()
            assert row["published_at"]
            assert row["case"] in cases


def test_posts_have_ids_as_text_and_their_relations_lead_to_other_posts() -> None:
    posts = rows(SOURCES / "posts.jsonl")
    ids = [post["native_id"] for post in posts]
    assert all(isinstance(one, str) and re.fullmatch(r"9999\d{15}", one) for one in ids)
    assert len(set(ids)) == len(ids)
    relations = [relation for post in posts for relation in post.get("relations", [])]
    assert {"reply_to", "quotes"} <= {relation["kind"] for relation in relations}
    assert all(relation["native_id"] in ids for relation in relations if "native_id" in relation)


def test_invented_accounts_cannot_be_anybody_s() -> None:
    longest = {"twitter": 15, "instagram": 30}  # the networks' own limits
    for post in rows(SOURCES / "posts.jsonl"):
        assert len(post["account"].removeprefix("@")) > longest[post["platform"]], post["account"]


def test_every_page_and_dump_belongs_to_exactly_one_case() -> None:
    patterns = [
        (case["id"], pattern) for case in load_yaml(SAMPLE / "cases.yaml")["cases"] for pattern in case["documents"]
    ]
    names = [path.relative_to(SOURCES).as_posix() for path in (*PAGES, *DUMPS)]
    for case, pattern in patterns:
        assert any(fnmatchcase(name, pattern) for name in names), f"{case}: {pattern} matches nothing"
    for name in names:
        assert len({case for case, pattern in patterns if fnmatchcase(name, pattern)}) == 1, name


def test_every_actor_is_named_in_both_languages_and_of_a_type_of_the_codebook() -> None:
    types = {kind["slug"] for kind in load_yaml(ROOT / "corpus" / "codebook.yaml")["actor_types"]}
    actors = load_yaml(SAMPLE / "actors.yaml")["actors"]
    assert len({actor["id"] for actor in actors}) == len(actors)
    for actor in actors:
        assert actor["type"] in types, actor["id"]
        for words_of in (actor["names"], actor["description"]):
            assert set(words_of) == {"en", "fr"}, actor["id"]


def test_no_name_stands_for_two_actors() -> None:
    owners: dict[str, set[str]] = {}
    for actor in load_yaml(SAMPLE / "actors.yaml")["actors"]:
        for name in (*actor["names"].values(), *(name for some in actor.get("aliases", {}).values() for name in some)):
            owners.setdefault(name.casefold(), set()).add(actor["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_addresses_are_of_example_domains() -> None:
    namespaces = ("schema.org", "www.w3.org", "ogp.me")
    for path in (*PAGES, *DUMPS, *LINES):
        for host in re.findall(r"https?://([^/\s\"'<>#?]+)", as_utf8(path)):
            assert host.endswith(".example") or host in namespaces, f"{path.name}: {host}"


def test_the_encodings_are_the_ones_that_the_readme_tells_of() -> None:
    declared_right = (SOURCES / "pages/courrier-le-soir-ou-le-president.html").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        declared_right.decode("utf-8")
    declared_wrong = (SOURCES / "pages/precinct-and-pixel-four-more-years.html").read_bytes()
    assert b"charset=iso-8859-1" in declared_wrong
    assert "’" in declared_wrong.decode("utf-8")


def test_one_page_is_kept_twice_and_the_readme_says_so() -> None:
    twice = [raw for raw, count in Counter(path.read_bytes() for path in PAGES).items() if count > 1]
    assert len(twice) == 1
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    for path in PAGES:
        if path.read_bytes() == twice[0]:
            assert path.name in readme


def test_no_sentence_of_the_seeds_is_in_it() -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    if not seeds:
        pytest.skip("the seeds are not beside the project (../shared/seeds)")
    theirs = set().union(*(runs(path.read_text(encoding="utf-8")) for path in seeds))
    for name, text in texts():
        assert not runs(text) & theirs, name
