"""What every public format says of the built site that it was written from: its title, its address, its hash."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from publish.database import open_site

if TYPE_CHECKING:
    from corpus.folder import Corpus

URN = "urn:hustings:document:"


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A built site. `address` has no slash at its end; without one things are named by URNs and ids."""

    hash: str
    hustings: str
    title_en: str
    title_fr: str
    address: str | None = None
    tier: str = "public"  # for whom it was built: public, or team

    def title_in(self, language: str | None) -> str:
        """What the corpus is called, in French for French documents and in English for all others."""
        return self.title_fr if language == "fr" else self.title_en

    def page(self, path: str) -> str | None:
        """The whole address of a page of the site; None where the site has none."""
        return f"{self.address}{path}" if self.address else None

    def document(self, id: str) -> str:
        """The permanent address of a document; its URN where the site has no address."""
        return self.page(f"/document/{quote(id, safe='')}") or URN + quote(id, safe="")


def site_of(db: sqlite3.Connection, address: str | None = None) -> Site:
    """What a build says of itself; `address` where it does not know its own."""
    row = db.execute("SELECT hash, hustings, title_en, title_fr, address, tier FROM build").fetchone()
    hash, hustings, title_en, title_fr, own, tier = row
    return Site(hash=hash, hustings=hustings, title_en=title_en, title_fr=title_fr, address=own or address, tier=tier)


@contextmanager
def opened(corpus: Corpus) -> Iterator[sqlite3.Connection]:
    """The built site's database, rows by the names of their columns. Raises NoSite."""
    with closing(open_site(corpus)) as db:
        db.row_factory = sqlite3.Row
        yield db
