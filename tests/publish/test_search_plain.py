"""What a query finds is what plain reading of every text finds, however it is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plain_site import Site, plain_words, random_rows, site_of

from publish.search import finding
from publish.search.question import Question
from publish.search.searching import ranked, results_of

Fits = Callable[[dict[str, str], list[str]], bool]  # a document's row and its words
Query = tuple[str, Fits]  # as it is typed, and what it means

WORDS = ["ba", "bi", "co", "dy"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Random texts."""
    with site_of(tmp_path_factory.mktemp("plain") / "corpus", random_rows()) as site:
        yield site


def word(one: str) -> Query:
    return one, lambda row, words: one in words


def phrase(ones: list[str]) -> Query:
    def fits(row: dict[str, str], words: list[str]) -> bool:
        return any(words[at : at + len(ones)] == ones for at in range(len(words)))

    return f'"{" ".join(ones)}"', fits


def near(first: str, second: str, distance: int) -> Query:
    def fits(row: dict[str, str], words: list[str]) -> bool:
        here = [at for at, one in enumerate(words) if one == first]
        there = [at for at, one in enumerate(words) if one == second]
        return any(0 < abs(a - b) <= distance + 1 for a in here for b in there)

    return f"NEAR({first} {second}, {distance})", fits


def outlet(name: str) -> Query:
    return f'outlet:"{name}"', lambda row, words: row.get("outlet") == name


def after(year: int) -> Query:
    return f"after:{year}", lambda row, words: row.get("published_at", "0") >= str(year)


def before(year: int) -> Query:
    return f"avant:{year}", lambda row, words: row.get("published_at", "9") < str(year)


def both(parts: list[Query]) -> Query:
    return f"({' '.join(text for text, _ in parts)})", lambda row, words: all(fits(row, words) for _, fits in parts)


def either(parts: list[Query]) -> Query:
    return f"({' OR '.join(text for text, _ in parts)})", lambda row, words: any(fits(row, words) for _, fits in parts)


def without(pair: tuple[Query, Query]) -> Query:
    (text, fits), (no, unfit) = pair
    return f"({text} -{no})", lambda row, words: fits(row, words) and not unfit(row, words)


LEAVES = st.one_of(
    st.sampled_from(WORDS).map(word),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(phrase),
    st.builds(near, st.sampled_from(WORDS), st.sampled_from(WORDS), st.integers(0, 5)),
    st.just(("ba*", lambda row, words: "ba" in words)),
    st.sampled_from(["The Comb", "La Ruche"]).map(outlet),
    st.integers(2009, 2014).map(after),
    st.integers(2009, 2014).map(before),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(both),
        st.lists(inner, min_size=2, max_size=3).map(either),
        st.tuples(inner, inner).map(without),
    ),
    max_leaves=7,
)
ONCE = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONCE
@example(query=without((word("ba"), near("ba", "ba", 0))))
@given(query=QUERIES)
def test_a_query_finds_what_it_means(site: Site, query: Query) -> None:
    text, fits = query
    selection = Question(query=text, across=False).select(site.db, site.tokens)
    wanted = {
        number
        for number, (row, written) in enumerate(zip(site.rows, site.texts, strict=True))
        if fits(row, [one for one, _, _ in plain_words(written)])
    }
    assert set(selection.documents.tolist()) == wanted
    # In every order and page by page each document comes once.
    for order in ("best", "newest", "oldest"):
        found, copies = ranked(selection, order, len(site.texts), collapse=True)  # type: ignore[arg-type]
        assert (set(found.documents.tolist()), copies) == (wanted, 0)
        paged = [
            hit.number - 1
            for offset in range(0, len(wanted), 7)
            for hit in results_of(site.db, selection, text, limit=7, offset=offset, order=order).hits  # type: ignore[arg-type]
        ]
        assert paged == found.documents.tolist()


@ONCE
@given(query=QUERIES)
def test_a_small_corpus_and_a_large_one_are_ranked_alike(site: Site, query: Query) -> None:
    found = []
    for many in (0, 10**9):  # as if all lists were short, or none
        with patch.object(finding, "MANY", many):
            found.append(Question(query=query[0], across=False).select(site.db, site.tokens).found)
    assert found[0].documents.tolist() == found[1].documents.tolist()
    assert found[0].scores.tolist() == pytest.approx(found[1].scores.tolist(), rel=1e-5)


@ONCE
@given(query=QUERIES)
def test_counts_beside_the_results_add_up(site: Site, query: Query) -> None:
    selection = Question(query=query[0], across=False).select(site.db, site.tokens)
    results = results_of(site.db, selection, query[0], limit=1)
    for name in ("outlet", "kind", "year"):
        assert sum(count for _, count in results.facets[name]) == results.total
    dated = [site.rows[number] for number in selection.documents.tolist() if "published_at" in site.rows[number]]
    assert sum(period.found for period in results.histogram) == len(dated)
    assert all(period.found <= period.all for period in results.histogram)
