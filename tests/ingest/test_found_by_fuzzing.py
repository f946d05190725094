"""What fuzzing found (docs/fuzzing.md), each as small as it could be made."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reading import drafted, faults, only, written

from corpus.errors import BadRecord, SettingsError
from ingest.clean.dump import dump_text
from ingest.clean.html import clean_page
from ingest.clean.html.blocks import POST_MARK
from ingest.clean.result import normalise
from ingest.clean.snowflake import tweet_time
from ingest.deadline import within
from ingest.mapping import load_mapping
from ingest.readers import feed, jsonl, mhtml, telegram
from ingest.readers.base import HEAD
from ingest.readers.press import europresse, factiva, nexis, nexisdocx, nexistext
from ingest.readers.press.xmltree import xml_tree
from ingest.readers.stream import Stream
from ingest.readers.table import xlsx
from ingest.readers.twitter import v1
from ingest.sketch import sketch
from ingest.walk import look_at, walk

BEYOND = 2**63  # the first whole number that SQLite does not hold


def chat(**fields: Any) -> dict[str, Any]:
    """A chat of Telegram with one message."""
    message = {"id": 1, "type": "message", "date": "2020-02-03T10:00:00", "text": "Bonjour", **fields}
    return {"name": "Le fil", "type": "public_channel", "id": 12, "messages": [message]}


def test_a_counter_that_no_store_holds_was_not_provided(tmp_path: Path) -> None:
    draft = only(telegram.READER, written(tmp_path, "a.json", chat(views=BEYOND, forwards=3)))
    assert {metric.name: metric.value for metric in draft.document.metrics} == {"forwards": 3}


def test_a_counter_of_ours_that_no_store_holds_is_one_bad_record(tmp_path: Path) -> None:
    lines = [{"text": "Un.", "metrics": [{"name": "likes", "value": value}]} for value in (1, BEYOND, -BEYOND - 1)]
    assert faults(jsonl.READER, written(tmp_path, "a.jsonl", *lines)) == ["wrong-type", "wrong-type"]


def test_blocks_that_overlap_are_told(tmp_path: Path) -> None:
    blocks = [{"kind": "paragraph", "start": 0, "end": 5}, {"kind": "paragraph", "start": 3, "end": 8}]
    assert faults(jsonl.READER, written(tmp_path, "a.jsonl", {"text": "Un texte.", "blocks": blocks})) == [
        "wrong-blocks"
    ]


def test_what_was_removed_stands_before_a_block_that_there_is(tmp_path: Path) -> None:
    removed = [{"reason": "other", "text": "Menu", "before": before} for before in (-1, 1, BEYOND)]
    draft = only(jsonl.READER, written(tmp_path, "a.jsonl", {"text": "Un texte.", "removed": removed}))
    assert [one.before for one in draft.document.removed] == [0, 1, 1]


def test_an_id_and_names_have_no_nul(tmp_path: Path) -> None:
    draft = only(jsonl.READER, written(tmp_path, "a.jsonl", {"text": "Un texte.", "native_id": "1\x002"}))
    assert draft.document.native_id == "12"
    draft = only(telegram.READER, written(tmp_path, "a.json", chat(author="Ada\x00")))
    assert draft.document.byline == "Ada"


def test_a_byte_order_mark_stands_before_a_line_whose_fields_are_unknown() -> None:
    draft = jsonl.draft(b"\xef\xbb\xbf" + json.dumps({"text": "Un texte.", "mood": "calm"}).encode())
    assert draft.document.extra == {"mood": "calm"}


@pytest.mark.parametrize(("reader", "folder"), [(xlsx.READER, "xl/"), (nexisdocx.READER, "word/")])
def test_an_office_file_packed_with_a_broken_lzma_is_one_bad_record(reader: Any, folder: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(f"{folder}a.xml", "<a/>")
    data = bytearray(file.getvalue())
    at = data.index(f"{folder}a.xml".encode()) + len(f"{folder}a.xml")
    data[at + 4 : at + 9] = b"\xff" * 5  # its properties
    (found,) = reader.records(Stream.over(io.BytesIO(data), len(data)))
    with pytest.raises(BadRecord, match="damaged"):
        drafted(reader, found)


@pytest.mark.parametrize("reference", ["&#xD800;", "&#56320;"])
def test_half_an_emoji_in_the_xml_of_an_export_is_replaced(reference: str) -> None:
    tree = xml_tree(f"<a xmlns='http://a.example/{reference}' b='{reference}'>{reference}x</a>")
    assert (tree.text, tree.tag[0], tree.get("b")) == ("\ufffdx", "{", "\ufffd")


def test_control_characters_in_front_of_an_export_of_nexis_are_no_cover() -> None:
    page = b'<html><body><a name="DOC_ID_0_0"></a><p>Un article.</p></body></html>'
    data = b"\x00\x01" + page[page.index(b"<a name") :]
    (found,) = nexis.READER.records(Stream.over(io.BytesIO(data), len(data)))
    assert found.context is None


def test_a_feed_with_a_number_that_is_no_character_is_one_bad_record(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<rss version='2.0'><channel><title>&#99999999999999999999;<item><title>Un</title></item></rss>")
    assert faults(feed.READER, path) == ["damaged"]


def test_half_an_emoji_in_a_dump_is_replaced() -> None:
    text = dump_text("Le titre\n\nUne longue phrase de l'article \ud83d qui finit bien, et une autre encore.\n")
    assert "l'article \ufffd qui finit" in text
    assert normalise("\udc00e\x00\u0301") == "\ufffd\xe9"


@pytest.mark.parametrize("text", ["9" * 5000, "fields: " + "[" * 1000], ids=["digits", "deep"])
def test_a_mapping_that_yaml_cannot_make_values_of_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"map\.yaml"):
        load_mapping(path)


def test_a_sketch_of_cells_with_control_characters_can_be_loaded(tmp_path: Path) -> None:
    path, sketched = tmp_path / "a.csv", tmp_path / "map.yaml"
    path.write_bytes(
        b"id,message\n" + b"1,Une phrase \x01 assez longue pour un message et qui ne finit pas si vite.\n" * 3
    )
    sketched.write_text(sketch(path), encoding="utf-8")
    assert "text" in load_mapping(sketched).fields


def test_a_sketch_of_a_column_with_a_very_long_name_can_be_loaded(tmp_path: Path) -> None:
    path, sketched = tmp_path / "a.csv", tmp_path / "map.yaml"
    header = f"id,text,created_at,author.username,{'Page Created ' * 2000}"
    path.write_text(f"{header}\n1,Bonjour à tous,2020-02-03T10:00:00Z,ada,2\n", encoding="utf-8")
    sketched.write_text(sketch(path), encoding="utf-8")
    assert "text" in load_mapping(sketched).fields


def test_an_article_of_nexis_may_end_in_blank_lines() -> None:
    """They took minutes, by the third power of their number."""
    head = "1 of 2 DOCUMENTS\n\n        La Digue\n\nLENGTH: 12 words\n\n\n"
    text = head + "    Un vers\nlong.\n \n\x0c\n  Un autre." + " \n\xa0" * 50_000
    document = within(60, lambda: nexistext.draft(text.encode())).document
    assert document.text.endswith("Un vers long.\n\nUn autre.")


def test_an_export_in_utf16_may_end_inside_a_character() -> None:
    xml = "<PPSResponse><ppsarticle><article><headline>Un</headline></article></ppsarticle><ppsarticle>"
    data = xml.encode("utf-16") + b"a"
    *_, last = factiva.READER.records(Stream.over(io.BytesIO(data), len(data)))
    assert last.place.offset is not None
    assert last.place.offset + len(last.raw) == len(data)
    assert last.place.length == len(last.raw)


HOSTILE = [
    (europresse, b"<html><body><span class=DocPublicationName></span><p class=DocHeader></p>", b"<div "),
    (europresse, b"<html><body><span class=DocPublicationName></span><p class=DocHeader></p>", b"<span "),
    (factiva, b"<html><title>Factiva</title><body><div class='article enArticle'></div>", b"<div class='article "),
    (nexis, b"<html><body><a name='DOC_ID_0_0'></a><DOCFULL>", b"<a "),
    (nexistext, b"End of Document\nLength:", b" "),
    (feed, b"<rss version='2.0'><channel>", b"<!--"),
    (feed, b"<rss version='2.0'><channel>", b"<![CDATA["),
    (v1, b'{"id": 1, "text": ', b"["),
    (telegram, b'{"name": "a", "type": "x", "id": 1, "x": ', b'{"a":'),
]


@pytest.mark.parametrize(("module", "begun", "again"), HOSTILE)
def test_a_file_that_repeats_one_opening_is_read_all_the_same(module: Any, begun: bytes, again: bytes) -> None:
    """Each took minutes, by the square of its length; a test that does is stopped."""
    data = begun + again * (1_000_000 // len(again))

    def read() -> int:
        module.READER.recognises(data[:HEAD])
        return len(list(module.READER.records(Stream.over(io.BytesIO(data), len(data)))))

    assert within(60, read) >= 1


@pytest.mark.parametrize("opening", [b"<w:p>", b"<", b"<Relationship "])
def test_a_word_file_that_repeats_one_opening_is_read_all_the_same(opening: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("word/document.xml", "word/_rels/document.xml.rels"):
            archive.writestr(name, b"<w:document><w:body><w:p>End of Document</w:p>" + opening * 40_000)
    data = file.getvalue()
    found = within(60, lambda: list(nexisdocx.READER.records(Stream.over(io.BytesIO(data), len(data)))))
    assert len(found) >= 1


def test_a_page_of_factiva_may_have_divs_in_divs() -> None:
    page = b"<div class='article enArticle'>" + b"<div>" * 3000 + b"12 words" + b"</div>" * 3001
    with suppress(BadRecord):
        within(60, lambda: factiva.draft(page))


@pytest.mark.parametrize("opening", ["<paragraph>", "<span><p class='articleParagraph'>"], ids=["xml", "html"])
def test_paragraphs_in_paragraphs_of_factiva_are_read_once(opening: str) -> None:
    begun = "<ppsarticle><article><leadParagraph>" if opening == "<paragraph>" else "<div class='article enArticle'>"
    words = [f"word{number}." for number in range(100)]
    draft = within(60, lambda: factiva.draft((begun + "".join(opening + word for word in words)).encode()))
    assert draft.document.text.split() == words


def test_rows_in_rows_of_factiva_are_read_once() -> None:
    """Each code was read with all that stands in its row, by the square of the file."""
    rows = "".join(f"<table><tr><td class='index'>C{number}</td><td>word " for number in range(5000))
    title = "<tr><td class='index'>HD</td><td>Le port vote</td></tr>"
    page = f"<div class='article enArticle'><table>{title}<tr><td class='index'>TD</td><td>Un.{rows}"
    draft = within(60, lambda: factiva.draft(page.encode()))
    assert draft.document.text.startswith("Le port vote\n\nUn.")


def test_a_saved_page_may_claim_parts_in_parts() -> None:
    """Python's parser of MIME calls itself for each."""
    parts = "".join(f'Content-Type: multipart/related; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(3000))
    with pytest.raises(BadRecord, match="holds no page"):
        mhtml.draft(f"From: <Saved by a browser>\r\n{parts}Content-Type: text/html\r\n\r\n{SENTENCE}".encode())


def test_the_address_of_a_saved_page_has_no_nul() -> None:
    head = b"From: <Saved by a browser>\r\nContent-Location: http://a.example/\x00b\r\nContent-Type: text/html\r\n"
    draft = mhtml.draft(head + f"\r\n<html><body><h1>Un</h1>{SENTENCE * 4}</body></html>".encode())
    assert draft.document.url == "http://a.example/b"


def test_a_member_without_a_name_is_a_member_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "Un texte.\n")
    assert [met.found.place.member for met in walk(path, look_at(path, None))] == [""]


