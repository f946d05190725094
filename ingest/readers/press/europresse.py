"""Europresse (Eureka, CEDROM-SNi): articles saved as HTML, in the layout of before 2014 and in those since.

The layouts were learnt from tm.plugin.europresse's test files and from the class names that users' converters name.
The certificate at an article's foot says who exported it and when: that is provenance and no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from corpus.errors import BadRecord
from ingest.clean.decode import page_text
from ingest.clean.result import Piece
from ingest.draft import Draft
from ingest.readers import html
from ingest.readers.base import Found, Reader
from ingest.readers.fragment import pieces_of
from ingest.readers.press.article import COPYRIGHT, Article, draft_of, heading, page_of, plain, with_clock, words_of
from ingest.readers.press.nesting import around
from ingest.readers.slices import Span, cut, from_starts
from ingest.readers.stream import Stream
from ingest.readers.text import as_utf8

# Two of these make an export; the word Europresse alone stands on many a library's page.
MARKS = (
    b"DocPublicationName",
    b"titreArticle",
    b"TitreArticleVisu",
    b"DocHeader",
    b"docOcurrContainer",
    b"cedrom-sni",
    b"ubliC-lblNodoc",
    b"ubliC_lblNodoc",
    b"eureka.cc/",
    b"europresse.com/",
    "news·".encode(),
)
ARTICLE = re.compile(rb"<article\b", re.IGNORECASE)
ARTICLE_END = re.compile(rb"</article\s*>", re.IGNORECASE)
CONTAINER = re.compile(rb"<div[^<>]*\bid=[\"']?docContain\b", re.IGNORECASE)
OLD_NAME = re.compile(rb"<span[^<>]*class=[\"']?DocPublicationName\b", re.IGNORECASE)
OLD_HEAD = re.compile(rb"<table[^<>]*id=[\"']?tbHeaderImages\b", re.IGNORECASE)
TABLE = re.compile(rb"<table\b", re.IGNORECASE)
NUMBER = re.compile(r"(?:news|web|social|biblio|\w{2,12})·\d{8}·[\w-]+·[\w.-]+")
ISSUE = re.compile(r",\s*(?=(?:no\.?|n°|nº|vol\.?|num[ée]ro|issue)\s*\d)", re.IGNORECASE)
TITLE = re.compile("^titreArticleVisu$", re.IGNORECASE)
KNOWN = (
    ".DocPublicationName, .DocHeader, .titreArticleVisu, .docAuthors, #docNameVisu, #docNameContType, .Doc-SourceText"
)
CERTIFIED = re.compile(r"Ce certificat est émis à|This certificate is issued to")
ISSUED_ON = re.compile(r"Date d.émission|Date issued|Issue date")
ISSUED = re.compile(r"\d{4}-\d{2}-\d{2}")
ELSEWHERE = ("Cet article est paru dans", "This article appeared in", "This article was published in")
ESCAPED = re.compile(r"</?(?:p|br|b|i|em|strong|div|span)\b[^<>]*>", re.IGNORECASE)
MOST_BYLINE = 12  # words; a longer line is a sentence
LONGEST_FOOT = 300  # characters
MOST_FOOT = 4  # paragraphs at the end among which copyright and number may stand
NOTHING = BadRecord(
    "no-article",
    "This looks like Europresse, but no article was found in it.",
    todo="Save the articles themselves (Enregistrer > HTML), not the list of results.",
)


def recognises(head: bytes) -> bool:
    """A page with two marks of the database."""
    head = as_utf8(head)
    return html.recognises(head) and sum(mark in head for mark in MARKS) >= 2


def records(stream: Stream) -> Iterator[Found]:
    """A record for each article."""
    return cut(stream, _spans, NOTHING)


def _spans(data: bytes) -> list[Span]:
    starts = [found.start() for found in ARTICLE.finditer(data)]
    if starts:
        return [(start, _end(data, start, limit)) for start, limit in from_starts(starts, len(data))]
    starts = [found.start() for found in CONTAINER.finditer(data)]
    if starts:
        return from_starts(starts, len(data))
    before, old = 0, []
    for name in OLD_NAME.finditer(data):
        heads = [found.start() for found in OLD_HEAD.finditer(data, before, name.start())]
        anchor = heads[-1] if heads else name.start()
        tables = [found.start() for found in TABLE.finditer(data, before, anchor)]
        old.append(tables[-1] if tables else anchor)
        before = name.end()
    return from_starts(old, len(data))


def _end(data: bytes, start: int, limit: int) -> int:
    closed = ARTICLE_END.search(data, start, limit)
    return closed.end() if closed else limit


def draft(raw: bytes) -> Draft:
    """The article. Raises BadRecord `no-article`."""
    soup = BeautifulSoup(page_text(raw), "lxml")
    name = soup.find(class_="DocPublicationName")
    if name is None:
        raise BadRecord("no-article", "This part of the export names no publication.")
    container = soup.find(id="docContain")
    if soup.find("article") is not None:
        article = _new(soup)
        article.is_cut = ARTICLE_END.search(as_utf8(raw)) is None
    else:
        article = _old(soup) if container is None else _contained(soup, container)
        article.is_cut = article.number is None and b"</html" not in as_utf8(raw).lower()
    return draft_of(article)


def _new(soup: BeautifulSoup) -> Article:
    """The layouts since 2014: `<article>` with header, section, aside and footer."""
    header = soup.find("header") or soup
    article = _headed(soup, _text(header.select_one(".DocHeader")) or _beside_name(header))
    titles = header.select_one(".titreArticle")
    title = (titles or header).select_one(".titreArticleVisu, .rdp__articletitle, .grandTitre")
    article.title = _text(title) or _text(titles)
    subtitle = _text(header.select_one(".rdp__subtitle"))
    above = _text(titles.select_one(".sm-margin-bottom, .sm-margin-bottomNews")) if titles else None
    article.deck = subtitle or above
    article.byline = _byline(header, titles)
    kicker = above if subtitle else None
    if titles is not None:
        kicker = kicker or plain(" ".join(_text(tag) or "" for tag in titles.find_previous_siblings("div") if tag.p))
    article.extra |= {"kicker": kicker, **_aside(soup.find("aside"))}
    article.url, article.body = _body(soup)
    return article


def _beside_name(header: Tag) -> str:
    """The heading where it has no class of its own: what stands beside the name of the publication."""
    names = header.find(class_="DocPublicationName")
    block = header.find(class_="DocTitreSousSection")
    beside = block.find_next_sibling("span") if isinstance(block, Tag) else None
    if beside is None and isinstance(names, Tag):
        rest = (_text(tag) or "" for tag in names.find_all_next(["span", "div"], limit=4))
        return next((text for text in rest if heading(text).date), "")
    return _text(beside) or ""


def _byline(header: Tag, titles: Tag | None) -> str | None:
    own = _text(header.select_one(".docAuthors"))
    if own or titles is None:
        return own
    after = [_text(tag) or "" for tag in titles.find_next_siblings(["p", "div"])]
    return next((text for text in after if 0 < len(text.split()) <= MOST_BYLINE), None)


def _aside(aside: Tag | None) -> dict[str, Any]:
    """`Illustration(s) : ...` and `Note(s) : ...`, by their labels."""
    found: dict[str, Any] = {}
    for block in aside.find_all("div", recursive=False) if aside is not None else ():
        label, _, text = (_text(block) or "").partition(":")
        name = {"Illustration(s)": "illustrations", "Note(s)": "notes"}.get(label.strip())
        if name and text.strip():
            found[name] = text.strip()
    return found


def _body(soup: BeautifulSoup) -> tuple[str | None, list[Piece]]:
    url = None
    for link in soup.find_all("a"):
        if any(phrase in link.get_text() for phrase in ELSEWHERE):
            url = url or str(link.get("href") or "") or None
            link.decompose()
    for unwanted in soup.select(".apd-wrapper, aside, footer, .img-container"):
        unwanted.decompose()
    for where in (".DocText", ".docOcurrContainer", "section"):
        block = soup.select_one(where)
        body = pieces_of(str(block)) if block is not None else []
        if body:
            return url, _unescaped(body)
    return url, []


def _unescaped(body: list[Piece]) -> list[Piece]:
    """Some sources' tags were escaped once too often and came out as text."""
    if any(ESCAPED.search(piece.text) for piece in body):
        return pieces_of("".join(f"<p>{piece.text}</p>" for piece in body))
    return body


