"""The site as an application: Datasette over one immutable database, with our pages, our look and our policy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from corpus.errors import NoSite
from corpus.web.colours import stylesheet
from corpus.web.files import HOUSE, TYPES, static_files
from corpus.web.wording import typeset
from publish.database import BUILD, open_file, open_tokens
from publish.tokens.reading import Tokens

HERE = Path(str(files("publish.site")))
EXPORT = Path(str(files("publish.export")))  # citations are shown too
SETTINGS = {
    "suggest_facets": False,  # most of a table page's time, for what nobody asked
    "num_sql_threads": 4,
    "sql_time_limit_ms": 5000,  # wall clock: under load a short limit fails queries that are cheap
    "facet_time_limit_ms": 2000,
    "default_page_size": 50,
    "truncate_cells_html": 600,
    "default_cache_ttl": 0,  # publish.site.cache says what may be kept
}


@dataclass(frozen=True)
class Site:
    """What every page needs to know of the build it shows."""

    path: Path
    build: dict[str, Any]  # the row of table `build`
    groups: list[dict[str, Any]]  # the rows of table `groups`, in order
    labels: dict[tuple[str, str], dict[str, str]]  # (actor, tactic or case, its code): what it is called, by language
    tokens: Tokens
    made_at: float = 0.0  # when the build was put in place, in seconds since 1970

    @property
    def name(self) -> str:
        """What Datasette calls the database: `site` for site.db."""
        return self.path.stem

    @cached_property
    def files(self) -> dict[str, tuple[bytes, str]]:
        """Our static files by name, with their media types."""
        found = static_files(HOUSE, HERE / "static")
        found["groups.css"] = (stylesheet(self.groups).encode("ascii"), TYPES[".css"])
        return found

    @cached_property
    def release(self) -> str:
        """A hash of the build and of the software that shows it: with either, pages change."""
        digest = sha256(self.build["hash"].encode("utf-8"))
        for path in sorted(
            p
            for p in (*HOUSE.iterdir(), *HERE.rglob("*"), *EXPORT.rglob("*"))
            if p.suffix in {".py", ".html", ".yaml", ".css", ".js", ".svg"}
        ):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]

    def title(self, language: str) -> str:
        """What the site is called."""
        return typeset(str(self.build[f"title_{language}"]), language)


def read_site(path: Path) -> Site:
    """Read what a build says of itself. Raises NoSite where there is none, or not one of this Hustings."""
    try:
        with closing(open_file(path)) as db:
            db.row_factory = sqlite3.Row
            build = db.execute("SELECT * FROM build").fetchone()
            groups = db.execute("SELECT * FROM groups ORDER BY position").fetchall()
            if build is None:
                raise NoSite("The build is not complete.", where=str(path), todo=BUILD)
            tokens = open_tokens(db, path.parent)
            labels = _labels(db)
    except sqlite3.Error as error:
        raise NoSite(f"This is no site: {error}.", where=str(path), todo=BUILD) from error
    made_at = path.stat().st_mtime
    return Site(path, dict(build), [dict(group) for group in groups], labels, tokens, made_at)


def _labels(db: sqlite3.Connection) -> dict[tuple[str, str], dict[str, str]]:
    rows = db.execute(
        "SELECT 'tactic', slug, label_en, label_fr FROM tactics"
        " UNION ALL SELECT 'actor', id, name_en, name_fr FROM actors"
        " UNION ALL SELECT 'case', id, title_en, title_fr FROM cases"
    )
    return {(layer, code): {"en": english, "fr": french} for layer, code, english, french in rows}


class SiteServer(Datasette):  # type: ignore[misc] # Datasette comes without types
    """Datasette over one built site. It knows its site before it is set up, since it asks the plugins while it is."""

    def __init__(self, site_db: Path) -> None:
        self.hustings = read_site(site_db)
        super().__init__(
            immutables=[str(site_db)],
            settings=SETTINGS,
            template_dir=str(HERE / "templates"),
            metadata={"title": self.hustings.title("en")},
        )

    @cached_property
    def page_templates(self) -> Any:
        """Our templates, which wait for nothing: as coroutines, Datasette's way, they take half as long again. Nor does
        anybody change them while they are served, so that their files need not be asked about for every page."""
        return self.jinja_env.overlay(enable_async=False, auto_reload=False)


def datasette_for(site_db: Path) -> SiteServer:
    """Datasette with our plugin over one built site; `.app()` is the ASGI application, `.client` serves tests."""
    from publish.site import plugin

    if not pm.is_registered(plugin):
        # Known to every Datasette of this process, its hooks answer only those that are ours.
        pm.register(plugin)
    return SiteServer(site_db)


def site_of(datasette: object) -> Site | None:
    """The site that a Datasette serves; None for one that is not ours."""
    return datasette.hustings if isinstance(datasette, SiteServer) else None


def application(site_db: Path) -> Any:
    """The ASGI application that serves a built site."""
    return datasette_for(site_db).app()
