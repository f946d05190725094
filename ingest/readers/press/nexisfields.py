"""What an article of Nexis is made of, however it was saved: a head, fields with labels, the text, more fields.

The labels are those that the site wrote in English, French and German (tm.plugin.lexisnexis and LexisNexisTools
list them). `article_of` reads the older form (`1 of 20 DOCUMENTS`, labels in capitals), `uni_article_of` that of Nexis
Uni (`Body`, `End of Document`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Removed
from ingest.clean.fold import fold
from ingest.clean.result import Piece
from ingest.readers.press.article import (
    COPYRIGHT,
    Article,
    heading,
    language_of,
    page_of,
    plain,
    without_page,
    words_of,
)

LABEL = re.compile(r"([^\W\d_][\w /-]{2,30}):")
NUMBER = re.compile(
    r"(?:\d+ (?:of|de|von|sur) \d+ DOCUMENTS?|Dokument \d+ von \d+|Document \d+ (?:of|de|sur) \d+)", re.IGNORECASE
)
# Our name for a field, and the labels under which it comes, folded.
NAMES = {
    "byline": ("byline", "author", "auteur", "autor", "auteurs"),
    "section": ("section", "rubrique", "rubrik"),
    "length": ("length", "longueur", "lange"),
    "deck": ("highlight", "encart", "insert", "chapeau", "headline-extra"),
    "dateline": ("dateline", "lieu"),
    "body": ("body", "text", "corps", "texte", "haupttext", "volltext"),
    "language": ("language", "langue", "sprache"),
    "subject": ("subject", "sujet", "thema"),
    "organization": ("organization", "organisation"),
    "company": ("company", "societe", "firma"),
    "person": ("person", "personne"),
    "geographic": ("geographic", "localisation-geo", "geo-localization", "country", "city", "state"),
    "ticker": ("ticker", "symbole-boursier", "stock-symbol"),
    "industry": ("industry", "secteur-activite", "activity-sector"),
    "load_date": ("load-date", "date-chargement", "update", "lade-datum"),
    "publication_type": ("publication-type", "type-publication", "pub-type", "type", "document-type"),
    "journal_code": ("journal-code", "journal code", "code-journal"),
    "graphic": ("graphic", "illustration", "grafik", "graphique"),
    "correction": ("correction",),
    "correction_date": ("correction-date",),
    "distribution": ("distribution",),
    "notes": ("notes", "note"),
    "series": ("series", "serie"),
    "url": ("url",),
    "edition": ("edition",),
    "copyright": ("copyright",),
    "column": ("column",),
    "accession_number": ("acc-no",),
}
BY_LABEL = {label: name for name, labels in NAMES.items() for label in labels}
BEFORE_TEXT = frozenset(("byline", "section", "length", "deck", "dateline", "series", "column", "edition"))
TERMS = frozenset(("organization", "company", "person", "geographic", "ticker", "industry"))
SHARE = re.compile(r"\s*\(\d{1,3}%\)")
WEEKDAY = re.compile(r"\A(?:\w+day|\w+di|dimanche)\b", re.IGNORECASE)
END = re.compile(r"(?:End of Document|Fin du document|Ende des Dokuments|Dokumentende)\Z", re.IGNORECASE)
# Lines of the page in front of an export; the last three kinds go on in the lines below.
COVER = re.compile(
    r"^[ \t]*(?:(Time Of Request|Date and Time|Job Number|Search Terms|Client/Matter|Project ID)[ \t]*:[ \t]*(.*)"
    r"|(Terms|Source|Send To)[ \t]*:[ \t]*(.*(?:\n(?![ \t]*\n|[^\n:]{3,24}:).+)*))",
    re.IGNORECASE | re.MULTILINE,
)
CUT = BadRecord("cut", "This follows the last line End of Document: no whole article.", todo="Download it again.")

Certificate = dict[str, str]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A block of an article. `group` is alike where two blocks are set alike (centred, as heads are)."""

    label: str | None
    text: str
    pieces: tuple[Piece, ...]
    group: str | None = None


def certificate_of(cover: str) -> Certificate | None:
    """What the page in front of an export says of it."""
    found: Certificate = {}
    for match in COVER.finditer(cover.replace("\u00a0", " ")):
        name, value = match.group(1) or match.group(3), plain(match.group(2) or match.group(4))
        if value:
            found.setdefault(name.lower().replace(" ", "_").replace("/", "_"), value)
    return found or None


def article_of(parts: Sequence[Part], certificate: Certificate | None) -> Article:
    """The article of parts in the older form. Raises BadRecord `no-article`."""
    first = next((at for at, part in enumerate(parts) if part.label is not None), min(len(parts), 4))
    head = [part for part in parts[:first] if not NUMBER.fullmatch(part.text.strip())]
    if not head:
        raise BadRecord("no-article", "This part of the export has no head of an article.")
    article = Article(platform="nexis", body=[], extra={"certificate": certificate})
    _head(article, head)
    fields, removed = _fields(article, parts[first:])
    _put(article, fields)
    article.removed = tuple(removed)
    return article


