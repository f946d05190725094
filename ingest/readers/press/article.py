"""What exports of press databases have in common: headings with section, date and page, numbers, languages."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from corpus.errors import BadRecord
from corpus.model import Removed
from ingest.clean.dateline import DATE, moment_of
from ingest.clean.fold import fold
from ingest.clean.result import Cleaned, Moment, Piece, normalise
from ingest.draft import Draft, from_cleaned
from ingest.times import iso

LANGUAGES = {
    "en": ("english", "anglais", "englisch", "ingles"),
    "fr": ("french", "francais", "franzosisch", "frances"),
    "de": ("german", "allemand", "deutsch"),
    "es": ("spanish", "espagnol", "espanol", "castellano"),
    "it": ("italian", "italien", "italiano"),
    "nl": ("dutch", "neerlandais", "nederlands"),
    "pt": ("portuguese", "portugais", "portugues"),
    "ar": ("arabic", "arabe"),
}
CODES = {name: code for code, names in LANGUAGES.items() for name in (code, *names)}
FULL_DATE = re.compile(rf"\b{DATE}")
MONTH_AND_YEAR = re.compile(r"\b([a-z]{3,10}\.?) ((?:19|20)\d\d)\b")
CLOCK = re.compile(r"\b(\d{1,2})[:h](\d{2})(?::\d{2})?(?:\s*(UTC|GMT)\s*([+-]\d{1,2}:?\d{2})?)?")
PAGE = re.compile(r"\b(?:pp?|pgs?|pages?)\b\.?\s*([\w*()/-]+(?:\s?[,-]\s?\d+)*)", re.IGNORECASE)
WORDS = re.compile(
    r"(?<![\w+:.,-])(\d{1,3}(?:[,.\s\u00a0\u202f]\d{3})+|\d+)\s*(?:words?|mots?|w[öo]rter|palabras)\b", re.IGNORECASE
)
COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|copr\.)", re.IGNORECASE)
SIGNED = re.compile(r"\A(?:by|par|von)\s+", re.IGNORECASE)
EDGES = " ,;:-–—|\u00a0"


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A line such as `Politique, jeudi 5 octobre 2013, p. 3`, taken apart. `rest` is what follows the date."""

    before: str
    date: Moment | None
    rest: str


class Article(msgspec.Struct, kw_only=True):
    """An article of an export. `number` is the database's own, the same in every export of it."""

    platform: str
    body: list[Piece]
    number: str | None = None
    title: str | None = None
    deck: str | None = None
    outlet: str | None = None
    byline: str | None = None
    section: str | None = None
    page: str | None = None
    language: str | None = None
    date: Moment | None = None
    date_text: str | None = None  # as it stands, where it was not understood
    url: str | None = None
    tags: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    is_cut: bool = False  # the file ends inside it
    extra: dict[str, Any] = {}


def draft_of(article: Article) -> Draft:
    """The draft of an article. Raises BadRecord `no-article` where there is neither a title nor a text."""
    body = [piece for piece in article.body if normalise(piece.text).strip()]
    if not body and not article.title:
        raise BadRecord("no-article", "This part of the export has neither a title nor a text.")
    head = [Piece("title", article.title)] if article.title else []
    head += [Piece("deck", article.deck)] if article.deck else []
    cleaned = Cleaned(
        pieces=(*head, *body),
        removed=article.removed,
        title=article.title,
        deck=article.deck,
        byline=SIGNED.sub("", article.byline, count=1) if article.byline else None,
        outlet=article.outlet,
        section=article.section,
        tags=article.tags,
        published=article.date,
        language_declared=article.language,
        url=article.url,
        notes=(*(() if body else ("title only",)), *(("cut page",) if article.is_cut else ())),
    )
    document = from_cleaned(cleaned).document
    more = {"page": article.page, "document_number": article.number, **article.extra}
    notes, verbatim = document.notes, document.published_verbatim
    if article.date is None and article.date_text:
        notes, verbatim = (*notes, "date not understood"), article.date_text
    document = msgspec.structs.replace(
        document,
        platform=article.platform,
        native_id=article.number,
        notes=notes,
        published_verbatim=verbatim,
        extra={**document.extra, **{name: value for name, value in more.items() if value}},
    )
    return Draft(document=document)


def heading(text: str) -> Heading:
    """Take a heading apart at its date. A date without a day is read too, where there is no other."""
    text = " ".join(text.split())
    folded, where = _folded(text)
    found = FULL_DATE.search(folded) or _month(folded)
    if found is None:
        return Heading(before=text.strip(EDGES), date=None, rest="")
    start, end = where[found.start()], where[found.end() - 1] + 1
    return Heading(before=text[:start].strip(EDGES), date=_moment(text[start:end]), rest=text[end:].strip(EDGES))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its characters where in the text it stands."""
    pairs = [(char, at) for at, own in enumerate(text) for char in fold(own) or " "]
    return "".join(char for char, _ in pairs), [at for _, at in pairs]


def _month(folded: str) -> re.Match[str] | None:
    return next((one for one in MONTH_AND_YEAR.finditer(folded) if moment_of(f"1 {one.group()}")), None)


def _moment(phrase: str) -> Moment | None:
    whole = moment_of(phrase, "record")
    if whole is not None:
        return msgspec.structs.replace(whole, verbatim=phrase)
    month = moment_of(f"1 {phrase}", "record")
    return Moment(value=month.value[:7], precision="month", basis="record", verbatim=phrase) if month else None


def with_clock(date: Moment | None, text: str) -> Moment | None:
    """The date with its time of day, where the text says that with its zone: without one nobody knows whose it is."""
    found = CLOCK.search(text)
    if date is None or date.precision != "day" or found is None or not found.group(3):
        return date
    hour, minute, offset = int(found.group(1)), found.group(2), found.group(4) or "+00:00"
    sign, digits = offset[0], offset[1:].replace(":", "").zfill(4)
    try:
        when = datetime.fromisoformat(f"{date.value}T{hour:02d}:{minute}:00{sign}{digits[:2]}:{digits[2:]}")
        value = iso(when, "minute")
    except (ValueError, OverflowError):
        return date
    return Moment(value=value, precision="minute", basis=date.basis, verbatim=f"{date.verbatim} {found.group()}")


def page_of(text: str) -> str | None:
    """`p. 16`, `Pg. B22`, `Page 22`: the page alone."""
    found = PAGE.search(text)
    return found.group(1).strip() if found else None


def without_page(text: str) -> str | None:
    """A section without the page that stands in it: `INTERNATIONAL; Pg. 35` is `INTERNATIONAL`."""
    parts = re.split(r"\s*([;,])\s*", text)
    kept = [part for part in parts[::2] if part and not PAGE.fullmatch(part.strip())]
    return "; ".join(kept).strip(EDGES) or None


def words_of(text: str) -> int | None:
    """`1,234 words`, `143 mots`: the number."""
    found = WORDS.search(text)
    digits = re.sub(r"\D", "", found.group(1)) if found else ""
    return int(digits) if digits and len(digits) < 10 else None


def language_of(text: str | None) -> str | None:
    """The code of a language that an export names in English, French or another large language."""
    if not text:
        return None
    first = re.split(r"[;,/|]", text)[0]
    return CODES.get(fold(first))


def plain(text: str | None) -> str | None:
    """A value in one line, or None where it is empty."""
    return " ".join(normalise(text or "").replace("\u00a0", " ").split()) or None
