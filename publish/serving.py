"""Serving the site on this machine, with clear words where that cannot be."""

from __future__ import annotations

import socket
import threading
import time
import webbrowser
from typing import TYPE_CHECKING

from corpus.console import say
from corpus.errors import UsageError
from publish.build import open_site

if TYPE_CHECKING:
    from corpus.folder import Corpus

PATIENCE = 30.0  # seconds that a browser waits for the server to answer
BETWEEN = 0.2


def serve_site(corpus: Corpus, host: str, port: int, *, browser: bool = False) -> None:
    """Serve until Ctrl-C. Raises NoSite where nothing is built, UsageError where the port is taken."""
    from publish.site.serve import serve

    open_site(corpus).close()
    check_port(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    say(f"The site is on {address}  (Ctrl-C stops it)")
    if browser:
        threading.Thread(target=_open_when_up, args=(host, port, address), daemon=True).start()
    serve(corpus, host, port)


def check_port(host: str, port: int) -> None:
    """Raise UsageError where nothing can be served there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server will: a port that is only cooling down after the last run is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"Nothing can be served on port {port} of {host}: {error.strerror or error}.",
                todo=f"Stop what uses it, or choose another port: --port {port + 1 if port < 65535 else 8001}.",
            ) from error


def _open_when_up(host: str, port: int, address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(BETWEEN)
        else:
            webbrowser.open(address)
            return
