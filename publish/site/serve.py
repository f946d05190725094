"""Serving a built site over HTTP, from a process of one's own."""

from __future__ import annotations

import webbrowser
from threading import Timer

import uvicorn

from corpus.console import say
from corpus.folder import Corpus
from corpus.web.listening import address_of, listen
from publish.build import site_path
from publish.site.renew import RenewedSite

OPEN_AFTER = 0.5  # seconds: by then the server answers


def serve(corpus: Corpus, host: str, port: int, *, open_browser: bool = False) -> None:
    """Serve the corpus's site until Ctrl-C; when it is built again meanwhile, the new build is shown.

    Raises NoSite where it has not been built, UsageError where the port is taken or may not be used.
    """
    app = RenewedSite(site_path(corpus))
    with listen(host, port) as listening:
        address = address_of(listening, host)
        say(f"Serving {corpus.settings.title_in('en')} on {address} (Ctrl-C ends it).")
        if open_browser:
            Timer(OPEN_AFTER, webbrowser.open, [address]).start()
        config = uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
