"""WACZ: every part is checked against its hash, lists are no documents, what is missing is told."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.walk import look_at, walk

Hits = list[tuple[int, bytes]]
PAGE = b"<!doctype html><title>T</title><p>Texte de la page.</p>"
WARC = (
    b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://ex.org/\r\nContent-Type: text/html\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(PAGE), PAGE)
)
PARTS = {"archive/a.warc": WARC, "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n', "indexes/index.cdx": b"x 1 {}"}


def sha(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def write(path: Path, parts: dict[str, bytes], hashes: dict[str, str], digest: str | None = None) -> Path:
    listing = json.dumps(
        {"wacz_version": "1.1.1", "resources": [{"path": name, "hash": hash} for name, hash in hashes.items()]}
    ).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.writestr("datapackage.json", listing)
        archive.writestr(
            "datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest or sha(listing)})
        )
    return path


def outcomes(path: Path) -> dict[str, str]:
    return {
        str(met.found.place.member): met.found.fault.code if met.found.fault else met.reader.name if met.reader else ""
        for met in walk(path, look_at(path, None))
    }


def test_a_sound_archive(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wacz", PARTS, {name: sha(data) for name, data in PARTS.items()})
    assert outcomes(path) == {
        "archive/a.warc": "warc",
        **dict.fromkeys(("pages/pages.jsonl", "indexes/index.cdx", "datapackage.json"), "no-document"),
        "datapackage-digest.json": "no-document",
    }


def test_parts_that_are_not_what_was_archived(tmp_path: Path) -> None:
    hashes = {name: sha(data) for name, data in PARTS.items()}
    path = write(tmp_path / "a.wacz", {**PARTS, "archive/a.warc": WARC.replace(b"Texte", b"Faux ")}, hashes)
    assert outcomes(path)["archive/a.warc"] == "wrong-hash"
    path = write(tmp_path / "b.wacz", PARTS, hashes, digest=sha(b"another"))
    assert (outcomes(path)["datapackage.json"], outcomes(path)["archive/a.warc"]) == ("wrong-hash", "warc")


def test_a_part_that_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wacz", PARTS, {"archive/b.warc": sha(b"")})
    assert outcomes(path)["archive/b.warc"] == "missing-part"
    assert outcomes(path)["archive/a.warc"] == "warc"


@pytest.mark.parametrize("listing", [b"[]", b"{", b'{"resources": [1, {"path": 5}, {"path": "a", "hash": 6}]}'])
def test_a_list_that_says_nothing_is_no_obstacle(tmp_path: Path, listing: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as archive:
        archive.writestr("archive/a.warc", WARC)
        archive.writestr("datapackage.json", listing)
    assert outcomes(tmp_path / "a.wacz")["archive/a.warc"] == "warc"


def test_the_list_of_another_archive_says_nothing_of_documents(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("pages/a.jsonl", b'{"text": "Une page."}\n')
        archive.writestr("datapackage.json", b'{"resources": []}')
    assert outcomes(tmp_path / "a.zip")["pages/a.jsonl"] == "jsonl"


def test_the_samples(shared: Path) -> None:
    folder = shared / "samples" / "wacz_pywacz"
    for path in sorted(folder.glob("*.wacz")):
        found = outcomes(path)
        with zipfile.ZipFile(path) as archive:
            assert set(archive.namelist()) <= set(found)
        assert "wrong-hash" not in found.values()
    assert outcomes(folder / "invalid_example_1.wacz")["data/indexes/index.cdx.gz"] == "missing-part"


def test_a_member_without_a_name_and_more_members_than_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.jsonl", b'{"text": "Un."}\n')
        archive.writestr("y.jsonl", b'{"text": "Deux."}\n')
    data = (tmp_path / "a.zip").read_bytes().replace(b"x.jsonl", b"\x00.jsonl")  # a name ends at its first NUL
    (tmp_path / "a.zip").write_bytes(data)
    assert list(outcomes(tmp_path / "a.zip").values()) == ["jsonl", "jsonl"]
    monkeypatch.setattr("ingest.archives.MOST_MEMBERS", 1)
    path = tmp_path / "a.zip"
    faults = [met.found.fault for met in walk(path, look_at(path, None))]
    assert [fault.code if fault else None for fault in faults] == [None, "too-many"]


@given(st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=8)), min_size=1, max_size=4), st.integers(0, 2000))
def test_a_damaged_archive_is_told_and_stops_nothing(
    tmp_path_factory: pytest.TempPathFactory, hits: Hits, cut: int
) -> None:
    path = write(tmp_path_factory.mktemp("z") / "a.wacz", PARTS, {name: sha(data) for name, data in PARTS.items()})
    data = bytearray(path.read_bytes())
    for at, junk in hits:
        data[at % len(data) : at % len(data) + len(junk)] = junk
    path.write_bytes(data[: len(data) - cut] if cut < 300 else data)
    assert outcomes(path)
