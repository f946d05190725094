"""The site as plain files: every link leads to one, any file system takes their names, and nobody's files are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from running import run
from site_corpus import make_site_corpus

from corpus.console import progress
from corpus.errors import NoSite, StoreError, UsageError
from corpus.folder import Corpus
from corpus.takedown import take_down
from publish.building.build import build
from publish.static import make
from publish.static.addresses import RESERVED, Addresses, Asked, safe
from publish.static.make import make_static

ADDRESS = "https://harbours.example"


def make_site(root: Path, address: str | None = None) -> Corpus:
    corpus = make_site_corpus(root)
    if address:
        settings = root / "hustings.toml"
        settings.write_text(f'address = "{address}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    corpus = Corpus(root)
    build(corpus, lambda what, total: progress(what, total))
    return corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_site(tmp_path_factory.mktemp("static") / "corpus")


@pytest.fixture(scope="module")
def folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site as files."""
    target = tmp_path_factory.mktemp("files") / "site"
    make_static(corpus, target, progress)
    return target


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def links(page: Path) -> Iterator[str]:
    """Every address of a page that a browser follows or loads."""
    tree = html.parse(str(page)).getroot()
    for element, attribute, link, _ in tree.iterlinks():
        if attribute == "srcset":
            link = element.get("srcset")
        yield link
    yield from tree.xpath("//source/@srcset")


def test_every_link_leads_to_a_file_from_wherever_the_folder_stands(folder: Path) -> None:
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 60
    followed = 0
    for page in pages:
        for link in links(page):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https"):
                assert parts.netloc.endswith((".example", "wikidata.org", "datasette.io")), link
                continue
            assert not parts.scheme, (page, link)
            assert not parts.netloc, (page, link)
            assert not link.startswith("/"), (page, link)
            if parts.path:
                followed += 1
                there = (page.parent / unquote(parts.path)).resolve()
                assert there.is_file(), (page, link)
                assert there.is_relative_to(folder.resolve()), (page, link)
    assert followed > 1000


def test_fragments_within_the_site_lead_to_something(folder: Path) -> None:
    page = folder / "en" / "actor" / "jeanne-rivage.html"
    found = [urlsplit(link) for link in links(page) if "#p" in link]
    assert found
    for parts in found:
        there = (page.parent / unquote(parts.path)).read_text(encoding="utf-8")
        assert f'id="{parts.fragment}"' in there


def test_any_file_system_takes_the_names(folder: Path) -> None:
    names = list(contents(folder))
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert len(name) < 200
        for part in name.split("/"):
            assert re.fullmatch(r"[a-z0-9][a-z0-9._~-]*[a-z0-9]", part), name
            assert part.partition(".")[0] not in RESERVED


@given(st.lists(st.text(min_size=1, max_size=300), min_size=2, max_size=2, unique=True))
def test_different_ids_have_different_names(ids: list[str]) -> None:
    one, other = map(safe, ids)
    assert one.lower() != other.lower()
    assert re.fullmatch(r"[a-z0-9]([a-z0-9._~-]*[a-z0-9_-])?", one)
    assert one.partition(".")[0] not in RESERVED
    assert len(one) <= 64


@pytest.mark.parametrize("name", ["con", "NUL", "aux.txt", "com1", "a/b", "a:b", "A", "é", "..", ".", "a.", " ", "a b"])
def test_names_that_a_file_system_refuses_become_others(name: str) -> None:
    assert safe(name) != name


def test_what_only_a_server_answers_has_no_file(folder: Path) -> None:
    addresses = Addresses("site", feeds=False)
    page = Asked("en", "/documents")
    for href in (
        "/search.csv?q=a", "/concordance?q=a", "/oai?verb=Identify", "/site/documents", "/site?sql=select+1",
        "/documents?language=fr&kind=post", "/documents?nobody=knows", "/-/versions", "/searches", "/robots.txt",
        "/document/d1?layers=none", "/feed.atom",
    ):  # fmt: skip
        assert addresses.file(href, page) is None, href
    assert addresses.file("/search?q=a&year=2017&kind=post", page) == ("en/search.html?q=a&kind=post", None)
    assert addresses.file("/site.db", page) == ("site.db", None)
    assert addresses.file("?ui=fr&page=2", page) == (
        "fr/documents~page-2.html",
        Asked("fr", "/documents", (("page", "2"),)),
    )
    about = (folder / "fr" / "about.html").read_text(encoding="utf-8")
    assert 'href="../site.db"' in about
    assert "documents.json" not in about


def test_both_languages_are_whole_and_lead_to_each_other(folder: Path) -> None:
    english, french = ({p.relative_to(folder / code) for p in (folder / code).rglob("*")} for code in ("en", "fr"))
    assert english == french
    page = (folder / "fr" / "document" / "daaaaaaaaaaaaaaaa.html").read_text(encoding="utf-8")
    assert '<html lang="fr">' in page
    assert 'href="../../en/document/daaaaaaaaaaaaaaaa.html"' in page
    first = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="en/index.html"' in first
    assert 'href="fr/index.html"' in first
    assert "<script" not in first


