"""Title, deck, outlet, byline, tags and date of a dump, from the lines around its article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.clean.dateline import moment_of
from ingest.clean.dumplines import Line, key, without_mark
from ingest.clean.fold import fold
from ingest.clean.result import Moment

_SUFFIX = re.compile(
    r"^(?P<title>.{8,}?)\s*(?:<!--.{0,60}?-->)?\s*(?:\s[|\-–—•·:»›]+\s|\s?\|\s?|<!--.{0,60}?-->\s*)(?P<outlet>[^|]{2,50})$"
)
_CRUMBS = re.compile(r"\s*[/>›»→|▸]+\s*")
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
_TAG_LABEL = re.compile(
    r"^(?:tags?(?: associ[ée]s?)?|mots?[- ]?cl[ée]s?|keywords?|[ée]tiquettes?|hashtags?|labels?|topics?|th[èe]mes?|tagged(?: with| as| in)?"
    r"|filed under|posted in|publi[ée] dans|class[ée] dans|rang[ée] dans|rubriques?|cat[ée]gor(?:y|ies?|ie)|[ée]tiquet[ée])\b\s*:?\s*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?:;,][\s»”\"')\]]*$")
_SENTENCE_BREAK = re.compile(r"[^.\W]{2}[.!?…] +[A-ZÀ-Ý«“]")
_SITE_WORD = re.compile(r"(?:le |the )?(?:blog|journal|magazine|site)\b")
_TITLE_WORDS = (2, 40)
_TITLE_POINTS = 1.9  # what a line needs to be taken for a title
_TAG_WORDS = 6
_DECK = 450  # characters a deck may have


class Title(NamedTuple):
    """Where the title stands: `line` is an index; `text` the title; `rest` what the line says after it (an outlet)."""

    line: int
    text: str
    rest: str = ""


def headline(lines: Sequence[Line], start: int) -> Title | None:
    """The title of the article whose body begins at line `start`; None where the dump shows none.

    Best is a line that says again what the page's own title (`Title | Outlet`) or breadcrumb says; else that page
    title; else the line above the body that is most like one.
    """
    above = range(start)
    page_title = _page_title(lines, start)
    crumb = next((_CRUMBS.split(lines[i].text)[-1] for i in above if lines[i].reason == "breadcrumb"), "")
    for wanted in (page_title.text if page_title else "", crumb):
        found = _said_again(lines, start, wanted, page_title)
        if found is not None:
            return Title(found, lines[found].text)
    if page_title is not None:
        return page_title
    return _likeliest(lines, start)


def _page_title(lines: Sequence[Line], start: int) -> Title | None:
    """The first line where it reads `Title | Outlet`."""
    if not start or lines[0].reason is not None or len(lines[0].text) > 300:
        return None
    found = _SUFFIX.match(lines[0].text)
    if found is None:
        return None
    title, rest = found["title"].strip(), lines[0].text[found.end("title") :].strip()
    if len(title.split()) < _TITLE_WORDS[0] or len(found["outlet"].split()) > 5:
        return None
    return Title(0, title, rest)


def _said_again(lines: Sequence[Line], start: int, wanted: str, page_title: Title | None) -> int | None:
    target = key(wanted)
    if len(target) < 8:
        return None
    for index in range(start - 1, -1, -1):
        said = lines[index].key
        if page_title is not None and index == page_title.line or lines[index].reason == "breadcrumb":
            continue
        if said == target or (len(said) > 20 and (target.startswith(said) or said.startswith(target))):
            return index
    return None


def _likeliest(lines: Sequence[Line], start: int) -> Title | None:
    """The line above the body that is most like a title, by its own look and by what stands around it."""
    counts = Counter(line.key for line in lines)
    best, best_points = None, _TITLE_POINTS
    loose = signed = 0
    for index in range(start - 1, -1, -1):
        line = lines[index]
        if line.reason in ("byline", "date", "credit"):
            signed = 2
        if not _can_be_title(line):
            continue
        points = _title_points(line) + signed - 0.4 * min(loose, 10) + 5 * (line.words > 3 and counts[line.key] > 1)
        if points > best_points:
            best, best_points = Title(index, line.text), points
        loose += 1
    return best


def _title_points(line: Line) -> float:
    points = 2.0 * (4 <= line.words <= 22) + 0.1 * min(line.words, 12)
    points -= 2.5 * line.text.endswith((".", ".»", ". »", ".”")) + 3.0 * bool(_SENTENCE_BREAK.search(line.text))
    return points - bool(_SITE_WORD.match(fold(line.text)))


def _can_be_title(line: Line) -> bool:
    low, high = _TITLE_WORDS
    return line.reason is None and not line.bullet and low <= line.words <= high and len(line.text) <= 250


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
    first = _SUFFIX.match(lines[0].text[:300]) if lines else None
    if first and lines[0].reason is None and title and key(first["title"]).startswith(key(title)[:40]):
        return _plain(first["outlet"].strip(), lines)
    for line in lines:
        if line.reason != "breadcrumb":
            continue
        for crumb in _CRUMBS.split(line.text)[1:]:
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
    after = [i for i in range(last, len(lines)) if lines[i].reason not in silent and not _repeats(lines, i)][:2]
    if after and _NAME_ALONE.match(lines[after[0]].text) and (len(after) == 1 or lines[after[1]].reason):
        return lines[after[0]].text, after[0]
    return None, None


def is_biography(line: Line, byline: str | None) -> bool:
    """A line that says who the author is."""
    return bool(
        byline and len(line.text) < 400 and line.text.startswith(byline) and _BIOGRAPHY.match(line.text, len(byline))
    )


def _repeats(lines: Sequence[Line], index: int) -> bool:
    return lines[index].words > 3 and any(lines[index].key == line.key for line in lines[:index][:40])


def date_of(lines: Sequence[Line], around: Sequence[int]) -> Moment | None:
    """When it was published, from a line that is a date or a byline with one."""
    for index in around:
        if lines[index].reason in ("date", "byline"):
            moment = moment_of(lines[index].text)
            if moment is not None:
                return moment
    return None


def tag_lines(lines: Sequence[Line], last: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines after the article (from index `last`) that hold its keywords, with the keywords of each."""
    listed = False
    run: list[int] = []
    for index in range(last, len(lines)):
        line = lines[index]
        label = _TAG_LABEL.match(line.text) if line.reason == "tags" else None
        if line.reason == "tags":
            named = tuple(_split_tags(line.text[label.end() :] if label else line.text))
            listed = not named
            yield index, named
        elif listed and line.reason is None and _is_tag(line):
            yield index, (without_mark(line.text),)
        elif line.bullet and _is_tag(line):
            run.append(index)
            continue
        else:
            listed = False
            if line.reason == "comment":
                break
        yield from _run_of_tags(lines, run)
        run = []
    yield from _run_of_tags(lines, run)


def _run_of_tags(lines: Sequence[Line], run: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if len(run) >= 2:
        for index in run:
            yield index, (without_mark(lines[index].text),)


def _is_tag(line: Line) -> bool:
    text = without_mark(line.text)
    return 0 < len(text.split()) <= _TAG_WORDS and len(text) <= 60 and not _SENTENCE_END.search(text)


def _split_tags(text: str) -> list[str]:
    parts = re.split(r"\s*[,;|•·]\s*|\s+(?=#)|\s+/\s+", text)
    return [part.strip(" #.") for part in parts if 0 < len(part.strip(" #.")) <= 60]
