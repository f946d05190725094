"""`hustings annotate next`: what is new comes first, once, and what was annotated does not come again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_corpus import annotations, judge, put, small_corpus

from annotate.next import next_documents
from annotate.proposal import Proposal
from annotate.reader import Readers
from annotate.suggest import suggest
from corpus.cli import hustings as hustings_command
from corpus.folder import Corpus
from corpus.model import Relation

TEXT = "Des robots publiaient toute la nuit sur le port."


class _Says(Readers):
    """Readers that propose for each document the codes that its text ends with, after `#`."""

    def propose(self, documents: object) -> list[list[Proposal]]:
        return [
            [
                Proposal(layer="tactic", code=code, start=0, end=len(TEXT), score=0.7, agent="hustings-test 1")
                for code in document.text.partition("#")[2].split()
            ]
            for document in documents  # type: ignore[attr-defined]
        ]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


def test_nothing_is_next_where_nothing_was_suggested(corpus: Corpus) -> None:
    put(corpus, TEXT)
    assert next_documents(corpus) == []
    done = CliRunner().invoke(hustings_command, ["-C", str(corpus.root), "annotate", "next"], standalone_mode=False)
    assert "annotate suggest" in done.stderr


def test_short_documents_with_codes_that_nobody_judged_come_first(corpus: Corpus) -> None:
    known = [put(corpus, f"{TEXT} {number} #bots") for number in range(4)]
    long = put(corpus, f"{TEXT} {'mot ' * 2000} #rare")
    rare, common = put(corpus, f"{TEXT} #rare"), put(corpus, f"{TEXT} #bots")
    suggest(corpus, readers=_Says(corpus))
    for annotation in annotations(corpus):
        if annotation.document in {one.id for one in known}:
            judge(corpus, annotation, "accept")
    found = next_documents(corpus)
    assert [one.document for one in found] == [rare.id, common.id, long.id]
    assert "rare (0)" in found[0].why
    assert "bots (4)" in found[1].why
    assert found[0].points == pytest.approx((found[0].doubt + found[0].rarity + found[0].disagreement) / 1.05, rel=0.05)
    assert len(next_documents(corpus, limit=1)) == 1


def test_what_says_the_same_is_listed_once_and_not_after_one_was_annotated(corpus: Corpus) -> None:
    first = put(corpus, f"{TEXT} #bots")
    same = Relation(kind="near_duplicate_of", target=first.id)
    copies = [put(corpus, f"{TEXT} {number} #bots", relations=(same,)) for number in range(3)]
    other = put(corpus, f"{TEXT} Autre. #trolls")
    suggest(corpus, readers=_Says(corpus))
    found = {one.document: one for one in next_documents(corpus)}
    (listed,) = set(found) - {other.id}
    assert listed in {first.id, *(copy.id for copy in copies)}
    assert found[listed].copies == 3
    assert "3 more say the same" in found[listed].why
    judge(corpus, next(a for a in annotations(corpus) if a.document == copies[1].id), "reject")
    assert [one.document for one in next_documents(corpus)] == [other.id]


def test_the_command_prints_the_same_as_json(corpus: Corpus) -> None:
    document = put(corpus, f"{TEXT} #bots")
    suggest(corpus, readers=_Says(corpus))
    command = ["-C", str(corpus.root), "annotate", "next", "--limit", "5"]
    table = CliRunner().invoke(hustings_command, command, standalone_mode=False)
    assert "few judged" in table.stdout
    (one,) = json.loads(CliRunner().invoke(hustings_command, [*command, "--json"], standalone_mode=False).stdout)
    assert one["document"] == document.id
