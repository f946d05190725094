"""Work that is shared out comes back in order, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from corpus.errors import BadRecord, HustingsError
from ingest.workers import in_order, one_by_one


def square(number: int) -> int:
    return number * number


def dies_once(number: int, mark: Path) -> int:
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_of(number: int, fatal: int) -> int:
    if number == fatal:
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def raises(number: int) -> int:
    raise BadRecord("code", f"number {number}", where="here", todo="do this")


def no_rescue(number: int) -> int:
    raise AssertionError(number)


def pairs(count: int) -> list[tuple[str, int]]:
    return [(f"number {number}", number) for number in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    assert list(in_order(square, pairs(20), workers, no_rescue)) == [(f"number {n}", n * n) for n in range(20)]


def test_tasks_are_taken_only_as_they_are_needed() -> None:
    taken = []
    tasks = (taken.append(n) or ("", n) for n in range(1000))
    results = in_order(square, tasks, 2, no_rescue)
    next(results)
    assert len(taken) < 10
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    work = partial(dies_once, mark=tmp_path / "mark")
    assert [result for _, result in in_order(work, pairs(8), 2, no_rescue)] == list(range(8))


def test_a_worker_that_dies_while_nobody_waits_for_it_loses_nothing(tmp_path: Path) -> None:
    results = in_order(partial(dies_once, mark=tmp_path / "mark"), pairs(12), 2, no_rescue)
    found = []
    for _, result in results:
        time.sleep(0.2)  # a slow disk: the pool breaks in the meantime
        found.append(result)
    assert found == list(range(12))


def test_a_task_over_which_workers_die_again_and_again_is_rescued_and_the_others_go_on() -> None:
    work = partial(dies_of, fatal=2)
    assert [result for _, result in in_order(work, pairs(8), 2, lambda task: -task)] == [0, 1, -2, 3, 4, 5, 6, 7]


def test_an_error_of_a_worker_arrives_whole() -> None:
    with pytest.raises(BadRecord) as error:
        list(in_order(raises, [("", 7)], 2, no_rescue))
    assert (error.value.code, str(error.value)) == ("code", "here: number 7 do this")


def test_one_by_one_the_task_that_takes_too_long_is_found() -> None:
    assert list(one_by_one(partial(dies_of, fatal=2), range(5), seconds=0.2)) == [0, 1, None, 3, 4]


def test_a_worker_killed_before_its_time_is_up_is_a_clear_error() -> None:
    with pytest.raises(HustingsError, match="--workers 1"):
        list(one_by_one(partial(dies_of, fatal=2), range(5), seconds=600))
