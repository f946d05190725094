"""Factiva exports: HTML with field codes and without, and the older XML."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import drafted, drafts, founds, only, sample

from corpus.errors import BadRecord
from ingest.readers.press import factiva
from ingest.readers.press.factiva import READER

ROW = '<tr><td align="right" class="index"><b>{}</b>&nbsp;</td><td>{}</td></tr>'
FIELDS = {
    "SE": "News",
    "HD": "<b class='enHeadline'>Harbour <b>votes</b></b>",
    "BY": "By Ann Quay",
    "WC": "1,295 words",
    "PD": "3 May 2016",
    "ET": "09:30",
    "SN": "The Tide",
    "SC": "TIDE",
    "PG": "4",
    "LA": "English",
    "CY": "(c) 2016 The Tide",
    "LP": '<p class="articleParagraph enarticleParagraph">They voted\n at noon.</p>',
    "TD": '<p class="articleParagraph enarticleParagraph">It was close.</p><p class="articleParagraph">It rained.</p>',
    "NS": "gvote : Elections | gpol : Politics",
    "RE": "fra : France",
    "AN": "Document TIDE000020160503ec5300001",
}
LINES = """<div class="article frArticle"><p><div>Régions</div>
<div id="hd"><span class="frHeadline">Le port vote</span></div>
<div class="author">Par Anne Quai</div><div>295 mots</div><div>3 mai 2016</div><div>09:30</div><div>La Marée</div>
<div>MAREE</div><div>12</div><div>Français</div><div>© 2016 La Marée. Tous droits réservés.</div>
<p class="articleParagraph frarticleParagraph">Ils ont voté.</p>
<p class="articleParagraph frarticleParagraph">Il a plu.</p>
<p>Document MAREE00020160503ec5300002</p></div>"""


def coded(fields: dict[str, str]) -> str:
    rows = "".join(ROW.format(code, value) for code, value in fields.items())
    return f'<div class="article enArticle"><table><tr></tr>{rows}</table></div>'


def write(folder: Path, *articles: str) -> Path:
    path = folder / "factiva.html"
    path.write_text(
        f"<!DOCTYPE html><html><head><title>Factiva</title></head><body>{'<br/>'.join(articles)}</body></html>", "utf-8"
    )
    return path


def test_the_layout_with_codes(tmp_path: Path) -> None:
    document = only(READER, write(tmp_path, coded(FIELDS))).document
    assert document.title == "Harbour votes"
    assert document.text == "Harbour votes\n\nThey voted at noon.\n\nIt was close.\n\nIt rained."
    assert (document.outlet, document.byline, document.language_declared) == ("The Tide", "Ann Quay", "en")
    assert (document.published_at, document.published_precision) == ("2016-05-03", "day")
    assert (document.platform, document.native_id) == ("factiva", "TIDE000020160503ec5300001")
    assert document.tags == ("Elections", "Politics")
    assert document.extra["page"] == "4"
    assert document.extra["section"] == "News"
    assert document.extra["words"] == 1295
    assert document.extra["time"] == "09:30"
    assert document.extra["regions"] == ["France"]


def test_the_layout_without_codes(tmp_path: Path) -> None:
    document = only(READER, write(tmp_path, LINES)).document
    assert (document.title, document.byline, document.outlet) == ("Le port vote", "Anne Quai", "La Marée")
    assert document.text == "Le port vote\n\nIls ont voté.\n\nIl a plu."
    assert (document.published_at, document.language_declared) == ("2016-05-03", "fr")
    assert document.native_id == "MAREE00020160503ec5300002"
    assert (document.extra["page"], document.extra["words"], document.extra["section"]) == ("12", 295, "Régions")
    assert document.extra["copyright"].startswith("©")


def test_several_articles_each_with_its_own_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, coded(FIELDS), LINES, coded({**FIELDS, "AN": "Document TIDE000020160504ec5300009"}))
    data = path.read_bytes()
    records = founds(READER, path)
    assert len(records) == 3
    for record in records:
        assert record.place.offset is not None
        assert data[record.place.offset :].startswith(record.raw)
    assert len({drafted(READER, record).document.native_id for record in records}) == 3


def test_articles_in_a_wrapper_are_read_once(tmp_path: Path) -> None:
    path = write(tmp_path, *(f'<div id="article-{n}" class="article">{LINES}</div>' for n in range(2)))
    assert [drafted(READER, record).document.title for record in founds(READER, path)] == ["Le port vote"] * 2
    path = write(tmp_path, coded(FIELDS).replace("article enArticle", "article"))
    assert only(READER, path).document.title == "Harbour votes"


def test_a_page_of_factiva_without_articles_says_so(tmp_path: Path) -> None:
    (record,) = founds(READER, write(tmp_path, "<div>Headlines</div>"))
    assert record.fault is not None
    assert record.fault.code == "no-article"


XML = """<?xml version="1.0" encoding="utf-8"?>
<PPSResponse><ppsArticleResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet>{}</ppsarticleResultSet>
</ppsArticleResponse></PPSResponse>"""
XML_ARTICLE = """<ppsarticle><article><accessionNo>{number}</accessionNo><baseLanguage>FR</baseLanguage>
<headline><paragraph><hlt>Port</hlt> ouvert</paragraph></headline>
<leadParagraph><paragraph>Un.</paragraph></leadParagraph>
<pages><page>85</page></pages><publicationDate><date>2012-05-06</date></publicationDate>
<sourceName>La Marée</sourceName>
<newsSubject code="c21"><name>Ports</name></newsSubject><tailParagraphs><paragraph>Deux &amp; trois.</paragraph>
</tailParagraphs></article></ppsarticle>"""


def test_xml_with_and_without_marked_paragraphs(tmp_path: Path) -> None:
    wrapped = XML_ARTICLE.replace("<paragraph>Un.</paragraph>", "\nUn vers\nlong.\n    Un autre\nvers.\n")
    path = tmp_path / "factiva.xml"
    path.write_text(
        "\ufeff" + XML.format(XML_ARTICLE.format(number="A" * 12) + wrapped.format(number="B" * 12)), "utf-8"
    )
    first, second = (draft.document for _, draft in drafts(READER, path))
    assert first.text == "Port ouvert\n\nUn.\n\nDeux & trois."
    assert second.text == "Port ouvert\n\nUn vers long.\n\nUn autre vers.\n\nDeux & trois."
    assert (first.published_at, first.extra["page"], first.language_declared) == ("2012-05-06", "85", "fr")
    assert (first.native_id, first.tags) == ("A" * 12, ("Ports",))


def test_an_xml_entity_does_nothing(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
    article = XML_ARTICLE.format(number="A" * 12).replace("Un.", "Un &a;&f;.")
    path = tmp_path / "factiva.xml"
    path.write_text(XML.replace("?>", "?>" + bomb, 1).format(article), "utf-8")
    document = only(READER, path).document
    assert "aaaa" not in document.text


def test_the_samples() -> None:
    html = [draft.document for _, draft in drafts(READER, sample("press_factiva/factiva_test.html"))]
    assert [document.published_at for document in html] == ["2011-12-29", "2011-12-29"]
    assert [document.text.count("\n\n") for document in html] == [4, 2]
    xml = sample("press_factiva/factiva_test.xml")
    assert [draft.document.language_declared for _, draft in drafts(READER, xml)] == ["en", "fr", "en"]
    reuters = sample("press_factiva/reut21578-factiva.xml")
    numbers = re.findall(r"<accessionNo>(.*?)</accessionNo>", reuters.read_text("utf-8"))
    found = [draft.document for _, draft in drafts(READER, reuters)]
    assert [document.native_id for document in found] == numbers
    assert all(document.text.count("\n\n") >= 1 for document in found)


@pytest.mark.parametrize(
    "before", [b"", b"<ppsarticle>", b'<div class="article enArticle">', b'<div class="article"><table>']
)
@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_bad_record(before: bytes, data: bytes) -> None:
    with suppress(BadRecord):
        assert factiva.draft(before + data).document.text
