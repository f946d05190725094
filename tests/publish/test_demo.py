"""The sample corpus becomes a folder of one's own, and one's own folders are left alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import UsageError
from publish.database import open_site, open_tokens
from publish.demo import demo_corpus, prepare
from publish.search.searching import search


def test_the_sample_is_made_and_what_was_changed_in_it_stays(tmp_path: Path) -> None:
    corpus = demo_corpus(tmp_path / "demo")
    assert len(corpus.cases.cases) >= 3
    assert corpus.authority.actors
    (corpus.root / "cases.yaml").write_text("cases: []")
    assert demo_corpus(tmp_path / "demo").cases.cases == []


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "hustings.toml").write_text("title = 'Mine'")
    with pytest.raises(UsageError, match="not the sample"):
        demo_corpus(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["hustings.toml"]
    with pytest.raises(UsageError, match="--dir"):
        demo_corpus(tmp_path / "hustings.toml")


@pytest.mark.slow
def test_the_whole_way_through_and_once_more(tmp_path: Path) -> None:
    corpus = prepare(tmp_path / "demo")
    with closing(open_site(corpus)) as site:
        first = site.execute("SELECT hash, documents, annotations FROM build").fetchone()
        found = search(site, open_tokens(site, corpus.site), "mobilisation relationnelle")
    assert first[1] >= 24
    assert first[2] > 0
    assert {hit.language for hit in found.hits} == {"en", "fr"}
    prepare(tmp_path / "demo")
    with closing(open_site(corpus)) as site:
        assert site.execute("SELECT hash, documents, annotations FROM build").fetchone() == first
