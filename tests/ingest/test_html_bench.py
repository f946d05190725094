"""The quality of the main text on pages whose whole article is known, kept beside the project."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.clean.html import article_text

PAGES = Path(__file__).resolve().parents[3] / "shared" / "bench" / "article-extraction"
FLOOR = 0.972


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.is_dir(), reason=f"needs the pages of {PAGES.name} in ../shared/bench beside the project")
def test_main_text_of_known_pages() -> None:
    precisions, recalls = [], []
    for key, truth in json.loads((PAGES / "ground-truth.json").read_text(encoding="utf-8")).items():
        found = shingles(article_text(gzip.decompress((PAGES / "html" / f"{key}.html.gz").read_bytes())))
        gold = shingles(truth["articleBody"])
        common = (found & gold).total()
        precisions.append(common / found.total())
        recalls.append(common / gold.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    assert 2 * precision * recall / (precision + recall) >= FLOOR
