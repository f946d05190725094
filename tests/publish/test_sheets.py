"""A sheet is a table to read: whatever stands in a cell is text, and none runs."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from publish.sheets import as_csv


@given(st.text(st.sampled_from(" =+-@\t\r\n'\"é,") | st.characters(codec="utf-8"), max_size=10))
def test_no_cell_is_a_formula_and_none_loses_a_letter(text: str) -> None:
    sheet = as_csv(["a"], [{"a": text}], {"query": text})
    _, cells = csv.reader(io.StringIO(sheet, newline=""))
    for cell in cells:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert cell in (text, f"'{text}")
