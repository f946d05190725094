"""A limit to the time that one record may take, so that none can hold up the thousands after it.

In a main thread a signal interrupts the work, in any other (a Dask worker runs its tasks in threads) an exception that
a watching thread sets; it comes again every second, in case a library swallowed it. Neither interrupts code in C while
it runs, and the second not a regular expression either. For those a process that may be lost (`expendable`: a worker)
ends itself a little later, and whoever started it goes on without that record (`ingest.workers.one_by_one`). What this
cannot do: end code in C in the one process of `--workers 1`; there the record is given up when that code returns.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

Result = TypeVar("Result")

AGAIN = 1.0  # seconds after which an interruption that was swallowed is repeated
GRACE = 10.0  # seconds beyond the limit after which a process that may be lost ends itself

_nowhere: TextIO | None = None  # open where this process may be lost: what its end has to say goes there


class TooSlow(BaseException):
    """The work was not done in its time. No Exception: what catches those must not catch this one."""


def expendable() -> None:
    """Allow this process to be lost over work that nothing interrupts. It then runs one piece of work at a time."""
    global _nowhere
    if _nowhere is None:
        _nowhere = open(os.devnull, "w")  # noqa: SIM115, PTH123 - open as long as the process lasts


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns. Raises TooSlow where it takes longer than `seconds`."""
    in_main = threading.current_thread() is threading.main_thread()
    interrupted = _by_signal if in_main and hasattr(signal, "setitimer") else _by_thread
    if _nowhere is not None:
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=_nowhere)  # a thread of C: needs no lock
    try:
        with interrupted(seconds):
            return work()
    finally:
        if _nowhere is not None:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    over = False

    def interrupt(*_: object) -> None:
        if not over:
            raise TooSlow

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        try:
            yield
        finally:
            over = True
    finally:  # once more, because the interruption may have come at the very end
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before or signal.SIG_DFL)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    thread = ctypes.c_ulong(threading.get_ident())
    over, lock = threading.Event(), threading.Lock()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if not over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooSlow))
            wait = AGAIN

    threading.Thread(target=watch, daemon=True).start()
    try:
        try:
            yield
        finally:
            over.set()
    finally:  # once more, because the interruption may have come at the very end
        over.set()
        with lock:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, None)  # one that was set and has not come yet
