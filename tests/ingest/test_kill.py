"""Killed at any moment and run again, ingest ends with exactly the corpus of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from running import COMMAND
from snapshot import snapshot

from corpus.folder import make_corpus

QUIET = subprocess.DEVNULL
DOCUMENTS = 2_000
KILLS = int(os.environ.get("HUSTINGS_KILLS", "4"))  # HUSTINGS_KILLS=100 takes a quarter of an hour
TEXT = (
    "la campagne a payé des influenceurs pour écrire à leurs amis the team hired hundreds of people and nobody said so "
    "en janvier sur le site de la primaire while the press was asleep un message par jour et par personne"
)


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(TEXT.split()) for _ in range(chance.randint(8, 25))).capitalize() + "."


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand documents: posts and articles in JSON Lines (one in gzip), dumps, pages, duplicates, bad lines."""
    chance = random.Random(2012)
    folder = tmp_path_factory.mktemp("material")
    for part in range(4):
        with (folder / f"posts{part}.jsonl").open("w", encoding="utf-8") as file:
            for number in range((DOCUMENTS - 100) // 4):
                post = {"text": sentence(chance), "native_id": f"{part}-{number % 400}", "platform": "x"}
                file.write((json.dumps(post) if chance.random() > 0.01 else '{"text": ') + "\n")
    for number in range(60):
        body = "\n\n".join(sentence(chance) for _ in range(6))
        (folder / f"dump{number:03}.txt").write_text(f"Accueil\nPolitique\n\n{body}\n", encoding="utf-8")
    for number in range(40):
        body = "".join(f"<p>{sentence(chance)} {sentence(chance)} {sentence(chance)}</p>" for _ in range(5))
        page = f"<!doctype html><html><body><article><h1>Page {number % 30}</h1>{body}</article></body></html>"
        (folder / f"page{number:03}.html").write_text(page, encoding="utf-8")
    return folder


def command(root: Path, material: Path, options: str) -> list[str | Path]:
    return [COMMAND, "-C", root, "ingest", material, *options.split()]


# On a cluster, test_cluster.py kills now and then; at random and often is for a long run.
WAYS = ["--workers 1", "--workers 2", *(["--workers 2 --dask local"] if "HUSTINGS_KILLS" in os.environ else [])]


@pytest.mark.slow
@pytest.mark.parametrize("options", WAYS)
def test_killed_at_random_moments_it_ends_the_same(material: Path, tmp_path: Path, options: str) -> None:
    whole = make_corpus(tmp_path / "whole").root
    started = time.monotonic()
    first = subprocess.run(command(whole, material, options), capture_output=True, text=True, check=False)
    lasted = time.monotonic() - started
    expected = snapshot(whole)
    assert expected["records"].split()[0] == str(DOCUMENTS)  # type: ignore[union-attr]
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    killed = attempt = 0
    while killed < KILLS:
        attempt += 1
        root = make_corpus(tmp_path / f"killed{attempt}").root
        for before in range(4):  # each corpus is killed several times before it may end
            run = subprocess.Popen(
                command(root, material, options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            started = time.monotonic()
            try:
                run.wait(timeout=chance.uniform(0.2, 0.7) * lasted)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
                run.wait()
                killed += 1
            else:
                if not before:  # whole; or kills came too late for ever if the first was kept waiting by others
                    lasted = time.monotonic() - started
                break
        last = subprocess.run(command(root, material, options), capture_output=True, text=True, check=False)
        assert snapshot(root) == expected, f"seed {seed}"
        assert last.returncode == first.returncode == 1  # the bad lines are said again
        assert last.stdout.split("sources were complete")[0].split("\n")[0] == first.stdout.split("\n")[0]
