"""OAI-PMH as a harvester meets it: a library that harvests the real server, and every error of the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.config import HTTPConfig
from running import serving
from site_corpus import DOCUMENTS, make_site_corpus
from stored import silent

from corpus.takedown import take_down
from publish.building.build import build
from publish.database import site_path
from publish.site.app import application
from publish.site.oai import answers, items
from publish.site.oai.asked import Refused, read

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
HOST = "oai:hustings.invalid:"  # 127.0.0.1 is no name of a host
IDS = sorted(document.id for document in DOCUMENTS)
GONE = "dffffffffffffffff"
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
# What OAI-PMH.xsd lets stand under each element of an answer, in order.
SCHEMA = {
    "Identify": "repositoryName baseURL protocolVersion adminEmail earliestDatestamp deletedRecord granularity"
    " description",
    "ListMetadataFormats": "metadataFormat",
    "metadataFormat": "metadataPrefix schema metadataNamespace",
    "ListSets": "set resumptionToken",
    "set": "setSpec setName",
    "GetRecord": "record",
    "ListRecords": "record resumptionToken",
    "ListIdentifiers": "header resumptionToken",
    "record": "header metadata",
    "header": "identifier datestamp setSpec",
    "OAI-PMH": "responseDate request error Identify ListMetadataFormats ListSets GetRecord ListRecords ListIdentifiers",
}


@pytest.fixture(scope="module")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, of which one document was taken down."""
    corpus = make_site_corpus(tmp_path_factory.mktemp("site") / "corpus")
    take_down(corpus, GONE, "Its author asked.", "Cora")
    build(corpus, silent)
    return site_path(corpus)


@pytest.fixture(scope="module")
def oai(site_db: Path) -> Iterator[str]:
    """The address of the real server."""
    with serving(application(site_db)) as address:
        yield f"{address}/oai"