def _old(soup: BeautifulSoup) -> Article:
    """The layout of before 2014: spans and line breaks in one table cell."""
    headers = soup.find_all(class_="DocHeader")
    article = _headed(soup, " ".join(tag.get_text() for tag in headers))
    title = soup.find(class_=TITLE)
    for table in soup.select("table table"):
        table.decompose()
    if title is None:
        return article
    article.title = _text(title)
    above = _lines_between(headers[-1], title) if headers else []
    head, rest = _parted(list(title.next_siblings))
    if head and len(head[-1].split()) <= MOST_BYLINE:
        article.byline = head.pop()
    article.deck = plain(" ".join(head)) or plain(" ".join(above))
    article.extra["kicker"] = plain(" ".join(above)) if head else None
    article.body = _without_foot(pieces_of("".join(map(str, rest))))
    return article


def _contained(soup: BeautifulSoup, container: Tag) -> Article:
    """The layout of about 2013: a container with the heading in spans, the title in a block, then the text."""
    article = _headed(soup, " ".join(tag.get_text() for tag in container.find_all(class_="DocHeader")))
    article.title = _text(container.find(class_=TITLE))
    article.byline = _text(container.find(class_="docAuthors"))
    for known in container.select(KNOWN):
        known.decompose()
    for text in container.find_all(string=CERTIFIED):
        inside = takewhile(lambda tag: tag is not container, text.parents)
        for table in [tag for tag in inside if tag.name == "table"][-1:]:
            table.decompose()
    article.body = _without_foot(pieces_of(str(container)))
    return article


