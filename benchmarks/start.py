"""How long the command takes to start, beside the bare interpreter."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.table import median_wall_ms, show


def main() -> None:
    bare = median_wall_ms([sys.executable, "-c", "pass"])
    command = Path(sys.executable).parent / "hustings"
    rows: list[list[object]] = [["python -c pass", round(bare, 1), 0.0]]
    for arguments in (["--help"], ["ingest", "--help"], ["--version"]):
        taken = median_wall_ms([command, *arguments])
        rows.append([f"hustings {' '.join(arguments)}", round(taken, 1), round(taken - bare, 1)])
    show(
        "Start of the command, median wall ms of 15", ["command", "ms", "above the interpreter"], rows, "Bound: 150 ms."
    )


if __name__ == "__main__":
    main()
