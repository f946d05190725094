"""What every answer that leaves says of itself: what was asked, of which documents, when, of which build."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

import msgspec
import numpy as np

from publish.counts.subcorpus import Subcorpus
from publish.search.question import Question


def told(db: sqlite3.Connection, question: Question, subcorpus: Subcorpus) -> dict[str, Any]:
    """As fields. `date` is the day of the answer (UTC); the same build gives the same answer on any other."""
    documents = int(np.count_nonzero(np.bincount(subcorpus.hits.documents)))
    return {
        **question.told(),
        "subcorpus": {"documents": subcorpus.documents, "words": subcorpus.size},
        "hits": len(subcorpus.hits.places),
        "documents": documents,
        "per_million": round(subcorpus.per_million, 3),
        **of_build(db),
    }


def of_build(db: sqlite3.Connection) -> dict[str, str]:
    """The day, and the build that was asked."""
    return {"date": today(), "build": str(db.execute("SELECT hash FROM build").fetchone()[0])}


def today() -> str:
    """The day it is (UTC)."""
    return datetime.now(UTC).date().isoformat()


def in_columns(about: dict[str, Any]) -> dict[str, str]:
    """The same as the last columns of a table, each with one plain value."""
    filters = "; ".join(f"{name}={value}" for name, value in about["filters"].items())
    words = about.get("subcorpus", {}).get("words")
    columns = {"query": about["query"], "filters": filters if about["across"] else f"{filters}; across=no".lstrip("; ")}
    if words is not None:
        columns["subcorpus_words"] = str(words)
    for name in ("against", "window", "length", "by", "with"):
        if about.get(name):
            columns[name] = _plain(about[name])
    return columns | {"date": about["date"], "build": about["build"]}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("query") or value.get("what") or "")
    return "-".join(map(str, value)) if isinstance(value, list) else str(msgspec.to_builtins(value))
