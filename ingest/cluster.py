"""Making documents on a Dask cluster: the same tasks in the same order as with `ingest.workers`, and the same results.

A task holds all it needs, so that it can be done again wherever and whenever a worker is lost; only a few for each
worker are on their way at a time, so that neither this process nor the scheduler fills up. A worker must run the very
code that runs here, with the same libraries: every one is asked before the work starts, and one that joins later
before its first task.
"""

from __future__ import annotations

import hashlib
import logging
import platform
import re
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.resources import files
from itertools import islice
from typing import Any, TypeVar

from corpus.errors import HustingsError, UsageError
from ingest.deadline import expendable
from ingest.readers.registry import GROUP
from ingest.workers import AHEAD, cores

Kept = TypeVar("Kept")
Task = TypeVar("Task")
Result = TypeVar("Result")

LOCAL = "local"
ANSWER = 10.0  # seconds in which a scheduler answers
PATIENCE = 120.0  # seconds for which a cluster may be without any worker
SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1 GiB",
    # On a busy machine a worker that was killed needs longer than Dask's 15 seconds to come back.
    "distributed.deploy.lost-worker-timeout": f"{PATIENCE} s",
}
LOOK = 5.0  # seconds between two looks at whether there still are workers
GO_ON = "What was stored stays: run the command again and it goes on."
ALIKE = "Install the same hustings and its locked dependencies on every worker."

_one_at_a_time = threading.Lock()  # in a worker process: libraries that were not made for threads give the same results


def in_order(
    work: Callable[[Task], Result],
    tasks: Iterable[tuple[Kept, Task]],
    address: str,
    workers: int | None,
    rescue: Callable[[Task], Result],
) -> Iterator[tuple[Kept, Result]]:
    """For each pair of what stays here and a task, what stayed and the task's result, in their order.

    `address` is a scheduler's, or `local` for a cluster of `workers` processes of its own on this machine. A task over
    which workers die again and again is given to `rescue`. Raises UsageError where the cluster cannot be reached,
    HustingsError where its workers would not give the same results, or where it goes away while it works.
    """
    distributed = _distributed()
    ours = description()
    left = iter(tasks)
    waiting: deque[tuple[Kept, Task, Any]] = deque()
    with _quiet(), _connected(address, workers) as client:
        _check(client, ours)
        while True:
            with _there(address):
                room = max(1, len(client.nthreads())) * AHEAD - len(waiting)
            for kept, task in islice(left, max(0, room)):
                with _there(address):
                    waiting.append((kept, task, client.submit(_done, work, task, ours, pure=False)))
            if not waiting:
                return
            kept, task, future = waiting.popleft()
            try:
                with _there(address):
                    result = _result(client, future)
            except distributed.scheduler.KilledWorker:
                result = rescue(task)
            future.release()
            yield kept, result


@contextmanager
def _there(address: str) -> Iterator[None]:
    """Say it in our words where the scheduler is there no more."""
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (CancelledError, CommClosedError, OSError) as error:
        raise HustingsError("The Dask scheduler went away.", where=address, todo=GO_ON) from error


def _result(client: Any, future: Any) -> Any:
    """The result of a task. Raises what the task raised, HustingsError where there is no worker for too long."""
    seen = time.monotonic()
    while future.status != "error":
        try:
            return future.result(timeout=LOOK)
        except TimeoutError:
            if client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                raise HustingsError("All workers of the Dask cluster have gone.", todo=GO_ON) from None
    return future.result()


def _done(work: Callable[[Task], Result], task: Task, wanted: dict[str, str]) -> Result:
    """A task, on a worker."""
    if wrong := _differences(description(), wanted):
        raise HustingsError(f"A worker that joined has {wrong}.", where=platform.node(), todo=ALIKE)
    with _one_at_a_time:
        expendable()
        return work(task)


@lru_cache(maxsize=1)
def description() -> dict[str, str]:
    """All that the results depend on: Python, the libraries, other packages' readers, and our code itself."""
    names = {re.split(r"[^\w.-]", line)[0] for line in requires("hustings") or () if "extra ==" not in line}
    others = {entry.dist.name for entry in entry_points(group=GROUP) if entry.dist is not None}
    digest = hashlib.sha256()
    for package in ("corpus", "ingest"):
        for name, data in sorted(_source(files(package), package)):
            digest.update(name.encode() + b"\0" + hashlib.sha256(data).digest())
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _version(name) for name in sorted(names | others)},
        "hustings": f"{version('hustings')} ({digest.hexdigest()[:12]})",
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _source(folder: Any, path: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        name = f"{path}/{item.name}"
        if item.is_dir():
            yield from _source(item, name)
        elif not item.name.endswith((".pyc", ".pyo")):
            yield name, item.read_bytes()


def _differences(theirs: dict[str, str], ours: dict[str, str]) -> str:
    """What is another than here, in words; empty where nothing is."""
    names = [name for name in ours if theirs.get(name) != ours[name]]
    return ", ".join(f"{name} {theirs.get(name, 'none')} instead of {ours[name]}" for name in names)


def _check(client: Any, ours: dict[str, str]) -> None:
    """Ask every worker for its description. Raises HustingsError where there is none, or one that differs."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise HustingsError("The Dask cluster has no workers.", todo="Start some: dask worker ADDRESS.") from None
    for worker, theirs in sorted(client.run(description, on_error="return").items()):
        if isinstance(theirs, Exception):
            raise HustingsError(f"Hustings does not run there: {theirs}.", where=f"worker {worker}", todo=ALIKE)
        if wrong := _differences(theirs, ours):
            raise HustingsError(f"It has {wrong}.", where=f"worker {worker}", todo=ALIKE)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise UsageError("Dask is not installed.", todo="pip install 'hustings[cluster]'") from error
    return distributed


@contextmanager
def _connected(address: str, workers: int | None) -> Iterator[Any]:
    """A client of the cluster at an address, or of a new one on this machine that ends with it."""
    distributed = _distributed()
    if address == LOCAL:
        cluster = distributed.LocalCluster(
            n_workers=workers or cores(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
        with cluster, distributed.Client(cluster) as client:
            yield client
        return
    if workers is not None:
        raise UsageError(
            "A Dask cluster has its own workers.", todo="Leave --workers out, or start more of them there."
        )
    try:
        client = distributed.Client(address, timeout=ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is an OSError
        raise UsageError(
            f"No Dask scheduler answers there ({error}).",
            where=address,
            todo="Name it as `dask scheduler` does when it starts (tcp://HOST:PORT), or `local` for this machine.",
        ) from error
    with client:
        yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask says of its own doings stays out of the terminal; what matters of it is said by our errors."""
    import dask

    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    before = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        with dask.config.set(SETTINGS), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
