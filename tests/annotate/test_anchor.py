"""A passage in a text that has changed: found where it is sure, doubtful where it may be a look-alike."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotate.anchoring.anchor import Anchored, Doubtful, anchor
from annotate.anchoring.edits import best_start, edits_by_end
from corpus.events import context

TEXT = (
    "Harbour votes on Sunday 🗳️\n\n"
    "Jeanne Rivage told her supporters on the quay that the ferry would run again before the first frost.\n\n"
    "« On ne lâche rien », a répondu la maire, élue en 2012 avec 2 500 voix d’avance sur son rival du port.\n\n"
    "We shall cross.\n\n"
    "The rival, who had paid for the clicks, said nothing of it, and Jeanne Rivage did not ask him about it.\n\n"
    "We shall cross.\n\n"
    "Her accounts on three networks gained followers all night long, which nobody in the office could explain."
)
LETTER = "Sign up for our letter, and read the harbour in five minutes every morning before you leave the house.\n\n"


def there(text: str, words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def moved(new: str, words: str, nth: int = 0) -> Anchored | Doubtful:
    """What becomes of a passage of TEXT in a new text."""
    start, end = there(TEXT, words, nth)
    return anchor(new, start, end, words, *context(TEXT, start, end))


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("words", ["Jeanne Rivage", "We shall cross."])
def test_of_words_that_stand_twice_each_is_found_by_what_is_around_it(words: str, nth: int) -> None:
    new = LETTER + TEXT
    start, end = there(new, words, nth)
    assert moved(new, words, nth) == Anchored(start=start, end=end)


def test_a_block_taken_out_right_before_the_passage_does_not_matter() -> None:
    new = TEXT.replace("Harbour votes on Sunday 🗳️\n\n", "")
    assert moved(new, "Jeanne Rivage told her supporters") == Anchored(start=0, end=33)


def test_a_look_alike_is_not_taken_for_a_passage_that_is_gone() -> None:
    without = TEXT.replace("Jeanne Rivage told her supporters on the quay", "She told all of them there at the quay")
    found = moved(without, "Jeanne Rivage", 0)
    assert isinstance(found, Doubtful)
    assert [candidate.quotation for candidate in found.candidates] == ["Jeanne Rivage"]


def test_words_that_stand_twice_in_the_same_surroundings_are_doubtful() -> None:
    refrain = "On the shore we wait, my love, for the boat that never comes back to the harbour of our youth.\n"
    text = "One.\n" + refrain * 3
    start, end = there(text, "we wait", 1)
    found = anchor("Zero.\n" + text, start, end, "we wait", *context(text, start, end))
    assert isinstance(found, Doubtful)
    assert found.why == "several places"
    assert len(found.candidates) == 3


def test_spaces_accents_and_apostrophes_that_were_corrected_are_few_edits() -> None:
    new = LETTER + TEXT.replace("« On ne lâche rien »", "«\u00a0On ne lâche rien\u00a0»").replace(
        "d’avance", "d'avance"
    )
    words = "« On ne lâche rien », a répondu la maire, élue en 2012 avec 2 500 voix d’avance"
    found = moved(new, words)
    assert isinstance(found, Anchored)
    assert found.how == "close"
    assert new[found.start : found.end] == words.replace("« ", "«\u00a0").replace(" »", "\u00a0»").replace("’", "'")


def test_another_number_is_another_claim() -> None:
    new = TEXT.replace("2 500 voix", "2 900 voix")
    found = moved(new, "en 2012 avec 2 500 voix d’avance sur son rival")
    assert isinstance(found, Doubtful)
    assert found.candidates[0].quotation == "en 2012 avec 2 900 voix d’avance sur son rival"


def test_where_the_passage_was_written_anew_its_place_is_a_candidate() -> None:
    new = TEXT.replace("had paid for the clicks", "bought them all in a far-away shop")
    found = moved(new, "had paid for the clicks")
    assert isinstance(found, Doubtful)
    assert found.candidates[0].quotation == "bought them all in a far-away shop"


def test_what_is_gone_is_doubtful_without_a_place() -> None:
    assert moved("Nothing of this is left.", "We shall cross.") == Doubtful(why="gone")
    assert moved("", "We shall cross.") == Doubtful(why="gone")


def test_a_code_of_the_whole_document_stays() -> None:
    assert anchor("Another text.", 0, 0, "") == Anchored(start=0, end=0)


def test_without_a_context_words_that_stand_once_are_enough() -> None:
    assert anchor("abc def abc", 9, 12, "def") == Anchored(start=4, end=7)
    assert isinstance(anchor("abc def abc", 9, 12, "abc"), Doubtful)


WORDS = st.sampled_from(
    ["Rivage", "l’été", "🧵", "e\u0301te\u0301", "👩‍👩‍👧", "à", "2012", "clicks", "«", "»", "\n\n", "the", "quay"]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
@example("", "clicks", "", "", "")
def test_changes_elsewhere_never_move_a_passage_to_other_words(
    before: str, passage: str, after: str, new_before: str, new_after: str
) -> None:
    """The text around changes at random, but not next to the passage: it is found there, or doubtful; never elsewhere
    unless what is around it is the same there too."""
    assume(passage.strip())
    left, right = "stands between the two marks: ", " and here it ends, says the other mark"
    old = before + left + passage + right + after
    new = new_before + left + passage + right + new_after
    start = len(before) + len(left)
    found = anchor(new, start, start + len(passage), passage, *context(old, start, start + len(passage)))
    assert found == Anchored(start=len(new_before) + len(left), end=len(new_before) + len(left) + len(passage))


@given(TEXTS, st.data())
def test_whatever_changes_the_place_that_is_found_has_nearly_the_same_words(text: str, data: st.DataObject) -> None:
    assume(text.strip())
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = data.draw(st.integers(0, len(text)))
    to = data.draw(st.integers(cut, len(text)))
    new = text[:cut] + data.draw(TEXTS) + text[to:]
    quotation = text[start:end]
    found = anchor(new, start, end, quotation, *context(text, start, end))
    if isinstance(found, Anchored):
        assert 0 <= found.start <= found.end <= len(new)
        words = new[found.start : found.end]
        assert (words == quotation) == (found.how == "exact")
        assert [c for c in words if c.isdigit()] == [c for c in quotation if c.isdigit()]
    else:
        assert all(new[c.start : c.end] == c.quotation for c in found.candidates)


ABC = st.text("abc", max_size=15)


@given(st.text("abc", min_size=1, max_size=8), ABC)
def test_edits_are_those_of_the_table(pattern: str, text: str) -> None:
    row = list(range(len(pattern) + 1))
    for end, edits in edits_by_end(pattern, text):
        last, row = row, [0]
        for at, char in enumerate(pattern, start=1):
            row.append(min(last[at - 1] + (char != text[end - 1]), last[at] + 1, row[at - 1] + 1))
        assert edits == row[-1]
        if edits < len(pattern):
            assert 0 <= best_start(pattern, text, end) < end
