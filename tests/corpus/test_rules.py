"""The rules' files are checked, and a mistake is told with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.codebook import load_codebook
from corpus.errors import SettingsError
from corpus.folder import make_corpus
from corpus.rules import load_rules, read_rules, shipped_rules

BOOK = load_codebook(shipped_rules().parent / "codebook.yaml")


def test_every_code_has_rules_in_every_language() -> None:
    rules = read_rules(shipped_rules(), BOOK)
    for tactic in BOOK.tactics:
        for language in BOOK.codebook.languages:
            assert len(rules.of(tactic.slug, language)) >= 3, (tactic.slug, language)


def test_a_new_corpus_has_rules_of_its_own_and_an_old_one_uses_the_shipped(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "new")
    own = corpus.root / "rules"
    assert {path.name for path in own.iterdir()} == {path.name for path in shipped_rules().glob("*.yaml")}
    for path in own.iterdir():
        path.unlink()
    assert load_rules(corpus.root, BOOK).number() == 0
    own.rmdir()
    assert load_rules(corpus.root, BOOK).number() > 200


RULE = "codes: {front-groups: {en: [{name: one, all: [%s]%s}]}}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RULE % ("$nowhere", ""), "no word list nowhere"),
        (RULE % ("<moneys>", ""), "<moneys> is unknown"),
        (RULE % ("a |", ""), "holds no word"),
        (RULE % ("", ""), "`all` is empty"),
        (RULE % ("a", ", score: 2"), "score 2"),
        (RULE % ("a, b", ", near: 1"), "`near` is too small"),
        (RULE % ("a", ", some: [b], enough: 2"), "`enough` is not between 1 and 1"),
        (RULE % ("a", ", sets: {payment: gold}"), "payment has no value gold"),
        (RULE % ("a", ", sets: {colour: red}"), "no attribute colour"),
        (RULE % ("a", ", wihout: [b]"), "wihout"),
        ("codes: {front-grups: {en: []}}", "No code of the codebook is called front-grups"),
        ("codes: {front-groups: {xx: []}}", "no language xx"),
        ("codes: {front-groups: {en: [{name: one, all: [a]}, {name: one, all: [b]}]}}", "two rules are called one"),
        ("words: {en: {a: [$b], b: [$a]}}", "holds itself"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "people.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        read_rules(tmp_path, BOOK)
    assert said in str(error.value)
    assert str(tmp_path) in str(error.value)