def test_a_sheet_with_a_row_that_excel_does_not_know_is_damaged() -> None:
    book, plain, far = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["text"])
    book.active.append(["Bonjour"])
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(far, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="2"', b'<row r="999999999"'))
    data = far.getvalue()
    *_, last = within(60, lambda: list(xlsx.READER.records(Stream.over(io.BytesIO(data), len(data)))))
    assert last.fault is not None
    assert last.fault.code == "truncated"


SENTENCE = "<p>Une phrase assez longue pour un article, qui parle de la campagne et de ses candidats.</p>"


REPEATED = {"bar": ("| " * 150_000, "Un."), "dash": ("- " * 150_000, "Un."), "nbsp": ("Un", "\xa0" * 300_000)}


@pytest.mark.parametrize(("title", "text"), REPEATED.values(), ids=REPEATED)
def test_a_page_that_repeats_one_sign_is_cleaned_all_the_same(title: str, text: str) -> None:
    page = (
        f"<html><head><title>{title}</title></head><body><h1>Un</h1>{SENTENCE * 3}<p>{text}</p>{SENTENCE}</body></html>"
    )
    cleaned = within(60, lambda: clean_page(page.encode()))
    assert any(piece.text.startswith("Une phrase") for piece in cleaned.pieces)


def test_an_article_of_europresse_may_have_tables_in_tables() -> None:
    name = b"<span class=DocPublicationName>Le Phare</span><p class=titreArticleVisu>Un</p>"
    nested = b"<table><tr><td>" * 5000 + b"Ce certificat est emis a" + b"</table>" * 5000
    draft = within(60, lambda: europresse.draft(b"<div id=docContain>" + name + nested + b"<p>Une phrase.</p></div>"))
    assert draft.document.outlet == "Le Phare"


@pytest.mark.parametrize("id", ["9" * 5000, "²"])
def test_a_number_that_is_none_has_no_time(id: str) -> None:
    assert tweet_time(id) is None


@pytest.mark.parametrize("mark", ["x", "-5", "7"])
def test_a_page_cannot_mark_its_own_paragraphs_as_posts(mark: str) -> None:
    body = f"<h1>Un</h1>{SENTENCE * 3}<p {POST_MARK}='{mark}'>Une phrase marquée.</p>{SENTENCE}"
    cleaned = clean_page(f"<html><body>{body}</body></html>".encode())
    assert any("marquée" in piece.text for piece in cleaned.pieces)
    assert not cleaned.posts