@pytest.fixture
def short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two records an answer, so that a list goes on."""
    monkeypatch.setattr(answers, "AT_ONCE", 2)


def ask(oai: str, query: str) -> etree._Element:
    """An answer whose elements stand where the schema wants them."""
    answer = httpx.get(f"{oai}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert "no-store" in answer.headers["cache-control"]
    assert "etag" not in answer.headers
    root = etree.fromstring(answer.content)
    for element in root.iter(f"{OAI}*"):
        order = SCHEMA.get(etree.QName(element).localname, "").split()
        places = [order.index(etree.QName(child).localname) for child in element if order]
        assert places == sorted(places)
    assert SECOND.match(root.findtext(OAI + "responseDate") or "")
    assert root.findtext(OAI + "request") == oai
    return root


def code(oai: str, query: str) -> str | None:
    root = ask(oai, query)
    found = root.find(OAI + "error")
    assert len(root) == 3
    return None if found is None else found.get("code")


# A library harvests


def test_a_library_harvests_everything(oai: str, short_lists: None) -> None:
    with Scythe(oai) as scythe:
        about = scythe.identify()
        assert about.repositoryName == "Harbours & votes"
        assert (about.protocolVersion, about.deletedRecord) == ("2.0", "transient")
        assert about.adminEmail == "nobody@hustings.invalid"  # nobody was named: no address that might be somebody's
        records = list(scythe.list_records(metadata_prefix="oai_dc"))
        headers = list(scythe.list_identifiers(metadata_prefix="oai_dc"))
        assert [format.metadataPrefix for format in scythe.list_metadata_formats()] == ["oai_dc"]
        specs = [found.setSpec for found in scythe.list_sets()]
    assert [record.header.identifier for record in records] == [HOST + id for id in IDS]
    assert [header.identifier for header in headers] == [HOST + id for id in IDS]
    assert {"case", "case:port-clair-2018", "language", "language:fr", "kind:article"} <= set(specs)
    first = records[0].metadata
    assert first["title"] == ["À Port-Clair, des éloges à trente centimes"]
    assert first["creator"] == ["Caradec, Inès"]
    assert (first["date"], first["language"], first["publisher"]) == (["2018-05-14"], ["fr"], ["La Vigie"])
    assert oai.replace("/oai", f"/document/{IDS[0]}") in first["identifier"]
    assert first["source"] == ["https://vigie.example/eloges"]
    assert first["rights"] == ["Captured for research; not ours to license."]
    assert [record.deleted for record in records] == [id == GONE for id in IDS]


@pytest.mark.parametrize(
    ("set", "count"), [("language:fr", 2), ("case", 5), ("case:port-clair-2018", 5), ("kind:post", 1)]
)
def test_a_library_harvests_a_set(oai: str, short_lists: None, set: str, count: int) -> None:
    with Scythe(oai) as scythe:
        found = list(scythe.list_records(metadata_prefix="oai_dc", set_=set))
    assert len(found) == count
    for record in found:
        assert any(spec == set or spec.startswith(set + ":") for spec in record.header.setSpecs)


def test_a_library_gets_one_record_and_asks_by_post(oai: str) -> None:
    with Scythe(oai, http_config=HTTPConfig(http_method="POST")) as scythe:
        record = scythe.get_record(identifier=HOST + IDS[2], metadata_prefix="oai_dc")
    assert record.metadata["title"] == ["Thirty cents for a kind word"]
    cookie = {"cookie": "ui=fr"}
    assert b"<Identify>" in httpx.post(oai, data={"verb": "Identify"}, headers=cookie).content


def test_only_what_changed_since_is_sent(oai: str) -> None:
    datestamp = ask(oai, "verb=Identify").findtext(f"{OAI}Identify/{OAI}earliestDatestamp") or ""
    listing = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    assert code(oai, f"{listing}&from={datestamp}") is None
    assert code(oai, f"{listing}&from={datestamp[:10]}&until={datestamp[:10]}") is None
    assert code(oai, f"{listing}&from=2999-01-01") == "noRecordsMatch"
    assert code(oai, f"{listing}&until=1999-01-01T00:00:00Z") == "noRecordsMatch"


# Every error


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03&until=2024-02-02", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-03&until=2024-02-04T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        (f"verb=GetRecord&metadataPrefix=marc21&identifier={HOST}{IDS[0]}", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1", "idDoesNotExist"),
        (f"verb=ListMetadataFormats&identifier={HOST}nothing", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing:at-all", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=case:%27%20OR%201", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%F0%9F%98%80", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)
def test_each_error_has_its_code(oai: str, query: str, expected: str) -> None:
    assert code(oai, query) == expected


def test_a_token_is_of_its_verb_only(oai: str, short_lists: None) -> None:
    root = ask(oai, "verb=ListIdentifiers&metadataPrefix=oai_dc")
    (found,) = root.iter(OAI + "resumptionToken")
    assert (found.get("completeListSize"), found.get("cursor")) == ("6", "0")
    assert code(oai, f"verb=ListRecords&resumptionToken={found.text}") == "badResumptionToken"
    assert code(oai, f"verb=ListIdentifiers&resumptionToken={found.text}") is None


def test_what_was_taken_down_is_told_as_gone_and_in_no_other_way(oai: str) -> None:
    root = ask(oai, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={HOST}{GONE}")
    assert root.find(f".//{OAI}header").get("status") == "deleted"  # type: ignore[union-attr]
    assert root.find(f".//{OAI}metadata") is None
    site = oai.removesuffix("/oai")
    for path in ("/feed.atom", "/sitemap-documents-1.xml"):
        assert GONE not in httpx.get(site + path).text
    assert httpx.get(f"{site}/document/{GONE}.bib").status_code == 410


def test_what_a_document_says_stays_text(oai: str) -> None:
    answer = httpx.get(f"{oai}?verb=GetRecord&metadataPrefix=oai_dc&identifier={HOST}dddddddddddddddd2")
    assert b"<script" not in answer.content
    title = etree.fromstring(answer.content).find(f".//{DC}title")
    assert title is not None
    assert (title.text or "").startswith('<script>alert("x")</script>')


@given(st.lists(st.tuples(st.sampled_from(["verb", "from", "set", "resumptionToken", "x"]), st.text(max_size=40))))
def test_any_question_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    for first in ([], [("verb", "ListRecords")], [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]):
        with suppress(Refused):
            assert read([*first, *pairs]).verb == "ListRecords"


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=20).filter(lambda value: value.isprintable()))
def test_a_sets_name_holds_any_value(value: str) -> None:
    name = items.set_name("case", value)
    assert re.fullmatch(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*", name)
    assert items._clause(name) == ('documents."case" = :value', value)
    assert quote(name, safe=":~") == name
