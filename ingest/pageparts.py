"""Files that a browser saved beside a page as parts of it: `Page.html` has them in a folder `Page_files`.

Advertisements, widgets and scripts among them are no documents. A frame that makes up the page itself is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

import msgspec

from corpus.errors import BadRecord
from ingest.readers.text import as_utf8

# As browsers name the folder in English, French, German, Spanish, Italian, Dutch and Portuguese.
FOLDER = re.compile(r"(.+)[_-](?:files|fichiers|dateien|archivos|file|bestanden|arquivos|ficheiros)", re.IGNORECASE)
ENDINGS = (".html", ".htm", ".xhtml", ".HTML", ".HTM", ".shtml", ".php", "")
DEEPEST = 3  # folders above a file that are looked at
# Formats that a part of a page passes for; what says more of itself is read, wherever it lies.
TAKEN_FOR = ("html", "dump", "table")
FRAME = re.compile(rb"<frame\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


class Page(msgspec.Struct, frozen=True):
    """The page that has a file in its folder. `read` gives its first bytes."""

    name: str
    part: str  # the file's own name
    read: Callable[[], bytes]


def page_of(name: str, there: Callable[[str], bool], read: Callable[[str], bytes]) -> Page | None:
    """The page in whose folder a file lies, by its name with slashes; None where there is no such page."""
    for folder in list(PurePosixPath(name).parents)[:DEEPEST]:
        found = FOLDER.fullmatch(folder.name)
        for ending in ENDINGS if found else ():
            page = str(folder.parent / f"{found[1]}{ending}") if found else ""
            if there(page):
                return Page(page, PurePosixPath(name).name, partial(read, page))
    return None


def why_not(format: str | None, page: Page | None) -> BadRecord | None:
    """Why a file that seems to be of this format (None: of none) is no document of its own; None where it may be."""
    if page is None or not (format is None or format in TAKEN_FOR) or _is_framed(page):
        return None
    return BadRecord(
        "page-part",
        f"A browser saved this beside {PurePosixPath(page.name).name}, as a part of that page and no page of its own.",
    )


def _is_framed(page: Page) -> bool:
    """Whether the page is made of frames, and this is one of them."""
    frames = FRAME.finditer(as_utf8(page.read()))
    addresses = (b"".join(found.groups(b"")).decode("utf-8", "replace") for found in frames)
    return any(PurePosixPath(unquote(unescape(address))).name == page.part for address in addresses)
