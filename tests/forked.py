"""What the processes of `running.run` do. Nothing is imported here that they have not got."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from corpus.cli import main


def command(line: list[str], cwd: Path, environment: dict[str, str], written: list[Path]) -> None:
    """End as the command does; what it says goes to the files `written`, one for output and one for errors."""
    for number, path in enumerate(written, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = line
    main()
