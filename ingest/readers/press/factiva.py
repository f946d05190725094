"""Factiva (Dow Jones): articles saved as HTML, with or without field codes, and the XML of its older exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag
from lxml import etree

from corpus.errors import BadRecord
from ingest.clean.decode import page_text
from ingest.clean.result import Moment, Piece
from ingest.draft import Draft
from ingest.readers import html
from ingest.readers.base import Found, Reader
from ingest.readers.fragment import pieces_of
from ingest.readers.press.article import (
    CLOCK,
    COPYRIGHT,
    WORDS,
    Article,
    draft_of,
    heading,
    language_of,
    plain,
    words_of,
)
from ingest.readers.press.nesting import around, outermost
from ingest.readers.press.xmltree import xml_tree
from ingest.readers.slices import Span, cut, from_starts
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8
from ingest.times import parse_time

ARTICLE = re.compile(rb"<div[^<>]*class=[\"']article\s+\w{2,6}Article\b[^<>]*>", re.IGNORECASE)
# Newer exports wrap it around the other.
BARE_ARTICLE = re.compile(rb"<div[^<>]*class=[\"']article[\"']", re.IGNORECASE)
MARKS = re.compile(rb"<title>\s*(?:Dow Jones )?Factiva|divFactivaException|class=[\"']article \w{2,6}Article[\"']")
XML_MARKS = re.compile(rb"<ppsarticle\b|http://global\.factiva\.com/")
XML_ARTICLE = re.compile(rb"<ppsarticle\b.*?</ppsarticle\s*>|<ppsarticle\b.*\Z", re.DOTALL)
PROLOGUE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|PPSResponse|ppsarticle)", re.IGNORECASE)
NUMBER = re.compile(r"\bDocument ([A-Za-z0-9-]{10,60})")
CLASS_LANGUAGE = re.compile(r"\b(\w{2})Article\b")
NEW_LINE = re.compile(r"\n[ \t]*\n|\n(?=[ \t]{2,}\S)")
SOURCE_CODE = re.compile(r"[A-Z0-9]{2,10}\Z")
# The codes that a table layout writes before its values, and where the less common ones go.
EXTRA = {
    "SC": "source_code",
    "ED": "edition",
    "CR": "credit",
    "CY": "copyright",
    "CLM": "column",
    "CX": "correction",
    "ET": "time",
    "RF": "reference",
    "IPC": "publisher_codes",
    "IPD": "publisher_terms",
    "PUB": "publisher",
    "ART": "graphic",
    "CT": "contact",
    "VOL": "issue",
}
LISTS = {"CO": "companies", "IN": "industries", "RE": "regions"}
TEXT_CODES = ("LP", "TD")
HEAD_CODES = ("AN", "BY", "HD", "LA", "NS", "PD", "PG", "SE", "SN", "WC")
CODES = frozenset((*HEAD_CODES, *TEXT_CODES, *EXTRA, *LISTS))
NOTHING = BadRecord(
    "no-article",
    "This looks like Factiva, but no article was found in it.",
    todo="Save the articles themselves (Article Format or Full Article plus Indexing), not the list of headlines.",
)


def recognises(head: bytes) -> bool:
    """A page that names the database, or XML in its namespace."""
    head = as_utf8(head)
    if PROLOGUE.match(head):
        return XML_MARKS.search(head) is not None
    return html.recognises(head) and MARKS.search(head) is not None


def records(stream: Stream) -> Iterator[Found]:
    """A record for each article."""
    return cut(stream, _spans, NOTHING)


def _spans(data: bytes) -> list[Span]:
    if PROLOGUE.match(data):
        return [found.span() for found in XML_ARTICLE.finditer(data)]
    found = [*ARTICLE.finditer(data)] or [*BARE_ARTICLE.finditer(data)]
    return from_starts([article.start() for article in found], len(data))


def draft(raw: bytes) -> Draft:
    """The article. Raises BadRecord `no-article`."""
    if as_utf8(raw).lstrip().startswith(b"<ppsarticle"):
        return draft_of(_from_xml(raw))
    soup = BeautifulSoup(page_text(raw), "lxml")
    block = soup.find(class_=re.compile(r"^article$"))
    if not isinstance(block, Tag):
        raise BadRecord("no-article", "This part of the export is no article of Factiva.")
    table = block.find("table")
    coded = isinstance(table, Tag) and table.find("td", class_="index") is not None
    article = _coded(block) if coded else _plain_layout(block)
    # The number comes last in every layout.
    article.is_cut = article.number is None and b"</html" not in as_utf8(raw).lower()
    return draft_of(article)


def _coded(block: Tag) -> Article:
    """The layout of a table: a code, a value."""
    values: dict[str, Tag] = {}
    rows = block.find_all("tr")
    holding = around(rows)
    for row in rows:
        cells = row.find_all("td", recursive=False)
        if len(cells) == 2 and id(cells[0]) not in holding:
            code = (plain(cells[0].get_text()) or "").upper()
            if code in CODES:
                values.setdefault(code, cells[1])
    texts = {code: plain(cell.get_text(" ")) for code, cell in values.items()}
    found = heading(texts.get("PD") or "")
    extra: dict[str, Any] = {name: texts.get(code) for code, name in EXTRA.items()}
    extra |= {name: list(_terms(texts.get(code))) for code, name in LISTS.items()}
    extra["words"] = words_of(texts.get("WC") or "")
    body = [piece for code in TEXT_CODES if code in values for piece in _paragraphs(values[code])]
    number = NUMBER.search(texts.get("AN") or "") or re.search(r"(\S{10,60})", texts.get("AN") or "")
    return Article(
        platform="factiva",
        number=number.group(1) if number else None,
        title=texts.get("HD"),
        outlet=texts.get("SN"),
        byline=texts.get("BY"),
        section=texts.get("SE"),
        page=texts.get("PG"),
        language=language_of(texts.get("LA")) or _class_language(block),
        date=found.date,
        date_text=texts.get("PD"),
        tags=_terms(texts.get("NS")),
        body=body,
        extra=extra,
    )


def _paragraphs(cell: Tag) -> list[Piece]:
    return [Piece(piece.kind, " ".join(piece.text.split())) for piece in pieces_of(str(cell))]


def _terms(text: str | None) -> tuple[str, ...]:
    """`gpol : Domestic Politics | gvote : Elections`: the names."""
    parts = (part.split(" : ", 1)[-1].strip() for part in (text or "").split("|"))
    return tuple(part for part in parts if part)


def _class_language(block: Tag) -> str | None:
    found = CLASS_LANGUAGE.search(" ".join(block.get("class") or []))
    return language_of(found.group(1)) if found else None


def _plain_layout(block: Tag) -> Article:
    """The layout of lines without codes, in an order that hardly varies: headline, author, words, date, outlet."""
    article = Article(platform="factiva", body=[], language=_class_language(block), extra={})
    title = block.find(id="hd") or block.find(class_=re.compile("Headline$"))
    article.title = plain(title.get_text(" ")) if title else None
    before: list[str] = []
    order = {id(tag): at for at, tag in enumerate(block.find_all(True))}
    in_title = {id(tag) for tag in (title, *title.find_all(True))} if isinstance(title, Tag) else set()
    lines = block.find_all("div")
    holding = around(lines)  # these are no lines
    for tag in lines:
        if id(tag) in holding or id(tag) in in_title:
            continue
        text = plain(tag.get_text(" "))
        if text is None:
            continue
        if "author" in (tag.get("class") or []):
            article.byline = text
        elif (title is not None and order[id(tag)] < order[id(title)]) or tag.get("id"):
            before.append(text)
        else:
            _line(article, text)
    if before and not article.section and "artHdr" not in str(before[0]):
        article.section = before[-1]
    paragraphs = outermost(block.find_all("p", class_=re.compile(r"^articleParagraph")))
    article.body = [piece for tag in paragraphs for piece in _paragraphs(tag)]
    numbers = NUMBER.findall(plain(block.get_text(" ")) or "")
    article.number = numbers[-1] if numbers else None  # a text may speak of documents too
    return article


def _line(article: Article, text: str) -> None:
    """Put one line of the head where it belongs."""
    if WORDS.fullmatch(text):
        article.extra["words"] = words_of(text)
    elif article.date is None and (date := heading(text)).date is not None and not date.before:
        article.date = date.date
    elif CLOCK.fullmatch(text):
        article.extra["time"] = text
    elif COPYRIGHT.match(text):
        article.extra["copyright"] = text
    elif language_of(text):
        article.language = language_of(text)
    elif article.date is not None and article.outlet is None:
        article.outlet = text
    elif article.outlet is not None and "source_code" not in article.extra and SOURCE_CODE.match(text):
        article.extra["source_code"] = text
    elif article.outlet is not None and article.page is None and len(text) < 20:
        article.page = text
    elif article.outlet is not None:
        article.extra.setdefault("edition", text)


def _from_xml(raw: bytes) -> Article:
    """The XML of `ppsArticleResponse`; entities are not resolved."""
    own = xml_tree(page_text(raw)).find(".//article")
    if own is None:
        raise BadRecord("no-article", "This part of the export is no article of Factiva.")
    date, verbatim = _xml_date(own)
    regions = [plain(name.text) for name in own.findall("region/name")]
    subjects = (plain(name.text) for name in own.findall("newsSubject/name"))
    extra = {
        "copyright": _xml_text(own, "copyright"),
        "publisher": _xml_text(own, "publisherName"),
        "source_code": _xml_text(own, "sourceCode"),
        "edition": _xml_text(own, "edition"),
        "note": _xml_text(own, "notes"),
        "regions": [region for region in regions if region],
        "words": words_of(f"{_xml_text(own, 'wordCount')} words"),
    }
    return Article(
        platform="factiva",
        number=_xml_text(own, "accessionNo"),
        title=_xml_text(own, "headline"),
        outlet=_xml_text(own, "sourceName"),
        byline=_xml_text(own, "byline"),
        section=_xml_text(own, "sectionName"),
        page=_xml_text(own, "pages"),
        language=language_of(_xml_text(own, "baseLanguage")),
        date=date,
        date_text=verbatim,
        tags=tuple(subject for subject in subjects if subject),
        body=[piece for part in ("leadParagraph", "tailParagraphs") for piece in _xml_paragraphs(own.find(part))],
        extra=extra,
    )


def _xml_text(element: etree._Element, name: str) -> str | None:
    found = element.find(name)
    return plain("".join(map(str, found.itertext()))) if found is not None else None


def _xml_date(element: etree._Element) -> tuple[Moment | None, str | None]:
    text = _xml_text(element, "publicationDate")
    return (parse_time(text, "record") if text else None), text


def _xml_paragraphs(element: etree._Element | None) -> Iterator[Piece]:
    """The paragraphs, marked or, in old texts, begun by a line that is set in. One inside another ends what the other
    has before it, so that no text is given twice."""
    if element is None:
        return
    stretches, marked = [""], False
    for event, one in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if one.tag == "paragraph":
            stretches.append("")
            marked = True
        after = one.tail if event != "start" and one is not element else None
        stretches[-1] += (one.text if event == "start" else after) or ""
    if not marked:
        stretches = NEW_LINE.split(stretches[0])
    for text in stretches:
        whole = plain(text)
        if whole:
            yield Piece("paragraph", whole)


READER = Reader(name="factiva", media_type="text/html", recognises=recognises, records=records, draft=draft)
