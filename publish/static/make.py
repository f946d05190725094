"""Making the static site: pages, what they show, the search and its tables, the database; then all of it in place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from html import escape
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import msgspec
from datasette.utils.asgi import Request

from corpus.web.choice import CHOSEN
from corpus.web.wording import LANGUAGES
from publish.building.swap import alone
from publish.database import open_site, open_tokens, site_path
from publish.site.app import SiteServer, datasette_for
from publish.site.ask import NOWHERE
from publish.site.look import template_words
from publish.static.addresses import DATABASE, SEARCH, Asked, safe
from publish.static.contents import code_rows, document_rows, name_rows, numbers
from publish.static.folder import check_ours, new_folder
from publish.static.links import CHARSET, POLICY
from publish.static.pages import Pages
from publish.static.tables import write_script, write_table
from publish.static.words import form_rows, lemma_languages, type_rows

if TYPE_CHECKING:
    from corpus.console import Step
    from corpus.folder import Corpus

INDEX = "search"  # the folder of the search's tables
UNUSED = ("searches.js",)  # scripts of pages that have no file
FORWARD = "static-forward.js"
Progress = Callable[[str], AbstractContextManager["Step"]]


class Size(msgspec.Struct, frozen=True):
    """How much of one kind was written."""

    kind: str  # pages, documents, pictures, search, look, database
    files: int
    bytes: int


def make_static(corpus: Corpus, target: Path, progress: Progress) -> list[Size]:
    """Write the built site as plain files; returns what was written, kind by kind.

    Raises NoSite where the site has not been built, UsageError where the folder holds something else or a build is
    under way, StoreError where it cannot be written. Then what an earlier run wrote stays as it was.
    """
    site_db = site_path(corpus)
    with closing(open_site(corpus)):
        check_ours(target)
    with alone(site_db), new_folder(target) as folder:
        server = datasette_for(site_db)
        with progress("Writing") as step:
            asyncio.run(_write_pages(server, folder, step))
        with progress("Search") as step:
            _write_search(corpus, server, folder / INDEX, step)
        _write_look(server, folder / "static")
        copyfile(site_db, folder / DATABASE)
        return _sizes(folder)


async def _write_pages(server: SiteServer, folder: Path, step: Step) -> None:
    await server.invoke_startup()
    try:
        pages = Pages(server, folder, step)
        rows = await server.get_database(server.hustings.name).execute("SELECT id FROM tombstones ORDER BY id")
        await pages.fetch([row[0] for row in rows])
        pages.link()
        for language in LANGUAGES:
            _render(server, pages, "hustings/static_search.html", Asked(language, SEARCH), language)
        _render(server, pages, "hustings/static_index.html", Asked("", "/"), LANGUAGES[0])
        if server.hustings.build["address"]:
            _write_permanent(pages, folder)
    finally:
        if server.executor is not None:
            server.executor.shutdown(wait=True)
        for database in server.databases.values():
            database.close()


def _render(server: SiteServer, pages: Pages, template: str, asked: Asked, language: str) -> None:
    """Write a page that only the static site has."""
    request = Request.fake(asked.path)
    request.scope |= {CHOSEN: language, NOWHERE: True}
    words = template_words(server, server.hustings, request)
    html = server.page_templates.get_template(template).render({**words, "choices": _choices(server)})
    (pages.folder / asked.file).write_text(pages.relative(html, asked), encoding="utf-8", newline="")


def _choices(server: SiteServer) -> dict[str, list[str]]:
    """What the search can be narrowed to: the values of its columns that documents have."""
    return {name: server.hustings.tokens.values[name] for name in ("case", "language", "kind")}


def _write_permanent(pages: Pages, folder: Path) -> None:
    """Where citations say a document is, a page that leads to it in the reader's language, passage and all."""
    for asked, there in pages.known.items():
        kind, _, id = asked.path.removeprefix("/").partition("/")
        if there and kind == "document" and "/" not in id and asked.language == LANGUAGES[0] and not asked.query:
            stem = Path(asked.file).stem
            links = " · ".join(
                f'<a href="../../{code}/document/{stem}.html" lang="{code}" hreflang="{code}">{name}</a>'
                for code, name in (("en", "English"), ("fr", "Français"))
            )
            page = folder / "document" / safe(id) / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(
                f'<!DOCTYPE html>\n<html lang="en">\n<head>{CHARSET}'
                f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{escape(id)}</title>'
                f'<meta name="viewport" content="width=device-width, initial-scale=1">'
                f'<script src="../../static/{FORWARD}" defer></script></head>\n'
                f"<body><main><h1>{escape(id)}</h1><p>{links}</p></main></body>\n</html>\n",
                encoding="utf-8",
                newline="",
            )


def _write_search(corpus: Corpus, server: SiteServer, folder: Path, step: Step) -> None:
    folder.mkdir()
    with closing(open_site(corpus)) as db:
        tokens = open_tokens(db, corpus.site)
        looked_up, languages = lemma_languages(db)
        rows = {
            "forms": form_rows(db, tokens, languages),
            "types": type_rows(db, tokens),
            "names": name_rows(db),
            "codes": code_rows(db, tokens, server.hustings.labels),
            "documents": document_rows(db),
        }
        firsts = {}
        for name, table in rows.items():
            firsts[name] = write_table(folder, name, table)
            step.advance(len(firsts[name]), note=name)
        base = numbers(tokens, languages, looked_up)
        write_script(folder / "base.js", "base", 0, {**base, "firsts": firsts})


def _write_look(server: SiteServer, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, (body, _) in server.hustings.files.items():
        if name not in UNUSED:
            (folder / name).write_bytes(body)


KINDS = {"en": "pages", "fr": "pages", "document": "documents", "picture": "pictures", "data": "pictures"}
KINDS |= {INDEX: "search", "static": "look", DATABASE: "database"}


def _sizes(folder: Path) -> list[Size]:
    sizes: dict[str, list[int]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            kind = KINDS.get(path.relative_to(folder).parts[0], "pages")
            sizes.setdefault(kind, []).append(path.stat().st_size)
    order = list(dict.fromkeys(KINDS.values()))
    return [
        Size(kind, len(found), sum(found)) for kind, found in sorted(sizes.items(), key=lambda i: order.index(i[0]))
    ]
