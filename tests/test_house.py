"""The rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("corpus", "ingest", "annotate", "publish")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in FLOORS]


def test_modules_and_functions_stay_small() -> None:
    for path in tracked("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.count("\n") <= MOST_LINES, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < MOST_LINES_OF_A_FUNCTION, (path, node.name)


def test_everything_public_says_what_it_is() -> None:
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body:
            assert ast.get_docstring(tree), path
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), (path, node.name)


def test_no_file_names_a_package_index_or_a_path_of_this_machine() -> None:
    # Written apart, so that this file does not name them either.
    indexes = [r"py" + r"pi\.org", "python" + r"hosted", "npm" + r"js\.org", "deb" + r"\.debian"]
    places = ["/ro" + "ot/", "/wor" + "k/"]
    forbidden = re.compile("|".join(indexes + places))
    for path in tracked():
        if path.suffix in (".png", ".ico", ".gz", ".xlsx", ".docx", ".warc", ".wacz"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found = forbidden.search(text)
        assert not found, (path, found and found.group())


def test_the_lock_holds_every_dependency_by_hash() -> None:
    for name in ("run", "dev", "uv", "peers"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9][\w.-]*==[^\\\n]+\\?$", text, re.MULTILINE)
        assert pinned
        assert all(line.endswith("\\") for line in pinned), [line for line in pinned if not line.endswith("\\")]
        assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("entry", sorted(entry_points(group="hustings.commands"), key=lambda entry: entry.name))
def test_every_command_is_in_the_manual(entry: object) -> None:
    command = entry.load()  # type: ignore[attr-defined]
    manual = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    names = [command.name]
    if isinstance(command, click.Group):
        names = [f"{command.name} {name}" for name in command.commands]
    for name in names:
        assert f"`hustings {name}" in manual, name


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
