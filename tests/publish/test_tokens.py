"""What a token index is read with: the least of many values, runs of numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from publish.tokens.least import near_least
from publish.tokens.reading import runs


@given(values=st.lists(st.integers(0, 50), max_size=500), many=st.integers(0, 20))
def test_the_least_values_are_among_those_near_the_least(values: list[int], many: int) -> None:
    found = near_least(np.array(values, np.int64), many).tolist()
    assert found == sorted(set(found))
    assert sorted(values[place] for place in found)[:many] == sorted(values)[:many]
    bound = max((values[place] for place in found), default=0)
    assert not many or {place for place, value in enumerate(values) if value <= bound} == set(found)  # ties are whole


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 5)), max_size=50))
def test_runs_stand_one_behind_the_other(wanted: list[tuple[int, int]]) -> None:
    firsts, sizes = (np.array([pair[side] for pair in wanted], np.int64) for side in (0, 1))
    assert runs(firsts, sizes).tolist() == [first + step for first, size in wanted for step in range(size)]
