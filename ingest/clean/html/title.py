"""The title of a page, freed of the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from ingest.clean.fold import fold
from ingest.clean.html.blocks import letters

# Sites set their name apart by a bar, a dot or a dash; a dash within a title has the same form, so it needs a reason.
_BORDER = re.compile(r"\s*[|·•]\s*|\s+[–—»«:-]+\s+|\s*::\s*|\s*»\s*")
_BORDER_OR_COLON = re.compile(rf":\s+|{_BORDER.pattern}")
MOST_CUTS = 50  # no title has more parts
_DOMAIN = 4  # letters of a domain that is taken for a name
_ARTICLE = re.compile(r"^(?:the |le |la |les |l')")
_BAR = re.compile(r"\s*[|·•]\s*")


def free_of_site(title: str, outlet: str | None, headings: Iterable[str]) -> str:
    """The title alone: the heading of the page that it begins or ends with, or what is left without the site's name.

    Without a heading or a known name only what follows a bar is taken for the site's.
    """
    title = " ".join(title.split())
    known = {letters(heading).casefold() for heading in headings}
    if letters(title).casefold() in known:
        return title
    for sides in _cuts(title, _BORDER_OR_COLON):
        for side in sides:
            if letters(side).casefold() in known and len(side) > len(title) / 4:
                return side
    site = letters(outlet).casefold() if outlet else None
    for left, right in _cuts(title, _BORDER):
        if site and left and letters(right).casefold().startswith(site):
            return left
        if site and right and letters(left).casefold() == site:
            return right
    return _BAR.split(title)[0] or title


def site_in_title(title: str, host: str) -> str | None:
    """The part of a page's title that is its site's name, known by the domain: `Ferry stops - The Harbour Times` on
    harbourtimes.com.
    """
    labels = {label for label in host.lower().split(".")[:-1] if len(label) >= _DOMAIN}
    for sides in _cuts(" ".join(title.split()), _BORDER):
        for side in reversed(sides):
            plain = letters(fold(side))
            if {plain, letters(_ARTICLE.sub("", fold(side)))} & {letters(label) for label in labels}:
                return side
    return None


def _cuts(title: str, border: re.Pattern[str]) -> list[tuple[str, str]]:
    """What stands before and after each border in a title."""
    return [(title[: cut.start()], title[cut.end() :]) for cut in islice(border.finditer(title), MOST_CUTS)]
