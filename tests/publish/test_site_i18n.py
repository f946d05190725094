"""The two languages of the interface: the same messages, every one that a template asks for, and good typography."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args

import pytest

from corpus import model
from corpus.terms import LAYERS
from corpus.web.wording import LANGUAGES, NARROW, french, negotiate
from publish.site.app import HERE
from publish.site.i18n import load_messages, wording

SHARED = Path(str(files("corpus.web")))
SOURCES = [*(HERE / "templates").rglob("*.html"), *HERE.rglob("*.py"), *SHARED.rglob("*.py")]
ASKED = re.compile(
    r"""\b(?:(?:words\.|ask\.words\.|self\.)?t\(|plain\(\s*words,\s*)"""
    r"""f?["']([a-z0-9_.{}\[\]"' -]+?)["'](?=[,)]| ~)(?!\s*~)"""
)
PREFIX = re.compile(r"""\bt\(\s*["']([a-z_.]+\.)["']\s*~""")
FIELD = re.compile(r"{(\w+)}")


def forms(message: str | dict[str, str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def test_both_languages_have_the_same_messages() -> None:
    english, french_ = load_messages("en"), load_messages("fr")
    assert set(english) == set(french_)
    for key, message in english.items():
        assert isinstance(message, str) == isinstance(french_[key], str), key
        if not isinstance(message, str):
            assert set(message) == set(french_[key]) == {"one", "other"}, key
        fields = {name for form in forms(message) for name in FIELD.findall(form)}
        assert fields == {name for form in forms(french_[key]) for name in FIELD.findall(form)}, key


def asked() -> set[str]:
    return {key for path in SOURCES for key in ASKED.findall(path.read_text(encoding="utf-8")) if "{" not in key}


def test_every_message_that_is_asked_for_is_there() -> None:
    keys = asked()
    assert len(keys) > 80
    assert keys <= set(load_messages("en"))


def test_every_message_is_asked_for() -> None:
    keys = asked()
    prefixes = {prefix for path in SOURCES for prefix in PREFIX.findall(path.read_text(encoding="utf-8"))}
    from_data = "unit value attribute amount amount.per figure place kind date.of date.part date.unresolved chart"
    from_data += " query sort group measure"  # what is wrong with a query, and choices of forms
    prefixes |= {f"{name}." for name in from_data.split()}
    unused = {key for key in load_messages("en") if key not in keys and not key.startswith(tuple(prefixes))}
    assert unused == set()


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("kind.", model.DocumentKind),
        ("count.", model.DocumentKind),
        ("document.untitled.", model.DocumentKind),
        ("state.", model.State),
        ("precision.", model.Precision),
        ("reason.", model.Reason),
        ("layer.", Literal[LAYERS]),
        ("layer.one.", Literal[LAYERS]),
        ("tie.to.", model.RelationKind),
        ("tie.from.", model.RelationKind),
        ("outcome.", model.Outcome),
    ],
)
def test_every_word_of_the_model_has_one_in_both_languages(prefix: str, words: object) -> None:
    for language in LANGUAGES:
        assert {prefix + word for word in get_args(words)} <= set(load_messages(language))


def test_french_is_set_with_narrow_no_break_spaces() -> None:
    for key, message in load_messages("fr").items():
        for text in forms(message):
            assert not re.search(rf"[^{NARROW}\s«][;?!»]", text), (key, text)
            assert not re.search(r"[ \u00a0][:;?!»]|«[ \u00a0]|«[^\u202f]", text), (key, text)
            assert "'" not in text, (key, text)
    assert french("Vraiment ? « Oui » : 50 %") == "Vraiment\u202f? «\u202fOui\u202f»\u202f: 50\u202f%"
    assert french("https://a.example/?b") == "https://a.example/?b"


@pytest.mark.parametrize(
    ("value", "english", "french_"),
    [
        ("2020", "2020", "2020"),
        ("2020-02", "February 2020", "février 2020"),
        ("2020-02-21", "21 February 2020", "21 février 2020"),
        ("2020-08-01", "1 August 2020", "1er août 2020"),
        ("2020-02-21T04:05:06Z", "21 February 2020, 04:05 UTC", f"21 février 2020, 4{NARROW}h{NARROW}05 UTC"),
        ("2020-02-21T14:05", "21 February 2020, 14:05", f"21 février 2020, 14{NARROW}h{NARROW}05"),
        ("2020-02-21T14:05:06+01:00", "21 February 2020, 14:05 UTC+01:00",
         f"21 février 2020, 14{NARROW}h{NARROW}05 UTC+01:00"),
        ("2020-13-01", "2020-13-01", "2020-13-01"),
        ("yesterday", "yesterday", "yesterday"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_dates_are_as_precise_as_they_are_known(value: str, english: str, french_: str) -> None:
    assert wording("en").date(value) == english
    assert wording("fr").date(value) == french_


def test_numbers_and_plurals_follow_the_language() -> None:
    en, fr = wording("en"), wording("fr")
    assert en.number(1234567.5) == "1,234,567.5"
    assert fr.number(1234567.5) == f"1{NARROW}234{NARROW}567,5"
    assert en.t("count.documents", count=0) == "0 documents"
    assert fr.t("count.documents", count=0) == "0 document"
    assert fr.t("count.documents", count=2_000_000) == f"2{NARROW}000{NARROW}000 documents"
    assert en.size(999) == "999 bytes"
    assert en.size(1234) == "1.2 kB"
    assert fr.size(5_400_000_000) == "5,4 Go"
    assert fr.size(7_000_000_000_000).endswith(" Go")


def test_values_in_messages_are_escaped() -> None:
    assert wording("en").t("search.title_of", query="<b>") == "Search: &lt;b&gt;"


def test_periods_may_be_open() -> None:
    en = wording("en")
    assert en.period("2012-09", "2013-01") == "September 2012 – January 2013"
    assert en.period("2012", "2012") == "2012"
    assert en.period("2012", None) == "since 2012"
    assert en.period(None, "2012") == "until 2012"
    assert en.period(None, None) == ""


def test_a_language_is_called_by_its_name() -> None:
    assert wording("fr").language_name("en") == "anglais"
    assert wording("en").language_name("pt-BR") == "Portuguese"
    assert wording("en").language_name("und") == "language uncertain"
    assert wording("en").language_name("<x>") == "<x>"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CA,en;q=0.9", "fr"),
        ("de,en;q=0.7,fr;q=0.8", "fr"),
        ("fr;q=0, en;q=0.1", "en"),
        ("*", "en"),
        (";;;,,q=", "en"),
    ],
)
def test_the_browsers_wish_is_understood(header: str, language: str) -> None:
    assert negotiate(header) == language


def test_the_message_files_are_where_the_package_says() -> None:
    assert sorted(path.name for path in (Path(HERE) / "messages").iterdir()) == ["en.yaml", "fr.yaml"]
