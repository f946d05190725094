"""Arrays in large JSON files: every element once, verbatim, with its place; a cut file loses only what is cut."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import jsonscan
from ingest.readers.base import KEEP_LIMIT, RECORD_LIMIT
from ingest.readers.jsonarray import TOP, Item, items, opening
from ingest.readers.stream import Stream, open_stream

ITEMS = ("items",)
DEEP = ("chats", "list", "*", "messages")


def read(data: bytes, *paths: tuple[str, ...]) -> list[Item]:
    return list(items(Stream(io.BytesIO(data).read, 2**40), *paths))


class Source:
    """Bytes given in small pieces, so that every value is met across a border."""

    def __init__(self, data: bytes, piece: int) -> None:
        self.data, self.piece, self.at = data, piece, 0

    def read(self, size: int) -> bytes:
        self.at += self.piece
        return self.data[self.at - self.piece : self.at]


def codes(found: list[Item]) -> list[str | None]:
    return [item.fault.code if item.fault else None for item in found]


def test_the_elements_come_verbatim_with_their_places() -> None:
    data = b'{\n "a": {"items": [9]},\n "items": [ {"x": "\\"]}" } ,\n 1.50, "s,]", [[]],null ]\n, "z": 1}'
    found = read(data, ITEMS)
    assert [item.raw for item in found] == [b'{"x": "\\"]}" }', b"1.50", b'"s,]"', b"[[]]", b"null"]
    assert [item.place.pointer for item in found] == [f"/items/{n}" for n in range(5)]
    assert [item.place.line for item in found] == [3, 4, 4, 4, 4]
    for item in found:
        start, length = item.place.offset, item.place.length
        assert start is not None
        assert length is not None
        assert data[start : start + length] == item.raw


def test_paths_with_any_key_and_what_stands_around() -> None:
    data = orjson.dumps(
        {"chats": {"list": [{"name": "A", "id": 2**60, "messages": [1, 2]}, {"name": "B", "messages": []}, {}, 5]}}
    )
    found = read(data, DEEP)
    assert [(item.raw, item.around) for item in found] == [
        (b"1", {"name": "A", "id": 2**60}),
        (b"2", {"name": "A", "id": 2**60}),
    ]
    assert found[1].place.pointer == "/chats/list/0/messages/1"


def test_a_value_without_such_an_array_is_one_item() -> None:
    assert [item.raw for item in read(b' {"a": [1]}\n', ITEMS)] == [b'{"a": [1]}']
    assert [item.raw for item in read(b"[1, 2]", TOP)] == [b"1", b"2"]
    assert read(b"[]", TOP) == []
    assert [item.raw for item in read(b"[1, 2]", ITEMS)] == [b"[1, 2]"]


def test_a_script_that_assigns_an_array() -> None:
    data = b'window.YTD.tweets.part0 = [ {"tweet" : {}}, {"tweet" : {"a": 1}} ]'
    assert [item.raw for item in read(data, TOP)] == [b'{"tweet" : {}}', b'{"tweet" : {"a": 1}}']
    assert opening(data) == [{"tweet": {}}, {"tweet": {"a": 1}}]


def test_json_lines_and_pages_in_lines() -> None:
    data = b'{"items": [1, 2]}\n{"a": 1}\n\n{"broken": \n{"items": [3]}\n{"b": "cut'
    found = read(data, ITEMS)
    assert [item.raw for item in found] == [b"1", b"2", b'{"a": 1}', b'{"broken": ', b"3", b'{"b": "cut']
    assert [item.place.line for item in found] == [1, 1, 2, 4, 5, 6]
    assert codes(found) == [None, None, None, "not-json", None, "cut"]
    assert data[found[4].place.offset or 0 :].startswith(b"3]")


def test_json_lines_longer_than_a_chunk() -> None:
    long = b'{"items": [1, "' + b"x" * 3_000_000 + b'"]}'
    found = read(b"\n" + long + b'\n{"broken": "\n' + long, ITEMS)
    assert [len(item.raw) for item in found] == [1, 3_000_002, 12, 1, 3_000_002]
    assert codes(found) == [None, None, "not-json", None, None]
    assert [item.place.line for item in found] == [2, 2, 3, 4, 4]


def test_values_one_after_the_other_over_many_lines() -> None:
    found = read(b'{\n"a": 1\n}\n{\n"items": [\n5]}\n', ITEMS)
    assert [(item.raw, item.place.line) for item in found] == [(b'{\n"a": 1\n}', 1), (b"5", 6)]


@pytest.mark.parametrize(
    ("data", "kept", "fault", "rest"),
    [
        (b'[\n{"a": 1},\n{"b": "cu', [b'{"a": 1}'], "cut", b'{"b": "cu'),
        (b'[\n{"a": 1},\n', [b'{"a": 1}'], "cut", b""),
        (b'[\n{"a": 1},', [b'{"a": 1}'], "cut", b""),
        (b'[\n{"a": 1}\n{"b": 2}]', [b'{"a": 1}'], "not-json", b'{"b": 2}]'),
        (b'[\n{"a": 1}]\n}{', [b'{"a": 1}'], "not-json", b"}{"),
    ],
)
def test_what_is_cut_or_broken_is_told_and_kept(data: bytes, kept: list[bytes], fault: str, rest: bytes) -> None:
    found = read(data, TOP)
    assert [item.raw for item in found[:-1]] == kept
    assert codes(found) == [None] * len(kept) + [fault]
    assert rest in found[-1].raw


def test_a_cut_gzip_gives_what_was_read_and_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    whole = json.dumps({"items": [{"text": "x" * 500, "n": n * 7919} for n in range(5000)]}, indent=1).encode()
    path.write_bytes(gzip.compress(whole)[:-2000])
    with open_stream(path) as stream:
        found = list(items(stream, ITEMS))
    assert len(found) > 100
    assert set(codes(found[:-1])) == {None}
    assert codes(found)[-1] == "truncated"


def test_an_element_beyond_the_limits_keeps_its_place_and_hash_and_the_next_one_follows(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.write(b'[\n{"a": 1},\n')
        for size in (RECORD_LIMIT, 2 * KEEP_LIMIT):
            file.write(b'{"text": "' + b'\\"' * (size // 2) + b'"},\n')
        file.write(b'{"b": 2}]')
    tracemalloc.start()
    with open_stream(path) as stream:
        found = list(items(stream, TOP))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(found) == [None, "too-large", "too-large", None]
    assert [len(item.raw) for item in found] == [8, RECORD_LIMIT + 12, 0, 8]
    assert found[2].place.length == 2 * KEEP_LIMIT + 12
    assert found[2].sha256
    assert found[3].place.line == 5
    assert peak < 5 * KEEP_LIMIT


def test_the_opening_of_a_file_is_understood_without_its_end() -> None:
    assert opening(b'{"type": "Ordered", "orderedItems": [{"id": "a", "x": [1, {"y": "cut he') == {
        "type": "Ordered",
        "orderedItems": [{"id": "a", "x": [1, {}]}],
    }
    assert opening(b'\xef\xbb\xbf\n{"a": 1}\n{"b": 2}') == {"a": 1}
    assert opening(b"text") is None
    assert opening(b"{not json}") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=5), st.sampled_from([None, 1]), st.integers(1, 40))
def test_all_elements_come_back_whatever_the_pieces(values: list[Any], indent: int | None, piece: int) -> None:
    data = json.dumps({"before": values, "items": values, "after": values}, indent=indent).encode()
    stream = Stream(Source(data, piece).read, 2**40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonscan, "CHUNK", piece)
        assert [orjson.loads(item.raw) for item in items(stream, ITEMS)] == values


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()), st.integers(0, 200))
def test_anything_is_read_to_its_end_without_an_exception(data: bytes, cut: int) -> None:
    for path in (TOP, ITEMS, ("*", "*")):
        for item in read(data[:cut], path):
            start, length = item.place.offset or 0, item.place.length or 0
            assert data[start : start + length] == item.raw
    opening(data[:cut])
