"""What all tests share: a corpus in a temporary folder, and the real command."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from running import Run, run

from corpus.folder import Corpus, make_corpus

# No test fails because the machine is busy. And nothing is traced to explain a failure: Python 3.11 can run in circles
# for ever at the head of a traced function in a process where Dask's threads run (seen with gdb).
settings.register_profile("patient", deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain])
settings.load_profile("patient")


SLOW = 30  # usual tests last as long as a slow one


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first: workers that are given whole files end at about the same time."""
    lasts = Counter[Path]()
    for item in items:
        lasts[item.path] += SLOW if item.get_closest_marker("slow") else 3 if item.get_closest_marker("browser") else 1
    items.sort(key=lambda item: -lasts[item.path])


def pytest_collection_finish() -> None:
    """What was imported stays, and the collector need not look through it again and again: a fifth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """An empty corpus with the shipped codebook."""
    return make_corpus(tmp_path / "corpus", title="Test")


@pytest.fixture
def hustings() -> Run:
    """Run the real command in a process of its own, as a user does."""
    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts that are kept beside the project and never in it; tests that need it skip without it."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("needs the folder `shared` beside the project, with seeds/ and gold/ in it")
    return folder
