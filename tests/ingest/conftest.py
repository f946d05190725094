"""What the tests of this floor share: the command in this very process, since a new one takes a second to start.

Where a process is the point (killed, without power, out of memory) a test starts its own with `running.run`.
"""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from running import Run

from corpus.cli import main


def run_here(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command; what it wrote and how it ended, as `running.run` gives them."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    command = ["hustings", *map(str, args)]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err), chdir(cwd or Path.cwd()):
        patch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
    written = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(command, int(ended.value.code or 0), *written)


@pytest.fixture
def hustings() -> Run:
    """Run the real command, here."""
    return run_here
