"""The built site's files, `site.db` and the token index beside it: where they are, and opening them to read."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from corpus.errors import NoSite
from publish.tokens.reading import Tokens

if TYPE_CHECKING:
    from pathlib import Path

    from corpus.folder import Corpus

SITE = "site.db"
TOKENS = "tokens"  # how the folder of a token index begins
# Of schema.sql; another number is another Hustings' site, which is built again rather than brought up to date.
SCHEMA = 5
BUILD = "Run `hustings publish build`."


def site_path(corpus: Corpus) -> Path:
    """Where the site's database of a corpus is or would be."""
    return corpus.site / SITE


def open_site(corpus: Corpus) -> sqlite3.Connection:
    """The site's database, to read. Raises NoSite where there is none, or not one of this Hustings."""
    return open_file(site_path(corpus))


def open_file(path: Path) -> sqlite3.Connection:
    """The database of a site that stands anywhere, to read. Raises NoSite as `open_site` does."""
    if not path.is_file():
        raise NoSite("The site has not been built yet.", where=str(path), todo=BUILD)
    db = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    try:
        found = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.DatabaseError as error:
        db.close()
        raise NoSite(f"This is no site: {error}.", where=str(path), todo=BUILD) from error
    if found != SCHEMA:
        db.close()
        raise NoSite("This site was built by another Hustings.", where=str(path), todo=BUILD)
    return db


def open_tokens(db: sqlite3.Connection, folder: Path) -> Tokens:
    """The token index of a site's database. Raises NoSite where it is missing."""
    name = str(db.execute("SELECT tokens FROM build").fetchone()[0])
    if not (folder / name).is_dir():
        raise NoSite("The site's token index is missing.", where=str(folder / name), todo=BUILD)
    return Tokens(folder / name)
