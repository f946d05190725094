"""Concordances and counts: the numbers that plain counting over the texts gives, whatever is asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_site import Site, plain_words, random_rows, site_of

from corpus.errors import QueryError
from publish.counts import words
from publish.counts.association import log_likelihood
from publish.counts.concordance import Concordance, Sort, sorts_of
from publish.counts.contrast import contrast
from publish.counts.overtime import over_time
from publish.counts.rows import document_rows, line_rows
from publish.counts.subcorpus import Subcorpus, beside, grouped
from publish.search.question import Question
from publish.tokens.reading import Words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Random texts."""
    with site_of(tmp_path_factory.mktemp("counts") / "corpus", random_rows()) as site:
        yield site


def subcorpus(site: Site, query: str, **filters: str) -> Subcorpus:
    return Subcorpus(Question(query=query, filters=filters, across=False).select(site.db, site.tokens))


# The same, plainly


def plain_hits(site: Site, phrase: list[str]) -> list[tuple[int, int, int]]:
    """Where a row of words stands: document from 0, first word, word behind the last."""
    found = []
    for document, text in enumerate(site.texts):
        read = [word for word, _, _ in plain_words(text)]
        starts = range(len(read) - len(phrase) + 1)
        found += [(document, at, at + len(phrase)) for at in starts if read[at : at + len(phrase)] == phrase]
    return found


PHRASES = st.lists(st.sampled_from(["ba", "bi", "co", "dy"]), min_size=1, max_size=3)
ONCE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONCE
@given(phrase=PHRASES)
def test_a_concordance_has_every_hit_at_its_place(site: Site, phrase: list[str]) -> None:
    found = Concordance(subcorpus(site, f'"{" ".join(phrase)}"'))
    wanted = []
    for document, first, last in plain_hits(site, phrase):
        places = plain_words(site.texts[document])
        wanted.append((document + 1, places[first][1], places[last - 1][2]))
    lines = found.lines(0, len(found))
    assert [(line.document, line.start, line.end) for line in lines] == wanted
    for line in lines:
        text = site.texts[line.document - 1]
        assert line.hit.split() == text[line.start : line.end].split()
        around = [word for word, _, _ in plain_words(line.left)], [word for word, _, _ in plain_words(line.right)]
        before = [word for word, _, end in plain_words(text) if end <= line.start][-10:]
        behind = [word for word, start, _ in plain_words(text) if start >= line.end][:10]
        assert around == (before, behind)


@ONCE
@given(
    phrase=PHRASES, sort=st.lists(st.sampled_from(["left1", "left2", "right1", "right3", "date", "outlet"]), max_size=3)
)
def test_lines_are_sorted_by_what_stands_beside_them(site: Site, phrase: list[str], sort: list[Sort]) -> None:
    found = Concordance(subcorpus(site, f'"{" ".join(phrase)}"'), sort)

    def key(hit: tuple[int, int, int]) -> list[str]:
        document, first, last = hit
        read = [word for word, _, _ in plain_words(site.texts[document])]
        keys = []
        for one in sort:
            if one == "date":
                keys.append(site.rows[document].get("published_at", "9999"))
            elif one == "outlet":
                keys.append(site.rows[document].get("outlet", ""))
            else:
                step = int(one[-1])
                at = first - step if one.startswith("left") else last - 1 + step
                keys.append(read[at] if 0 <= at < len(read) else "")
        return keys

    wanted = sorted(plain_hits(site, phrase), key=key)
    middle = len(wanted) // 2
    whole = [*found.lines(0, middle), *found.lines(middle, len(wanted))]  # page by page as all at once
    assert [line.document - 1 for line in whole] == [document for document, _, _ in wanted]
    assert len(found) == len(wanted)


@ONCE
@given(phrase=PHRASES, left=st.integers(0, 4), right=st.integers(0, 4))
def test_collocates_are_the_words_of_the_window_each_once(site: Site, phrase: list[str], left: int, right: int) -> None:
    part = subcorpus(site, f'"{" ".join(phrase)}"')
    found = words.collocates(site.db, part, left=left, right=right, least=1, order="count")
    near = set()
    for document, first, last in plain_hits(site, phrase):
        size = len(plain_words(site.texts[document]))
        near |= {(document, at) for at in range(max(0, first - left), first)}
        near |= {(document, at) for at in range(last, min(size, last + right))}
    read = [[word for word, _, _ in plain_words(text)] for text in site.texts]
    assert {one.lemma: one.together for one in found} == Counter(read[document][at] for document, at in near)
    every = Counter(word for text in read for word in text)
    assert all(one.count == every[one.lemma] for one in found)
    hits = len(part.hits.places)
    for one in found:
        assert one.log_dice == pytest.approx(14 + math.log2(2 * one.together / (hits + one.count)), abs=0.001)
        expected = len(near) * one.count / sum(every.values())
        assert one.mutual_information == pytest.approx(math.log2(one.together / expected), abs=0.001)


