"""One thread writes, and what comes while it writes is written together: one flush of the disk for many acts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from corpus.database import explained, transaction
from corpus.events import EventLog

T = TypeVar("T")
Job = Callable[[EventLog], Any]
MOST = 200  # jobs of one transaction


class Writer:
    """Runs jobs on the log at `path`, annotations.db, in the order in which they came.

    A job's caller goes on when what the job wrote is on disk. Each job has a savepoint: where it raises, what it wrote
    is taken back, the others' stays, and its caller gets the error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log: EventLog | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hustings-desk")
        self._waiting: list[tuple[Job, asyncio.Future[Any]]] = []
        self._busy = False

    async def run(self, job: Callable[[EventLog], T]) -> T:
        """What the job returns, once it is on disk."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((job, future))
        if not self._busy:
            self._busy = True
            asyncio.get_running_loop().create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            jobs = [job for job, _ in batch]
            try:
                results = await loop.run_in_executor(self._thread, self._write, jobs)
            except Exception as error:  # noqa: BLE001 - whatever it was, everybody who waits must hear of it
                results = [error] * len(batch)
            for (_, future), result in zip(batch, results, strict=True):
                if future.cancelled():
                    continue
                if isinstance(result, BaseException):
                    future.set_exception(result)
                else:
                    future.set_result(result)
        self._busy = False

    def _write(self, jobs: list[Job]) -> list[Any]:
        log = self._log = self._log or EventLog(self._path)  # opened by the thread that uses it
        results: list[Any] = []
        with explained(log.path), transaction(log.db):
            for job in jobs:
                try:
                    with transaction(log.db):
                        results.append(job(log))
                except Exception as error:  # noqa: BLE001 - told to the one who sent it
                    results.append(error)
        return results

    def close(self) -> None:
        """End the thread, after what it has begun."""
        if self._log is not None:
            self._thread.submit(self._log.close)
        self._thread.shutdown(wait=True)
