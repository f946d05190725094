"""Other tools' libraries in an environment of their own (`make peers`), which cannot live beside our dependencies."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

PYTHON = Path(__file__).resolve().parents[2] / ".venv" / "peers" / "bin" / "python"


def ask(program: str, *arguments: object) -> Any:
    """What a program prints there as JSON; the test is skipped where the environment is not set up."""
    if not (PYTHON.parents[1] / ".ready").exists():
        pytest.skip("other tools' libraries are not set up (make peers)")
    done = subprocess.run(
        [PYTHON, "-c", program, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