def test_log_likelihood_is_that_of_the_handbook() -> None:
    a, b, n, m = 50.0, 20.0, 10_000.0, 20_000.0
    expected = n * (a + b) / (n + m), m * (a + b) / (n + m)
    by_hand = 2 * (a * math.log(a / expected[0]) + b * math.log(b / expected[1]))
    found = log_likelihood(np.array([a, b]), np.array([b, a]), n, m)
    assert found[0] == pytest.approx(by_hand)
    assert found[1] < 0  # rarer than there


@ONCE
@given(phrase=PHRASES, length=st.integers(2, 5), least=st.integers(1, 3))
def test_ngrams_are_all_rows_with_a_hit_in_them(site: Site, phrase: list[str], length: int, least: int) -> None:
    found = words.ngrams(site.db, subcorpus(site, f'"{" ".join(phrase)}"'), length, least=least, limit=10_000)
    rows = set()
    for document, first, last in plain_hits(site, phrase):
        size = len(plain_words(site.texts[document]))
        rows |= {(document, at) for at in range(max(0, last - length), first + 1) if at + length <= size}
    read = [[word for word, _, _ in plain_words(text)] for text in site.texts]
    counted = Counter(" ".join(read[document][at : at + length]) for document, at in rows)
    assert {one.words.replace("î", "i").lower(): one.count for one in found} == {
        row: count for row, count in counted.items() if count >= least
    }


