"""Words are replaced, and every passage is found again: its words, or what stands for them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publish.rights.redact import Replacement, cut, redact

TEXTS = st.text(alphabet="ab é@\n𝒳", max_size=60)


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[Replacement], int, int]:
    """A text, replacements that may overlap, and a passage."""
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    found = [Replacement(min(p), max(p), draw(st.text(alphabet="XYZ", max_size=9))) for p in pairs]
    start, end = sorted((draw(places), draw(places)))
    return text, found, start, end


@given(replaced())
def test_a_passage_keeps_its_words_or_has_what_stands_for_them(case: tuple[str, list[Replacement], int, int]) -> None:
    text, wanted, start, end = case
    new, moves = redact(text, wanted)
    place = moves.span(start, end)
    assert place is not None
    assert 0 <= place[0] <= place[1] <= len(new)
    if start == end:
        return
    # The passage with all of every replacement that it has a part of, replaced by hand from its end.
    touched = [r for r in moves.replaced if r.start < end and start < r.end]
    left = min([start, *(r.start for r in touched)])
    right = max([end, *(r.end for r in touched)])
    words = text[left:right]
    for one in reversed(touched):
        words = words[: one.start - left] + one.words + words[one.end - left :]
    assert new[place[0] : place[1]] == words


@given(replaced())
def test_nothing_of_what_was_to_go_is_left_and_all_else_stays(case: tuple[str, list[Replacement], int, int]) -> None:
    text, wanted, _, _ = case
    new, moves = redact(text, wanted)
    gone = {at for one in wanted for at in range(one.start, one.end)}
    stays = "".join(char for at, char in enumerate(text) if at not in gone)
    assert "".join(char for char in new if char not in "XYZ") == stays
    assert gone == {at for one in moves.replaced for at in range(one.start, one.end)}


@given(replaced())
def test_the_order_of_passages_stays(case: tuple[str, list[Replacement], int, int]) -> None:
    text, wanted, _, _ = case
    _, moves = redact(text, wanted)
    starts = [place[0] for at in range(len(text) + 1) if (place := moves.span(at, at))]
    assert starts == sorted(starts)


@given(replaced(), st.integers(0, 70))
def test_what_is_cut_off_is_no_passage_any_more(case: tuple[str, list[Replacement], int, int], length: int) -> None:
    text, wanted, start, end = case
    whole, moves = redact(text, wanted)
    short, after = cut(whole, moves, length)
    assert len(short) <= max(length, 0)
    assert whole.startswith(short)
    place = after.span(start, end)
    assert place is None or place[1] <= len(short) or place == moves.span(start, end)
    if place is not None and end > start:
        assert short[place[0] : place[1]] == whole[place[0] : place[1]]


def test_an_excerpt_ends_with_a_word() -> None:
    text, moves = redact("one two three", [])
    assert [cut(text, moves, n)[0] for n in (13, 12, 8, 7, 5, 3, 2)] == [
        *("one two three", "one two", "one two", "one two", "one", "one", "on"),
    ]  # fmt: skip
