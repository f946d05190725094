"""The real pipelines, loaded once for all tests of this floor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import spacy
from small_corpus import small_corpus

from annotate.actors.settling import settled
from annotate.proposal import Proposal
from annotate.reader import Readers
from annotate.stretches import Stretch

Propose = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="session", autouse=True)
def _models_are_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spacy, "load", cache(spacy.load))
        yield


@pytest.fixture(scope="session")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    """The readers of a corpus with the actors of small_corpus and the shipped codebook."""
    return Readers(small_corpus(tmp_path_factory.mktemp("readers") / "corpus"))


@pytest.fixture(scope="session")
def proposals(readers: Readers) -> Callable[[str, str], list[Proposal]]:
    """What is proposed for one stretch of text."""

    def propose(text: str, language: str) -> list[Proposal]:
        return settled(next(readers.of(language).read([text])).proposals, [Stretch(0, text, language)])

    return propose


@pytest.fixture(scope="session")
def found(proposals: Callable[[str, str], list[Proposal]]) -> Propose:
    """(code, passage) of what is proposed in a layer; candidates only where asked for."""

    def find(text: str, language: str, layer: str = "actor", *, candidates: bool = False) -> list[tuple[str, str]]:
        return [
            (p.code, text[p.start : p.end])
            for p in sorted(proposals(text, language), key=lambda p: (p.start, p.end, p.code))
            if p.layer == layer and (layer != "actor" or p.code.startswith("candidate:") == candidates)
        ]

    return find
