"""A site that still shows what was taken down is built again without it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, cast

from corpus.errors import HustingsError, StoreError
from publish.building.build import Progress, build
from publish.database import site_path

if TYPE_CHECKING:
    from corpus.folder import Corpus
    from corpus.terms import Tier


def take_off_site(corpus: Corpus, progress: Progress) -> bool:
    """Build the site again for the tier it was built for; False where there is none.

    Raises StoreError where it cannot be built: then the old one still shows what was taken down.
    """
    path = site_path(corpus)
    if not path.exists():
        return False
    try:
        build(corpus, progress, tier=_tier(corpus))
    except HustingsError as error:
        raise StoreError(
            f"The site still shows what was taken down: {error.what}",
            where=str(path),
            todo=f"Stop the server, delete the folder of the site, and build it again. {error.todo or ''}".rstrip(),
        ) from error
    return True


def _tier(corpus: Corpus) -> Tier:
    try:
        with closing(sqlite3.connect(f"{site_path(corpus).resolve().as_uri()}?mode=ro", uri=True)) as db:
            return cast("Tier", db.execute("SELECT tier FROM build").fetchone()[0])
    except sqlite3.Error:  # of an older Hustings, or damaged: everybody could read it
        return "public"
