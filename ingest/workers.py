"""Who makes documents of records: this process, or a pool of them. The results come in the order of the tasks.

Only making is shared out. Reading stays with one process and so does writing, so that the corpus is the same however
many workers there were. A worker that is killed loses nothing: the pool is made anew and its tasks are done again.
`ingest.cluster` does the same on a Dask cluster.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from corpus.errors import HustingsError
from ingest.deadline import expendable

Kept = TypeVar("Kept")
Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2  # tasks a worker that wait in memory
MOST_DEATHS = 3  # of workers over one task, before it is done otherwise


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Task], Result],
    tasks: Iterable[tuple[Kept, Task]],
    workers: int,
    rescue: Callable[[Task], Result],
) -> Iterator[tuple[Kept, Result]]:
    """For each pair of what stays here and a task, what stayed and the task's result, in their order.

    With one worker all is done in this process. A task over which workers die again and again is given to `rescue`.
    """
    if workers <= 1:
        yield from ((kept, work(task)) for kept, task in tasks)
        return
    left = iter(tasks)
    pool = _pool(workers)
    waiting: deque[tuple[Kept, Task, Future[Result]]] = deque()
    deaths = 0
    try:
        while True:
            for kept, task in islice(left, workers * AHEAD - len(waiting)):
                waiting.append((kept, task, _submitted(pool, work, task)))
            if not waiting:
                return
            kept, task, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                deaths += 1
                pool = _pool(workers)
                if deaths < MOST_DEATHS:
                    waiting.appendleft((kept, task, future))
                waiting = deque((k, t, f if _is_done(f) else _submitted(pool, work, t)) for k, t, f in waiting)
                if deaths < MOST_DEATHS:
                    continue
                result = rescue(task)
            deaths = 0
            yield kept, result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, work: Callable[[Task], Result], task: Task) -> Future[Result]:
    """The future of a task; of one that comes when the pool has just lost a worker, too."""
    try:
        return pool.submit(work, task)
    except BrokenProcessPool as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future


def _is_done(future: Future[Result]) -> bool:
    return future.done() and future.exception() is None


def one_by_one(work: Callable[[Task], Result], tasks: Iterable[Task], seconds: float) -> Iterator[Result | None]:
    """The results of tasks that are done one at a time in a process beside this one, in their order.

    None stands for a task that was still not done after `seconds`, when that process ended itself (ingest.deadline).
    Raises HustingsError where it dies otherwise (no memory, most often).
    """
    pool = _pool(1)
    try:
        for task in tasks:
            started = time.monotonic()
            try:
                yield pool.submit(work, task).result()
            except BrokenProcessPool:
                if time.monotonic() - started < seconds:
                    raise HustingsError(
                        "The worker processes were killed again and again.",
                        todo="There may be too little memory: run the command again with --workers 1.",
                    ) from None
                pool = _pool(1)
                yield None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Not forked: a copy of a process that holds open databases is asking for trouble.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when the parent ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    expendable()
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
