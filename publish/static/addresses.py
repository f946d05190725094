"""Which of the site's addresses become files, and under which names: such that every file system takes.

A page has a file in each language's folder; what is the same in both (texts, citations, pictures, data) stands once,
beside these folders. What only a server can answer (searches, several filters at once, tables) has no file.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urljoin, urlsplit

from corpus.web.choice import PARAMETER
from corpus.web.wording import LANGUAGES
from publish.export.site import URN

OTHERS = ("http:", "https:", "mailto:", "urn:", "data:", "javascript:")  # how an address begins that is none of ours
ASKED_OF_A_SERVER = re.compile(
    r"/(?:search|concordance|collocates|keywords|ngrams|frequency|searches|oai|opensearch|robots|sitemap[^/]*)"
    r"(?:\.[a-z.]+)?\Z|/-/"
)
STATIC = re.compile(r"/-/hustings/[0-9a-f]+/(?P<name>[\w.-]+)\Z")
SEARCH, SEARCH_FILE = "/search", "search.html"
SEARCHED_BY = ("q", "case", "language", "kind")  # what the search in the browser understands of an address
DATABASE = "site.db"
WHAT = ("actor", "tactic", "with", "date", "speaker", "lang", "shape", "look")  # parameters that say what is shown
ONE_OF = ("case", "language", "kind", "year", "order")  # of these one at a time: all together would be too many files
PAGE = "page"
SUFFIX = re.compile(r"\.(?:csl\.json|tei\.xml|json|txt|bib|ris|svg|csv|atom|xml)\Z")
BY_NAME = ("case", "actor", "tactic", "figure")  # an id may end like a file here, and is a page all the same
PER_LANGUAGE = (".html", ".atom", ".xml")
PLAIN = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9]))*\Z")
LONGEST, LONGEST_WORDS = 64, 40  # characters of a name
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}  # on Windows


class Asked(NamedTuple):
    """An address that has a file: the path as it stands in the request, and the parameters in order."""

    language: str  # of the reader; empty where the answer is the same in all
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def query_string(self) -> str:
        return urlencode(self.query)

    @property
    def file(self) -> str:
        """The file's name from the root of the folder, with slashes."""
        *folders, last = self.path.strip("/").split("/")
        suffix = _suffix(self.path)
        last = last.removesuffix(suffix) if suffix != ".html" else last
        parts = [safe(unquote(part)) for part in (*folders, last or "index")]
        stem = "/".join(parts) + "".join(f"~{name}-{safe(value)}" for name, value in self.query)
        return f"{self.language + '/' if self.language else ''}{stem}{suffix}"


def _suffix(path: str) -> str:
    found = SUFFIX.search(path)
    return found[0] if found and path.split("/")[1] not in BY_NAME else ".html"


def safe(name: str) -> str:
    """A name that no file system mistakes for another or refuses; plain names stay what they are."""
    if PLAIN.match(name) and len(name) <= LONGEST and name.partition(".")[0] not in RESERVED:
        return name
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST_WORDS].strip("-")
    return f"{words or 'x'}~{sha256(name.encode('utf-8')).hexdigest()[:10]}"


class Addresses:
    """The addresses of one site. `database` is what Datasette calls it; `feeds` whether they can tell an address."""

    def __init__(self, database: str, *, feeds: bool) -> None:
        self.tables = re.compile(rf"/{re.escape(database)}(?:[/.].*)?\Z")
        self.whole = f"/{database}.db"
        self.feeds = feeds

    def asked(self, href: str, page: Asked) -> Asked | None:
        """What an address on a page asks for; None for what has no file. It may not lead out of the site."""
        parts = urlsplit(_here(urljoin(page.path, href)))
        if ASKED_OF_A_SERVER.match(parts.path) or self.tables.match(parts.path):
            return None
        pairs = dict(parse_qsl(parts.query))
        language = pairs.pop(PARAMETER, page.language)
        if any(name not in (*WHAT, *ONE_OF, PAGE) for name in pairs) or sum(name in ONE_OF for name in pairs) > 1:
            return None
        if pairs.get(PAGE) == "1":
            del pairs[PAGE]
        suffix = _suffix(parts.path)
        if suffix in (".atom", ".xml") and parts.path.count("/") == 1 and not self.feeds:
            return None
        shared = suffix not in PER_LANGUAGE or (parts.path.startswith("/document/") and suffix != ".html")
        return Asked("" if shared else language or LANGUAGES[0], parts.path, tuple(sorted(pairs.items())))

    def file(self, href: str, page: Asked) -> tuple[str, Asked | None] | None:
        """The file that an address on a page stands for, and what has to be asked for it; None where there is none."""
        parts = urlsplit(_here(urljoin(page.path, href)))
        static = STATIC.match(parts.path)
        if static:
            return f"static/{static['name']}", None
        if parts.path == self.whole:
            return DATABASE, None
        if parts.path == SEARCH:
            pairs = parse_qsl(parts.query)
            kept = urlencode([(name, value) for name, value in pairs if name in SEARCHED_BY])
            return f"{dict(pairs).get(PARAMETER, page.language)}/{SEARCH_FILE}" + (f"?{kept}" if kept else ""), None
        asked = self.asked(href, page)
        return (asked.file, asked) if asked is not None else None


def is_ours(href: str) -> bool:
    """Whether an address leads to another page of the site; not for one within the page."""
    return not href.startswith(("#", *OTHERS)) or href.startswith(URN)


def _here(href: str) -> str:
    """A document's name (URN) as the path of its page: the site has no address by which it would be known."""
    return f"/document/{href.removeprefix(URN)}" if href.startswith(URN) else href