def test_every_document_is_there_in_every_form(folder: Path) -> None:
    for ending in ("json", "txt", "bib", "ris", "csl.json", "tei.xml"):
        assert (folder / "document" / f"daaaaaaaaaaaaaaaa.{ending}").stat().st_size > 100
    assert "Port-Clair" in (folder / "document" / "daaaaaaaaaaaaaaaa.txt").read_text(encoding="utf-8")
    pictures = list((folder / "picture").rglob("*.svg"))
    assert any("shape-narrow" in path.name and "look-dark" in path.name for path in pictures)


def test_without_an_address_nothing_names_the_machine_it_was_made_on(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert b"localhost" not in body, path
            assert str(folder.parent).encode() not in body, path
    assert "urn:hustings:document:d" in (folder / "document" / "daaaaaaaaaaaaaaaa.bib").read_text(encoding="utf-8")


def test_pages_forbid_what_the_server_forbids(folder: Path) -> None:
    for name in ("index.html", "en/index.html", "fr/search.html", "en/document/dddddddddddddddd2.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';' in page
        assert "<script>" not in page
        assert 'style="' not in page


def test_an_address_gives_feeds_and_pages_where_citations_lead(tmp_path: Path) -> None:
    corpus = make_site(tmp_path / "corpus", ADDRESS)
    take_down(corpus, "deeeeeeeeeeeeeeee", "On request.", "Zoé")
    build(corpus, lambda what, total: progress(what, total))
    make_static(corpus, tmp_path / "site", progress)
    forward = (tmp_path / "site" / "document" / "daaaaaaaaaaaaaaaa" / "index.html").read_text(encoding="utf-8")
    assert 'href="../../fr/document/daaaaaaaaaaaaaaaa.html"' in forward
    assert f"{ADDRESS}/document/daaaaaaaaaaaaaaaa" in (tmp_path / "site" / "fr" / "feed.atom").read_text(
        encoding="utf-8"
    )
    assert "On request." in (tmp_path / "site" / "en" / "document" / "deeeeeeeeeeeeeeee.html").read_text(
        encoding="utf-8"
    )
    for page in (tmp_path / "site").rglob("*.html"):
        for link in links(page):
            parts = urlsplit(link)
            assert parts.scheme or not parts.path or (page.parent / unquote(parts.path)).is_file(), (page, link)


def test_files_of_somebody_else_are_left_alone(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").write_text("Ten years of work.")
    with pytest.raises(UsageError, match="something else"):
        make_static(corpus, tmp_path / "mine", progress)
    with pytest.raises(UsageError, match="no folder"):
        make_static(corpus, tmp_path / "mine" / "thesis.odt", progress)
    (tmp_path / "site.new").mkdir()
    (tmp_path / "site.new" / "thesis.odt").write_text("Another.")
    with pytest.raises(UsageError, match="something else"):
        make_static(corpus, tmp_path / "site", progress)
    assert sorted(path.name for path in tmp_path.rglob("*.odt")) == ["thesis.odt", "thesis.odt"]
    (tmp_path / "mine" / "manifest.json").write_bytes(orjson.dumps({"made_by": "hustings", "files": {}}))
    with pytest.raises(UsageError, match="thesis"):
        make_static(corpus, tmp_path / "mine", progress)


async def two_pages(server: object, folder: Path, step: object) -> None:
    """What stands for the pages where it does not matter what they say."""
    (folder / "en").mkdir()
    for name in ("index.html", "en/about.html"):
        (folder / name).write_text("A page.")


def test_a_run_replaces_what_a_run_wrote_and_a_broken_one_nothing(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "site"
    monkeypatch.setattr(make, "_write_search", lambda *_: None)  # quicker, and not what is tested here
    monkeypatch.setattr(make, "_write_pages", two_pages)
    make_static(corpus, target, progress)
    first = contents(target)
    (target / ".DS_Store").write_bytes(b"litter")
    make_static(corpus, target, progress)
    assert contents(target) == first

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make, "_write_search", broken)
    with pytest.raises(StoreError, match="No space left"):
        make_static(corpus, target, progress)
    assert contents(target) == first
    assert [path.name for path in tmp_path.iterdir()] == ["site"]

    target.replace(tmp_path / "site.old")  # as a run leaves it that is killed between the two moves
    with pytest.raises(StoreError):
        make_static(corpus, target, progress)
    assert contents(target) == first

    (target / "en" / "about.html").write_text("Changed by hand.")
    with pytest.raises(UsageError, match=r"about\.html"):
        make_static(corpus, target, progress)


@pytest.mark.slow
def test_the_commands_give_the_same_bytes_from_the_same_corpus(corpus: Corpus, folder: Path, tmp_path: Path) -> None:
    done = run("-C", corpus.root, "publish", "build", "--static", tmp_path / "site", "--json")
    assert done.returncode == 0, done.stderr
    said = orjson.loads(done.stdout)
    assert contents(tmp_path / "site") == contents(folder)
    assert said["static"]["pages"]["files"] > 60
    assert said["static"]["database"]["files"] == 1
    assert "index.html" in done.stderr
    refused = run("-C", corpus.root, "publish", "static", corpus.root)
    assert refused.returncode == 2
    assert "something else" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_corpus_without_a_site_says_so(tmp_path: Path) -> None:
    corpus = make_site_corpus(tmp_path / "corpus")
    with pytest.raises(NoSite, match="publish build"):
        make_static(corpus, tmp_path / "site", progress)
