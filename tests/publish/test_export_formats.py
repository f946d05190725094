"""The public formats: what each holds, read back by a library of its own, and nothing that is not published."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import orjson
import pyarrow.parquet
import pytest
import rispy  # type: ignore[import-untyped]
from lxml import etree
from running import run
from site_corpus import DOCUMENTS, make_site_corpus
from stored import silent, store

from annotate.exchange.formats import w3c
from annotate.exchange.xmltext import writable
from corpus.folder import Corpus, make_corpus
from corpus.model import Block
from publish.building.build import build
from publish.export.formats import FORMATS
from publish.export.outgoing import Chosen, outgoing

TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
RANGE = re.compile(r"#string-range\(([^,()]+),(\d+),(\d+)\)")
IDS = sorted(document.id for document in DOCUMENTS)
Export = Callable[..., bytes]


class Uncounted:
    """A step that nobody looks at."""

    def advance(self, by: int = 1, note: str = "") -> None:
        """One more."""


def exported(corpus: Corpus, name: str, *, options: dict[str, Any] | None = None, **chosen: str) -> bytes:
    file = io.BytesIO()
    with outgoing(corpus, Chosen(**chosen), Uncounted()) as out:
        FORMATS[name](out, file, **(options or {}))
    return file.getvalue()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A small corpus, built, whose site has an address."""
    made = make_site_corpus(tmp_path_factory.mktemp("site") / "corpus")
    settings = made.root / "hustings.toml"
    settings.write_text(f'address = "https://corpus.example"\n{settings.read_text("utf-8")}', encoding="utf-8")
    found = Corpus(made.root)
    build(found, silent)
    return found


# Each format


def test_json_lines_are_what_the_site_says(corpus: Corpus) -> None:
    rows = [orjson.loads(line) for line in exported(corpus, "jsonl").splitlines()]
    assert [row["id"] for row in rows] == IDS
    for row in rows:
        for annotation in row.get("annotations", []):
            assert row["text"][annotation["start"] : annotation["end"]] == annotation["quotation"]
        assert "path" not in json.dumps(row["observations"])


def test_a_table_of_documents(corpus: Corpus) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(corpus, "csv").decode("utf-8"), newline="")))
    assert [row["id"] for row in rows] == IDS
    first = rows[0]
    assert (first["tags"], first["words"]) == ("réseaux sociaux; municipales", "138")
    assert first["page"] == f"https://corpus.example/document/{IDS[0]}"
    assert first["text"] == DOCUMENTS[0].text
    assert rows[1]["account"] == "@JRivage"
    short = exported(corpus, "csv", options={"text": False}).decode("utf-8").splitlines()
    assert "text" not in short[0].split(",")
    assert len(short) == len(IDS) + 1


def test_a_table_of_annotations_leads_to_their_passages(corpus: Corpus) -> None:
    written = exported(corpus, "csv", options={"table": "annotations"}).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    texts = {document.id: document.text for document in DOCUMENTS}
    assert len(rows) == 12  # the rejected one is not published
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        assert texts[row["document"]][start:end] == row["quotation"]
        assert row["page"] == f"https://corpus.example/document/{row['document']}#p{start}-{end}"
    assert {row["label_fr"] for row in rows} >= {"Jeanne Rivage", "Agence Boussole"}


def test_parquet_has_the_same_table(corpus: Corpus) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(exported(corpus, "parquet")))
    assert table.column("id").to_pylist() == IDS
    assert table.column("tags").to_pylist()[0] == ["réseaux sociaux", "municipales"]
    assert table.column("text").to_pylist() == [text for _, text in sorted((d.id, d.text) for d in DOCUMENTS)]
    assert len(table.schema.metadata[b"hustings.build"]) == 64
    annotations = pyarrow.parquet.read_table(io.BytesIO(exported(corpus, "parquet", options={"table": "annotations"})))
    assert annotations.column("score").to_pylist().count(None) == 1


