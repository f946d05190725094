"""A port to serve on, or a clear error."""

from __future__ import annotations

import errno
import socket

from corpus.errors import UsageError


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at this address; port 0 is any that is free. UsageError where it is taken or refused."""
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


def address_of(listening: socket.socket, host: str) -> str:
    """What a browser is told to open."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
