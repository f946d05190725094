"""Zip archives of any kind: opened safely, archives inside them too, and what is not read has its reason."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import Run
from test_wacz import PARTS, outcomes, sha, write

from corpus.folder import Corpus
from ingest.pageparts import page_of

LINE = '{"text": "Une ligne."}\n'
PROSE = "Le conseil s'est réuni mardi soir pour parler de la digue, et personne n'a voté contre le projet. "
PAGE = f"<html><head><title>La digue</title></head><body><h1>La digue</h1>{f'<p>{PROSE * 3}</p>' * 4}</body></html>"


def zipped(members: dict[str, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def saved(folder: Path, members: dict[str, bytes | str]) -> Path:
    path = folder / "a.zip"
    path.write_bytes(zipped(members))
    return path


def test_names_that_lead_elsewhere_are_only_names(corpus: Corpus, tmp_path: Path, hustings: Run) -> None:
    path = saved(tmp_path, {"../../out.jsonl": LINE, "/abs/out.jsonl": LINE.replace("ligne", "autre")})
    account = json.loads(hustings("-C", corpus.root, "ingest", path, "--json").stdout)
    assert (account["read"], account["kept"]) == (2, 2)
    assert not list(tmp_path.parent.rglob("out.jsonl"))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("passwords.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.jsonl", LINE)
    assert outcomes(tmp_path / "a.zip") == {"passwords.txt": "link", "b.jsonl": "jsonl"}


def test_members_that_hold_nothing_are_told(tmp_path: Path) -> None:
    chat = json.dumps({"name": "Le fil", "type": "public_channel", "id": 12, "messages": []})
    path = saved(tmp_path, {"b.jsonl": LINE, "chat.json": chat, "empty.zip": zipped({"folder/": ""})})
    assert outcomes(path) == {"b.jsonl": "jsonl", "chat.json": "no-record", "empty.zip": "no-record"}


def test_members_that_are_locked_are_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.jsonl": LINE}, zipfile.ZIP_STORED))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    assert outcomes(tmp_path / "a.zip") == {"a.jsonl": "encrypted"}


def test_bombs_are_refused(tmp_path: Path) -> None:
    zeros = bytes(70 * 2**20)
    assert outcomes(saved(tmp_path, {"a.txt": zeros})) == {"None": "bomb"}
    inner = zipped({"a.txt": zeros})
    assert outcomes(saved(tmp_path, {"in.zip": inner, "b.jsonl": LINE})) == {"in.zip": "bomb", "b.jsonl": "jsonl"}


def test_archives_inside_archives(tmp_path: Path) -> None:
    deep = zipped({"c.jsonl": LINE})
    for name in ("b.zip", "a.zip", "z.zip"):
        deep = zipped({name: deep, "x.jsonl": LINE})
    assert outcomes(saved(tmp_path, {"y.zip": deep, "cut.zip": zipped({"d.jsonl": LINE})[:-30]})) == {
        "y.zip!/x.jsonl": "jsonl",
        "y.zip!/z.zip!/x.jsonl": "jsonl",
        "y.zip!/z.zip!/a.zip": "too-deep",
        "cut.zip": "truncated",
    }


def test_a_wacz_of_several_wacz(tmp_path: Path) -> None:
    hashes = {name: sha(data) for name, data in PARTS.items()}
    inner = write(tmp_path / "in.wacz", PARTS, hashes).read_bytes()
    resources = [{"name": name, "path": name, "hash": sha(inner)} for name in ("one.wacz", "two.wacz")]
    listing = json.dumps({"profile": "multi-wacz-package", "resources": resources})
    found = outcomes(
        saved(tmp_path, {"one.wacz": inner, "two.wacz": inner[:-9] + bytes(9), "datapackage.json": listing})
    )
    assert found["one.wacz!/archive/a.warc"] == "warc"
    assert found["two.wacz"] == "wrong-hash"
    assert found["datapackage.json"] == "no-document"


FRAMES = (
    '<html><head><title>x</title></head><frameset cols="*,*"><frame src="./Cadres_fichiers/centre.html"></frameset>'
)
SAVED = {
    "La digue.html": PAGE,
    "La digue_files/pub.html": PAGE.replace("digue", "publicité"),
    "La digue_files/a/saved_resource.html": PAGE.replace("digue", "réclame"),
    "La digue_files/app.js": "var a = 1;\n" * 20,
    "La digue_files/photo.png": b"\x89PNG\r\n\x1a\n" + bytes(99),
    "La digue_files/posts.jsonl": LINE,
    "Cadres.htm": FRAMES,
    "Cadres_fichiers/centre.html": PAGE.replace("digue", "jetée"),
    "Cadres_fichiers/autre.html": PAGE.replace("digue", "rade"),
    "my_files/article.html": PAGE.replace("digue", "plage"),
}
EXPECTED = {
    "La digue.html": "html",
    "La digue_files/pub.html": "page-part",
    "La digue_files/a/saved_resource.html": "page-part",
    "La digue_files/app.js": "page-part",
    "La digue_files/photo.png": "page-part",
    "La digue_files/posts.jsonl": "jsonl",
    "Cadres.htm": "html",
    "Cadres_fichiers/centre.html": "html",
    "Cadres_fichiers/autre.html": "page-part",
    "my_files/article.html": "html",
}


def test_what_a_browser_saved_beside_a_page_is_no_page(tmp_path: Path) -> None:
    assert outcomes(saved(tmp_path, SAVED)) == EXPECTED


@pytest.mark.parametrize("packed", [False, True])
def test_the_same_in_a_folder(corpus: Corpus, tmp_path: Path, hustings: Run, packed: bool) -> None:
    folder = tmp_path / "in"
    for name, data in SAVED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    wanted = saved(tmp_path, SAVED) if packed else folder
    account = json.loads(hustings("-C", corpus.root, "ingest", wanted, "--json").stdout)
    assert account["read"] == len(SAVED)
    assert account["kept"] == 4  # the article, the frame that holds one, the page of the other folder, the line
    tallies = {tally["reason"]: tally["records"] for tally in account["by_format"] if tally["reason"]}
    assert tallies == {"page-part": 5, "no-article": 1}
    hustings("-C", corpus.root, "quarantine", "--retry")
    left = json.loads(hustings("-C", corpus.root, "quarantine", "--json").stdout)
    assert sorted(entry["reason"] for entry in left) == ["no-article", *["page-part"] * 5]


@given(st.lists(st.text(alphabet="._/-files\x00aé\\", max_size=30), max_size=4))
def test_a_member_may_have_any_name(names: list[str]) -> None:
    for name in names:
        page = page_of(name, lambda other: bool(other), lambda other: b"<frame src='a'>")
        assert page is None or page.part
