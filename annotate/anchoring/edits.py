"""Approximate matching: the stretches of a text that differ from a pattern by the fewest insertions, deletions and
substitutions.

Myers' bit vectors (Myers 1999, "A fast bit-vector algorithm for approximate string matching based on dynamic
programming") in the form of Hyyrö 2003. A column of the table is one integer of as many bits as the pattern has code
points; Python's integers have any length, so that each code point of the text costs a few operations.
"""

from __future__ import annotations

from collections.abc import Iterator


def edits_by_end(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """For each place in the text, as (end, edits), the fewest edits between the pattern and a stretch that ends there.

    The stretch before place 0 is empty and not given. ValueError where the pattern is empty.
    """
    return _column_ends(pattern, text, anywhere=True)


def best_start(pattern: str, text: str, end: int) -> int:
    """Where the stretch begins that ends at `end` and differs from the pattern by the fewest edits.

    Of several, one that begins with a word where the pattern does, else the one of the pattern's length or next to it.
    """
    first = max(0, end - 2 * len(pattern))
    backwards = text[first:end][::-1]
    at_word = pattern[0].isalnum()
    lengths = _column_ends(pattern[::-1], backwards, anywhere=False)

    def rank(found: tuple[int, int]) -> tuple[int, bool, int]:
        length, edits = found
        start = end - length
        splits = at_word and start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        return edits, splits, abs(length - len(pattern))

    return end - min(lengths, key=rank)[0]


def _column_ends(pattern: str, text: str, *, anywhere: bool) -> Iterator[tuple[int, int]]:
    """The last row of the table; `anywhere`: a match may begin anywhere in the text, else at its start."""
    if not pattern:
        raise ValueError("The pattern is empty.")
    every, last = (1 << len(pattern)) - 1, 1 << (len(pattern) - 1)
    where: dict[str, int] = {}
    for at, char in enumerate(pattern):
        where[char] = where.get(char, 0) | 1 << at
    more, less, edits = every, 0, len(pattern)  # which steps down the column add an edit, which take one away
    for end, char in enumerate(text, start=1):
        same = where.get(char, 0)
        diagonal = (((same & more) + more) ^ more) | same | less
        right_more = (less | ~(diagonal | more)) & every
        right_less = more & diagonal
        edits += bool(right_more & last) - bool(right_less & last)
        right_more = (right_more << 1 | (not anywhere)) & every
        right_less = (right_less << 1) & every
        more = (right_less | ~(diagonal | right_more)) & every
        less = right_more & diagonal
        yield end, edits
