"""Fetching every page of the site: from the first pages on, wherever a link leads that can be a file."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from corpus.errors import StoreError
from corpus.web.wording import LANGUAGES
from publish.site.app import SiteServer
from publish.static.addresses import Addresses, Asked
from publish.static.asking import Answered, ask
from publish.static.links import addresses_in, relative

if TYPE_CHECKING:
    from corpus.console import Step

GONE = 410  # of a document that was taken down: its page says so, and is kept
HTML = "text/html"


class Pages:
    """The pages of one site, written into a folder under their names; their links are made relative at the end."""

    def __init__(self, server: SiteServer, folder: Path, step: Step) -> None:
        self.folder = folder
        self.step = step
        site = server.hustings
        self.app: Any = server.app()
        self.addresses = Addresses(site.name, feeds=bool(site.build["address"]))
        self.known: dict[Asked, bool] = {}  # and whether it is there

    async def fetch(self, gone: list[str]) -> None:
        """Fetch all that the first page leads to, and the pages of documents that are `gone` (their ids)."""
        paths = ["/", *(f"/document/{quote(id, safe='')}" for id in gone)]
        waiting = deque(Asked(language, path) for path in paths for language in LANGUAGES)
        self.known = dict.fromkeys(waiting, True)
        while waiting:
            asked = waiting.popleft()
            answered = await ask(self.app, asked)
            self.known[asked] = self._is_kept(asked, answered)
            if not self.known[asked]:
                continue
            self._write(asked, answered.body)
            if asked.file.endswith(".html"):
                for found in self._leads_to(asked, answered.body.decode("utf-8")):
                    self.known[found] = True
                    waiting.append(found)

    def _leads_to(self, page: Asked, html: str) -> list[Asked]:
        """What a page leads to that was not seen before, each once."""
        found = (self.addresses.file(href, page) for href in addresses_in(html))
        asked = (file[1] for file in found if file is not None and file[1] is not None)
        return [one for one in dict.fromkeys(asked) if one not in self.known]

    def _is_kept(self, asked: Asked, answered: Answered) -> bool:
        if answered.status >= 500:
            raise StoreError(
                f"The site answers {answered.status} where a page should be.",
                where=asked.path,
                todo="Build the site again; the old files stay.",
            )
        is_page = asked.file.endswith(".html")
        return answered.status in (200, GONE) and answered.media_type.startswith(HTML) == is_page

    def _write(self, asked: Asked, body: bytes) -> None:
        path = self.folder / asked.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        self.step.advance(note=asked.path)

    def link(self) -> None:
        """Make the links of all pages relative, now that it is known which of them lead somewhere."""
        for asked, there in self.known.items():
            if there and asked.file.endswith(".html"):
                path = self.folder / asked.file
                html = path.read_text(encoding="utf-8")
                path.write_text(self.relative(html, asked), encoding="utf-8", newline="")

    def relative(self, html: str, asked: Asked) -> str:
        """A page's text with links to the files that are there."""
        return relative(html, asked, self.addresses, lambda one: self.known.get(one, False))
