"""The actors, figures and quotations of the first corpus's own texts, against what a person found in them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from small_corpus import annotations, put

from annotate.fold import one_line
from annotate.suggest import suggest
from corpus.folder import Corpus, find_corpus, make_corpus
from corpus.model import Annotation

SAMPLE = Path(__file__).resolve().parents[2] / "publish" / "sample" / "actors.yaml"
ENGLISH = "003_"


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((shared / "gold" / "annotations.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def suggested(
    shared: Path, gold: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[str, list[Annotation]]]:
    """By seed: its text and what is suggested for it."""
    if not SAMPLE.is_file():
        pytest.skip("needs the sample's authority file")
    root = tmp_path_factory.mktemp("seeds") / "corpus"
    make_corpus(root)
    shutil.copy(SAMPLE, root / "actors.yaml")
    corpus: Corpus = find_corpus(root)
    texts = {name: (shared / "seeds" / name).read_text(encoding="utf-8") for name in gold}
    ids = {name: put(corpus, text, "en" if name.startswith(ENGLISH) else "fr").id for name, text in texts.items()}
    suggest(corpus)
    made = annotations(corpus)
    return {name: (text, [a for a in made if a.document == ids[name]]) for name, text in texts.items()}


def in_hand(suggested: dict[str, tuple[str, list[Annotation]]], name: str, layer: str) -> list[Annotation]:
    return [a for a in suggested[name][1] if a.layer == layer]


def test_every_actor_is_found_at_every_mention(
    gold: dict[str, Any], suggested: dict[str, tuple[str, list[Annotation]]]
) -> None:
    missed = []
    for name, wanted in gold.items():
        found = {(a.code, one_line(a.quotation)) for a in in_hand(suggested, name, "actor")}
        known = {a.code for a in in_hand(suggested, name, "actor")}
        for actor in wanted["actors"]:
            for mention in actor["mentions"]:
                if (actor["id"], mention) not in found and actor["id"] in known:
                    missed.append((name, actor["id"], mention))
            if actor["id"] not in known:
                missed.append((name, actor["id"], "at all"))
    mentions = sum(len(actor["mentions"]) for wanted in gold.values() for actor in wanted["actors"])
    assert len(missed) <= 0.1 * mentions, missed


def test_what_is_no_actor_is_not_one_for_sure(
    gold: dict[str, Any], suggested: dict[str, tuple[str, list[Annotation]]]
) -> None:
    for name, wanted in gold.items():
        known = {code["id"] for code in wanted["actors"]}
        for annotation in in_hand(suggested, name, "actor"):
            if annotation.quotation in wanted["not_actors"] and annotation.code not in known:
                assert annotation.score is not None
                assert annotation.score <= 0.85


def test_every_figure_is_found_with_its_value(
    gold: dict[str, Any], suggested: dict[str, tuple[str, list[Annotation]]]
) -> None:
    for name, wanted in gold.items():
        found = in_hand(suggested, name, "figure")
        for figure in wanted["figures"]:
            values = {key: figure[key] for key in ("low", "high", "kind", "unit", "per") if key in figure}
            quote = one_line(figure["quote"])
            assert any(
                (quote in one_line(a.quotation) or one_line(a.quotation) in quote)
                and a.attributes.items() >= values.items()
                for a in found
            ), figure


def test_every_quotation_is_found_with_its_speaker(
    gold: dict[str, Any], suggested: dict[str, tuple[str, list[Annotation]]]
) -> None:
    for name, wanted in gold.items():
        found = {a.quotation: a.attributes.get("speaker") for a in in_hand(suggested, name, "quotation")}
        for quotation in wanted["quotes"]:
            assert found.get(quotation["quote"]) == quotation["speaker"]
