"""Documents that say the same, near duplicates and translations: they count as one."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.store import Store

KINDS = ("near_duplicate_of", "translation_of")


def groups_of(store: Store) -> dict[str, str]:
    """For each document that has copies the id of the first of them."""
    group: dict[str, str] = {}
    for document, target in store.db.execute(
        "SELECT document, target FROM relations WHERE kind IN (?, ?) AND target IS NOT NULL", KINDS
    ):
        one, other = _first(group, document), _first(group, target)
        group[max(one, other)] = min(one, other)
        group.setdefault(min(one, other), min(one, other))
    return {id: _first(group, id) for id in group}


def _first(group: Mapping[str, str], id: str) -> str:
    while group.get(id, id) != id:
        id = group[id]
    return id
