"""The title of a dump's article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ingest.clean.dump.linefeatures import LITTLE_WORDS, has_sentence_break
from ingest.clean.dump.lines import Line, key
from ingest.clean.fold import fold

PAGE_TITLE = re.compile(
    r"^(?P<title>.{8,}?)\s*(?:<!--.{0,60}?-->)?\s*(?:\s[|\-–—•·:»›]+\s|\s?\|\s?|<!--.{0,60}?-->\s*)(?P<outlet>[^|]{2,50})$"
)
CRUMBS = re.compile(r"\s*[/>›»→|▸]+\s*")
_SITE_WORD = re.compile(r"(?:le |the )?(?:blog|journal|magazine|site)\b")
_UNLIKE_TITLE = (".", ".»", ". »", ".”", ":", "]")
_TITLE_WORDS = (2, 40)
_TITLE_POINTS = 1.9  # what a line needs to be taken for a title


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
    crumb = next((CRUMBS.split(lines[i].text)[-1] for i in above if lines[i].reason == "breadcrumb"), "")
    for wanted in (page_title.text if page_title else "", crumb):
        found = _said_again(lines, start, wanted, page_title)
        if found is not None:
            return Title(found, lines[found].text)
    likeliest = _likeliest(lines, start, page_title)
    if page_title is None or (likeliest is not None and _on_one_matter(likeliest.text, page_title.text)):
        return likeliest
    return page_title


def _page_title(lines: Sequence[Line], start: int) -> Title | None:
    """The first line where it reads `Title | Outlet`."""
    if not start or lines[0].reason is not None or len(lines[0].text) > 300:
        return None
    found = PAGE_TITLE.match(lines[0].text)
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
        if (page_title is not None and index == page_title.line) or lines[index].reason == "breadcrumb":
            continue
        if said == target or (len(said) > 20 and (target.startswith(said) or said.startswith(target))):
            return index
    return None


def _on_one_matter(one: str, other: str) -> bool:
    """Two titles that share half the words of the shorter: a page's own title is often another wording."""
    first, second = (set(re.findall(r"\w+", fold(text))) - LITTLE_WORDS for text in (one, other))
    return 2 * len(first & second) >= min(len(first), len(second)) > 0


def _likeliest(lines: Sequence[Line], start: int, page_title: Title | None) -> Title | None:
    """The line above the body that is most like a title, by its own look and by what stands around it."""
    counts = Counter(line.key for line in lines)
    best, best_points = None, _TITLE_POINTS
    loose = signed = 0
    for index in range(start - 1, -1, -1):
        line = lines[index]
        if line.reason in ("byline", "date", "credit"):
            signed = 2
        if not _can_be_title(line) or (page_title is not None and index == page_title.line):
            continue
        points = _title_points(line) + signed - 0.4 * min(loose, 10) + 5 * _says_it_twice(line, counts)
        if points > best_points:
            best, best_points = Title(index, line.text), points
        loose += 1
    return best


def _says_it_twice(line: Line, counts: Counter[str]) -> bool:
    return line.words > 3 and counts[line.key] > 1 and not line.text.endswith(_UNLIKE_TITLE)


def _title_points(line: Line) -> float:
    points = 2.0 * (4 <= line.words <= 22) + 0.1 * min(line.words, 12)
    points -= 2.5 * line.text.endswith(_UNLIKE_TITLE) + 3.0 * has_sentence_break(line.text)
    return points - bool(_SITE_WORD.match(fold(line.text)))


def _can_be_title(line: Line) -> bool:
    low, high = _TITLE_WORDS
    return line.reason is None and not line.bullet and low <= line.words <= high and len(line.text) <= 250
