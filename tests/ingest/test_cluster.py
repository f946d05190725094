"""The corpus is the same bytes however it was made: by one process, by workers, on a Dask cluster, killed or not.

The schedulers and workers are real ones that the tests start on 127.0.0.1.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
from running import COMMAND, run

from corpus.errors import HustingsError, UsageError
from corpus.folder import make_corpus
from ingest import cluster

DASK = Path(sys.executable).parent / "dask"
ROOT = Path(__file__).resolve().parents[2]
TEXT = "La campagne a payé des gens pour écrire à leurs amis while nobody at the office knew about it"


class Dask:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        while not self.file.exists() or not self.file.read_text():  # it is there before its address is
            assert self.processes[0].poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        self.address = str(json.loads(self.file.read_text())["address"])

    def start(self, what: str, *options: str, path: Path | None = None) -> None:
        search = os.pathsep.join(str(one) for one in (path, os.environ.get("PYTHONPATH")) if one)
        environment = os.environ | ({"PYTHONPATH": search} if search else {})
        with (self.folder / "log").open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [DASK, what, *options, "--scheduler-file", self.file],
                    stdout=log,
                    stderr=log,
                    cwd=self.folder,
                    env=environment,
                    start_new_session=True,  # a worker has a nanny, and both must end
                )
            )

    def worker(self, *more: str, path: Path | None = None) -> None:
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        self.start("worker", *options, *more, path=path)

    def end(self) -> None:
        """At once: a worker that is asked to end would wait for an answer of the scheduler, which has gone."""
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait(timeout=30)


@contextmanager
def dask(folder: Path, workers: int, *options: str) -> Iterator[Dask]:
    started = Dask(folder)
    try:
        for _ in range(workers):
            started.worker(*options)
        yield started
    finally:
        started.end()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with dask(tmp_path_factory.mktemp("dask"), 2) as started:
        yield started


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts with repeated ids and bad lines, dumps, and pages of which some are alike: some twenty chunks."""
    chance = random.Random(2020)
    folder = tmp_path_factory.mktemp("material")

    def sentence() -> str:
        return " ".join(chance.choice(TEXT.split()) for _ in range(chance.randint(8, 25))).capitalize() + "."

    with (folder / "posts.jsonl").open("w", encoding="utf-8") as file:
        for number in range(1200):
            post = {"text": sentence(), "native_id": str(number % 1100), "platform": "x"}
            file.write((json.dumps(post) if chance.random() > 0.01 else '{"text": ') + "\n")
    for number in range(5):
        body = "\n\n".join(sentence() for _ in range(6))
        (folder / f"dump{number}.txt").write_text(f"Accueil\nPolitique\n\n{body}\n", encoding="utf-8")
        page = f"<!doctype html><body><article><h1>{number % 3}</h1>{''.join(f'<p>{sentence()}</p>' for _ in 'pages')}"
        (folder / f"page{number}.html").write_text(page, encoding="utf-8")
    return folder


def bytes_of(root: Path) -> dict[str, bytes]:
    """The two databases, byte for byte; nothing may be left over beside them."""
    return {path.name: path.read_bytes() for path in sorted(root.glob("*.db*"))}


def ingested(root: Path, *arguments: object) -> str:
    """Run an ingest to its end; what it said beside the account."""
    done = run("-C", root, "ingest", *arguments)
    assert "1,210 read = " in done.stdout, done.stderr
    return done.stderr


def without_counters(databases: dict[str, bytes]) -> dict[str, bytes]:
    """The databases but for the two counters in their headers (sqlite.org/fileformat.html, 1.3): SQLite adds one
    whenever a file that was closed is opened and written again, which a run that was stopped and went on has done."""
    return {name: data[:24] + data[28:92] + data[96:] for name, data in databases.items()}


@pytest.fixture(scope="module")
def expected(material: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = make_corpus(tmp_path_factory.mktemp("expected") / "corpus").root
    ingested(root, material, "--workers", "1")
    found = bytes_of(root)
    assert list(found) == ["corpus.db", "originals.db"]
    return found


def options(how: str, running: Dask) -> list[str]:
    return {
        "two workers": ["--workers", "2"],
        "local": ["--dask", "local", "--workers", "2"],
        "cluster": ["--dask", running.address],
    }[how]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["two workers", "local", "cluster"])
def test_the_corpus_is_the_same_bytes_however_it_was_made(
    how: str, running: Dask, material: Path, expected: dict[str, bytes], corpus_root: Path
) -> None:
    said = ingested(corpus_root, material, *options(how, running))
    assert said == "Reading: 11 files\n"  # nothing of Dask's own
    assert bytes_of(corpus_root) == expected


@pytest.fixture
def corpus_root(tmp_path: Path) -> Path:
    return make_corpus(tmp_path / "corpus").root