def _without_foot(body: list[Piece]) -> list[Piece]:
    foot = len(body) - MOST_FOOT
    return [piece for at, piece in enumerate(body) if at < foot or not _is_footer(piece.text)]


def _lines_between(start: Tag, end: Tag) -> list[str]:
    between = []
    for node in start.next_siblings:
        if node is end:
            break
        between.append(node)
    return _lines(between)


def _parted(nodes: list[PageElement]) -> tuple[list[str], list[PageElement]]:
    """What stands between the title and the text, and the text. A `<br>` before the first `<p>` ends such lines."""
    first = next((at for at, node in enumerate(nodes) if isinstance(node, Tag) and node.name == "p"), None)
    if first is None:
        return [], nodes
    before = [node for node in nodes[:first] if isinstance(node, Tag) or str(node).strip()]
    if before and isinstance(before[-1], Tag) and before[-1].name == "br":
        return _lines(before), nodes[first:]
    return [], nodes


def _lines(nodes: Iterable[PageElement]) -> list[str]:
    """The lines that `<br>` parts."""
    text = "".join("\n" if isinstance(node, Tag) and node.name == "br" else node.get_text() for node in nodes)
    return [line for line in (plain(part) for part in text.split("\n")) if line]


def _is_footer(text: str) -> bool:
    if len(text) > LONGEST_FOOT:
        return False
    return any(mark.search(text) for mark in (NUMBER, CERTIFIED)) or COPYRIGHT.match(text) is not None


def _headed(soup: BeautifulSoup, head: str) -> Article:
    """The article with what its heading and its foot say."""
    name = soup.find(class_="DocPublicationName")
    names = "\n".join(name.strings) if name is not None else ""
    chunks = [chunk for chunk in (plain(part) for part in re.split(r"\n|\s{8,}", names)) if chunk]
    outlet, *issue = ISSUE.split(chunks[0], maxsplit=1) if chunks else [None]
    found = heading(head)
    numbers = [str(number) for number in _numbers(soup)]
    extra: dict[str, Any] = {
        "issue": issue[0] if issue else None,
        "edition": plain(" ".join(chunks[1:])),
        "words": words_of(found.rest),
        "copyright": _copyright(soup),
        "certificate": _certificate(soup, numbers),
    }
    return Article(
        platform="europresse",
        number=numbers[0] if numbers else None,
        outlet=outlet,
        section=found.before or None,
        page=page_of(found.rest),
        date=with_clock(found.date, found.rest),
        date_text=plain(head),
        body=[],
        extra=extra,
    )


def _numbers(soup: BeautifulSoup) -> Iterator[str]:
    """The number that the article's foot names, then that of the certificate."""
    for text in soup.find_all(string=re.compile(r"(?:Num[ée]ro de document|Document number)", re.IGNORECASE)):
        own = NUMBER.search(str(text)) or NUMBER.search(_text(text.parent) or "")
        if own:
            yield own.group()
    for text in soup.find_all(string=NUMBER):
        if not re.search(r"num[ée]ro|number", str(text), re.IGNORECASE):
            found = NUMBER.search(str(text))
            if found:
                yield found.group()


def _copyright(soup: BeautifulSoup) -> str | None:
    texts = (_text(tag) for tag in soup.select("footer small, .Doc-LegalInfo, small, b > i"))
    return next((text for text in texts if text and COPYRIGHT.match(text)), None)


def _certificate(soup: BeautifulSoup, numbers: list[str]) -> dict[str, str]:
    """To whom the article was delivered, on which day, under which number."""
    found = {}
    tags = soup.find_all(["td", "span", "div", "p"])
    holding = around(tag for tag in tags if tag.name != "span")
    for tag in tags:
        if id(tag) in holding:
            continue
        text = _text(tag) or ""
        if CERTIFIED.match(text):
            found["text"] = text
            found |= {"issued_to": name} if (name := _text(tag.find("b"))) else {}
        elif ISSUED_ON.match(text) and (day := ISSUED.search(text)):
            found["issued_on"] = day.group()
    if len(numbers) > 1:
        found["number"] = numbers[-1]
    return found


def _text(tag: PageElement | None) -> str | None:
    if tag is None:
        return None
    return plain(str(tag) if isinstance(tag, NavigableString) else tag.get_text())


READER = Reader(name="europresse", media_type="text/html", recognises=recognises, records=records, draft=draft)
