"""The title of a page, freed of the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.clean.page_blocks import letters

# Sites set their name apart by a bar, a dot or a dash; a dash within a title has the same form, so it needs a reason.
_BORDER = re.compile(r":\s+|\s*[|·•]\s*|\s+[–—»«:-]+\s+|\s*::\s*|\s*»\s*")
_SECTIONS = re.compile(r"\s*[|·•]\s*")


def free_of_site(title: str, outlet: str | None, headings: Iterable[str]) -> str:
    """The title alone: a heading of the page that it begins or ends with, or what is left without
    the site's name.

    Without a heading or a known name only what follows a bar is taken for the site's.
    """
    title = " ".join(title.split())
    borders = list(_BORDER.finditer(title))
    parts = [(title[: cut.start()], title[cut.end() :]) for cut in borders]
    known = {letters(heading).casefold() for heading in headings}
    whole = letters(title).casefold()
    if whole in known:
        return title
    for left, right in parts:
        for side in (left, right):
            if letters(side).casefold() in known and len(side) > len(title) / 4:
                return side
    site = letters(outlet).casefold() if outlet else ""
    for left, right in parts:
        if site and letters(right).casefold().startswith(site) and left:
            return left
        if site and letters(left).casefold() == site and right:
            return right
    bar = _SECTIONS.split(title)
    return max(bar[0], title if len(bar) == 1 else "", key=len) or title
