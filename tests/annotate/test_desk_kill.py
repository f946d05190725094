"""The desk killed while people work, on a network that loses answers and repeats requests: nothing lost, nothing twice.

`python -m benchmarks desk` does the same with fifty people, twenty kills and five minutes.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from benchmarks import desk


@pytest.mark.slow
def test_every_acknowledged_act_is_there_once_whatever_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "ANNOTATORS", 4)
    monkeypatch.setattr(desk, "SECONDS", 9.0)
    corpus = desk.desk_corpus(tmp_path / "corpus")
    server = desk.Server(corpus)
    server.start()
    try:
        asyncio.run(server.ready())
        tally, people = asyncio.run(desk.phase(server, bad_network=True, pace=0.02, kills=2))
    finally:
        server.kill(signal.SIGTERM)
    acknowledged, missing, twice, never, otherwise = desk.replayed(corpus, tally.acknowledged, people)
    assert isinstance(acknowledged, int)
    assert acknowledged > 20
    assert (missing, twice, never, otherwise) == (0, 0, 0, 0)
    assert tally.answers["no answer, sent again"] > 0
