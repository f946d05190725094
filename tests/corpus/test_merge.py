"""Several records of one document give the same document in whatever order they come, and nothing of them is lost."""

from __future__ import annotations

import functools
import tempfile
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.merge import LISTED, SHOWN, STATED, merged, stated
from corpus.model import Block, Document, Metric, Observation, Place, Record, Relation, Source
from corpus.store import Fate, Store

WHOLE = "Nos adversaires achètent des clics ; nous, nous frappons aux portes. Rendez-vous samedi à Lille."


def post(text: str, **more: Any) -> Document:
    blocks = (Block(kind="paragraph", start=0, end=len(text)),) if text else ()
    return Document(id="d7", kind="post", platform="twitter", native_id="7", text=text, blocks=blocks, **more)


CUT = post(
    WHOLE[:60] + "…", notes=("cut",), account="@camille", tags=("Lille",), metrics=(Metric(name="likes", value=3),)
)
LONG = post(WHOLE, tags=("Lille", "samedi"), relations=(Relation(kind="quotes", native_id="5"),))
PAGE = post(WHOLE + " pic.twitter.com/a1b2", byline="Camille D.", published_at="2017-01-20", published_precision="day")
GONE = post("", state="deleted", extra={"gone_at": "2018-01-01"})
EVIDENCE = {id(CUT): STATED, id(LONG): STATED, id(PAGE): SHOWN, id(GONE): STATED}


@pytest.mark.parametrize("order", list(permutations([CUT, LONG, PAGE, GONE])))
def test_the_fullest_record_wins_and_the_others_fill_in_whichever_comes_first(tmp_path: Path, order: Any) -> None:
    store = Store(tmp_path / "corpus.db")
    source = Source(id="s", name="a", path="a", sha256="0", size=0, format="jsonl")
    with store.writing():
        store.add_source(source)
        for number, item in enumerate(order):
            seen = Observation(document=item.id, source="s", number=number)
            id, outcome = store.put(item, seen, cleaned_by="test", evidence=EVIDENCE[id_of(item)])
            record = Record(source="s", number=number, place=Place(), raw=b"", sha256=str(number))
            store.add_record(record, Fate(outcome=outcome, document=id))
    (found,) = store.documents()
    assert (found.text, found.state) == (WHOLE, "deleted")
    assert (found.account, found.byline, found.published_at) == ("@camille", "Camille D.", "2017-01-20")
    assert found.notes == ()
    assert found.extra == {"gone_at": "2018-01-01"}
    assert set(found.tags) == {"Lille", "samedi"}
    assert [(tie.kind, tie.native_id) for tie in found.relations] == [("quotes", "5")]
    assert found.metrics == (Metric(name="likes", value=3),)
    assert len(store.observations(found.id)) == 4
    store.close()


def id_of(item: Document) -> int:
    return id(item)


def test_a_whole_record_beats_a_page_even_where_the_page_has_more_characters() -> None:
    assert merged(stated(PAGE, SHOWN), stated(LONG, STATED)).document.text == WHOLE


def test_what_a_page_shows_beats_a_record_that_is_cut() -> None:
    assert merged(stated(CUT, STATED), stated(PAGE, SHOWN)).document.text == PAGE.text


def test_a_record_of_the_platform_beats_a_table_made_of_it() -> None:
    row = post(WHOLE.replace(" ; ", "\\n"), extra={"mapping": "twarc"})
    assert merged(stated(row, LISTED), stated(LONG, STATED)).document.text == WHOLE


def test_a_note_that_a_post_was_not_public_stays() -> None:
    hidden = post(WHOLE[:20], notes=("not public",))
    assert merged(stated(hidden, STATED), stated(LONG, STATED)).document.notes == ("not public",)


def test_the_later_version_of_an_edited_post_wins_though_it_is_shorter() -> None:
    later = post(WHOLE[:30], updated_at="2017-02-01T00:00:00Z")
    assert merged(stated(later, STATED), stated(LONG, STATED)).document.text == WHOLE[:30]


def test_the_more_precise_time_is_kept_whosever_the_text_is() -> None:
    exact = post("…", notes=("cut",), published_at="2017-01-20T10:00:00Z", published_precision="second")
    found = merged(stated(PAGE, SHOWN), stated(exact, STATED)).document
    assert (found.text, found.published_at, found.published_precision) == (PAGE.text, "2017-01-20T10:00:00Z", "second")


def test_a_tie_that_one_record_knows_better_is_one_tie() -> None:
    bare = post(WHOLE, relations=(Relation(kind="reply_to", native_id="5", target="d5"),))
    full = post(WHOLE, relations=(Relation(kind="reply_to", native_id="5", url="https://twitter.com/a/status/5"),))
    (tie,) = merged(stated(bare, STATED), stated(full, STATED)).document.relations
    assert (tie.target, tie.url) == ("d5", "https://twitter.com/a/status/5")


def test_a_counter_that_two_records_give_for_one_time_is_the_higher(tmp_path: Path) -> None:
    counts = (Metric(name="likes", status="not_provided"), Metric(name="likes", value=4), Metric(name="likes", value=9))
    for order in permutations(counts):
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder) / "corpus.db")
            with store.writing():
                store.add_source(Source(id="s", name="a", path="a", sha256="0", size=0, format="jsonl"))
                for number, count in enumerate(order):
                    store.add_record(
                        Record(source="s", number=number, place=Place(), raw=b"", sha256=""), Fate(outcome="merged")
                    )
                    seen = Observation(document="d7", source="s", number=number)
                    store.put(post(WHOLE, metrics=(count,)), seen, cleaned_by="test")
            assert list(store.metrics("d7")) == [Metric(name="likes", value=9)]
            store.close()


NAMES = st.none() | st.sampled_from(["a", "b", "cc"])
RECORDS = st.builds(
    post,
    text=st.sampled_from(["", "Un", "Une", "Une autre"]),
    notes=st.sampled_from([(), ("cut",), ("not public",), ("damaged id",)]),
    account=NAMES,
    byline=NAMES,
    language_declared=NAMES,
    url=NAMES,
    updated_at=st.none() | st.sampled_from(["2017", "2018"]),
    state=st.sampled_from(["live", "deleted", "withheld"]),
    published_at=st.none() | st.just("2017-01-20"),
    published_precision=st.just("day"),
    tags=st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=3).map(tuple),
    relations=st.lists(
        st.builds(Relation, kind=st.just("quotes"), native_id=st.sampled_from(["1", "2"]), url=NAMES),
        max_size=2,
        unique_by=lambda relation: relation.native_id,
    ).map(tuple),
    extra=st.dictionaries(st.sampled_from(["links", "verbatim", "place"]), st.sampled_from(["p", "q"])),
)


@given(st.lists(st.tuples(RECORDS, st.sampled_from([SHOWN, LISTED, STATED])), min_size=1, max_size=4))
@settings(max_examples=300)
def test_any_records_in_any_order_and_any_grouping_give_one_result(records: list[tuple[Document, int]]) -> None:
    items = [stated(document, evidence) for document, evidence in records]
    found = functools.reduce(merged, items)
    for order in permutations(items):
        assert functools.reduce(merged, order) == found
        assert functools.reduce(lambda later, earlier: merged(earlier, later), order) == found
    assert merged(found, found) == found
    for document, _ in records:  # nothing that a record said beside its text is without an answer
        for name in ("account", "byline", "url"):
            assert getattr(document, name) is None or getattr(found.document, name) is not None
    assert msgspec.json.decode(msgspec.json.encode(found.ranks)) == found.ranks
