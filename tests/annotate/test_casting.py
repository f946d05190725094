"""The authority file is kept with `hustings actors`, and annotations follow it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from small_corpus import annotations, judge, put, small_corpus

from annotate.actors.cast import actors, candidates, key
from annotate.actors.casting import add_actor, merge_actors, split_actor
from annotate.suggest import suggest
from corpus.errors import UsageError
from corpus.folder import Corpus, find_corpus

TEXT_EN = "The campaign manager Zoé Kerbrat talked to Jeanne Rivage. Kerbrat paid Brightsea Digital, an agency."
TEXT_FR = "La directrice de campagne, Zoe Kerbrat, a répondu à Jeanne Rivage."


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_corpus(tmp_path_factory.mktemp("suggested") / "corpus")
    put(made, TEXT_EN, "en")
    put(made, TEXT_FR, "fr")
    suggest(made)
    return made.root


@pytest.fixture
def corpus(suggested: Path, tmp_path: Path) -> Corpus:
    """A copy of its own for each test."""
    return find_corpus(shutil.copytree(suggested, tmp_path / "corpus"))


def of(corpus: Corpus, code: str) -> list[str]:
    return [a.quotation for a in annotations(find_corpus(corpus.root)) if a.code == code]


def test_candidates_are_merged_across_spellings_and_languages(corpus: Corpus) -> None:
    kerbrat = next(one for one in candidates(corpus) if "Kerbrat" in one.name)
    assert set(kerbrat.spellings) == {"Zoé Kerbrat", "Zoe Kerbrat"}
    assert kerbrat.languages == ["en", "fr"]
    assert (kerbrat.kind, kerbrat.documents, kerbrat.annotations) == ("person", 2, 3)
    assert "candidate" in kerbrat.types
    assert "[Zoé Kerbrat]" in kerbrat.passages[0]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Donald P. Green", "Donald Green", "person"),
        ("Benoît Hamon", "BENOIT HAMON", "person"),
        ("Osei-Lund", "Osei Lund", "person"),
        ("Université de Louvigny", "University of Louvigny", "organisation"),
        ("Lumen Labs Inc.", "Lumen Labs", "organisation"),
    ],
)
def test_spellings_of_one_name_come_together(one: str, other: str, kind: str) -> None:
    assert key(one, kind) == key(other, kind)


def test_different_names_stay_apart() -> None:
    assert key("Anna Dorsey", "person") != key("Paul Dorsey", "person")


def test_an_added_candidate_takes_its_annotations_along(corpus: Corpus) -> None:
    accepted = next(a for a in annotations(corpus) if a.quotation == "Zoé Kerbrat")
    judge(corpus, accepted, "accept")
    add_actor(corpus, "zoe-kerbrat", type="campaign-team", candidate="candidate:zoe-kerbrat")
    again = find_corpus(corpus.root)
    assert again.authority.current(accepted.code) == "zoe-kerbrat"
    suggest(again)
    assert not [one for one in candidates(again) if "Kerbrat" in one.name]
    assert next(one for one in actors(again) if one.id == "zoe-kerbrat").documents == 2
    before = len(annotations(again))
    assert suggest(again).layers["actor"].new == 0
    assert len(annotations(again)) == before


def test_merged_actors_keep_names_and_annotations_and_can_be_split_again(corpus: Corpus) -> None:
    original = (corpus.root / "actors.yaml").read_text(encoding="utf-8")
    merge_actors(corpus, "jeanne-rivage", "rivage-conseil")
    merged = find_corpus(corpus.root)
    assert "rivage-conseil" not in merged.authority.actor
    assert merged.authority.current("rivage-conseil") == "jeanne-rivage"
    assert "Rivage Conseil" in list(merged.authority.actor["jeanne-rivage"].names_in("fr"))
    split_actor(merged, "jeanne-rivage", "rivage-conseil", names=["Rivage Conseil"])
    apart = find_corpus(corpus.root)
    assert apart.authority.current("rivage-conseil") == "rivage-conseil"
    assert apart.authority.actor["jeanne-rivage"].names_in("fr")
    assert "Rivage Conseil" not in list(apart.authority.actor["jeanne-rivage"].names_in("fr"))
    assert "paul-dorsey" in original


def test_what_people_judged_is_told_when_an_actor_is_split(corpus: Corpus) -> None:
    accepted = next(a for a in annotations(corpus) if a.quotation == "Jeanne Rivage")
    judge(corpus, accepted, "accept")
    (corpus.root / "actors.yaml").write_text(
        "actors:\n  - {id: jeanne-rivage, type: candidate, names: {en: J. Rivage}, aliases: {any: [Jeanne Rivage]}}\n"
    )
    left = split_actor(find_corpus(corpus.root), "jeanne-rivage", "another-rivage", names=["Jeanne Rivage"])
    assert [a.id for a in left] == [accepted.id]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"id": "jeanne-rivage", "type": "candidate", "names": ["X"]}, "there already"),
        ({"id": "Été", "type": "candidate", "names": ["X"]}, "no id"),
        ({"id": "x", "type": "wizard", "names": ["X"]}, "no actor type"),
        ({"id": "x", "type": "candidate"}, "no name"),
        ({"id": "x", "type": "candidate", "candidate": "candidate:nobody"}, "no candidate"),
        ({"id": "x", "type": "candidate", "names": ["X"], "accounts": ["@x"]}, "no account"),
    ],
)
def test_wrong_additions_are_explained_and_change_nothing(
    corpus: Corpus, arguments: dict[str, object], message: str
) -> None:
    before = (corpus.root / "actors.yaml").read_bytes()
    with pytest.raises(UsageError, match=message):
        add_actor(corpus, **arguments)  # type: ignore[arg-type] # of mixed types on purpose
    assert (corpus.root / "actors.yaml").read_bytes() == before


def test_the_command_lists_as_json(corpus: Corpus, hustings: object) -> None:
    done = hustings("-C", corpus.root, "actors", "candidates", "--json")  # type: ignore[operator]
    assert any("Kerbrat" in one["name"] for one in json.loads(done.stdout))
