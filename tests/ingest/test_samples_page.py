"""The page of the samples: every record of every file in it, and nothing of their contents."""

from __future__ import annotations

import re
from pathlib import Path

from reading import SAMPLES, sample

from benchmarks.samples import page

SHOWN = Path(__file__).parents[2] / "docs/samples.md"


def test_the_page_adds_up(tmp_path: Path) -> None:
    for name, text in (("a/1.jsonl", '{"text": "Un"}\n{"text": 1}\n'), ("b/2.jsonl", '{"text": "Un"}\n')):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    made = page(tmp_path)
    assert "| `1.jsonl` | jsonl | 2 | 1 | 0 | 1 | wrong-type 1 |" in made
    assert "| `2.jsonl` | jsonl | 1 | 0 | 1 | 0 |  |" in made
    assert "3 read = 1 kept + 1 merged + 1 quarantined." in made


def test_the_page_in_the_manual_has_every_sample_file() -> None:
    sample("twitter_v2_twarc")
    text = SHOWN.read_text("utf-8")
    for path in SAMPLES.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            assert f"| `{path.relative_to(SAMPLES).as_posix().partition('/')[2]}` |" in text, path.name
    for read, *parts in re.findall(r"\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", text):
        whole, *each = (int(number.replace(",", "")) for number in (read, *parts))
        assert whole == sum(each)
