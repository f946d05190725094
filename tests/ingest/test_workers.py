"""Work that is shared out comes back in order, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from corpus.errors import BadRecord, HustingsError
from ingest.workers import in_order


def square(number: int) -> int:
    return number * number


def dies_once(number: int, mark: Path) -> int:
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def always_dies(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def raises(number: int) -> int:
    raise BadRecord("code", f"number {number}", where="here", todo="do this")


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(in_order(square, range(20), workers)) == [(n, n * n) for n in range(20)]


def test_tasks_are_taken_only_as_they_are_needed() -> None:
    taken = []
    tasks = (taken.append(n) or n for n in range(1000))
    results = in_order(square, tasks, 2)
    next(results)
    assert len(taken) < 10
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    work = partial(dies_once, mark=tmp_path / "mark")
    assert [result for _, result in in_order(work, range(8), 2)] == list(range(8))


def test_workers_that_always_die_are_a_clear_error() -> None:
    with pytest.raises(HustingsError, match="--workers 1"):
        list(in_order(always_dies, range(4), 2))


def test_an_error_of_a_worker_arrives_whole() -> None:
    with pytest.raises(BadRecord) as error:
        list(in_order(raises, [7], 2))
    assert (error.value.code, str(error.value)) == ("code", "here: number 7 do this")
