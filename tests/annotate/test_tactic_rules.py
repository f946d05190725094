"""The rules' language: what a term finds, what a rule asks for, and what a suggestion then says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotate.proposal import Proposal
from annotate.reader import Readers
from annotate.rules.check import finds
from annotate.rules.find import TacticFinder
from annotate.rules.sentences import splitter
from corpus.cli import hustings
from corpus.errors import UsageError
from corpus.folder import make_corpus
from corpus.rules import read_rules

Propose = Callable[[str, str], list[Proposal]]


def found_by(readers: Readers, folder: Path, rule: str, text: str, language: str = "en") -> list[str]:
    """The passages that one rule, and no other, finds in a text."""
    words = f"words: {{{language}: {{fruit: [apple, red berry]}}}}\n"
    file = f"codes: {{front-groups: {{{language}: [{{name: it, {rule}}}]}}}}"
    (folder / "people.yaml").write_text(words + file, encoding="utf-8")
    reader = readers.of(language)
    book = read_rules(folder, readers.corpus.codebook)
    finder = TacticFinder(readers.corpus.codebook, book, reader.pipeline, {})
    doc = reader.pipeline.nlp(text)
    return [text[start:end] for _, start, end in finder.hits(doc, reader.figures(doc))]


@pytest.mark.parametrize(
    ("rule", "text", "passages"),
    [
        ("all: [buy]", "They bought it.", 1),
        ("all: [bought]", "They buy it.", 0),
        ("all: [click farm]", "Two old click-farms.", 1),
        ("all: [click farm]", "A click on the farm.", 0),
        ("all: [on .. payroll]", "Five are on its secret new payroll.", 1),
        ("all: [micro*]", "A microphone.", 1),
        ("all: [$fruit]", "A red and ripe berry? A red berry.", 1),
        ("all: [eat $fruit]", "She ate red berries.", 1),
        ("all: [<money>]", "It cost $300.", 1),
        ("all: [AI]", "Made by AI, not ai.", 1),
        ("all: [AI]", "Made by ai.", 0),
        ("all: [apple, pear]", "An apple. A pear.", 0),
        ("all: [apple], with: [pear]", "An apple. A pear.", 1),
        ("all: [apple], without: [pear]", "An apple. A pear.", 0),
        ("all: [apple], not: [pear]", "An apple. A pear.", 1),
        ("all: [apple], some: [pear, plum], enough: 2", "An apple and a plum. A pear.", 1),
        ("all: [apple], some: [pear, plum], enough: 2", "An apple and a plum. A cherry.", 0),
        ("all: [apple], some: [apple, plum]", "An apple.", 0),
        ("all: [apple], about: [pear]", "A pear. A plum. A cherry. An apple.", 1),
        ("all: [apple], about: [pear]", "A plum. An apple.", 0),
        ("all: [bad apple]", "A bad pear, and no apple.", 0),
        ("all: [apple, pear], order: true", "A pear and an apple.", 0),
        ("all: [apple, pear], near: 3", "An apple, and long after it a pear.", 0),
        ("all: [apple, apple]", "An apple.", 0),
        ("all: [suspend], subject: network, object: account", "The network suspended the account.", 1),
        ("all: [suspend], subject: network, object: account", "The account suspended the network.", 0),
        ("all: [suspend], object: account", "Seventy accounts were suspended.", 1),
    ],
)
def test_what_a_rule_finds(readers: Readers, tmp_path: Path, rule: str, text: str, passages: int) -> None:
    assert len(found_by(readers, tmp_path, rule, text)) == passages


def test_the_passage_is_the_clause(readers: Readers, tmp_path: Path) -> None:
    text = "It rained; the firm bought an apple: nobody knew why."
    assert found_by(readers, tmp_path, "all: [buy, apple]", text) == ["the firm bought an apple"]


def test_french_words_are_cut_as_the_pipeline_cuts_them(readers: Readers) -> None:
    assert splitter(readers.of("fr").pipeline.nlp)("d'abord") == ["d", "abord"]


@pytest.mark.parametrize(
    ("language", "text", "code", "said"),
    [
        ("en", "The party did not buy fake followers on Instagram.", "bought-engagement", {"evidence": "denied"}),
        ("en", "The party bought fake followers on Instagram.", "bought-engagement", {"evidence": None}),
        ("en", "The mayor allegedly bought fake followers.", "bought-engagement", {"evidence": "alleged"}),
        ("en", "An aide admitted that the party bought fake followers.", "bought-engagement", {"evidence": "admitted"}),
        ("fr", "Le parti n'a pas acheté de faux abonnés.", "bought-engagement", {"evidence": "denied"}),
        ("fr", "Le parti aurait acheté de faux abonnés.", "bought-engagement", {"evidence": "alleged"}),
        ("fr", "Il a démenti avoir acheté de faux abonnés.", "bought-engagement", {"evidence": "denied"}),
        ("en", "From May, Chirper will no longer accept political ads.", "political-ad-ban", {"platform": ["chirper"]}),
    ],
)
def test_what_a_suggestion_says(
    proposals: Propose, language: str, text: str, code: str, said: dict[str, object]
) -> None:
    tactic = next(p for p in proposals(text, language) if p.layer == "tactic" and p.code == code)
    assert {name: tactic.attributes.get(name) for name in said} == said
    assert tactic.attributes["rule"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The community met to discuss the poll, and the petition got points for style."),
        ("en", "The minister suspended talks on Friday."),
        ("en", "The group bought two newspapers for $40 million."),
        ("fr", "Le club a pris la tête du classement avec trois points."),
        ("fr", "Le ministre a suspendu vendredi les discussions."),
        ("fr", "Selon un sondage réalisé auprès de 1 004 personnes, la communauté est satisfaite."),
    ],
)
def test_ordinary_news_is_left_alone(proposals: Propose, language: str, text: str) -> None:
    assert [p.code for p in proposals(text, language) if p.layer == "tactic"] == []


def test_an_unknown_code_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        finds(make_corpus(tmp_path / "corpus"), ["nothing"])


def test_check_counts_the_rules(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "corpus")
    result = CliRunner().invoke(hustings, ["-C", str(corpus.root), "codebook", "check", "--json"])
    assert '"front-groups"' in result.output
