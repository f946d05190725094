"""`python -m benchmarks [NAME ...]` runs all benchmarks or those named; `fuzz` is fuzzing, `samples` prints a page."""

from __future__ import annotations

import os
import sys
from importlib import import_module

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy is loaded by any of them

NAMES = (
    "start",
    "quality",
    "language",
    "ingest",
    "duplicates",
    "suggest",
    "dates",
    "annotations",
    "learners",
    "learn",
    "exchange",
    "site",
    "pages",
    "searching",
    "desk",
)


def main(names: list[str]) -> int:
    if names[:1] == ["fuzz"]:  # takes hours, and arguments of its own (docs/fuzzing.md)
        import_module("benchmarks.fuzz").main(names[1:])
        return 0
    if names[:1] == ["samples"]:  # no benchmark: the page docs/samples.md
        import_module("benchmarks.samples").main()
        return 0
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    for name in names or NAMES:
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
