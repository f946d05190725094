"""Citations: bylines taken apart, the record made of a row, and every format read back as what went in."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import bibtexparser
import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from publish.export.bibtex import bibtex
from publish.export.citation import Citation, citation, one_line
from publish.export.coins import coins
from publish.export.csl import csl
from publish.export.names import Name, names_of
from publish.export.ris import ris
from publish.export.schemaorg import as_data_block, described
from publish.export.site import Site

SITE = Site(
    hash="0" * 64, hustings="1", title_en="Harbours & votes", title_fr="Ports", address="https://corpus.example"
)
# What trips up a format: markup, TeX, keys of RIS, quotation marks of every kind, ends of lines, emoji, other scripts.
TRICKY = st.sampled_from(
    ["{", "}", "\\", "%", "&", "$", "#", "_", "~", "^", '"', "'", "@", "=", ",", ";", "\n", "\r\n", "\t", " ", "\u2028",
     "\x00", "\x1e", "\N{RIGHT-TO-LEFT OVERRIDE}", "é", "œ", "« ", " »", "“", "”", "–", "—", "😀", "👩‍👩‍👧", "漢", "é",
     "ER  - ", "TY  - JOUR", "@article{x,", "</script>", "<!--", "and", "a", "B", "7", r"\url{", "--", "``", "?`"]
)  # fmt: skip
TITLES = st.lists(TRICKY | st.text(max_size=4), min_size=1, max_size=12).map("".join).filter(one_line)


def row(**fields: Any) -> dict[str, Any]:
    """A row as `citation` takes one."""
    known = (
        "id kind title text label outlet platform byline account published_at retrieved_at canonical_url url language"
        " deck"
    )
    said = {"id": "daaaaaaaaaaaaaaaa", "kind": "article", "text": "Words.", "label": "Words."}
    return {**dict.fromkeys(known.split()), **said, **fields}


def cited(**fields: Any) -> Citation:
    return citation(row(**fields), SITE)


# Bylines


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Inès Caradec", ["Caradec, Inès"]),
        ("Par Inès Caradec et Jean Dupont", ["Caradec, Inès", "Dupont, Jean"]),
        ("By A. Smith, B. Jones and C. Doe", ["Smith, A.", "Jones, B.", "Doe, C."]),
        ("Propos recueillis par Inès Caradec", ["Caradec, Inès"]),
        ("Caradec, Inès", ["Caradec, Inès"]),
        ("Marine Le Pen", ["Le Pen, Marine"]),
        ("Jean de La Fontaine, envoyé spécial à Nice", ["de La Fontaine, Jean"]),
        ("Zoé d’Arc avec Reuters", ["d’Arc, Zoé", "Reuters"]),
        ("Vincent van Gogh & Paul Gauguin", ["van Gogh, Vincent", "Gauguin, Paul"]),
        ("Jean DUPONT", ["DUPONT, Jean"]),
        ("John Smith, Jr.", ["Smith, John Jr."]),
        ("Sarah Smith, political correspondent", ["Smith, Sarah"]),
        ("John Smith (in Paris)", ["Smith, John"]),
        ("Jean-Pierre O’Neill", ["O’Neill, Jean-Pierre"]),
        ("Associated Press", ["Associated Press"]),
        ("Le Monde avec AFP", ["Le Monde", "AFP"]),
        ("la rédaction", ["la rédaction"]),
        ("Madonna", ["Madonna"]),
        ("@JRivage", ["@JRivage"]),
        ("Inès Caradec, Inès Caradec", ["Caradec, Inès"]),
        ("", []),
        (None, []),
    ],
)
def test_a_byline_is_taken_apart(byline: str | None, names: list[str]) -> None:
    assert [name.sorted for name in names_of(byline)] == names


@given(st.text(max_size=80))
def test_any_byline_has_names_of_its_own_letters(byline: str) -> None:
    names = names_of(byline)
    assert bool(names) == bool(byline.strip())
    for name in names:
        assert name.plain.strip()
        assert not set(name.plain) - set(byline) - {" ", "…"}


# The record


def test_an_article_a_post_and_a_page_are_different_things() -> None:
    article = cited(title="A", outlet="La Vigie", published_at="2018-05-14", byline="Inès Caradec")
    assert (article.type, article.container_title, article.issued) == ("article-newspaper", "La Vigie", "2018-05-14")
    post = cited(kind="post", platform="twitter", account="@JRivage", text="Fière de ma ville !\nEt du port.")
    assert (post.type, post.genre, post.title, post.untitled) == (
        "post",
        "Tweet",
        "Fière de ma ville ! Et du port.",
        True,
    )
    assert post.author == (Name(literal="@JRivage"),)
    without_words = cited(kind="post", text="", label="@JRivage, 2018-05-14")  # only the citation is published
    assert (without_words.title, without_words.untitled) == ("@JRivage, 2018-05-14", False)
    assert cited(kind="comment", platform="reddit").genre == "Reddit comment"
    assert cited(kind="page").type == "webpage"


@pytest.mark.parametrize(
    ("published", "issued"),
    [("2018", "2018"), ("2018-05", "2018-05"), ("2018-05-14T07:30:00Z", "2018-05-14"), ("2018-13", None),
     ("<b>soon</b>", None), (None, None), ("0476-09-04", "0476-09-04")],
)  # fmt: skip
def test_a_date_is_as_precise_as_it_is_known(published: str | None, issued: str | None) -> None:
    assert cited(published_at=published).issued == issued


def test_only_addresses_that_can_be_followed_are_cited() -> None:
    assert cited(url="javascript:alert(1)").URL is None
    assert cited(url="https://a.example/é {x}").URL == "https://a.example/%C3%A9%20%7Bx%7D"
    assert cited(url="https://a.example/x", canonical_url="https://a.example/y").URL == "https://a.example/y"


def test_the_corpus_is_named_in_the_documents_language_and_by_its_address() -> None:
    assert (cited(language="fr").archive, cited(language="en").archive) == ("Ports", "Harbours & votes")
    assert cited().archive_location == "https://corpus.example/document/daaaaaaaaaaaaaaaa"
    nowhere = Site(hash="0", hustings="1", title_en="A", title_fr="A")
    assert citation(row(), nowhere).archive_location == "urn:hustings:document:daaaaaaaaaaaaaaaa"


# There and back


@given(TITLES, TITLES, TITLES)
def test_a_library_reads_bibtex_as_it_was(title: str, outlet: str, account: str) -> None:
    one = cited(title=title, outlet=outlet, account=account, url="https://a.example/?a=1&b=%7B#c_d~e")
    text = b"".join(bibtex([one, cited(id="dbbbbbbbbbbbbbbbb", title="The next")])).decode("utf-8")
    raw = bibtexparser.parse_string(text)
    assert not raw.failed_blocks
    assert [entry.key for entry in raw.entries] == [one.id, "dbbbbbbbbbbbbbbbb"]
    assert raw.entries[0]["url"] == "https://a.example/?a=1&b=%7B#c_d~e"
    for name, wanted in (("title", one.title), ("journal", outlet), ("author", account)):
        value = raw.entries[0][name]
        assert value.count("{") == value.count("}")
        assert unescaped(value) == one_line(wanted)


def unescaped(value: str) -> str:
    """A field as TeX prints it, but for ligatures, which are of the font."""
    commands = {"backslash": "\2", "braceleft": "\0", "braceright": "\1", "asciitilde": "~", "asciicircum": "^"}
    for sign in "&%$#_":
        value = value.replace("\\" + sign, sign)
    for name, sign in commands.items():
        value = value.replace(f"\\text{name}{{}}", sign)
    assert "\\" not in value
    return value.replace("{", "").replace("}", "").replace("\0", "{").replace("\1", "}").replace("\2", "\\")


def test_another_decoder_of_tex_reads_the_same() -> None:
    title = r"100 % & $5_x #1 ~ \ «é» 😀"  # it knows no names of braces
    text = b"".join(bibtex([cited(title=title)])).decode("utf-8")
    (entry,) = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()]).entries
    assert entry["title"] == title


@given(TITLES, TITLES, TITLES)
def test_a_library_reads_ris_as_it_was(title: str, outlet: str, account: str) -> None:
    one = cited(title=title, outlet=outlet, account=account, url="https://a.example/x;y", published_at="2018-05")
    references = rispy.loads(b"".join(ris([one, cited(title="The next")])).decode("utf-8"))
    assert len(references) == 2
    found = references[0]
    assert (found["title"], found["secondary_title"]) == (one_line(title), one_line(outlet))
    assert found["authors"] == [one_line(account)] if one_line(account) else "authors" not in found
    assert found["urls"] == ["https://a.example/x%3By", one.archive_location]
    assert (found["type_of_reference"], found["date"], found["year"]) == ("NEWS", "2018/05//", "2018")


@given(TITLES, TITLES)
def test_csl_json_is_as_it_was(title: str, byline: str) -> None:
    one = cited(title=title, byline=byline)
    (item,) = json.loads(b"".join(csl([one])))
    assert item["title"] == one_line(title)
    assert [Name(**name) for name in item["author"]] == list(one.author)
    assert json.loads(b"".join(csl([]))) == []


@given(TITLES)
def test_nothing_ends_the_element_that_holds_json_ld(title: str) -> None:
    block = as_data_block(described(cited(title=title), SITE))
    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block)["headline"] == one_line(title)


@given(TITLES)
def test_coins_is_one_query_string(title: str) -> None:
    found = parse_qs(coins(cited(title=title)), strict_parsing=True)
    assert found["rft.title"] == [one_line(title)]
    assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
