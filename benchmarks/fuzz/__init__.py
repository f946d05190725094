"""Fuzzing of every reader and both cleaners with atheris (docs/fuzzing.md).

`python -m benchmarks fuzz [TARGET ...] [--minutes 10] [--out DIR]`. Each target runs in a process of its own under a
limit of memory and of time for one input. It is no part of the benchmarks that run by default.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

import msgspec

from benchmarks.fuzz.names import NAMES
from benchmarks.table import show

MEMORY_MB = 1024
SECONDS_AN_INPUT = 20
LONGEST = 40_000  # bytes of an input
MOST_STARTS = 40  # of one target: a hang or a lack of memory ends the process
LEAST_SECONDS = 5  # for which a start is worth while
ROOT = Path(__file__).resolve().parents[2]
STATUS = re.compile(r"#(\d+)\s+\w+\s+cov: (\d+) ft: \d+ corp: (\d+)/\S+ .*?rss: (\d+)Mb")
DONE = re.compile(r"stat::number_of_executed_units: (\d+)[\s\S]*?stat::peak_rss_mb: *(\d+)")
ENDED = re.compile(r"ERROR: libFuzzer: (timeout|out-of-memory|deadly signal)|^(Traceback)", re.MULTILINE)


class Total(msgspec.Struct):
    """What came of one target."""

    target: str
    inputs: int = 0
    minutes: float = 0.0
    edges: int = 0
    corpus: int = 0
    peak_mb: int = 0
    slowest: float = 0.0  # CPU seconds of one input, the code being instrumented
    findings: list[str] = []


def main(arguments: list[str]) -> None:
    """Run the targets that are named, or all, one after the other, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of: {', '.join(NAMES)}")
    parser.add_argument("--minutes", type=float, default=10, help="for each target")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "hustings-fuzz")
    parser.add_argument("--replay", type=Path, help="check this one input against one target, and show what is wrong")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.targets if name not in NAMES]
    if unknown or (chosen.replay and len(chosen.targets) != 1):
        parser.error(f"there is no target {', '.join(unknown)}" if unknown else "--replay needs one target")
    if chosen.replay:
        sys.exit(_child(chosen.targets[0], chosen.out, str(chosen.replay)).wait())
    harvest(chosen.out / "harvest")
    totals = [fuzz(name, chosen.out, chosen.minutes) for name in chosen.targets or NAMES]
    headings = ["target", "inputs", "minutes", "edges", "corpus", "peak MB", "slowest s", "findings"]
    rows = [[t.target, t.inputs, t.minutes, t.edges, t.corpus, t.peak_mb, t.slowest, len(t.findings)] for t in totals]
    show("Fuzzing", headings, rows, f"Findings, corpora and logs are in {chosen.out}.")


def harvest(folder: Path) -> None:
    """Collect the small files that the tests of the readers and cleaners write: they know the traps of each format."""
    if folder.exists():
        return
    folder.mkdir(parents=True)
    environment = {**os.environ, "HUSTINGS_HARVEST": str(folder)}
    unwanted = "not kill and not workers and not cluster and not test_run and not bench and not bad_input"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.fuzz.harvest", "tests/ingest", "-k", unwanted]
    subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False)


def fuzz(name: str, out: Path, minutes: float) -> Total:
    """One target for so many minutes, started again where an input ended its process."""
    findings = out / "findings" / name
    _begin_anew(findings, out / "corpus" / name)
    log = out / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    total, begun = Total(name), time.monotonic()
    for _ in range(MOST_STARTS):
        left = int(minutes * 60 - (time.monotonic() - begun))
        if left < LEAST_SECONDS:
            break
        _add(total, _run(name, out, left, log))
    total.minutes = round((time.monotonic() - begun) / 60, 1)
    summary = findings / "summary.json"
    found = json.loads(summary.read_text()) if summary.exists() else {}
    total.slowest = found.pop("slowest", 0.0)
    total.findings += sorted(found)
    (out / "results").mkdir(exist_ok=True)
    (out / "results" / f"{name}.json").write_bytes(msgspec.json.format(msgspec.json.encode(total)))
    return total


def _begin_anew(findings: Path, corpus: Path) -> None:
    """What was found before is tried again, and found again if it is not mended."""
    corpus.mkdir(parents=True, exist_ok=True)
    for pattern in ("*.bin", "timeout-*", "slow-unit-*"):
        for old in findings.glob(pattern):
            shutil.copy(old, corpus / f"{old.stat().st_size}-{old.name[-60:]}")
    shutil.rmtree(findings, ignore_errors=True)
    findings.mkdir(parents=True)


def _add(total: Total, printed: str) -> None:
    """Count in what one process printed."""
    for _, edges, corpus, peak in STATUS.findall(printed):
        total.edges, total.corpus = max(total.edges, int(edges)), max(total.corpus, int(corpus))
        total.peak_mb = max(total.peak_mb, int(peak))
    done = DONE.search(printed)
    if done:
        total.inputs += int(done[1])
        total.peak_mb = max(total.peak_mb, int(done[2]))
    total.findings += [first or second for first, second in ENDED.findall(printed)]


def _run(name: str, out: Path, seconds: int, log: Path) -> str:
    """One process. Gives what it printed."""
    limits = [f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEMORY_MB}"]
    where = [f"-artifact_prefix={out}/findings/{name}/", f"{out}/corpus/{name}"]
    with log.open("ab+") as file:
        start = file.tell()
        _child(name, out, *limits, f"-max_len={LONGEST}", "-print_final_stats=1", *where, file=file).wait()
        file.seek(start)
        return file.read().decode("utf-8", "replace")


def _child(name: str, out: Path, *arguments: str, file: IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    command = ["nice", "-n", "15", sys.executable, "-m", "benchmarks.fuzz.child", name, str(out), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file)