def _head(article: Article, head: Sequence[Part]) -> None:
    """Outlet, date, title: the title comes after the date, or between the two."""
    dates = (at for at, part in enumerate(head) if (found := heading(part.text)).date and not found.before)
    at = next(dates, None)
    if at is None:
        at = next((at for at, part in enumerate(head[1:], 1) if heading(part.text).date), None)
    article.outlet = plain(head[0].text) if at != 0 else None
    if at is None:
        article.title = plain(head[1].text) if len(head) > 1 else None
        return
    lines = head[at].text.split("\n")
    found = heading(lines[0])
    article.date, article.date_text = found.date, plain(lines[0])
    editions = [WEEKDAY.sub("", found.rest).strip(" ,"), *lines[1:]]
    after = list(head[at + 1 :])
    while len(after) > 1 and after[0].group is not None and after[0].group == head[at].group:
        editions.append(after.pop(0).text)
    titles = [*after, *head[1:at]]
    article.extra["edition"] = plain("; ".join(text.strip(" ;") for text in editions if text.strip(" ;")))
    article.title = plain(titles[0].text) if titles else None
    article.deck = plain(titles[1].text) if len(titles) > 1 else None


def _fields(article: Article, parts: Sequence[Part]) -> tuple[dict[str, str], list[Removed]]:
    """The fields; what has no label is text until the first field that comes after texts."""
    fields: dict[str, str] = {}
    removed: list[Removed] = []
    name, ended = "", False
    for part in parts:
        if part.label is not None:
            name = BY_LABEL.get(fold(part.label), fold(part.label).replace(" ", "_").replace("-", "_"))
            ended = ended or (name not in BEFORE_TEXT and name != "body")
            if name == "body":
                article.body.extend(part.pieces)
            else:
                fields[name] = f"{fields[name]}; {part.text}" if name in fields else part.text
        elif COPYRIGHT.match(part.text) and (ended or part is parts[-1]):
            fields["copyright"] = part.text
        elif not ended:
            article.body.extend(part.pieces)
        elif name in ("correction", "graphic", "notes"):
            fields[name] = f"{fields[name]}\n{part.text}".strip()
        else:
            removed.append(Removed(reason="other", text=part.text, before=len(article.body)))
    return fields, removed


def _put(article: Article, fields: dict[str, str]) -> None:
    """The fields to where they belong."""
    section = plain(fields.pop("section", None))
    article.section = without_page(section) if section else None
    article.page = page_of(section) if section else None
    article.byline = plain(fields.pop("byline", None)) or article.byline
    article.deck = plain(fields.pop("deck", None)) or article.deck
    article.language = language_of(plain(fields.pop("language", None)))
    article.tags = tuple(_terms(fields.pop("subject", "")))
    article.url = plain(fields.pop("url", None))
    words = words_of(fields.pop("length", ""))
    extra: dict[str, Any] = {name: _terms(text) if name in TERMS else plain(text) for name, text in fields.items()}
    article.extra |= {"words": words, **extra}


def _terms(text: str) -> list[str]:
    """`BUDGET (90%); ELECTIONS (78%)`: the terms."""
    terms = (plain(SHARE.sub("", term)) for term in text.split(";"))
    return [term for term in terms if term]


def uni_article_of(lines: Sequence[str], starts: int | None, certificate: Certificate | None) -> Article:
    """The article of lines in the form of Nexis Uni, its last line `End of Document`.

    `starts` is the number of the first line after the last page break before the text, where that is known. Raises
    BadRecord `no-article`.
    """
    body = next((at for at, text in enumerate(lines) if BY_LABEL.get(fold(text)) == "body"), None)
    head = [text for text in lines[starts or 0 : len(lines) if body is None else body] if text]
    date = next((at for at, text in enumerate(head) if at and (h := heading(text)).date and not h.before), None)
    if date is None:
        raise BadRecord("no-article", "This part of the export has no head of an article: no date stands there.")
    first = 0 if starts is not None else max(0, date - 2)
    article = Article(platform="nexis", body=[], extra={"certificate": certificate})
    article.outlet = head[date - 1]
    article.title = head[first] if date - 1 > first else None
    article.deck = plain(" ".join(head[first + 1 : date - 1]))
    article.date, article.date_text = heading(head[date]).date, head[date]
    _put(article, _uni_fields(article, [*head[date + 1 :], *([] if body is None else lines[body:])]))
    return article


def _uni_fields(article: Article, lines: Sequence[str]) -> dict[str, str]:
    """The lines after the date: `Label: value` before and after the text, and parts under a line of their own."""
    fields: dict[str, str] = {}
    part = "head"
    for text in lines:
        label, _, value = text.replace("\u00a0", " ").partition(":")
        name = BY_LABEL.get(fold(label), "") if len(label) < 30 else ""
        alone = BY_LABEL.get(fold(text), "")
        if not text or END.search(text):
            continue
        if fold(text) == "classification" or (part != "text" and alone in ("body", "graphic", "notes", "correction")):
            part = {"body": "text"}.get(alone, alone) or "classification"
        elif part == "text" and alone in ("graphic", "correction"):
            part = alone
        elif value.strip() and name and (part != "text" or name == "load_date"):
            fields[name] = value.strip()
        elif part == "text":
            article.body.append(Piece("paragraph", text))
        elif COPYRIGHT.match(text):
            fields["copyright"] = text
        elif part != "head" and part != "classification":
            fields[part] = f"{fields.get(part, '')}\n{text}".strip()
        elif part == "head":
            article.extra["edition"] = plain(f"{article.extra.get('edition') or ''} {text}")
    return fields
