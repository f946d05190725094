"""Nexis exports: HTML and text of its older site, Word files of Nexis Uni."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafts, faults, founds, only, sample

from corpus.errors import BadRecord
from ingest.readers import dump
from ingest.readers.base import Reader
from ingest.readers.press import nexis, nexisdocx, nexistext

COVER = (
    '<div class="c5"><p class="c6"><span>Time Of Request: Monday, May 4, 2020<br><br>'
    "Send To:<br><br>A LIBRARY<br>HARBOUR</span></p></div>"
)


def block(text: str, css: str = "c5") -> str:
    return f'<br><div class="{css}"><p class="c6"><span class="c2">{text}</span></p></div>'


def field(label: str, value: str) -> str:
    return (
        f'<br><div class="c5"><p class="c6"><span class="c8">{label}: </span><span class="c2">{value}</span></p></div>'
    )


def article(
    number: int, *, title: str = "Titre", body: str = "<p><span>Un.</span></p><p><span>Deux.</span></p>"
) -> str:
    parts = (
        f'<a name="DOC_ID_0_{number}"></a><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->',
        block(f"{number + 1} of 2 DOCUMENTS", "c0"),
        block("La Vigie", "c3"),
        block("14 octobre 2013 lundi<br>Edition du soir", "c3"),
        block(title) if title else "",
        field("AUTEUR", "Par Léa Cap"),
        field("RUBRIQUE", "MONDE; Pg. B2"),
        field("LONGUEUR", "70 mots"),
        field("ENCART", "Un chapeau"),
        f'<br><div class="c5">{body}</div>',
        field("SUJET", "PORTS (90%); MARÉES (89%)"),
        field("LANGUE", "FRENCH; FRANÇAIS"),
        field("DATE-CHARGEMENT", "15 octobre 2013"),
        block("Copyright 2013 La Vigie<br>Tous droits réservés", "c0"),
    )
    return "".join(parts)


def html(*articles: str, cover: str = "") -> str:
    return f"<html><head><title> </title></head><body>{cover}{''.join(articles)}</body></html>"


def write(folder: Path, text: str, name: str = "nexis.html") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_html(tmp_path: Path) -> None:
    path = write(tmp_path, html(article(0), article(1, title="Autre"), cover=COVER))
    first, second = (draft.document for _, draft in drafts(nexis.READER, path))
    assert (first.title, second.title) == ("Titre", "Autre")
    assert first.text == "Titre\n\nUn chapeau\n\nUn.\n\nDeux."
    assert (first.outlet, first.byline, first.deck) == ("La Vigie", "Léa Cap", "Un chapeau")
    assert (first.published_at, first.published_precision) == ("2013-10-14", "day")
    assert first.language_declared == "fr"
    assert first.tags == ("PORTS", "MARÉES")
    assert (first.extra["section"], first.extra["page"], first.extra["words"]) == ("MONDE", "B2", 70)
    assert first.extra["edition"] == "Edition du soir"
    assert first.extra["certificate"]["send_to"] == "A LIBRARY HARBOUR"
    assert first.extra["copyright"].startswith("Copyright 2013")
    assert first.native_id is None  # such exports hold no number that is the same everywhere


def test_an_article_without_a_title_and_one_that_nexis_could_not_show(tmp_path: Path) -> None:
    table = "<table><tr><td>Port</td><td>Ships</td></tr><tr><td>North</td><td>7</td></tr></table>"
    sorry = (
        '<a name="DOC_ID_0_1"></a><br><div>'
        "<p>We are sorry but there is an error in this document and it is not possible to display it.</p></div>"
    )
    path = write(tmp_path, html(article(0, title="", body=table), sorry))
    ((_, draft),) = drafts(nexis.READER, path)
    assert draft.document.title is None
    assert draft.document.text == "Un chapeau\n\nPort | Ships\n\nNorth | 7"
    assert faults(nexis.READER, path) == ["no-document"]


def test_records_are_verbatim(tmp_path: Path) -> None:
    path = write(tmp_path, html(article(0), article(1), cover=COVER))
    data = path.read_bytes()
    for record in founds(nexis.READER, path):
        assert record.place.offset is not None
        assert data[record.place.offset :].startswith(record.raw)
        assert record.raw.startswith(b'<a name="DOC_ID')


TEXT = """
Time Of Request: Monday, May 4, 2020