def test_without_pyarrow_parquet_says_what_to_do(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.errors import UsageError

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"hustings\[parquet\]"):
        exported(corpus, "parquet")


def test_citations_are_of_every_document(corpus: Corpus) -> None:
    library = bibtexparser.parse_string(exported(corpus, "bibtex").decode("utf-8"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == IDS
    assert [one["id"] for one in rispy.loads(exported(corpus, "ris").decode("utf-8"))] == IDS
    assert [one["id"] for one in json.loads(exported(corpus, "csl"))] == IDS


def test_annotations_are_read_as_web_annotations(corpus: Corpus, tmp_path: Path) -> None:
    written = exported(corpus, "w3c")
    collection = json.loads(written)
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == 12
    texts = {f"https://corpus.example/document/{document.id}": document.text for document in DOCUMENTS}
    for item in items:
        position, quote = item["target"]["selector"]
        text = texts[item["target"]["source"]["id"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert item["id"].startswith(item["target"]["source"]["id"] + "#a-")
    (tmp_path / "a.jsonld").write_bytes(written)
    incoming = list(w3c.read(tmp_path / "a.jsonld"))
    assert [problem for one in incoming for problem in one.problems] == []
    assert sum(len(one.found) for one in incoming) == 12


# TEI


def test_tei_holds_the_text_in_its_blocks(corpus: Corpus) -> None:
    root = etree.fromstring(exported(corpus, "tei"))
    assert root.tag == TEI + "teiCorpus"
    documents = root.findall(TEI + "TEI")
    assert [document.get(XML + "id") for document in documents] == IDS
    ids = [element.get(XML + "id") for element in root.iter() if element.get(XML + "id")]
    assert len(ids) == len(set(ids))
    first = documents[0]
    body = first.find(f"{TEI}text/{TEI}body")
    assert body is not None
    assert [etree.QName(child).localname for child in body] == ["div", "div"]
    kinds = [etree.QName(element).localname for element in body.iter() if element.get(XML + "id")]
    assert kinds == ["head", "head", "p", "head", "p", "item", "item", "item", "p", "p", "p", "p"]
    blocks = {element.get(XML + "id"): "".join(element.itertext()) for element in body.iter(f"{TEI}*")}
    for number, block in enumerate(DOCUMENTS[0].blocks):
        assert blocks[f"{IDS[0]}-b{number}"] == DOCUMENTS[0].text[block.start : block.end]


def test_tei_annotations_point_to_their_words(corpus: Corpus) -> None:
    root = etree.fromstring(exported(corpus, "tei"))
    blocks = {element.get(XML + "id"): "".join(element.itertext()) for element in root.iter(f"{TEI}*")}
    found = 0
    for annotation in root.iter(TEI + "annotation"):
        ranges = RANGE.findall(annotation.get("target", ""))
        words = [blocks[id][int(start) : int(start) + int(length)] for id, start, length in ranges]
        said = annotation.findtext(f"{TEI}note[@type='quotation']") or ""
        assert "".join("".join(words).split()) == "".join(said.split())
        assert annotation.get("ana", "")[1:] in blocks
        found += 1
    assert found == 12


def test_a_tei_header_says_what_it_is_a_copy_of(corpus: Corpus) -> None:
    root = etree.fromstring(exported(corpus, "tei"))
    header = root.find(f"{TEI}TEI/{TEI}teiHeader")
    assert header is not None
    parts = [etree.QName(child).localname for child in header]
    assert parts == ["fileDesc", "encodingDesc", "profileDesc"]
    assert [etree.QName(child).localname for child in header[0]] == ["titleStmt", "publicationStmt", "sourceDesc"]
    bibl = header.find(f".//{TEI}bibl")
    assert bibl is not None
    assert bibl.findtext(f".//{TEI}surname") == "Caradec"
    assert bibl.find(TEI + "date").get("when") == "2018-05-14"  # type: ignore[union-attr]
    assert bibl.find(TEI + "ref").get("target") == "https://vigie.example/eloges"  # type: ignore[union-attr]
    assert header.findtext(f".//{TEI}availability/{TEI}p") == "Captured for research; not ours to license."
    assert header.find(f".//{TEI}language").get("ident") == "fr"  # type: ignore[union-attr]


def test_what_xml_cannot_hold_is_replaced_and_said(tmp_path: Path) -> None:
    made = make_corpus(tmp_path / "corpus", title="Controls")
    text = "A bell\x07 and\x0b more.\n\nAfter it 😀."
    blocks = (Block(kind="paragraph", start=0, end=18), Block(kind="paragraph", start=20, end=len(text)))
    store(made, {"id": "daaaaaaaaaaaaaaaa", "text": text, "title": "A\x00\x07 title", "blocks": blocks})
    build(made, silent)
    root = etree.fromstring(exported(made, "tei"))
    said = root.findtext(f".//{TEI}normalization/{TEI}p") or ""
    assert said.startswith("The text is")
    assert "2 characters that XML 1.0 cannot hold stand as U+FFFD" in said
    first = root.find(f".//{TEI}body//{TEI}p")
    assert first is not None
    assert first.text == writable(text[:18])


# The filters and the command


def test_only_what_was_chosen_leaves(corpus: Corpus) -> None:
    for name in ("jsonl", "csv", "tei", "w3c", "bibtex", "ris", "csl"):
        written = exported(corpus, name, language="en", kind="article").decode("utf-8")
        assert "dcccccccccccccccc" in written, name
        assert not [id for id in IDS if id != "dcccccccccccccccc" and f'"id":"{id}"' in written], name
    assert exported(corpus, "bibtex", language="xx") == b""


def test_the_same_site_gives_the_same_bytes(corpus: Corpus) -> None:
    for name in FORMATS:
        assert exported(corpus, name) == exported(corpus, name), name


def test_what_is_not_published_is_in_no_format(corpus: Corpus) -> None:
    for name in FORMATS:
        written = exported(corpus, name)
        assert b"/home/somebody" not in written, name
        assert b"rejected" not in written, name


def test_the_command_writes_a_file_or_says_what_is_wrong(corpus: Corpus, tmp_path: Path) -> None:
    target = tmp_path / "all.bib"
    done = run("-C", corpus.root, "export", "bibtex", "-o", target, "--language", "fr")
    assert (done.returncode, done.stdout) == (0, "")
    assert target.read_text("utf-8").count("@") == 3  # two entries, one of which is by @JRivage
    assert [path.name for path in tmp_path.iterdir()] == ["all.bib"]
    wrong = run("-C", corpus.root, "export", "csl", "--case", "nothing")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "port-clair-2018" in wrong.stderr
    lost = run("-C", corpus.root, "export", "ris", "-o", tmp_path / "no" / "folder.ris")
    assert lost.returncode == 1
    assert "Traceback" not in lost.stderr


def test_a_teams_site_is_not_exported_unnoticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = make_site_corpus(tmp_path / "corpus")
    build(made, silent, tier="team")
    assert exported(made, "csl")
    assert "not public" in capsys.readouterr().err


def test_a_text_that_is_not_published_is_in_no_format(tmp_path: Path) -> None:
    made = make_site_corpus(tmp_path / "corpus")
    (made.root / "rights.yaml").write_text("rules: [{document: daaaaaaaaaaaaaaaa, text: citation}]", encoding="utf-8")
    found = Corpus(made.root)
    build(found, silent)
    for name in FORMATS:
        written = exported(found, name)
        assert b"versait trente centimes" not in written, name
        assert b"daaaaaaaaaaaaaaaa" in written or name in ("w3c", "parquet"), name


def test_a_corpus_without_a_site_says_so(tmp_path: Path) -> None:
    make_corpus(tmp_path / "corpus")
    done = run("-C", tmp_path / "corpus", "export", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "hustings publish build" in done.stderr
