"""Deck, outlet, author and date of a dump's article, from the lines around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from ingest.clean.dateline import moment_of
from ingest.clean.dump.linefeatures import little_words
from ingest.clean.dump.lines import Line, key
from ingest.clean.dump.title import CRUMBS, PAGE_TITLE
from ingest.clean.fold import fold
from ingest.clean.result import Moment

_DOMAIN = re.compile(r"\.(?:com|net|org|fr|info|eu|be|ch|ca|co\.uk|uk|news|tv|media|press)$", re.IGNORECASE)
_SITE_LIKE = re.compile(r"\.[A-Za-z]{2,5}$|[a-zà-ÿ][A-ZÀ-Ý]")
_OWNER = re.compile(
    r"^(?:©|\(c\)|copyright)[\s©]*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,-]*(?P<name>[^.,|–—0-9]{2,40})", re.IGNORECASE
)
_BY = re.compile(r"^.{0,30}?\b(?:par|by|auteur|author|texte)\b\s*:?\s*(?P<names>.+)$", re.IGNORECASE)
_AFTER_NAMES = re.compile(
    r"\s*(?:[|•·(–—]|,?\s(?:le|on|dans|in|at)\s|\s?-\s|,?\s(?:publi|updated|mis à jour)|\d).*$", re.IGNORECASE
)
_FURTHER_NAME = r"(?:\s(?:(?:d[eu]|des|la|le|van|von)\s)?[A-ZÀ-Ý][\w’'.-]*)"
_NAME_ALONE = re.compile(rf"^[A-ZÀ-Ý][\w’'-]+{_FURTHER_NAME}{{0,3}}$")
_NAME_AND_PAPER = re.compile(rf"^[A-ZÀ-Ý][\w’'-]+{_FURTHER_NAME}{{1,3}}(?:, [^.!?]{{2,40}})?$")
_BIOGRAPHY = re.compile(
    r"\s(?:is|was|writes|covers|reports|est|était|écrit|couvre|a (?:étudié|publié)|has (?:written|covered))\s"
)
_SENTENCE_END = re.compile(r"[.!?:;,][\s»”\"')\]]*$")
_DECK = 450  # characters a deck may have


def deck_after(lines: Sequence[Line], title: int, prose: int, body: Sequence[int], signed: int | None) -> int | None:
    """The line between title and body that leads in: before a byline, set off by a wider gap, or no sentence itself.

    `prose` is the body's first paragraph, `body` the indexes of all lines of the article, `signed` the byline.
    """
    loose = [i for i in range(title + 1, prose) if lines[i].reason is None and i != signed]
    following = [*loose, *(i for i in body if i >= prose)]
    if len(loose) > 2 or len(following) < 2:
        return None
    first, second = following[0], following[1]
    line, follows = lines[first], lines[second]
    if line.words < 3 or len(line.text) > _DECK or line.bullet or line.text.endswith(":"):
        return None
    if not little_words(line.text):  # a label or a name
        return None
    if any(i == signed or lines[i].reason in ("byline", "date") for i in range(first + 1, second)):
        return first
    if follows.gap > line.gap and follows.gap > _usual_gap(lines, following[2:]):
        return first
    return first if not _SENTENCE_END.search(line.text) and len(follows.text) > len(line.text) else None


def _usual_gap(lines: Sequence[Line], indexes: Sequence[int]) -> int:
    gaps = sorted(lines[i].gap for i in indexes)
    return gaps[len(gaps) // 2] if gaps else 1


def outlet_of(lines: Sequence[Line], title: str | None) -> str | None:
    """Who published the page: after the page's title, in the breadcrumb, or in the copyright line."""
    first = PAGE_TITLE.match(lines[0].text[:300]) if lines else None
    if first and lines[0].reason is None and title and key(first["title"]).startswith(key(title)[:40]):
        return _plain(first["outlet"].strip(), lines)
    for line in lines:
        if line.reason != "breadcrumb":
            continue
        for crumb in CRUMBS.split(line.text)[1:]:
            if (title is None or crumb.strip() != title) and _is_site(crumb.strip(), lines, line):
                return _plain(crumb.strip(), lines)
    for line in lines:
        owner = _OWNER.match(line.text) if line.reason == "footer" else None
        if owner and (name := owner["name"].strip()) and len(name.split()) <= 5 and "right" not in fold(name):
            return _plain(name, lines)
    return None


def _is_site(name: str, lines: Sequence[Line], crumb: Line) -> bool:
    """A breadcrumb names sections too; a site is known by its spelling, or by signing the page."""
    if not 1 <= len(name.split()) <= 4 or len(name) < 3:
        return False
    return bool(_SITE_LIKE.search(name)) or any(
        line.reason == "footer" and name in line.text for line in lines if line is not crumb
    )


def _plain(name: str, lines: Sequence[Line]) -> str:
    """`Name.fr` is `Name` where the page itself calls it so."""
    bare = _DOMAIN.sub("", name)
    if bare == name:
        return name
    alone = re.compile(rf"(?<![\w@/.]){re.escape(bare)}(?![\w.]*\.\w|\w)")
    return bare if any(alone.search(line.text[:2000]) for line in lines) else name


def byline_of(
    lines: Sequence[Line], around: Sequence[int], title: int | None, last: int
) -> tuple[str | None, int | None]:
    """Who wrote it and the line that says so.

    `Par ...`, `By ...`; a name under the title with a date under it; a name that stands alone after the article.
    """
    for index in around:
        if lines[index].reason == "byline":
            found = _BY.match(lines[index].text)
            names = _AFTER_NAMES.sub("", found["names"] if found else lines[index].text).strip(" ,;:")
            if names:
                return names, index
    for index in around:
        line = lines[index]
        dated = index + 1 < last and lines[index + 1].reason == "date"
        if title is not None and index > title and dated and line.reason is None and _NAME_AND_PAPER.match(line.text):
            return line.text.split(",")[0], index
    silent = ("rating", "sharing", "date")
    speaking = (i for i in range(last, len(lines)) if lines[i].reason not in silent and not _repeats(lines, i))
    after = list(islice(speaking, 2))
    if after and _NAME_ALONE.match(lines[after[0]].text) and (len(after) == 1 or lines[after[1]].reason):
        return lines[after[0]].text, after[0]
    return None, None


def is_biography(line: Line, byline: str | None) -> bool:
    """A line that says who the author is."""
    return bool(
        byline and len(line.text) < 400 and line.text.startswith(byline) and _BIOGRAPHY.match(line.text, len(byline))
    )


def _repeats(lines: Sequence[Line], index: int) -> bool:
    return lines[index].words > 3 and any(lines[index].key == line.key for line in lines[: min(index, 40)])


def date_of(lines: Sequence[Line], around: Sequence[int]) -> Moment | None:
    """When it was published, from a line that is a date or a byline with one."""
    for index in around:
        if lines[index].reason in ("date", "byline"):
            moment = moment_of(lines[index].text)
            if moment is not None:
                return moment
    return None
