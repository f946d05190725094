"""How all benchmarks print and measure."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], note: str = "") -> None:
    """Print a table; numbers to the right."""
    cells = [[f"{cell:,.4g}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(len(heading), *(len(row[i]) for row in cells)) for i, heading in enumerate(headings)]
    print(f"\n{title}")
    print("  ".join(heading.ljust(width) for heading, width in zip(headings, widths, strict=True)))
    print("  ".join("-" * width for width in widths))
    for row, source in zip(cells, rows, strict=True):
        print(
            "  ".join(
                cell.rjust(width) if isinstance(value, int | float) else cell.ljust(width)
                for cell, width, value in zip(row, widths, source, strict=True)
            )
        )
    if note:
        print(note)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def median_wall_ms(command: Sequence[str | Path], runs: int = 15) -> float:
    """Median wall time of a whole process in milliseconds, after one run that is not counted."""
    times = []
    for run in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        if run:
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
