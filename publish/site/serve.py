"""Serving a built site over HTTP, from a process of one's own."""

from __future__ import annotations

import errno
import socket
import webbrowser
from threading import Timer

import uvicorn

from corpus.console import say
from corpus.errors import UsageError
from corpus.folder import Corpus
from publish.build import site_path
from publish.site.renew import RenewedSite

OPEN_AFTER = 0.5  # seconds: by then the server answers


def serve(corpus: Corpus, host: str, port: int, *, open_browser: bool = False) -> None:
    """Serve the corpus's site until Ctrl-C; when it is built again meanwhile, the new build is shown.

    Raises NoSite where it has not been built, UsageError where the port is taken or may not be used.
    """
    app = RenewedSite(site_path(corpus))
    with _bound(host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
        say(f"Serving {corpus.settings.title_in('en')} on {address} (Ctrl-C ends it).")
        if open_browser:
            Timer(OPEN_AFTER, webbrowser.open, [address]).start()
        config = uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens at this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Said in full: asyncio sends small answers at once only where it knows that the protocol is TCP.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"Port {port} is in use.", where=host, todo="End what uses it, or choose another with --port."
            ) from error
        raise UsageError(f"{error.strerror}.", where=f"{host}:{port}", todo="Choose another host or port.") from error
    return listening
