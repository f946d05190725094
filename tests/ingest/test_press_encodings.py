"""Press exports as people hold them: saved again in other encodings, cut at the end, two put into one file."""

from __future__ import annotations

import io

import pytest
import test_europresse as eu
import test_factiva as fa
import test_nexis as nx
from reading import drafted

from corpus.errors import BadRecord
from corpus.model import Document
from ingest.readers.base import Found
from ingest.readers.registry import recognise
from ingest.readers.stream import Stream

# Two articles each, in the layouts that can be saved as text.
EXPORTS = {
    "europresse": eu.page(
        eu.modern(head=eu.HEAD, body=eu.BODY),
        eu.modern(head=eu.HEAD, body="<p>Le lendemain, à l'aube.</p>", number="news·20230315·PH·0x2"),
    ),
    "europresse old": f"<html><body>{eu.OLD}{eu.OLD.replace('77', '78').replace('trois', 'deux')}</body></html>",
    "factiva": f"<html><head><title>Factiva</title></head><body>{fa.coded(fa.FIELDS)}{fa.LINES}</body></html>",
    "nexis": nx.html(nx.article(0), nx.article(1, title="Été"), cover=nx.COVER),
    "nexistext": nx.TEXT,
    "nexistext uni": nx.UNI + nx.UNI.replace("opens", "closes – again"),
}


def read(data: bytes) -> tuple[str, list[Found], list[Document]]:
    reader = recognise(data[:65_536])
    found = list(reader.records(Stream(io.BytesIO(data).read, 2**40)))
    documents = []
    for one in found:
        try:
            documents.append(drafted(reader, one).document)
        except BadRecord:
            continue
    return reader.name, found, documents


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_export_in_another_encoding_holds_the_same_articles(name: str, encoding: str) -> None:
    format, _, expected = read(EXPORTS[name].encode())
    assert format == name.split()[0]
    assert len(expected) == 2
    data = EXPORTS[name].encode(encoding)
    again, found, documents = read(data)
    assert (again, documents) == (format, expected)
    for one in found:
        start = one.place.offset or 0
        assert data[start : start + (one.place.length or 0)] == one.raw


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_two_exports_in_one_file(name: str, encoding: str) -> None:
    _, _, expected = read(EXPORTS[name].encode())
    _, found, documents = read((EXPORTS[name] + "\n" + EXPORTS[name]).encode(encoding))
    assert documents == [*expected, *expected]
    assert len(found) == 4


@pytest.mark.parametrize("name", EXPORTS)
def test_of_a_cut_export_the_whole_articles_are_the_same(name: str) -> None:
    whole = EXPORTS[name].encode()
    _, found, expected = read(whole)
    second = found[1].place.offset or 0
    for share in (0.1, 0.5, 0.9):
        _, _, documents = read(whole[: second + int((len(whole) - second) * share)])
        assert documents[0] == expected[0]
        for document in documents[1:]:
            assert expected[1].text.startswith(document.text[:-1])


@pytest.mark.parametrize("name", ["europresse", "europresse old", "factiva"])
def test_an_article_in_which_the_file_ends_says_so(name: str) -> None:
    whole = EXPORTS[name].encode()
    _, found, expected = read(whole)
    second = found[1].place.offset or 0
    _, _, documents = read(whole[: second + int((len(whole) - second) * 0.7)])
    assert [document.notes for document in expected] == [(), ()]
    assert ["cut page" in document.notes for document in documents] == [False, True]


def test_what_follows_the_last_end_of_a_document_is_told() -> None:
    cut = nx.UNI + nx.UNI.partition("Graphic")[0]
    _, found, documents = read(cut.encode())
    assert (len(found), len(documents)) == (2, 1)
    with pytest.raises(BadRecord, match="follows the last"):
        drafted(recognise(cut.encode()), found[1])
