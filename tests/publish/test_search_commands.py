"""Search and counts in the terminal: what they print for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from running import run
from site_corpus import built_site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus whose site is built."""
    return built_site(tmp_path_factory.mktemp("commands") / "corpus").parent.parent


def told(folder: Path, *args: object) -> dict[str, Any]:
    done = run(*args, "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_search_takes_all_filters(folder: Path) -> None:
    found = told(folder, "search", "Jeanne", "Rivage")
    assert {hit["id"] for hit in found["hits"]} == {"daaaaaaaaaaaaaaaa", "dcccccccccccccccc"}
    one = told(folder, "search", "Rivage", "--outlet", "La Vigie", "--year", "2018", "--actor", "jeanne-rivage")
    assert [hit["id"] for hit in one["hits"]] == ["daaaaaaaaaaaaaaaa"]
    assert told(folder, "search", "agence", "--tactic", "front-groups", "--no-across")["total"] == 1
    done = run("search", "Rivage", "--kind", "article", cwd=folder)
    assert "2 documents found" in done.stdout


def test_a_concordance_for_people_programs_and_spreadsheets(folder: Path) -> None:
    done = run("concordance", "Rivage", "--sort", "left1,date", "--side", "3", cwd=folder)
    assert "Jeanne" in done.stdout
    assert "the sub-corpus has" in done.stderr
    lines = told(folder, "concordance", "Rivage", "--language", "en")["lines"]
    assert {line["hit"] for line in lines} == {"Rivage"}
    rows = list(
        csv.DictReader(io.StringIO(run("concordance", "Rivage", "--csv", "--language", "en", cwd=folder).stdout))
    )
    assert [row["left"] for row in rows] == [line["left"] for line in lines]
    assert rows[0]["filters"] == "language=en"


def test_counts(folder: Path) -> None:
    near = told(folder, "collocates", "Rivage", "--least", "1", "--left", "1", "--right", "0")["collocates"]
    assert {"jeanne", "praise"} & {one["lemma"] for one in near}
    typical = told(folder, "keywords", "lang:en", "--least", "2", "--against", "lang:fr")
    assert typical["against"]["query"] == "lang:fr"
    assert "day" in {one["lemma"] for one in typical["keywords"]}
    rows = told(folder, "ngrams", "port", "--length", "2", "--least", "1")["ngrams"]
    assert all("port" in row["words"].lower() for row in rows)
    points = told(folder, "frequency", "port", "--by", "language")["points"]
    assert {point["year"] for point in points} == {"2018"}
    for command in ("keywords", "frequency"):
        done = run(command, "port", "--csv", cwd=folder)
        assert done.returncode == 0
        assert "build" in done.stdout.splitlines()[0]
    assert "log dice" in run("collocates", "port", cwd=folder).stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("search", 'vote "now'), "The quotation mark at character 6"),
        (("concordance", "port", "--sort", "sideways"), "Sort by some of these"),
        (("keywords", "port", "--against", "outlet:nowhere"), "No outlet is called nowhere"),
        (("collocates",), "Missing argument"),
        (("frequency", "port", "--by", "nothing"), "nothing"),
    ],
)
def test_what_cannot_be_understood_is_said_without_a_traceback(folder: Path, args: tuple[str, ...], says: str) -> None:
    done = run(*args, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_site_they_say_what_to_do(tmp_path: Path) -> None:
    run("init", tmp_path / "c")
    done = run("concordance", "port", cwd=tmp_path / "c")
    assert "hustings publish build" in done.stderr
    assert done.returncode != 0
