"""When a page's article was published and changed, with the precision that the page gives and where it was read.

No clock is asked: a page gives the same date on any day that it is cleaned. Only where it is known when a page was
captured are later dates passed over; expressions such as `3 hours ago` are never read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from importlib import import_module

from htmldate import extractors, find_date
from lxml.html import HtmlElement

from ingest.clean.dateline import moment_of
from ingest.clean.html.head import Metas
from ingest.clean.html.jsonld import Node, strings
from ingest.clean.result import Moment
from ingest.times import parse_time

logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)
# htmldate (1.11) leaves some dates to dateutil, which takes the month and the day that a date lacks from the clock:
# `2017/05` became the day of May that today is. Here they are 1, as where htmldate fills in; `_no_finer_than_shown`
# knows that.
vars(extractors)["dateutil_parse"] = partial(import_module("dateutil.parser").parse, default=datetime(1, 1, 1))

_FIRST = "1990-01-01"  # before the first newspaper on the web
_LAST = "2099-12-31"  # where nobody knows when the page was captured
_PUBLISHED = (
    "article:published_time",
    "article:published",
    "datepublished",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
)
_UPDATED = (
    "article:modified_time",
    "article:modified",
    "datemodified",
    "og:updated_time",
    "article:updated_time",
    "lastmod",
    "last-modified",
)
_UPDATED_SAID = re.compile(r"\b(?:updated|modified|mise? à jour|modifiée?|maj)\b", re.IGNORECASE)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])/(?!\d\d?/)")
_FIRST_OF_MONTH = re.compile(
    r"\b(?:1er|1st|0?1[./-]|[./-]0?1)\b|\b1 \w|\w 0?1,? (?:19|20)\d\d|[./-]0?1(?!\d)", re.IGNORECASE
)


def published(
    tree: HtmlElement, node: Node, metas: Metas, *, shown: Iterable[str], url: str | None, today: str | None
) -> Moment | None:
    """When the article came out. `today` (ISO date), if known, is the latest that can be true; later dates are traps.

    JSON-LD, then the head, then a marked <time>, then `shown`, the lines of date and byline above the body, then what
    htmldate (Barbaresi 2020) finds in the markup, the text and the address.
    """
    latest = today[:10] if today else _LAST
    for basis, values in (("json-ld", strings(node.get("datePublished"))), ("meta", _of(metas, _PUBLISHED))):
        moment = _first_valid(values, basis, latest)
        if moment is not None:
            return moment
    above = (
        moment for moment in map(moment_of, shown) if moment is not None and _FIRST <= moment.value <= latest + "T"
    )
    return _stamped(tree, latest) or next(above, None) or _found(tree, url, latest)


def updated(
    node: Node, metas: Metas, since: Moment | None, today: str | None, shown: Iterable[str] = ()
) -> Moment | None:
    """When the article was last changed, if the page says so and it differs from when it came out.

    `shown` are the lines of date and byline around the article.
    """
    latest = today[:10] if today else _LAST
    for basis, values in (("json-ld", strings(node.get("dateModified"))), ("meta", _of(metas, _UPDATED))):
        moment = _first_valid(values, basis, latest)
        if moment is not None:
            return None if since is not None and moment.value <= since.value else moment
    said = (moment_of(line[found.end() :]) for line in shown if (found := _UPDATED_SAID.search(line)))
    later = (moment for moment in said if moment is not None and _FIRST <= moment.value <= latest + "T")
    return next((moment for moment in later if since is None or moment.value > since.value), None)


def _of(metas: Metas, names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in metas.get(name, [])]


def _first_valid(values: list[str], basis: str, latest: str) -> Moment | None:
    for value in values:
        moment = parse_time(value, basis) or moment_of(value, basis)
        if moment is not None and moment.value >= _FIRST and moment.value[:10] <= latest:
            return moment
    return None


def _found(tree: HtmlElement, url: str | None, latest: str) -> Moment | None:
    try:
        day = find_date(tree, original_date=True, url=url, max_date=latest, min_date=_FIRST)
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None  # htmldate trips over some malformed dates; the page is no worse for it
    if day is None:
        return None
    in_url = _URL_DAY.search(url or "")
    if in_url and "-".join(in_url.groups()) == day:
        return Moment(value=day, precision="day", basis="url", verbatim=in_url.group())
    return _no_finer_than_shown(day, tree, url)


def _stamped(tree: HtmlElement, latest: str) -> Moment | None:
    """A <time> that is marked as the date of publication, or the only one of the page."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    marked = [
        time for time in times if time.get("pubdate") is not None or "datePublished" in (time.get("itemprop") or "")
    ]
    if not marked and len({time.get("datetime") for time in times}) != 1:
        return None
    return _first_valid([str(time.get("datetime")) for time in marked or times], "time", latest)


def _no_finer_than_shown(day: str, tree: HtmlElement, url: str | None) -> Moment:
    """htmldate fills an unknown day or month with 1; so much is claimed only if the page shows a first of the month."""
    body = tree.find("body")
    if not day.endswith("-01") or (body is not None and _FIRST_OF_MONTH.search(body.text_content())):
        return Moment(value=day, precision="day", basis="text")
    in_url = _URL_MONTH.search(url or "")
    if in_url and day.startswith("-".join(in_url.groups())):
        return Moment(value=day[:7], precision="month", basis="url", verbatim=in_url.group())
    if day.endswith("-01-01"):
        return Moment(value=day[:4], precision="year", basis="text")
    return Moment(value=day[:7], precision="month", basis="text")
