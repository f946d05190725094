"""Which documents are of one outlet, and which of these are one article seen several times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from corpus.store import Store
from ingest.clean.fold import fold

# Formats whose documents our cleaners made of pages. Others give a text as somebody has it (JSON Lines, tables, press
# databases) or are posts: nothing is taken out of those.
CLEANED = ("html", "dump", "warc", "feed")
SITE_PREFIXES = ("www.", "m.", "mobile.", "amp.")
ARCHIVES = ("web.archive.org/web/", "archive.ph/", "archive.is/")
# Everything that is needed of a document but its lines; those whose every record is of a format that we clean.
DOCUMENTS = f"""
SELECT documents.id, outlet, coalesce(canonical_url, url) AS address, title, min(sources.path) AS path
FROM documents JOIN observations ON observations.document = documents.id
JOIN records USING (source, number) JOIN sources ON sources.id = records.source
WHERE documents.kind IN ('article', 'page')
GROUP BY documents.id HAVING min(records.format IN ({", ".join(f"'{name}'" for name in CLEANED)})) = 1
ORDER BY documents.id
"""


class Outlet(NamedTuple):
    """Documents of one outlet, each with its title, and the outlet's own names, folded."""

    titles: dict[str, str | None]
    names: frozenset[str]


def outlets(store: Store) -> list[Outlet]:
    """The outlets of the corpus: documents of one name, of one site, and those of which neither is known in one folder.

    A document whose outlet and site are both known is in two of them, since others may be known by one alone.
    """
    found: dict[tuple[str, str], dict[str, str | None]] = {}
    names: dict[tuple[str, str], set[str]] = {}
    for row in store.db.execute(DOCUMENTS):
        own = list(_names(row["outlet"], row["address"]))
        for group in own or [("folder", str(PurePosixPath(row["path"]).parent))]:
            found.setdefault(group, {})[row["id"]] = row["title"]
            names.setdefault(group, set()).update(name for _, name in own)
    return [Outlet(found[group], frozenset(names[group])) for group in sorted(found)]


def _names(outlet: str | None, address: str | None) -> Iterator[tuple[str, str]]:
    if outlet and (name := fold(outlet)):
        yield "outlet", name
    if address and (site := site_of(address)):
        yield "site", site


def site_of(address: str) -> str | None:
    """The site of an address, without `www.` and its like; of a page in a web archive, the site that it is of."""
    for archive in ARCHIVES:
        _, found, rest = address.partition(archive)
        if found and "http" in rest:
            address = rest[rest.index("http") :]
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # an address that is none
        return None
    for prefix in SITE_PREFIXES:
        host = host.removeprefix(prefix)
    return host or None


def near_duplicates(store: Store) -> list[tuple[str, str]]:
    """Pairs of documents that were found to say nearly the same."""
    rows = store.db.execute(
        "SELECT document, target FROM relations WHERE kind = 'near_duplicate_of' AND target IS NOT NULL"
    )
    return [(row["document"], row["target"]) for row in rows]


def articles(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each document the first (by id) of those that are one article with it, itself where it is alone."""
    first = {id: id for id in ids}

    def root(id: str) -> str:
        while first[id] != id:
            first[id] = first[first[id]]
            id = first[id]
        return id

    for one, other in pairs:
        if one in first and other in first:
            a, b = sorted((root(one), root(other)))
            first[b] = a
    return {id: root(id) for id in ids}
