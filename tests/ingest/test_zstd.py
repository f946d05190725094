"""Files packed with zstd: web archives with a frame for each record, with and without a dictionary, and all others."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from running import Run
from test_warc import http, outcomes, page, read, record

from corpus.folder import Corpus
from ingest.readers.stream import open_stream
from ingest.readers.unzstd import Damage, Frames

PAGES = [record("response", http(page(f"Texte numéro {n} du recueil. ")), n) for n in range(4)]


def packed(records: list[bytes], dictionary: zstandard.ZstdCompressionDict | None = None) -> bytes:
    pack = zstandard.ZstdCompressor(dict_data=dictionary) if dictionary else zstandard.ZstdCompressor()
    return b"".join(map(pack.compress, records))


def skippable(data: bytes, number: int = 0x5D) -> bytes:
    return bytes([number]) + b"\x2a\x4d\x18" + len(data).to_bytes(4, "little") + data


def dictionary() -> zstandard.ZstdCompressionDict:
    samples = [record("response", http(page(f"Texte numéro {random.random()} du recueil. "))) for _ in range(60)]
    return zstandard.train_dictionary(4096, samples)


def test_a_frame_for_each_record_and_one_frame_over_all() -> None:
    assert outcomes(packed(PAGES)) == ["Titre"] * 4
    assert outcomes(packed([b"".join(PAGES)])) == ["Titre"] * 4
    assert outcomes(skippable(b"x" * 3000, 0x51) + packed(PAGES)) == ["Titre"] * 4


@pytest.mark.parametrize("zipped", [False, True])
def test_a_dictionary_in_front(corpus: Corpus, tmp_path: Path, hustings: Run, zipped: bool) -> None:
    words = dictionary()
    held = words.as_bytes()
    data = skippable(zstandard.compress(held) if zipped else held) + packed(PAGES, words)
    found = read(data)
    assert [each.raw + b"\r\n\r\n" for each in found] == PAGES
    (tmp_path / "a.warc.zst").write_bytes(data)
    account = json.loads(hustings("-C", corpus.root, "ingest", tmp_path / "a.warc.zst", "--json").stdout)
    assert (account["read"], account["kept"]) == (4, 4)


def test_a_damaged_frame_loses_no_other() -> None:
    frames = [packed([one]) for one in PAGES]
    broken = frames[1][:60] + bytes(40) + frames[1][100:]
    found = read(frames[0] + broken + frames[2] + frames[3][:-30])
    sound = {each.place.warc_record_id for each in found if each.fault is None}
    assert {"<urn:uuid:0>", "<urn:uuid:2>"} <= sound
    assert found[-1].fault is not None
    assert "truncated" in {each.fault.code for each in found if each.fault}


def test_a_bomb_is_refused() -> None:
    found = read(packed(PAGES[:1]) + zstandard.compress(bytes(80 * 2**20)))
    assert [each.fault and each.fault.code for each in found] == [None, "not-a-record", "bomb"]


def test_lines_of_a_packed_file_are_read(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    lines = "".join(json.dumps({"text": f"Ligne {n}."}) + "\n" for n in range(3)).encode()
    (tmp_path / "posts.jsonl.zst").write_bytes(packed([lines, lines.replace(b"Ligne", b"Autre")]))
    (tmp_path / "cut.jsonl.zst").write_bytes(packed([lines * 50])[:-9])
    account = json.loads(
        hustings("-C", corpus.root, "ingest", tmp_path / "posts.jsonl.zst", tmp_path / "cut.jsonl.zst", "--json").stdout
    )
    assert account["kept"] == 6
    assert [entry["reason"] for entry in account["quarantine"]] == ["truncated"]


def test_the_bytes_are_those_that_were_packed(tmp_path: Path) -> None:
    data = random.randbytes(3_000_000) + bytes(3_000_000)
    path = tmp_path / "a.zst"
    path.write_bytes(packed([data[:1_000_000], data[1_000_000:]]))
    with open_stream(path) as stream:
        assert stream.read(len(data) + 1) == data
    assert stream.fault is None


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_frames_or_damage(junk: bytes, at: int) -> None:
    data = packed(PAGES[:2])
    rest = [data[:at] + junk + data[at:]]
    frames = Frames(lambda size: rest.pop() if rest else b"")
    for _ in range(100_000):
        try:
            if not frames.read1(1000):
                return
        except Damage:
            if not frames.go_on():
                return
    raise AssertionError("no end")