def test_ngrams_of_everything_and_too_many_of_them(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    every = sum(max(0, len(plain_words(text)) - 1) for text in site.texts)
    assert sum(one.count for one in words.ngrams(site.db, subcorpus(site, ""), 2, least=1)) == every
    monkeypatch.setattr(words, "MOST_NGRAMS", 10)
    with pytest.raises(QueryError, match="Narrow the sub-corpus"):
        words.ngrams(site.db, subcorpus(site, "ba"), 2)


def test_keywords_count_what_stands_here_and_there(site: Site) -> None:
    here = np.arange(len(site.texts)) % 2 == 0
    found = words.keywords(site.db, site.tokens, here, ~here, least=1)
    counts = [
        Counter(w for one in np.flatnonzero(side) for w, _, _ in plain_words(site.texts[one])) for side in (here, ~here)
    ]
    assert all((one.here, one.there) == (counts[0][one.lemma], counts[1][one.lemma]) for one in found)
    part = here & (np.arange(len(site.texts)) < 8)  # two that are not the whole corpus together
    for one in words.keywords(site.db, site.tokens, part, ~here, least=1):
        assert one.there == counts[1][one.lemma]
    nothing = np.zeros(len(site.texts), np.bool_)
    assert words.keywords(site.db, site.tokens, nothing, here) == []


def test_what_is_typical_is_told_from_chance(tmp_path: Path) -> None:
    rows = [
        {"id": f"da{n:015}", "text": "a bee and honey and honey " * (5 + n), "outlet": "The Comb"} for n in range(3)
    ]
    rows += [
        {"id": f"db{n:015}", "text": "a bee and smoke and fire " * (5 + n), "outlet": "The Smoke"} for n in range(3)
    ]
    with site_of(tmp_path / "c", rows) as site:
        question = Question(query='outlet:"The Comb"')
        two = contrast(site.db, question.select(site.db, site.tokens), question, "")
        assert [one.lemma for one in words.keywords(site.db, site.tokens, two.here, two.there)] == ["honey"]
        against = contrast(site.db, question.select(site.db, site.tokens), question, "smoke OR honey")
        assert int(against.there.sum()) == 3  # none of them is on both sides
        assert against.told()["query"] == "smoke OR honey"


@ONCE
@given(first=st.sampled_from(["ba", "co"]), second=st.sampled_from(["ba", "dy", "bi"]), distance=st.integers(0, 4))
def test_near_lists_the_words_where_they_are_near(site: Site, first: str, second: str, distance: int) -> None:
    found = subcorpus(site, f'NEAR("{first}" "{second}", {distance})').hits
    wanted = set()
    for document, text in enumerate(site.texts):
        read = [word for word, _, _ in plain_words(text)]
        start = int(site.tokens.text.starts[document])
        for at, word in enumerate(read):
            for other in (first, second):
                mine = second if other == first else first
                near = [*range(max(0, at - distance - 1), at), *range(at + 1, min(len(read), at + distance + 2))]
                if word == other and any(read[one] == mine for one in near):
                    wanted.add(start + at)
    assert set(found.places.tolist()) == wanted


def test_hits_beside_a_word_and_hits_by_group(site: Site) -> None:
    part = subcorpus(site, '"co"')
    near = beside(part, Words(site.db).of_lemma("dy"), 1, 0)
    assert len(near.places) == len(plain_hits(site, ["dy", "co"]))
    assert len(beside(part, Words(site.db).of_lemma("nothing"), 5, 5).places) == 0
    by_outlet = {value: hits for value, hits, _ in grouped(site.tokens, part.hits, "outlet")}
    plain = Counter(site.rows[document].get("outlet") for document, _, _ in plain_hits(site, ["co"]))
    assert by_outlet == plain
    by_year = {value: (hits, documents) for value, hits, documents in grouped(site.tokens, part.hits, "year")}
    assert sum(hits for hits, _ in by_year.values()) == len(part.hits.places)
    assert None in by_year


def test_frequency_over_time_adds_up(site: Site) -> None:
    part = subcorpus(site, '"ba"')
    points = over_time(part)
    dated = [one for one, row in enumerate(site.rows) if "published_at" in row]
    assert sum(point.hits for point in points) == sum(one in dated for one, _, _ in plain_hits(site, ["ba"]))
    assert sum(point.tokens for point in points) == sum(len(plain_words(site.texts[one])) for one in dated)
    assert [point.year for point in points] == ["2010", "2011", "2012", "2013"]
    split = over_time(part, "outlet")
    for year in ("2010", "2011"):
        assert sum(p.hits for p in split if p.year == year) == next(p.hits for p in points if p.year == year)
    assert over_time(subcorpus(site, '"ba"', outlet="No such")) == []


def test_a_sub_corpus_is_what_fields_and_filters_leave(site: Site) -> None:
    by_field, by_filter = subcorpus(site, 'ba outlet:"la ruche"'), subcorpus(site, "ba", outlet="La Ruche")
    assert by_field.documents == by_filter.documents == sum(row.get("outlet") == "La Ruche" for row in site.rows)
    assert by_field.size == by_filter.size
    assert by_field.per_million == pytest.approx(len(by_field.hits.places) * 1e6 / by_field.size)
    assert not subcorpus(site, "outlet:comb").has_words
    assert subcorpus(site, "", outlet="No such").per_million == 0


def test_words_are_shown_as_texts_spell_them(tmp_path: Path) -> None:
    text = "Élections : une élection, des élections, l'Élysée. " * 3
    with site_of(tmp_path / "c", [{"id": "d" + "a" * 16, "text": text, "language": "fr"}]) as site:
        found = {one.lemma: one.word for one in words.collocates(site.db, subcorpus(site, "une"))}
        assert found["election"] == "élection"
        assert any("élections l Élysée" in one.words for one in words.ngrams(site.db, subcorpus(site, "Élysée"), 3))


def test_as_many_words_as_a_byte_has_numbers_are_in_order(tmp_path: Path) -> None:
    words = [f"word{number:03}" for number in range(256)]
    with site_of(tmp_path / "corpus", [{"id": "d0", "text": " ".join(reversed(words))}]) as site:
        assert len(site.tokens.type_ranks) == 256
        lines = Concordance(subcorpus(site, "word*"), ["hit"]).lines(0, 300)
    assert [line.hit for line in lines] == words


def test_the_last_of_as_many_documents_as_a_byte_has_numbers_is_found(tmp_path: Path) -> None:
    rows = [{"id": f"d{number:03}", "text": f"word{number:03}"} for number in range(256)]
    with site_of(tmp_path / "corpus", rows) as site:
        found = Question(query="word255", across=False).select(site.db, site.tokens).found
        assert [row["id"] for row in document_rows(site.db, found, "https://x.example")] == ["d255"]


def test_lines_are_sorted_by_names_that_there_are() -> None:
    assert sorts_of("right1, left2,right1,date,hit") == ["right1", "left2", "date"]
    with pytest.raises(QueryError, match="sideways"):
        sorts_of("sideways")


# Rows


def test_rows_say_which_document_and_where(site: Site) -> None:
    part = subcorpus(site, '"co"', outlet="La Ruche")
    (row,) = list(line_rows(site.db, Concordance(part).lines(0, 1), "https://x.example"))
    text = next(row_["text"] for row_ in site.rows if row_["id"] == row["id"])
    assert text[row["start"] : row["end"]].lower() == "co"
    assert row["page"] == f"https://x.example/document/{row['id']}#p{row['start']}-{row['end']}"
    documents = part.selection.documents.tolist()
    listed = list(document_rows(site.db, part.selection.left, ""))
    assert [row["place"] for row in listed] == list(range(1, len(documents) + 1))
