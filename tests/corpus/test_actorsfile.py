"""actors.yaml is changed in place, and what people wrote around the change stays."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.actorsfile import ActorsFile
from corpus.authority import Actor, load_authority
from corpus.codebook import load_codebook
from corpus.errors import SettingsError

BOOK = load_codebook(Path(__file__).resolve().parents[2] / "corpus" / "codebook.yaml")
TEXT = """\
# Our people.
actors:
  # The mayor, see the archive.
  - id: anna
    type: candidate
    names: {en: Anna Dorsey}   # as she signs
    aliases:
      any: [Dorsey]
      en:
        - the mayor
    description: {en: "Mayor: since 2015"}

  # Her rival
  - id: paul
    type: candidate
    names: {en: Paul Lind}
  - {id: post, type: media, names: {en: The Post}}
"""


@pytest.fixture
def file(tmp_path: Path) -> ActorsFile:
    (tmp_path / "actors.yaml").write_text(TEXT, encoding="utf-8")
    return ActorsFile(tmp_path / "actors.yaml", BOOK)


def test_an_addition_changes_no_other_line(file: ActorsFile) -> None:
    file.add(Actor(id="new", type="media", names={"en": "New: Times", "fr": "L’Été"}))
    file.save()
    text = file.path.read_text(encoding="utf-8")
    assert text.startswith(TEXT)
    assert load_authority(file.path, BOOK).actor["new"].names == {"en": "New: Times", "fr": "L’Été"}


def test_a_change_keeps_comments_and_order(file: ActorsFile) -> None:
    file.change("anna", aliases={"any": ["Dorsey", "A. D."]}, formerly=["old-anna"])
    file.change("post", names={"en": "Post"})
    file.save()
    text = file.path.read_text(encoding="utf-8")
    for kept in ("# Our people.", "# The mayor, see", "# as she signs", "# Her rival", 'en: "Mayor: since 2015"'):
        assert kept in text
    authority = load_authority(file.path, BOOK)
    assert [actor.id for actor in authority.actors] == ["anna", "paul", "post"]
    assert authority.actor["anna"].aliases == {"any": ["Dorsey", "A. D."]}
    assert authority.current("old-anna") == "anna"
    assert authority.actor["post"].names == {"en": "Post"}


def test_a_removal_leaves_the_others(file: ActorsFile) -> None:
    file.remove("anna")
    file.save()
    assert [actor.id for actor in load_authority(file.path, BOOK).actors] == ["paul", "post"]
    assert "# Her rival" in file.path.read_text(encoding="utf-8")


def test_a_file_without_actors_gets_its_first(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text("# Nobody yet.\nactors: []\n", encoding="utf-8")
    file = ActorsFile(tmp_path / "actors.yaml", BOOK)
    file.add(Actor(id="new", type="media", names={"en": "New"}))
    file.save()
    assert file.path.read_text(encoding="utf-8").startswith("# Nobody yet.\nactors:\n  - id: new\n")


def test_a_change_that_cannot_be_right_leaves_the_file(file: ActorsFile) -> None:
    file.add(Actor(id="new", type="wizard", names={"en": "New"}))
    with pytest.raises(SettingsError, match="wizard"):
        file.save()
    assert file.path.read_text(encoding="utf-8") == TEXT
    assert [path.name for path in file.path.parent.iterdir()] == ["actors.yaml"]


def test_the_starter_is_sound() -> None:
    starter = load_authority(Path(__file__).resolve().parents[2] / "corpus" / "starter.yaml", BOOK)
    assert {"twitter", "facebook", "nationbuilder", "afp", "le-monde"} <= set(starter.actor)
    for actor in starter.actors:
        assert actor.id.isascii()
        assert actor.id == actor.id.lower()
        assert set(actor.names) == set(actor.description) == {"en", "fr"}


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.lists(NAMES, max_size=3))
def test_whatever_the_names_they_come_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, more: list[str]
) -> None:
    path = tmp_path_factory.mktemp("actors") / "actors.yaml"
    path.write_text(TEXT, encoding="utf-8")
    file = ActorsFile(path, BOOK)
    new = Actor(id="new", type="media", names={"en": name}, aliases={"any": more} if more else {})
    file.add(new)
    file.change("anna", names={"fr": name})
    file.save()
    assert load_authority(path, BOOK).actor["new"] == new
    assert load_authority(path, BOOK).actor["anna"].names == {"fr": name}
    assert msgspec.structs.replace(new, id="new") == new
