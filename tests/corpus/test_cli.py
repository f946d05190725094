"""The command itself: quick, helpful, and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from running import Run

HEAVY = ("spacy", "trafilatura", "datasette", "langdetect", "bs4", "rich", "sqlite3", "numpy")
PROBE = """
import sys
sys.argv = ["hustings", "--help"]
from corpus.cli import main
try:
    main()
except SystemExit as end:
    print("status", end.code)
print("heavy", sorted(set(sys.modules) & set({heavy!r})))
"""


def test_help_lists_every_command_and_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE.format(heavy=HEAVY)], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("status 0\nheavy []\n")
    for name in ("init", "ingest", "quarantine", "annotate", "publish", "search", "export", "verify", "demo"):
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["init"],
        ["ingest"],
        ["quarantine"],
        ["annotate", "suggest"],
        ["publish", "build"],
        ["publish", "serve"],
        ["search"],
        ["export"],
        ["verify"],
        ["demo"],
    ],
)
def test_every_command_has_help(hustings: Run, command: list[str]) -> None:
    done = hustings(*command, "--help")
    assert done.returncode == 0
    lines = done.stdout.split("Options:")[0].strip().splitlines()
    assert lines[0].startswith("Usage: hustings")
    assert len(lines) > 1


@pytest.mark.parametrize("command", [["ingest", "x"], ["annotate", "suggest"], ["publish", "build"], ["search", "x"]])
def test_outside_a_corpus_the_message_says_what_to_do(hustings: Run, tmp_path: Path, command: list[str]) -> None:
    done = hustings(*command, cwd=tmp_path)
    assert done.returncode == 2
    assert "hustings init" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use_is_status_2(hustings: Run) -> None:
    assert hustings("conjure").returncode == 2
    assert hustings("init").returncode == 2


def test_init_says_what_is_next(hustings: Run, tmp_path: Path) -> None:
    done = hustings("init", "my-corpus", cwd=tmp_path)
    assert done.returncode == 0
    assert "hustings ingest" in done.stderr
    assert {path.name for path in (tmp_path / "my-corpus").iterdir()} == {
        "hustings.toml",
        "codebook.yaml",
        "actors.yaml",
        "cases.yaml",
        "rights.yaml",
        "rules",
    }
