"""Who makes documents of records: this process, or a pool of them. The results come in the order of the records.

Only making is shared out. Reading stays with one process and so does writing, so that the corpus is the same however
many workers there were. A worker that is killed loses nothing: the pool is made anew and its tasks are done again.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from corpus.errors import HustingsError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2  # tasks a worker that wait in memory
MOST_DEATHS = 3  # of workers over one task, before it is given up


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Task], Result], tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, in the order of the tasks; with one worker, in this process.

    Raises HustingsError where workers die over one task again and again (no memory, most often).
    """
    if workers <= 1:
        yield from ((task, work(task)) for task in tasks)
        return
    left = iter(tasks)
    pool = _pool(workers)
    waiting: deque[tuple[Task, Future[Result]]] = deque()
    deaths = 0
    try:
        while True:
            for task in islice(left, workers * AHEAD - len(waiting)):
                waiting.append((task, pool.submit(work, task)))
            if not waiting:
                return
            task, future = waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool:
                deaths = _one_more(deaths)
                pool = _pool(workers)
                waiting = deque((task, pool.submit(work, task)) for task, _ in waiting)
                continue
            deaths = 0
            waiting.popleft()
            yield task, result
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_more(deaths: int) -> int:
    if deaths + 1 >= MOST_DEATHS:
        raise HustingsError(
            "The worker processes were killed again and again.",
            todo="There may be too little memory: run the command again with --workers 1.",
        )
    return deaths + 1


def _pool(workers: int) -> ProcessPoolExecutor:
    # Not forked: a copy of a process that holds open databases is asking for trouble.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent, and end when the parent ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
