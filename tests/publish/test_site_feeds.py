"""The Atom feed, the sitemap, robots.txt and the OpenSearch description, each held to its standard."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from site_corpus import built_site, make_site_corpus
from stored import silent
from test_site_http import Get, getter

from publish.building.build import build
from publish.database import site_path
from publish.site.app import application
from publish.site.pages import finding
from publish.site.pages.feeds import timestamp

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\Z")


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """A small site that does not know its address, asked as http://site.example."""
    with asyncio.Runner() as runner:
        yield getter(application(built_site(tmp_path_factory.mktemp("site") / "corpus")), runner)


def xml(get: Get, path: str) -> etree._Element:
    answer = get(path)
    assert answer.status_code == 200
    assert "xml" in answer.headers["content-type"]
    return etree.fromstring(answer.content)


# Atom


def test_the_feed_has_what_rfc_4287_requires(get: Get) -> None:
    root = xml(get, "/feed.atom")
    assert root.tag == ATOM + "feed"
    for element in (root, *root.findall(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert re.match(r"(?:https?://|urn:)\S+\Z", element.findtext(ATOM + "id") or "")
        times = [element.findtext(ATOM + "updated"), *(found.text for found in element.findall(ATOM + "published"))]
        for time in times:
            assert RFC3339.match(time or "")
            datetime.fromisoformat(time or "")
    # The feed has an author, so that entries need none; its own address is told.
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://site.example/feed.atom"  # type: ignore[union-attr]
    ids = [found.findtext(ATOM + "id") for found in root.findall(ATOM + "entry")]
    assert len(ids) == len(set(ids)) == 6


def test_a_reader_of_feeds_reads_it(get: Get) -> None:
    parsed = feedparser.parse(get("/feed.atom").content)
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    (article,) = [entry for entry in parsed.entries if entry.title.startswith("À Port-Clair")]
    assert article.link == "http://site.example/document/daaaaaaaaaaaaaaaa"
    assert article.published == "2018-05-14T00:00:00Z"
    assert article.updated == "2024-02-03T10:00:00Z"
    assert [author.name for author in article.authors] == ["Inès Caradec"]
    assert article.summary == "Une agence a payé des habitants pour vanter la maire sur les réseaux."


def test_a_feed_can_be_of_a_case_or_a_language(get: Get) -> None:
    of_case = feedparser.parse(get("/feed.atom?case=port-clair-2018").content)
    assert of_case.feed.title.endswith(": Port-Clair, 2018")
    assert {tag.term for entry in of_case.entries for tag in entry.tags} >= {"port-clair-2018"}
    assert len(feedparser.parse(get("/feed.atom?language=fr").content).entries) == 2
    assert feedparser.parse(get("/feed.atom?language=xx").content).entries == []
    assert get("/feed.atom?case=nothing").status_code == 404


def test_what_a_document_says_stays_text_in_the_feed(get: Get) -> None:
    text = get("/feed.atom").text
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@given(st.text(max_size=30) | st.from_regex(r"\A\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z?)?)?)?\Z"))
def test_a_time_is_whole_or_none(value: str) -> None:
    assert timestamp(value) is None or RFC3339.match(timestamp(value) or "")


# Sitemap


def test_the_sitemap_has_every_page_once_and_each_answers(get: Get) -> None:
    index = xml(get, "/sitemap.xml")
    assert index.tag == MAP + "sitemapindex"
    parts = [found.text or "" for found in index.iterfind(f"{MAP}sitemap/{MAP}loc")]
    assert parts == ["http://site.example/sitemap-pages.xml", "http://site.example/sitemap-documents-1.xml"]
    locations = []
    for part in parts:
        root = xml(get, part.removeprefix("http://site.example"))
        assert root.tag == MAP + "urlset"
        assert {child.tag for child in root} == {MAP + "url"}
        assert 0 < len(root) <= 50_000
        locations += [found.text or "" for found in root.iterfind(f"{MAP}url/{MAP}loc")]
    assert len(locations) == len(set(locations))
    for location in locations:
        assert location.startswith("http://site.example/")
        assert len(location) < 2048
        assert get(location.removeprefix("http://site.example")).status_code == 200
    assert sum("/document/" in location for location in locations) == 6
    assert get("/sitemap-documents-2.xml").status_code == 404


def test_a_large_corpus_has_several_sitemaps(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST", 4)
    assert len(xml(get, "/sitemap.xml?x=1")) == 3
    assert [len(xml(get, f"/sitemap-documents-{part}.xml?x=1")) for part in (1, 2)] == [4, 2]


# robots.txt and OpenSearch


def test_robots_may_read_pages_and_not_wander_through_tables(get: Get) -> None:
    rules = RobotFileParser()
    rules.parse(get("/robots.txt").text.splitlines())
    for path in ("/", "/document/daaaaaaaaaaaaaaaa", "/case/port-clair-2018", "/sitemap.xml", "/feed.atom"):
        assert rules.can_fetch("any", f"http://site.example{path}"), path
    for path in ("/search?q=a", "/site/documents", "/site?sql=select+1"):
        assert not rules.can_fetch("any", f"http://site.example{path}"), path
    assert rules.site_maps() == ["http://site.example/sitemap.xml"]


def test_a_browser_can_search_the_site(get: Get) -> None:
    root = xml(get, "/opensearch.xml")
    assert root.tag == SEARCH + "OpenSearchDescription"
    assert 0 < len(root.findtext(SEARCH + "ShortName") or "") <= 16
    assert 0 < len(root.findtext(SEARCH + "Description") or "") <= 1024
    templates = {url.get("type"): url.get("template") for url in root.iterfind(SEARCH + "Url")}
    assert templates["text/html"] == "http://site.example/search?q={searchTerms}"
    page = get("/").text
    assert '<link rel="search" type="application/opensearchdescription+xml"' in page
    assert '<link rel="alternate" type="application/atom+xml"' in page


def test_robots_are_sent_away_from_a_teams_site(tmp_path: Path) -> None:
    corpus = make_site_corpus(tmp_path / "corpus")
    build(corpus, silent, tier="team")
    with asyncio.Runner() as runner:
        rules = RobotFileParser()
        rules.parse(getter(application(site_path(corpus)), runner)("/robots.txt").text.splitlines())
    assert not rules.can_fetch("any", "http://site.example/")


# The address, and whom to write to


def test_a_site_that_knows_its_address_tells_no_other_and_says_whom_to_write_to(tmp_path: Path) -> None:
    corpus = make_site_corpus(tmp_path / "corpus")
    settings = corpus.root / "hustings.toml"
    said = 'address = "https://corpus.example/port"\ncontact = "cora@corpus.example"\n'
    settings.write_text(said + settings.read_text("utf-8"), encoding="utf-8")
    build(type(corpus)(corpus.root), silent)
    with asyncio.Runner() as runner:
        get = getter(application(site_path(corpus)), runner)
        for path in ("/feed.atom", "/sitemap.xml", "/robots.txt", "/opensearch.xml", "/document/daaaaaaaaaaaaaaaa.ris"):
            text = get(path).text
            assert "https://corpus.example/port/" in text, path
            assert "site.example" not in text, path
        assert '<a href="mailto:cora@corpus.example">cora@corpus.example</a>' in get("/about").text
        assert "<adminEmail>cora@corpus.example</adminEmail>" in get("/oai?verb=Identify").text
