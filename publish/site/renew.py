"""A server that goes on when the site is built again: the next request is answered from the new build."""

from __future__ import annotations

from asyncio import Lock
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import NoSite
from corpus.web.asgi import App, Receive, Scope, Send
from publish.site.app import SiteServer, datasette_for

Stamp = tuple[int, int, int]


@dataclass
class _Running:
    server: SiteServer
    app: App
    stamp: Stamp
    busy: int = 0  # requests under way

    def close(self) -> None:
        """Let go of its threads and of the file, which is no longer there by name."""
        if self.server.executor is not None:
            self.server.executor.shutdown(wait=False)
        for database in self.server.databases.values():
            database.close()


class RenewedSite:
    """An ASGI application over the site's newest build.

    A build is swapped in by renaming: threads that hold the old file open would go on reading it while new ones would
    read the new one. So each build has a Datasette of its own, closed when its last request is answered.
    """

    def __init__(self, site_db: Path) -> None:
        self.site_db = site_db
        self.running = self._start()
        self._renewing = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.running.app(scope, receive, send)
            return
        await self._renew()
        running = self.running
        running.busy += 1
        try:
            await running.app(scope, receive, send)
        finally:
            running.busy -= 1
            if running is not self.running and not running.busy:
                running.close()

    def _start(self) -> _Running:
        stamp = _stamp(self.site_db)
        server = datasette_for(self.site_db)
        return _Running(server, server.app(), stamp)

    async def _renew(self) -> None:
        async with self._renewing:
            try:
                if _stamp(self.site_db) == self.running.stamp:
                    return
                new = self._start()
            except NoSite:  # what there was goes on being shown
                return
            await new.server.invoke_startup()
            old, self.running = self.running, new
            if not old.busy:
                old.close()


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise NoSite(
            "The site has not been built yet.", where=str(path), todo="Run `hustings publish build`."
        ) from error
    return found.st_ino, found.st_mtime_ns, found.st_size
