"""Serving the desk over HTTP, from a process of one's own."""

from __future__ import annotations

import ipaddress
import webbrowser
from threading import Timer

import uvicorn

from annotate.desk.app import desk_server
from annotate.desk.people import People
from corpus.console import say
from corpus.errors import UsageError
from corpus.folder import Corpus
from corpus.web.listening import address_of, listen

OPEN_AFTER = 0.5  # seconds: by then the server answers


def serve(corpus: Corpus, host: str, port: int, *, base_url: str = "/", open_browser: bool = False) -> None:
    """Serve the desk until Ctrl-C. UsageError where nobody could log in, or the port cannot be had."""
    with corpus.events() as log:
        if not any(People(log).everybody()):
            raise UsageError(
                "Nobody can log in yet.",
                todo="Make the first account: hustings annotators add NAME --role coordinator",
            )
    server = desk_server(corpus, base_url=base_url)
    try:
        with listen(host, port) as listening:
            address = address_of(listening, host) + base_url.rstrip("/")
            say(f"The desk of {corpus.settings.title_in('en')} is on {address} (Ctrl-C ends it; nothing is lost).")
            if not _only_here(host):
                say(
                    "Others on the network can reach it. Passwords and texts must not travel in the open: put a web"
                    " server with TLS in front of it (Caddy, nginx) that passes on X-Forwarded-For and"
                    " X-Forwarded-Proto, and let the desk itself listen on 127.0.0.1. docs/desk.md shows how."
                )
            if open_browser:
                Timer(OPEN_AFTER, webbrowser.open, [address]).start()
            config = uvicorn.Config(server.app(), log_level="warning", lifespan="on", server_header=False)
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        server.desk.close()


def _only_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
