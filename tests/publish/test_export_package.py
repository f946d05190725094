"""The whole corpus in a folder: an RO-Crate that its library reads, a bag that its library validates."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]
from running import run
from site_corpus import make_site_corpus
from stored import silent
from test_export_formats import Uncounted

from corpus.folder import Corpus
from publish.building.build import build
from publish.database import site_path
from publish.export.outgoing import Chosen
from publish.export.package import write_bag, write_rocrate


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A small corpus, built."""
    made = make_site_corpus(tmp_path_factory.mktemp("site") / "corpus")
    build(made, silent)
    return made


def test_a_crate_describes_every_file_and_who_made_it(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "crate"
    write_rocrate(corpus, Chosen(), folder, Uncounted())
    crate = ROCrate(folder)
    described = {entity.id: entity for entity in crate.data_entities}
    assert set(described) == {path.name for path in folder.iterdir()} - {"ro-crate-metadata.json"}
    for name, entity in described.items():
        assert entity["name"]
        assert entity["encodingFormat"]
        assert entity["contentSize"] == str((folder / name).stat().st_size)
    with sqlite3.connect(site_path(corpus)) as db:
        (hash,) = db.execute("SELECT hash FROM build").fetchone()
    assert crate.root_dataset["identifier"] == hash
    assert "not ours to license" in crate.license["description"]
    (action,) = crate.get_by_type("CreateAction")
    assert (action["instrument"]["name"], action["result"].id) == ("Hustings", "./")
    assert (folder / "site.db").read_bytes() == site_path(corpus).read_bytes()
    assert len(json.loads((folder / "cases.json").read_text("utf-8"))) == 2


def test_a_crate_of_a_part_has_no_database_of_the_whole(corpus: Corpus, tmp_path: Path) -> None:
    write_rocrate(corpus, Chosen(language="en"), tmp_path / "crate", Uncounted())
    assert not (tmp_path / "crate" / "site.db").exists()
    assert "only language en" in ROCrate(tmp_path / "crate").description


def test_a_bag_is_valid_and_notices_a_change(corpus: Corpus, tmp_path: Path) -> None:
    write_bag(corpus, Chosen(), tmp_path / "bag", Uncounted())
    bag = bagit.Bag(str(tmp_path / "bag"))
    bag.validate()
    assert bag.info["Source-Organization"] == "Harbours & votes"
    assert ROCrate(tmp_path / "bag" / "data").name == "Harbours & votes"
    (tmp_path / "bag" / "data" / "documents.csv").write_bytes(b"changed")
    assert not bagit.Bag(str(tmp_path / "bag")).is_valid()


def test_a_folder_with_something_in_it_stays(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("All of it.", encoding="utf-8")
    done = run("-C", corpus.root, "export", "rocrate", "-o", tmp_path / "mine")
    assert done.returncode == 2
    assert "It is there already" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert run("-C", corpus.root, "export", "bagit", "-o", tmp_path / "new").returncode == 0
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["mine", "new"]
