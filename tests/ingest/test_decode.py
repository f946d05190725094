"""A page reads the same whatever its encoding is and whatever it says that it is."""

from __future__ import annotations

import codecs

import pytest

from corpus.errors import BadRecord
from ingest.clean.decode import page_text

TEXT = "<p>L’été, où nous étions à Brégançon : « déjà » — 5 €, cœur, naïveté.</p>"


def declared(label: str) -> str:
    return f'<html><head><meta charset="{label}"></head><body>{TEXT}</body></html>'


@pytest.mark.parametrize(
    ("page", "server"),
    [
        (declared("utf-8").encode(), None),
        (declared("iso-8859-1").encode(), None),  # says latin-1, is UTF-8
        (declared("utf-8").encode("cp1252"), None),  # says UTF-8, is windows-1252
        (declared("iso-8859-1").encode("cp1252"), None),  # as browsers read the label
        (declared("windows-1252").encode("cp1252"), "utf-8"),
        (TEXT.encode(), "iso-8859-1"),
        (TEXT.encode("cp1252"), None),
        (declared("no-such-encoding").encode("cp1252"), "neither-this"),
        (codecs.BOM_UTF8 + declared("iso-8859-1").encode(), None),
        (codecs.BOM_UTF16_LE + declared("utf-8").encode("utf-16-le"), None),
        (declared("utf-16").encode("utf-16-be"), None),
    ],
)
def test_the_bytes_are_believed_before_the_label(page: bytes, server: str | None) -> None:
    assert TEXT in page_text(page, server)


def test_other_alphabets_by_their_label() -> None:
    page = '<meta charset="koi8-r"><p>Выборы в воскресенье</p>'.encode("koi8-r")
    assert "Выборы" in page_text(page)
    assert "Выборы" in page_text("<p>Выборы</p>".encode("cp1251"), "windows-1251")


def test_a_cut_character_does_not_change_the_encoding() -> None:
    page = declared("utf-8").encode()[:-30] + "é".encode()[:1]
    assert "L’été, où nous étions" in page_text(page)


def test_control_characters_are_dropped() -> None:
    assert page_text(TEXT.replace("é", "\x00é\x07", 1).encode()) == TEXT


@pytest.mark.parametrize("page", [b"\x89PNG\r\n\x1a\n" + b"abc" * 50, b"PK\x03\x04 zipped", bytes(range(128, 160)) * 4])
def test_what_is_no_text_is_refused(page: bytes) -> None:
    with pytest.raises(BadRecord) as refused:
        page_text(page)
    assert refused.value.code == "binary"
