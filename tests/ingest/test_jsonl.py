"""JSON Lines: the documented fields, their mistakes, and what is unknown."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadRecord
from ingest.readers.base import KEEP_LIMIT, RECORD_LIMIT, Found
from ingest.readers.jsonl import READER, draft
from ingest.readers.stream import open_stream


def found(path: Path) -> list[Found]:
    with open_stream(path) as stream:
        return list(READER.records(stream))


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_text_alone_is_an_article() -> None:
    document = draft(line(text="Un.\n\nDeux.")).document
    assert document.kind == "article"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Un.", "Deux."]


def test_title_and_deck_stand_at_the_head_of_the_text_once() -> None:
    document = draft(line(text="Corps.", title="Titre", deck="Chapô")).document
    assert document.text == "Titre\n\nChapô\n\nCorps."
    assert [block.kind for block in document.blocks] == ["title", "deck", "paragraph"]
    assert draft(line(text="Titre\n\nCorps.", title="Titre")).document.text == "Titre\n\nCorps."


def test_a_post_keeps_its_words_and_its_id_as_text() -> None:
    document = draft(line(text="  Bonjour 🎉\nà tous ", account="@a", native_id=9007199254740993)).document
    assert (document.kind, document.text, document.native_id) == ("post", "Bonjour 🎉\nà tous", "9007199254740993")


def test_an_id_that_is_not_ours_is_a_native_id() -> None:
    assert draft(line(text="x", id="abc-1")).document.native_id == "abc-1"
    ours = "d" + "a" * 16
    assert (draft(line(text="x", id=ours)).given_id, draft(line(text="x", id=ours)).document.native_id) == (ours, None)


def test_unknown_fields_are_kept() -> None:
    assert draft(line(text="x", mood="calm", extra={"a": 1})).document.extra == {"a": 1, "mood": "calm"}


@pytest.mark.parametrize(
    ("given", "value", "precision"),
    [
        ("2012", "2012", "year"),
        ("2012-11", "2012-11", "month"),
        ("2012-11-06", "2012-11-06", "day"),
        ("2012-11-06T23:16:18-05:00", "2012-11-07T04:16:18Z", "second"),
        ("2012-11-06T23:16", "2012-11-06T23:16", "minute"),
        ("Wed Nov 07 04:16:18 +0000 2012", "2012-11-07T04:16:18Z", "second"),
        ("Wed, 07 Nov 2012 04:16:18 GMT", "2012-11-07T04:16:18Z", "second"),
    ],
)
def test_times_have_a_precision(given: str, value: str, precision: str) -> None:
    document = draft(line(text="x", published_at=given)).document
    assert (document.published_at, document.published_precision) == (value, precision)
    assert document.published_verbatim == given


def test_a_time_that_nobody_understands_is_kept_and_said() -> None:
    document = draft(line(text="x", published_at="le lendemain")).document
    assert (document.published_at, document.published_verbatim) == (None, "le lendemain")
    assert "date not understood" in document.notes


@pytest.mark.parametrize(
    ("raw", "code", "told"),
    [
        (b'{"text": 5}', "wrong-type", r"\$\.text"),
        (b'{"text": "a", "tags": "one"}', "wrong-type", r"\$\.tags"),
        (b'{"text": "a", "kind": "poem"}', "wrong-type", r"\$\.kind"),
        (b'{"title": "a"}', "no-text", "text"),
        (b'{"text": "  \\n "}', "no-text", "empty"),
        (b'{"text": "abc", "blocks": [{"kind": "paragraph", "start": 0, "end": 9}]}', "wrong-blocks", "3 characters"),
    ],
)
def test_a_mistake_names_the_field(raw: bytes, code: str, told: str) -> None:
    with pytest.raises(BadRecord, match=told) as error:
        draft(raw)
    assert error.value.code == code


def test_every_line_has_its_place_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"text": "a"}\r\n\n[1]\n{"text": "\xff"}\n{"text": "b"}\n{"text": "c')
    records = found(path)
    assert [r.place.line for r in records] == [1, 3, 4, 5, 6]
    assert [r.fault.code if r.fault else None for r in records] == [None, "not-json", "not-json", None, "cut"]
    data = path.read_bytes()
    for record in records:
        start, length = record.place.offset, record.place.length
        assert start is not None
        assert length is not None
        assert data[start : start + length] == record.raw


def test_a_last_line_without_its_end_is_no_cut(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(b'{"text": "a"}\n{"text": "b"}')
    assert [r.fault for r in found(path)] == [None, None]


def test_a_line_beyond_the_limits_is_quarantined_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    with path.open("wb") as file:
        for size in (RECORD_LIMIT, KEEP_LIMIT):
            file.write(b'{"text": "' + b"a" * size + b'"}\n')
        file.write(b'{"text": "after"}\n')
    records = found(path)
    assert [r.fault.code if r.fault else None for r in records] == ["too-large", "too-large", None]
    assert len(records[0].raw) > RECORD_LIMIT  # kept
    assert records[1].raw == b""  # only its place and its hash
    assert records[2].raw == b'{"text": "after"}'


def test_a_cut_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl.gz"
    lines = b"".join(line(text=f"{number} {random.Random(number).random()}") + b"\n" for number in range(5000))
    path.write_bytes(gzip.compress(lines)[:-2000])
    records = found(path)
    assert len(records) > 1000
    assert records[-1].fault is not None
    assert records[-1].fault.code == "truncated"
    assert all(record.fault is None for record in records[:-2])


@given(st.binary(max_size=300))
def test_any_bytes_give_a_draft_or_a_bad_record(raw: bytes) -> None:
    with contextlib.suppress(BadRecord):
        draft(raw)


@given(
    st.dictionaries(
        st.sampled_from(["text", "title", "native_id", "published_at", "tags", "blocks", "kind", "extra", "other"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.lists(st.text(max_size=3), max_size=2),
    )
)
def test_any_object_gives_a_draft_whose_blocks_fit_or_a_bad_record(fields: dict[str, object]) -> None:
    try:
        document = draft(json.dumps(fields).encode()).document
    except BadRecord:
        return
    assert all(document.text[block.start : block.end].strip() for block in document.blocks)