Send To:
A LIBRARY
HARBOUR

Terms: (port) and
(tide)


                               1 of 2 DOCUMENTS


                                   The Lookout

                             May 3, 2016 Tuesday
                                 Edition 1;
                                    North

Harbour opens; and how
it opened

BYLINE: By Ann Quay

SECTION: NEWS; Pg. 6

LENGTH: 12 words

The gates were
opened at noon.

LONDON: nobody came, said
the keeper.

LOAD-DATE: May 4, 2016

LANGUAGE: ENGLISH

GRAPHIC: A gate

PUBLICATION-TYPE: Newspaper


                       Copyright 2016 The Lookout
                          All Rights Reserved

                               2 of 2 DOCUMENTS


                                   The Lookout

                             May 4, 2016

Again

LENGTH: 2 words

Closed.

LANGUAGE: ENGLISH
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_text(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "nexis.TXT"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", newline).encode())
    first, second = (draft.document for _, draft in drafts(nexistext.READER, path))
    assert first.title == "Harbour opens; and how it opened"
    assert first.text == (
        "Harbour opens; and how it opened\n\nThe gates were opened at noon.\n\nLONDON: nobody came, said the keeper."
    )
    assert (first.outlet, first.byline, first.published_at) == ("The Lookout", "Ann Quay", "2016-05-03")
    assert (first.extra["page"], first.extra["edition"], first.extra["graphic"]) == ("6", "Edition 1; North", "A gate")
    assert first.extra["certificate"] == {
        "time_of_request": "Monday, May 4, 2020",
        "send_to": "A LIBRARY HARBOUR",
        "terms": "(port) and (tide)",
    }
    assert (second.title, second.text) == ("Again", "Again\n\nClosed.")


def test_text_of_other_kinds_is_left_to_the_dumps() -> None:
    other = b"I read 1 of 20 documents.\n\nLength: long.\n\nBody\n\nText of a letter.\n"
    assert not nexistext.READER.recognises(other)
    assert dump.READER.recognises(other)


UNI = """Date and Time: Friday, 5. July 2019

Job Number: 12



Harbour opens
The Lookout
July 3, 2019 Wednesday 7:53 PM GMT
Copyright 2019 The Lookout All Rights Reserved
Section: NEWS; Pg. 6
Length:\u00a012 words
Byline:\u00a0Ann Quay
Highlight:\u00a0It opens
Body

The gates were opened at noon.
Graphic

A gate.
Classification

Language: ENGLISH
Subject: PORTS (90%); TIDES (78%)
Load-Date: July 4, 2019

End of Document
"""


def test_text_of_nexis_uni(tmp_path: Path) -> None:
    document = only(nexistext.READER, write(tmp_path, UNI, "uni.txt")).document
    _assert_uni(document.title, document.text, document.outlet, document.published_at)


def _assert_uni(title: str | None, text: str, outlet: str | None, published: str | None) -> None:
    assert (title, outlet, published) == ("Harbour opens", "The Lookout", "2019-07-03")
    assert text == "Harbour opens\n\nIt opens\n\nThe gates were opened at noon."


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://r"'
BREAK = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"


def docx(folder: Path, body: str, *, doctype: str = "", relations: str = "") -> Path:
    path = folder / "nexis.DOCX"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        archive.writestr("word/document.xml", f"{doctype}<w:document {W}><w:body>{body}</w:body></w:document>")
    return path


def paragraph(text: str, link: str = "") -> str:
    run = f"<w:r><w:t>{escape(text)}</w:t></w:r>"
    return f'<w:p><w:hyperlink r:id="{link}">{run}</w:hyperlink></w:p>' if link else f"<w:p>{run}</w:p>"


def uni_paragraphs(link: str = "") -> str:
    cover, _, rest = UNI.partition("\n\n\n\n")
    title, *lines = rest.strip().split("\n")
    front = "".join(map(paragraph, cover.split("\n"))) + BREAK
    return front + paragraph(title, link) + "".join(map(paragraph, lines))


def test_word_files_of_nexis_uni(tmp_path: Path) -> None:
    urn = "urn:contentItem:5WG2-7T11-F021-636K-00000-00"
    relation = f'<Relationship Id="rId9" Target="https://x/?id={urn}&amp;y=1"/>'
    second = BREAK + paragraph("Again") + paragraph("The Lookout") + paragraph("July 4, 2019 Thursday")
    second += (
        paragraph("Body") + paragraph("Closed & shut.") + "<w:p><w:r><w:br/><w:t>End of Document</w:t></w:r></w:p>"
    )
    path = docx(tmp_path, uni_paragraphs("rId9") + second, relations=relation)
    first, again = (draft.document for _, draft in drafts(nexisdocx.READER, path))
    _assert_uni(first.title, first.text, first.outlet, first.published_at)
    assert first.native_id == urn
    assert first.extra["graphic"] == "A gate."
    assert first.extra["copyright"] == "Copyright 2019 The Lookout All Rights Reserved"
    assert (first.tags, first.language_declared, first.extra["page"]) == (("PORTS", "TIDES"), "en", "6")
    assert first.extra["certificate"]["job_number"] == "12"
    assert (again.title, again.text, again.native_id) == ("Again", "Again\n\nClosed & shut.", None)
    xml = zipfile.ZipFile(path).read("word/document.xml")
    for record in founds(nexisdocx.READER, path):
        assert record.place.member == "word/document.xml"
        assert record.place.offset is not None
        assert xml[record.place.offset :].startswith(record.raw)


@pytest.mark.parametrize(
    ("body", "doctype", "code"),
    [
        (paragraph("A letter."), "", "no-article"),
        (uni_paragraphs(), '<!DOCTYPE x [<!ENTITY a "aa">]>', "doctype"),
        (paragraph("End of Document"), "", "no-article"),
    ],
)
def test_other_word_files_end_with_a_reason(tmp_path: Path, body: str, doctype: str, code: str) -> None:
    assert faults(nexisdocx.READER, docx(tmp_path, body, doctype=doctype)) == [code]


def test_a_word_file_that_is_cut_or_blown_up(tmp_path: Path) -> None:
    path = docx(tmp_path, uni_paragraphs())
    path.write_bytes(path.read_bytes()[:-40])
    assert faults(nexisdocx.READER, path) == ["truncated"]
    bomb = docx(tmp_path, paragraph(" " * 70_000_000))
    assert faults(nexisdocx.READER, bomb) == ["bomb"]


def test_the_samples() -> None:
    english = [draft.document for _, draft in drafts(nexis.READER, sample("press_lexisnexis/lexisnexis_test_en.html"))]
    assert [(d.published_at, d.extra["page"]) for d in english] == [("1991-12-19", "16"), ("1993-01-28", "22")]
    assert [d.outlet for d in english] == ["Some Newspaper"] * 2
    french = [draft.document for _, draft in drafts(nexis.READER, sample("press_lexisnexis/lexisnexis_test_fr.html"))]
    assert [d.published_at for d in french] == ["2013-04-12", "2013-10-14", "2013-03-10"]
    assert [d.deck for d in french] == [None, "Introduction to article", None]
    assert [d.extra["words"] for d in french] == [143, 70, 359]
    broken = sample("press_lexisnexis/lexisnexis_test_copyright_error.html")
    assert len(list(drafts(nexis.READER, broken))) == 1
    assert faults(nexis.READER, broken) == ["no-document"]


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_an_article_or_a_bad_record(data: bytes) -> None:
    around = nexisdocx.Around(root=f"<w:document {W}>")
    for reader, before, context in (
        (nexis.READER, b"", None),
        (nexis.READER, b'<a name="DOC_ID_0_0"></a><br><div>1 of 2 DOCUMENTS</div><div>X</div>', None),
        (nexistext.READER, b"1 of 2 DOCUMENTS\n\nX\n\nMay 3, 2016\n\n", None),
        (nexistext.READER, b"X\nY\nMay 3, 2016\nBody\n", None),
        (nexisdocx.READER, b"<w:p>", msgspec.json.encode(around)),
    ):
        _draft(reader, before + data, context)


def _draft(reader: Reader, raw: bytes, context: bytes | None) -> None:
    with suppress(BadRecord):
        assert (reader.draft(raw) if context is None else reader.draft(raw, context)).document.text
