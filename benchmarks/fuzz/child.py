"""One target in a process of its own: `python -m benchmarks.fuzz.child TARGET OUT [libFuzzer options] [CORPUS]`.

A finding is noted (the smallest input of each kind, with its traceback) and fuzzing goes on. With a file in place of
the options that input alone is checked.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import atheris

from benchmarks.fuzz.names import KINDS, PARSERS

OURS = ("/ingest/", "/corpus/", "/benchmarks/fuzz/checks")
SLOW = 10.0  # CPU seconds for one input


class Findings:
    """What was found, by kind: the exception and the function of ours in which it came up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "summary.json"
        self._known = json.loads(self._path.read_text()) if self._path.exists() else {"slowest": 0.0}

    def add(self, kind: str, data: bytes, told: str) -> None:
        """Note a finding; of those of one kind the smallest input is kept."""
        if kind in self._known and self._known[kind] <= len(data):
            return
        self._known[kind] = len(data)
        name = "".join(char if char.isalnum() else "-" for char in kind)[:120]
        (self._folder / f"{name}.bin").write_bytes(data)
        (self._folder / f"{name}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")
        self._write()

    def took(self, seconds: float, data: bytes) -> None:
        """Note how long an input took."""
        if seconds > self._known["slowest"] + 0.05:
            self._known["slowest"] = round(seconds, 2)
            (self._folder / "slowest.bin").write_bytes(data)
            self._write()
        if seconds > SLOW:
            self.add("slow", data, f"{seconds:.1f} s of CPU")

    def _write(self) -> None:
        self._path.write_text(json.dumps(self._known, indent=1))


def kind_of(error: BaseException) -> str:
    """The exception and the last function of ours on the way to it, or the promise that was broken."""
    promise = getattr(error, "promise", None)
    if promise is not None:
        return f"Broken {promise}"[:150]
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if any(own in frame.filename for own in OURS)
    ]
    where = f"{Path(frames[-1].filename).name} {frames[-1].name}" if frames else "elsewhere"
    return f"{type(error).__name__} {where}"


def main() -> None:
    name, out, *options = sys.argv[1:]
    replay = len(options) == 1 and Path(options[0]).is_file()
    with atheris.instrument_imports(include=["ingest", "corpus", *PARSERS.get(name, [])], enable_loader_override=False):
        from benchmarks.fuzz.seeds import written
        from benchmarks.fuzz.targets import target

        check = target(name)
    if replay:
        check(Path(options[0]).read_bytes())
        print("Nothing is wrong.")
        return
    from benchmarks.fuzz.mutate import mutator

    findings = Findings(Path(out) / "findings" / name)
    if options and not options[-1].startswith("-"):
        print(f"{written(name, Path(out) / 'harvest', Path(options[-1]))} inputs to begin with", flush=True)

    def one(data: bytes) -> None:
        started = time.process_time()
        try:
            check(data)
        except Exception as error:  # noqa: BLE001 - any exception is what this program looks for
            findings.add(kind_of(error), data, traceback.format_exc())
        findings.took(time.process_time() - started, data)

    atheris.Setup(["fuzz", *options], one, custom_mutator=mutator(KINDS[name]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