def records(root: Path) -> int:
    if not (root / "corpus.db").exists():
        return 0
    with closing(sqlite3.connect(root / "corpus.db", timeout=60)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'records'").fetchone():
            return 0
        return int(db.execute("SELECT count(*) FROM records").fetchone()[0])


@contextmanager
def half_done(root: Path, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """An ingest that has stored something and is not done."""
    running = subprocess.Popen(
        [COMMAND, "-C", root, "ingest", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while not records(root):
            assert running.poll() is None
            time.sleep(0.01)
        yield running
    finally:
        running.kill()
        running.wait()


@pytest.mark.slow
def test_a_killed_worker_of_the_cluster_loses_nothing(
    running: Dask, material: Path, expected: dict[str, bytes], corpus_root: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.Client(running.address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    with half_done(corpus_root, material, "--dask", running.address) as ingest:
        os.kill(pids[0], signal.SIGKILL)
        assert ingest.wait(timeout=60) == 1
    assert bytes_of(corpus_root) == expected


@pytest.mark.slow
def test_killed_while_a_cluster_works_and_run_again_it_ends_the_same(
    running: Dask, material: Path, expected: dict[str, bytes], corpus_root: Path
) -> None:
    with half_done(corpus_root, material, "--dask", running.address) as ingest:
        ingest.kill()
    assert 0 < records(corpus_root) < 1210
    ingested(corpus_root, material, "--dask", running.address)
    assert without_counters(bytes_of(corpus_root)) == without_counters(expected)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["lacking", "changed"])
def test_a_worker_without_the_same_hustings_is_named_before_the_work_starts(fault: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    if fault == "lacking":
        (other / "ingest.py").write_text("raise ModuleNotFoundError('No module named ingest')\n")
    else:
        for package in ("corpus", "ingest"):
            shutil.copytree(ROOT / package, other / package, ignore=shutil.ignore_patterns("__pycache__"))
        with (other / "ingest" / "make.py").open("a") as file:
            file.write("# Another version.\n")
    with dask(tmp_path, 0) as started:
        started.worker("--no-nanny", path=other)
        with pytest.raises(HustingsError, match=r"worker tcp://127.*Install the same hustings") as error:
            list(cluster.in_order(abs, [("", 1)], started.address, None, abs))
    assert ("No module named ingest" if fault == "lacking" else "hustings 0.") in str(error.value)


@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_a_clear_error_and_a_rerun_goes_on(
    material: Path, expected: dict[str, bytes], corpus_root: Path, tmp_path: Path
) -> None:
    (tmp_path / "dask").mkdir()
    with (
        dask(tmp_path / "dask", 1, "--no-nanny") as started,
        half_done(corpus_root, material, "--dask", started.address) as ingest,
    ):
        started.processes[0].kill()
        assert ingest.wait(timeout=60) == 1
        assert ingest.stderr is not None
        assert f"{started.address}: The Dask scheduler went away." in ingest.stderr.read()
    ingested(corpus_root, material, "--workers", "1")  # without any cluster
    assert without_counters(bytes_of(corpus_root)) == without_counters(expected)


def dies_of(number: int, fatal: int) -> int:
    if number == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.slow
def test_tasks_come_back_in_order_and_one_over_which_workers_die_is_rescued() -> None:
    settings = pytest.importorskip("dask.config")
    taken = []

    def tasks() -> Iterable[tuple[str, int]]:
        for number in range(12):
            taken.append(number)
            yield f"number {number}", number

    work = partial(dies_of, fatal=3)
    with settings.set({"distributed.scheduler.allowed-failures": 1}):  # by default three, each with a worker's start
        results = cluster.in_order(work, tasks(), "local", 2, lambda task: -task)
        assert next(results) == ("number 0", 0)
        assert len(taken) < 6  # no more are on their way than the workers need
        found = [result for _, result in results]
    assert [abs(result) for result in found] == list(range(1, 12))
    assert found[2] == -3  # and perhaps others that the same worker held: at one failure Dask suspects them too


def test_an_address_where_nothing_listens_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"{address}: No Dask scheduler answers there"):
            list(cluster.in_order(abs, [("", 1)], address, None, abs))


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "http://127.0.0.1:80"])
def test_an_address_that_is_none_is_a_clear_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 0.5)
    with pytest.raises(UsageError, match="No Dask scheduler answers there"):
        list(cluster.in_order(abs, [("", 1)], address, None, abs))


def test_a_cluster_has_its_own_workers() -> None:
    with pytest.raises(UsageError, match="Leave --workers out"):
        list(cluster.in_order(abs, [("", 1)], "tcp://127.0.0.1:1", 2, abs))


def test_without_dask_a_person_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'hustings\[cluster\]'"):
        list(cluster.in_order(abs, [("", 1)], "local", 2, abs))
