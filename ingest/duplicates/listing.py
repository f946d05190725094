"""Clusters of near duplicates as the store holds them, for a person or a program."""

from __future__ import annotations

from typing import Any

from corpus.store import Store
from ingest.duplicates.stage import MADE_BY
from ingest.duplicates.texts import rows

BEGINNING = 80  # characters of a document's title or text that are shown
_SHOWN = ("id", "kind", "title", "outlet", "account", "published_at", "state")


def listed(store: Store, least: float = 0.0) -> list[dict[str, Any]]:
    """Each canonical document with its copies (of a score of at least `least`), largest cluster first.

    Copies are in the order of their dates, as far as they are known.
    """
    sql = (
        "SELECT document, target, score, evidence FROM relations"
        " WHERE made_by = ? AND kind = 'near_duplicate_of' AND score >= ? ORDER BY target, document"
    )
    copies: dict[str, list[dict[str, Any]]] = {}
    for row in rows(store, sql, MADE_BY, least):
        what, how = row["evidence"].split(": ", 1)
        found = {**_document(store, row["document"]), "score": row["score"], "what": what, "evidence": how}
        copies.setdefault(row["target"], []).append(found)
    clusters: list[dict[str, Any]] = [
        {"canonical": _document(store, id), "copies": sorted(found, key=_by_date)} for id, found in copies.items()
    ]
    return sorted(clusters, key=lambda cluster: (-len(cluster["copies"]), cluster["canonical"]["id"]))


def _by_date(copy: dict[str, Any]) -> tuple[bool, str, str]:
    return "published_at" not in copy, copy.get("published_at", ""), copy["id"]


def _document(store: Store, id: str) -> dict[str, Any]:
    sql = f"SELECT {', '.join(_SHOWN)}, substr(text, 1, ?) AS text FROM documents WHERE id = ?"
    (row,) = rows(store, sql, BEGINNING, id)
    shown = dict(row)
    shown["title"] = " ".join((shown["title"] or shown.pop("text")).split())[:BEGINNING]
    return {name: shown[name] for name in _SHOWN if shown[name] is not None}
