"""No record holds up the others: not one that Python works at for ever, nor one that C does."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from corpus.folder import find_corpus, make_corpus
from ingest import deadline
from ingest.deadline import TooSlow, within
from ingest.draft import Draft
from ingest.readers.registry import reader_named
from ingest.run import ingest_paths
from ingest.workers import one_by_one


def loop() -> None:
    while True:
        sum(range(1000))


def swallow() -> None:
    """A library that catches whatever there is, once."""
    try:
        loop()
    except BaseException:  # noqa: BLE001 - that is the point
        loop()


def backtrack() -> None:
    re.match(r"(a+)+$", "a" * 64 + "b")


def in_this_thread(work: Callable[[], object]) -> object:
    return within(0.2, work)


def in_another_thread(work: Callable[[], object]) -> object:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(within, 0.2, work).result()


@pytest.mark.parametrize("run", [in_this_thread, in_another_thread])
@pytest.mark.parametrize("work", [loop, swallow])
def test_work_without_end_is_ended(run: Callable[[Callable[[], object]], object], work: Callable[[], object]) -> None:
    with pytest.raises(TooSlow):
        run(work)


def test_a_regular_expression_without_end_is_ended() -> None:
    with pytest.raises(TooSlow):
        within(0.2, backtrack)


@pytest.mark.parametrize("run", [in_this_thread, in_another_thread])
def test_work_in_time_is_not_touched_and_leaves_nothing_behind(run: Callable[..., object]) -> None:
    before = threading.active_count()
    assert run(lambda: "done") == "done"
    time.sleep(0.3)  # beyond the limit
    assert threading.active_count() <= before


def in_c(count: int) -> int:
    """Endless for a count below zero, in C, where neither signals nor exceptions are looked at."""
    deadline.GRACE = 0.3  # in the process that does this
    numbers = itertools.repeat(0) if count < 0 else itertools.repeat(0, count)
    return int(within(0.2, lambda: sum(numbers)))


def test_what_nothing_interrupts_ends_its_worker_and_the_others_go_on() -> None:
    assert list(one_by_one(in_c, [5, -1, 7], seconds=0.3)) == [0, None, 0]


def endless(raw: bytes) -> Draft:
    if b"slow" in raw:
        loop()
    return reader_named("dump").draft(raw)


def test_a_record_that_takes_too_long_is_quarantined_with_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = msgspec.structs.replace(reader_named("dump"), draft=endless)
    monkeypatch.setattr("ingest.run.reader_named", lambda name: slow)
    (tmp_path / "one.txt").write_text("This one is slow.")
    (tmp_path / "two.txt").write_text("This one is not, and it has words enough for everybody.")
    settings = make_corpus(tmp_path / "corpus").root / "hustings.toml"
    text = settings.read_text()
    assert "seconds_per_record = 60\n" in text
    settings.write_text(text.replace("seconds_per_record = 60\n", "seconds_per_record = 0.5\n"))
    corpus = find_corpus(settings.parent)
    account = ingest_paths(corpus, [tmp_path / "one.txt", tmp_path / "two.txt"], format="dump", workers=1)
    assert account.number("kept") == 1
    with corpus.store() as store, corpus.originals() as originals:
        (record,) = store.records(outcome="quarantined")
        assert (record.reason, record.message) == (
            "too-slow",
            "Hustings did not get through with this record in 0.5 seconds. Raise seconds_per_record in hustings.toml "
            "and try again with `hustings quarantine --retry`.",
        )
        assert originals.get(record.sha256) == b"This one is slow."
