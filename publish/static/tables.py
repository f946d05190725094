"""Sorted tables as script files, for a browser that may read nothing else from a stick: each a part, found by key.

A part is a call of the function `hustings`, with the table's name, the part's number and its lines. base.js tells the
first key of each part, so that a search loads only the parts that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import orjson

PART = 32 * 1024  # characters, where no key alone has more: as much as a page of text
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def order(key: str) -> bytes:
    """What to sort by so that the order is JavaScript's: by units of UTF-16."""
    return key.encode("utf-16-be", "surrogatepass")


def write_table(folder: Path, name: str, rows: Iterable[tuple[str, str]], *, part: int = PART) -> list[str]:
    """Write rows (key, line without line end), in `order`; returns the first key of each part. A key is never cut."""
    firsts: list[str] = []
    lines: list[str] = []
    size = 0
    for key, group in groupby(rows, key=lambda row: row[0]):
        more = [line for _, line in group]
        if not lines:
            firsts.append(key)
        lines += more
        size += sum(map(len, more))
        if size >= part:
            _write_part(folder, name, len(firsts) - 1, lines)
            lines, size = [], 0
    if lines:
        _write_part(folder, name, len(firsts) - 1, lines)
    return firsts


def _write_part(folder: Path, name: str, number: int, lines: list[str]) -> None:
    write_script(folder / f"{name}-{number}.js", name, number, "\n".join(lines))


def write_script(path: Path, name: str, number: int, value: object) -> None:
    """Write a call of `hustings` with a value that JSON can say."""
    said = b'hustings("%b",%d,%b);\n' % (name.encode("ascii"), number, orjson.dumps(value))
    path.write_bytes(said)


def base36(number: int) -> str:
    """A number from 0 as JavaScript's parseInt(text, 36) reads it."""
    digits = ""
    while True:
        number, last = divmod(number, 36)
        digits = DIGITS[last] + digits
        if not number:
            return digits
