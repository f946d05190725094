"""A list of numbers is no text: it is recognised, accounted for, and no document."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import faults, founds

from ingest.readers.twitter.ids import READER

IDS = "1170025343920402432\n1170147183095664640\n861696799362478085\n"


@pytest.mark.parametrize("text", [IDS, "tweet_id\n" + IDS, IDS.strip(), '"1170025343920402432"\r\n' * 4, IDS * 2000])
def test_a_list_of_numbers(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ids.txt"
    path.write_text(text, newline="")
    assert faults(READER, path) == ["no-document"]
    assert founds(READER, path)[0].raw == path.read_bytes()


@pytest.mark.parametrize(
    "text", ["", "12\n13\n14\n", IDS + "et une phrase\n", "1170025343920402432\n", "Titre\n" + IDS]
)
def test_what_is_no_such_list(text: str) -> None:
    assert not READER.recognises(text.encode())
