"""Files of other kinds: each ends in quarantine with what it is and what to do, and none becomes a document."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run

from corpus.errors import BadRecord
from corpus.folder import Corpus
from ingest.readers.foreign import foreign
from ingest.readers.registry import recognise

PROSE = "Le conseil s'est réuni mardi soir pour parler de la digue ; personne n'a voté.\n" * 20


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return held.getvalue()


def office(first: str, data: bytes, *others: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(first, data)
        for name in others:
            archive.writestr(name, PROSE)
    return held.getvalue()


# name of the file, its bytes, what the message must call it
OTHERS = {
    "nexis.rtf": (rb"{\rtf1\ansi\deff0 {\fonttbl} \par 1 of 2 DOCUMENTS \par Body \par " + PROSE.encode(), "RTF"),
    "paper.pdf": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + b"BT (Le texte) Tj ET\n" * 30, "PDF"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "old Word"),
    "note.odt": (office("mimetype", b"application/vnd.oasis.opendocument.text", "content.xml"), "OpenDocument"),
    "table.ods": (office("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", "content.xml"), "ODS"),
    "book.epub": (office("mimetype", b"application/epub+zip", "OEBPS/a.xhtml"), "EPUB"),
    "talk.pptx": (office("[Content_Types].xml", b"<Types/>", "ppt/presentation.xml"), "PowerPoint"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8, "image"),
    "photo.png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(500), "image"),
    "film.mp4": (b"\x00\x00\x00\x20ftypisom" + bytes(500), "film"),
    "data.sqlite": (b"SQLite format 3\x00" + bytes(4000), "SQLite"),
    "data.parquet": (b"PAR1" + bytes(400), "table"),
    "files.7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(400), "archive"),
    "list.opml": (b"<?xml version='1.0'?><opml version='2.0'><body><outline text='x'/></body></opml>", "OPML"),
    "walk.gpx": (b'<?xml version="1.0"?>\n<gpx version="1.1"><trk><name>Balade</name></trk></gpx>', "GPX"),
    "edition.xml": (f'<?xml version="1.0"?><TEI xmlns="t"><text><p>{PROSE}</p></text></TEI>'.encode(), "TEI"),
    "own.xml": (f'<?xml version="1.0"?>\n<!-- a --><docs><doc>{PROSE}</doc></docs>'.encode(), "<docs>"),
    "bare.xml": (f"<records>\n<record>{PROSE}</record>\n</records>".encode(), "<records>"),
    "wide.xml": (f'<?xml version="1.0"?><docs><doc>{PROSE}</doc></docs>'.encode("utf-16"), "<docs>"),
    "jats.xml": (f"<!DOCTYPE article PUBLIC '-//NLM//DTD'><article><p>{PROSE}</p></article>".encode(), "<article>"),
    "jats2.xml": (f'<?xml version="1.0"?><article article-type="x"><p>{PROSE}</p></article>'.encode(), "<article>"),
    "own.json": (b'{\n  "camera": "x",\n  "shots": [1, 2]\n}\n', "camera, shots"),
    "own.js": (b"(function(){\n  var a = 1;\n  b();\n})();\n", "program"),
    "own.css": (b"body {\n  margin: 0;\n}\np {\n  color: red;\n}\n" * 3, "style sheet"),
    "talk.vtt": (f"WEBVTT\n\n00:00.000 --> 00:04.000\n{PROSE}".encode(), "subtitles"),
    "mail.eml": (f"Received: from x\nSubject: Une lettre\n\n{PROSE}".encode(), "e-mail"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_kind_is_named(name: str) -> None:
    data, what = OTHERS[name]
    with pytest.raises(BadRecord, match=what) as fault:
        recognise(data[:65_536])
    assert fault.value.code == "unknown-format"
    assert fault.value.todo


def test_none_of_them_becomes_a_document(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in OTHERS.items():
        (folder / name).write_bytes(data)
    account = json.loads(hustings("-C", corpus.root, "ingest", folder, "--json").stdout)
    assert (account["read"], account["kept"], account["quarantined"]) == (len(OTHERS), 0, len(OTHERS))
    assert {tally["reason"] for tally in account["by_format"]} == {"unknown-format"}


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "{ Une note entre accolades }\n" + PROSE,
        "[1] Une note.\n" + PROSE,
        "<3 les abonnés\n" + PROSE,
        "ID3 est un parti.\n" + PROSE,
        "MZ, nouvelle revue.\n" + PROSE,
        "From Paris with love, 2012\n" + PROSE,
        "Premier point ;\nDeuxième point ;\n" + PROSE,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_stays_text(text: str, encoding: str) -> None:
    assert recognise(text.encode(encoding)).name == "dump"


@given(st.binary(max_size=400) | st.text(alphabet='<!-?[{"/*(a: \n', max_size=400).map(str.encode))
def test_anything_is_looked_at(data: bytes) -> None:
    fault = foreign(data)
    assert fault is None or fault.code == "unknown-format"
