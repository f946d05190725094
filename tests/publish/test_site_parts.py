"""The small parts of the pages: the words around a passage, colours, addresses, the memory of answers, attributes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.choice import address_in
from corpus.web.colours import INK, MOON, NIGHT, PAPER, contrast, parse, stylesheet
from publish.site import cache
from publish.site.ask import Pages, changed
from publish.site.i18n import wording
from publish.site.look import visible, web_address
from publish.site.passages import context_after, context_before
from publish.site.said import said_of

# The words around a passage


def test_the_words_around_a_passage_are_its_sentence() -> None:
    before = "Nobody knew it then. The agency wrote to all of its friends and promised them "
    assert context_before("x" * 40 + ". " + before, whole=False) == (
        "The agency wrote to all of its friends and promised them ",
        False,
    )
    assert context_after(" cents for each message that they would post. Then it closed.", whole=True) == (
        " cents for each message that they would post.",
        False,
    )


def test_a_short_sentence_brings_its_neighbour() -> None:
    assert context_before("Nobody had known about the agency till that day. It paid ", whole=True)[0].startswith(
        "Nobody"
    )
    assert context_after(" once. Nobody knew of it before that day in May.", whole=True)[0].endswith("May.")


def test_a_passage_is_shown_within_its_paragraph() -> None:
    assert context_before("The title\n\nIt paid ", whole=True) == ("It paid ", False)
    assert context_after(" once\n\nThe next paragraph.", whole=False) == (" once", False)


def test_a_long_sentence_is_cut_between_words_and_says_so() -> None:
    assert context_before("ncated word and more", whole=False) == ("word and more", True)
    assert context_after(" word and trunc", whole=False) == (" word and", True)


@given(st.text(alphabet="ab .!»\n", max_size=80), st.booleans())
def test_context_is_always_what_stands_there(text: str, whole: bool) -> None:
    assert text.endswith(context_before(text, whole=whole)[0])
    assert text.startswith(context_after(text, whole=whole)[0])


# Colours

COLOURS = st.from_regex(r"\A#[0-9a-fA-F]{6}\Z")


@given(COLOURS)
def test_text_on_any_tint_can_be_read_by_day_and_by_night(colour: str) -> None:
    day, _, night = stylesheet([{"position": 1, "color": colour}]).partition("@media")
    for rule, text, paper in ((day, INK, PAPER), (night, MOON, NIGHT)):
        tint, line = (parse(rule.partition(f"--{name}: ")[2][:7]) for name in ("tint", "line"))
        assert contrast(text, tint) >= 7
        assert contrast(line, paper) >= 3


def test_a_colour_that_is_none_does_no_harm() -> None:
    sheet = stylesheet([{"position": 1, "color": "red; } body { display: none"}])
    assert "display" not in sheet


# Addresses


@pytest.mark.parametrize("address", ["https://a.example/b?c=d", "http://a.example", " https://a.example/ "])
def test_web_addresses_are_linked(address: str) -> None:
    assert web_address(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [None, "", "javascript:alert(1)", "data:text/html,x", "//a.example", "https:", "ftp://a.example", "https://[x",
     "java\nscript:alert(1)", "https://a.example/\N{RIGHT-TO-LEFT OVERRIDE}gnp"],
)  # fmt: skip
def test_nothing_else_is(address: str | None) -> None:
    assert web_address(address) is None


def test_unseen_characters_are_seen() -> None:
    assert visible("a\N{RIGHT-TO-LEFT OVERRIDE}b\x00c\N{ZERO WIDTH NO-BREAK SPACE}") == "a�b�c�"
    assert visible("été 😀") == "été 😀"


def test_an_address_changes_one_thing_at_a_time() -> None:
    assert changed("/search", "q=a+b&page=2&case=x", case=None, page=None) == "/search?q=a%20b"
    assert changed("/search", "", page=3) == "/search?page=3"
    assert address_in("fr", "/search", "q=a%26b") == "/search?q=a%26b&ui=fr"


def test_pages_count_from_one() -> None:
    assert (Pages(1, 20, 0).last, Pages(1, 20, 20).last, Pages(1, 20, 21).last) == (1, 1, 2)
    assert (Pages(2, 20, 21).first_item, Pages(2, 20, 21).last_item) == (21, 21)


# The memory of answers


def test_the_memory_lets_go_of_what_was_not_asked_for_longest() -> None:
    answers = cache.Answers(limit=30)
    for name in "abc":
        answers.keep(name, cache.Answer([], b"0123456789"))
    assert answers.get("a") is not None
    answers.keep("d", cache.Answer([], b"0123456789"))
    assert answers.get("b") is None
    assert answers.get("a") is not None
    answers.keep("a", cache.Answer([], b"0"))
    assert answers.size == 21


# What an annotation says


def annotation(layer: str, **attributes: object) -> dict[str, object]:
    return {"layer": layer, "attributes": attributes}


@pytest.mark.parametrize(
    ("attributes", "english", "french"),
    [
        ({"kind": "money", "low": 2500, "high": 2500, "unit": "USD", "per": "month", "approximation": "about"},
         "about 2,500\xa0USD a month", "environ 2\u202f500\xa0USD par mois"),
        ({"kind": "money", "low": 0.35, "high": 0.7, "unit": "EUR"}, "0.35–0.7\xa0EUR", "0,35–0,7\xa0EUR"),
        ({"kind": "people", "low": 500, "high": 500, "unit": "personne", "approximation": "more_than"},
         "more than 500", "plus de 500"),
    ],
)  # fmt: skip
def test_amounts_are_said_in_the_readers_language(attributes: dict[str, object], english: str, french: str) -> None:
    for language, expected in (("en", english), ("fr", french)):
        (said,) = said_of(annotation("figure", **attributes), wording(language))
        assert said.text == expected


def test_a_speaker_leads_to_the_actor() -> None:
    (said,) = said_of(annotation("quotation", speaker="J. Rivage", speaker_actor="jeanne-rivage"), wording("en"))
    assert (said.text, said.actor) == ("said by J. Rivage", "jeanne-rivage")


def test_an_attribute_that_nobody_knows_is_shown_all_the_same() -> None:
    found = [
        str(said.text) for said in said_of(annotation("tactic", weather=["wet", 3], evidence="denied"), wording("fr"))
    ]
    assert found == ["weather\u202f: wet, 3", "preuve\u202f: démenti"]
