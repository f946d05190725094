"""One record of how to cite a document, from which every format of citations is written.

Its fields are those of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html), under the same names
with _ for -. It is made of a row of the built site's database, so that nothing is cited that is not published.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from corpus.terms import POSTS
from publish.export.names import Name, names_of
from publish.export.site import Site

# When the record that a document was made from was retrieved.
RETRIEVED = (
    "(SELECT coalesce(records.retrieved_at, sources.retrieved_at) FROM observations"
    " JOIN records ON records.number = observations.record JOIN sources ON sources.number = records.source"
    " WHERE observations.document = documents.number ORDER BY observations.first DESC, records.number LIMIT 1)"
)
TEXT = "(SELECT substr(text, 1, 2000) FROM texts WHERE texts.document = documents.number)"
# A row of `documents` with all that `citation` takes, the beginning of its text included.
CITED = f"SELECT documents.*, {RETRIEVED} AS retrieved_at, {TEXT} AS text FROM documents"
TYPES = {"article": "article-newspaper", "page": "webpage", "post": "post", "comment": "post"}
AT_ONCE = 200  # documents that a query asks for
LONGEST_TITLE = 120  # code points of the first words that stand for a title
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# Controls, and what turns the direction of the text after it: nothing of a citation's.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """What is cited of one document. Dates are as precise as is known: 2018, 2018-05, 2018-05-14. Absent is unknown."""

    id: str  # the document's
    type: str  # of CSL: article-newspaper, webpage, post
    kind: str  # of ours: article, post, comment, page
    # In one line. Where there is none, the first words, without quotation marks; where no words are published either,
    # what the site calls the document: its outlet or account, and its day.
    title: str
    untitled: bool = False  # the title is the first words of the text
    container_title: str | None = None  # the outlet; a post's platform
    genre: str | None = None
    author: tuple[Name, ...] = ()
    issued: str | None = None
    accessed: str | None = None
    URL: str | None = None  # where the document was found
    language: str | None = None
    abstract: str | None = None  # the deck
    archive: str  # the corpus
    archive_location: str  # the document's own page in it, or its id where the site has no address


def citation(row: Mapping[str, Any], site: Site) -> Citation:
    """How to cite the document of a row of CITED."""
    own, words = one_line(row["title"]), _first_words(row["text"])
    return Citation(
        id=row["id"],
        type=TYPES.get(row["kind"], "webpage"),
        kind=row["kind"],
        title=own or words or one_line(row["label"]),
        untitled=not own and bool(words),
        container_title=one_line(row["outlet"]) or _platform(row["platform"]),
        genre=_genre(row["kind"], row["platform"]),
        author=_authors(row),
        issued=_day(row["published_at"]),
        accessed=_day(row["retrieved_at"]),
        URL=address(row["canonical_url"]) or address(row["url"]),
        language=None if row["language"] in (None, "", "und") else row["language"],
        abstract=one_line(row["deck"]) or None,
        archive=site.title_in(row["language"]),
        archive_location=site.document(row["id"]),
    )


def citations(db: sqlite3.Connection, site: Site, numbers: Iterable[int]) -> Iterator[Citation]:
    """How to cite documents, by their numbers (`documents.number`), in the order of these; one that is not there falls
    out."""
    left = iter(numbers)
    while some := list(islice(left, AT_ONCE)):
        rows = db.execute(f"{CITED} WHERE documents.number IN ({', '.join('?' * len(some))})", some)
        found = {row["number"]: row for row in rows}
        yield from (citation(found[number], site) for number in some if number in found)


def date_parts(value: str | None) -> list[int]:
    """Year, month and day of a date as precise as it is known; nothing of what is no date."""
    match = _DATE.match(value or "")
    return [int(part) for part in match.groups() if part] if match else []


def one_line(text: str | None) -> str:
    """A text as citations hold it: in one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", text or "").split())


def address(value: str | None) -> str | None:
    """An address that a program may follow: http or https, in the characters of RFC 3986; None for anything else."""
    if not value or _UNSEEN.search(value.strip()):
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(value.strip(), safe="%:/?#[]@!$&'()*+,;=~-._")


def _day(value: str | None) -> str | None:
    """A date without its hour; None for what is no date, a month 13 included."""
    parts = date_parts(value)
    if not parts or not all(1 <= part <= most for part, most in zip(parts[1:], (12, 31), strict=False)):
        return None
    return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(parts))


def _first_words(text: str | None) -> str:
    words = one_line((text or "")[: 4 * LONGEST_TITLE])
    return words if len(words) <= LONGEST_TITLE else words[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" .,;:…") + "…"


def _authors(row: Mapping[str, Any]) -> tuple[Name, ...]:
    """Who signs; an account where nobody does. What only repeats the account stays the account."""
    byline, account = one_line(row["byline"]), one_line(row["account"])
    if byline and byline.casefold() != account.casefold():
        return names_of(byline)
    return (Name(literal=account),) if account else ()


PLATFORMS = {"tiktok": "TikTok", "youtube": "YouTube", "vk": "VK", "linkedin": "LinkedIn", "whatsapp": "WhatsApp"}


def _platform(platform: str | None) -> str | None:
    words = one_line(platform)
    return PLATFORMS.get(words.casefold(), words[:1].upper() + words[1:]) or None


def _genre(kind: str, platform: str | None) -> str | None:
    if kind not in POSTS:
        return None
    if (platform, kind) == ("twitter", "post"):
        return "Tweet"
    return " ".join(part for part in (_platform(platform), kind) if part).capitalize()
