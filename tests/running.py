"""The real command, run as a user runs it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from corpus.web.listening import address_of, listen

COMMAND = Path(sys.executable).parent / "hustings"
Run = Callable[..., subprocess.CompletedProcess[str]]


def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; what it wrote and how it ended."""
    return subprocess.run([COMMAND, *map(str, args)], cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """The address of an ASGI application that is served in a thread, on a port that was free."""
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield address_of(listening, "127.0.0.1")
        server.should_exit = True
        thread.join(timeout=10)
