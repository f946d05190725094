"""Documents are read block by block; no word is lost and none is read twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotate.stretches import LONGEST, language_of, stretches
from corpus.model import Block, Document


def test_embedded_posts_are_left_to_their_own_document() -> None:
    text = "Un article.\n\nUn message.\n\nLa suite."
    blocks = (
        Block(kind="paragraph", start=0, end=11),
        Block(kind="embedded_post", start=13, end=24),
        Block(kind="paragraph", start=26, end=35),
    )
    read = list(stretches(Document(id="d", kind="article", text=text, language="fr", blocks=blocks)))
    assert [(s.start, s.text) for s in read] == [(0, "Un article."), (26, "La suite.")]


def test_a_block_in_another_language_is_read_in_it() -> None:
    blocks = (Block(kind="paragraph", start=0, end=3), Block(kind="paragraph", start=5, end=8, language="en"))
    document = Document(id="d", kind="article", text="Oui\n\nYes", language="fr-CA", blocks=blocks)
    assert [s.language for s in stretches(document)] == ["fr", "en"]


def test_the_language_is_the_detected_one_or_the_declared_one_or_unknown() -> None:
    def language(**fields: str) -> str:
        return language_of(Document(id="d", kind="post", text="x", **fields))  # type: ignore[arg-type]

    assert language(language="fr", language_declared="en") == "fr"
    assert language(language="und", language_declared="en-GB") == "en"
    assert language(language="und") == "und"
    assert language() == "und"


@given(st.lists(st.sampled_from(["mot ", "fin. ", "ligne\n", "x" * 9000, "🙂" * 7000]), max_size=12))
def test_long_blocks_are_cut_without_losing_a_character(pieces: list[str]) -> None:
    text = "".join(pieces)
    read = list(stretches(Document(id="d", kind="article", text=text, language="fr")))
    assert all(text[s.start : s.start + len(s.text)] == s.text for s in read)
    assert "".join(s.text for s in read).split() == text.split()
    assert all(len(s.text) <= LONGEST for s in read)
