"""The real command, run as a user runs it; and servers."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import forked
import pytest
import uvicorn

from corpus.web.listening import address_of, listen

COMMAND = Path(sys.executable).parent / "hustings"
PATIENCE = 120  # seconds
Run = Callable[..., subprocess.CompletedProcess[str]]


def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own; what it wrote and how it ended.

    The process is the fork of one that has imported all of Hustings, since tests run hundreds of commands and most of
    a command's time is imports. What it imports by itself is for tests that start `COMMAND`.
    """
    command = [str(COMMAND), *map(str, args)]
    with tempfile.TemporaryDirectory() as folder:
        written = [Path(folder) / name for name in ("out", "err")]
        process = _forks().Process(target=forked.command, args=(command, cwd or Path.cwd(), dict(os.environ), written))
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(command, PATIENCE)
        return subprocess.CompletedProcess(command, process.exitcode, *(path.read_text("utf-8") for path in written))


@cache
def _forks() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["warm", "forked"])
    tests = Path(__file__).parent
    with pytest.MonkeyPatch.context() as patch:
        for folder in (tests, tests.parent):  # the project's own first: here, too, is a folder named `corpus`
            patch.setenv("PYTHONPATH", str(folder), os.pathsep)
        forkserver.ensure_running()
    return context


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
