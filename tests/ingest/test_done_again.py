"""Done again changes nothing: not the same ingest, not a reclean, not a retry; and nothing is compared again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from snapshot import snapshot

from corpus.folder import Corpus
from ingest.duplicates.stage import near_duplicates, tie_near_duplicates
from ingest.reclean import reclean
from ingest.retry import retry
from ingest.run import ingest_paths

SEEDS = Path(__file__).parents[2] / "../shared/seeds"
CALL = "Sign up for our evening letter and get the whole harbour in five minutes."
PAGES, COPIES = 14, 3


def page(title: str, paragraphs: list[str]) -> str:
    first, *others = (f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><title>{title} | The Lantern</title>
<meta property="og:site_name" content="The Lantern"></head><body><article><h1>{title}</h1>
{first}<p>{CALL}</p>{"".join(others)}<p>Follow The Lantern for more of the news of the coast.</p>
</article></body></html>"""


@pytest.fixture
def outlet(tmp_path: Path) -> Path:
    """Pages of one outlet, with lines that all have; the last are copies of others with a paragraph changed."""
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 9))) for _ in range(900)]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=16)).capitalize() + "."

    folder = tmp_path / "in"
    folder.mkdir()
    stories = [(sentence()[:40], [f"{sentence()} {sentence()}" for _ in range(5)]) for _ in range(PAGES - COPIES)]
    stories += [(title, [*paragraphs[:3], sentence(), *paragraphs[4:]]) for title, paragraphs in stories[:COPIES]]
    for number, (title, paragraphs) in enumerate(stories):
        (folder / f"{number:02}.html").write_text(page(title, paragraphs), encoding="utf-8")
    (folder / "header.csv").write_text("id,text,created_at,author.username\n", encoding="utf-8")
    return folder


def check(corpus: Corpus, folder: Path) -> None:
    """Every step that may be repeated is, and leaves each table as it was."""
    first = snapshot(corpus.root)
    ingest_paths(corpus, [folder], workers=1)
    assert snapshot(corpus.root) == first
    for _ in range(2):
        done = reclean(corpus, workers=1)
        assert (done.changed, done.new, done.unreadable) == (0, 0, 0)
        assert snapshot(corpus.root) == first
    assert retry(corpus).kept == 0
    assert snapshot(corpus.root) == first


def test_an_outlet_with_lines_that_recur_and_near_duplicates(corpus: Corpus, outlet: Path) -> None:
    ingest_paths(corpus, [outlet], workers=1)
    with corpus.store() as store:
        assert near_duplicates(store) == COPIES
        assert all(CALL not in document.text for document in store.documents())
        assert not tie_near_duplicates(corpus, store), "taking out lines that recur is no change"
    check(corpus, outlet)


def test_a_text_that_changes_is_compared_again(corpus: Corpus, outlet: Path) -> None:
    ingest_paths(corpus, [outlet], workers=1)
    (outlet / "more.html").write_text((outlet / "00.html").read_text("utf-8").replace("<p>", "<p>Also. "), "utf-8")
    account = ingest_paths(corpus, [outlet], workers=1)
    assert account.near_duplicates == COPIES + 1
    check(corpus, outlet)


def test_the_seeds(corpus: Corpus) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seeds are not beside the project (../shared/seeds)")
    ingest_paths(corpus, [SEEDS], workers=1)
    check(corpus, SEEDS)
