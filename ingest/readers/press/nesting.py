"""Elements inside elements of the same kind, each met once, however deep they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bs4.element import Tag


def around(tags: Iterable[Tag]) -> set[int]:
    """The ids (Python's) of all elements that hold one of these."""
    found: set[int] = set()
    for tag in tags:
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def outermost(tags: Iterable[Tag]) -> Iterator[Tag]:
    """Those of these elements, given in the order of the page, that stand in no other of them."""
    inside: set[int] = set()
    for tag in tags:
        if id(tag) not in inside:
            inside = {id(below) for below in tag.find_all(True)}
            yield tag
