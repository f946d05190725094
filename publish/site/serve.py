"""Serving a built site over HTTP, from a process of one's own or from several."""

from __future__ import annotations

import asyncio
import os
import webbrowser
from pathlib import Path
from threading import Timer

import uvicorn
from uvicorn.supervisors import Multiprocess

from corpus.console import say
from corpus.folder import Corpus
from corpus.web.asgi import App
from corpus.web.listening import address_of, listen
from publish.database import site_path
from publish.site.app import read_site
from publish.site.renew import RenewedSite
from publish.site.sharing import SharingLoop, counted

OPEN_AFTER = 0.5  # seconds: by then the server answers
SITE = "HUSTINGS_SITE"  # the environment variable that tells a worker which site it serves


def serve(corpus: Corpus, host: str, port: int, *, workers: int = 1, open_browser: bool = False) -> None:
    """Serve the corpus's site until Ctrl-C, as `serve_site`."""
    serve_site(site_path(corpus), host, port, workers=workers, open_browser=open_browser)


def serve_site(path: Path, host: str, port: int, *, workers: int = 1, open_browser: bool = False) -> None:
    """Serve a site.db, beside which its token index stands; when another takes its place meanwhile, that is shown.

    It needs nothing of the corpus, which may be on another machine. With several `workers`, processes that share the
    port, one that dies is started again. Raises NoSite where the site has not been built, UsageError where the port is
    taken or may not be used.
    """
    site = read_site(path)
    with listen(host, port) as listening:
        address = address_of(listening, host)
        say(f"Serving {site.title('en')} on {address} (Ctrl-C ends it).")
        if open_browser:
            Timer(OPEN_AFTER, webbrowser.open, [address]).start()
        if workers == 1:
            config = uvicorn.Config(RenewedSite(path), log_level="warning", lifespan="on", server_header=False)
            uvicorn.Server(config).run(sockets=[listening])
            return
        os.environ[SITE] = str(path)
        config = uvicorn.Config(
            "publish.site.serve:worker",
            factory=True,
            workers=workers,
            loop="publish.site.sharing:SharingLoop",
            log_level="warning",
            lifespan="on",
            server_header=False,
        )
        Multiprocess(config, sockets=[listening]).run()


def worker() -> App:
    """The application of one process of several."""
    loop = asyncio.get_running_loop()
    app = RenewedSite(Path(os.environ[SITE]))
    return counted(app, loop) if isinstance(loop, SharingLoop) else app
